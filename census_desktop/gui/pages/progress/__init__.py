"""What is done and what is left, and who is away."""
