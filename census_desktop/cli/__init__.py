"""The command line: one module per command; a promise to scripts (commands, JSON keys, exit codes)."""
