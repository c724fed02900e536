"""Version 11: messages of the town to a unit. Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  notice_uuid BLOB NOT NULL,
  unit TEXT,
  words TEXT,
  written_on TEXT,
  written_by TEXT,
  read_on TEXT,
  read_by TEXT
) STRICT;
CREATE INDEX notice_by_unit ON notice (unit);
CREATE UNIQUE INDEX notice_by_uuid ON notice (notice_uuid);
"""
