"""The rooms a person sees, one module each."""
