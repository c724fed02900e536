"""Qt models over frozen records; they never hold a session or a connection."""
