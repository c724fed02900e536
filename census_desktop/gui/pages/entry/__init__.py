"""Typing slips: the page and what stands around it."""
