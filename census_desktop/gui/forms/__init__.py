"""Editors and the entry form, built from the declaration of the slip."""
