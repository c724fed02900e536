"""Version 4: decisions on pairs of people (the same person twice). Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE link (
  id INTEGER PRIMARY KEY,
  link_uuid BLOB NOT NULL,
  first BLOB,
  second BLOB,
  verdict TEXT,
  leading BLOB,
  taken_from_other TEXT,
  reason TEXT
) STRICT;
CREATE INDEX link_by_first ON link (first);
CREATE INDEX link_by_second ON link (second);
CREATE UNIQUE INDEX link_by_uuid ON link (link_uuid);
"""
