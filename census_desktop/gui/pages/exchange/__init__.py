"""Packages out and in, news, machines and keys."""
