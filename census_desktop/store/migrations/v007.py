"""Version 7: which households were printed, confirmed by whom. Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE print_log (
  number INTEGER PRIMARY KEY,
  household_uuid BLOB NOT NULL,
  mark TEXT NOT NULL,
  people INTEGER NOT NULL,
  last_arrival INTEGER NOT NULL,
  officer TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX print_log_by_household ON print_log (household_uuid);
"""
