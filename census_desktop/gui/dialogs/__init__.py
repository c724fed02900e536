"""Windows beside the main window: log-in, first set-up, progress of a long job, key card."""
