"""Version 14: what the town adds to code lists. Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE code_entry (
  id INTEGER PRIMARY KEY,
  code_entry_uuid BLOB NOT NULL,
  list_name TEXT,
  code TEXT,
  valid_from TEXT,
  valid_to TEXT,
  label TEXT,
  other TEXT,
  note TEXT,
  number TEXT,
  same_as TEXT,
  legal_basis TEXT
) STRICT;
CREATE UNIQUE INDEX code_entry_by_uuid ON code_entry (code_entry_uuid);
"""
