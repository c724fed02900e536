"""What waits for a person to decide."""
