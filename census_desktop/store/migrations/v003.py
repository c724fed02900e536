"""Version 3: second keying (kiểm lần 2). Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE second_keying_draw (
  number INTEGER PRIMARY KEY,
  every INTEGER,
  start INTEGER,
  batch TEXT,
  through INTEGER NOT NULL,
  officer TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE second_keying_slip (
  person_uuid BLOB PRIMARY KEY NOT NULL,
  draw INTEGER NOT NULL,
  done_by TEXT,
  done_at TEXT
) STRICT;
CREATE TABLE second_keying_box (
  number INTEGER PRIMARY KEY,
  person_uuid BLOB NOT NULL,
  field TEXT NOT NULL,
  first TEXT,
  second TEXT,
  first_officer TEXT NOT NULL,
  second_officer TEXT NOT NULL,
  outcome TEXT NOT NULL,
  decided TEXT,
  wrong TEXT,
  decided_by TEXT,
  decided_at TEXT
) STRICT;
CREATE INDEX second_keying_box_by_outcome ON second_keying_box (outcome);
CREATE INDEX second_keying_box_by_person ON second_keying_box (person_uuid);
"""
