"""Linkage: the same person on two slips. Finds pairs, weighs them, says why; a person decides."""
