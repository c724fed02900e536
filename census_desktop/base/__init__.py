"""What every room stands on: paths, errors, clock, log, atomic files, job control, text. Knows nothing of a census."""
