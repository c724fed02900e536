"""Version 13: absence, service and collective households beside slips; loaded areas. Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE away (
  id INTEGER PRIMARY KEY,
  away_uuid BLOB NOT NULL,
  about BLOB,
  declared TEXT,
  declared_on TEXT,
  declared_at TEXT,
  country TEXT,
  province TEXT,
  slip_given TEXT,
  remind_on TEXT,
  remind_note TEXT,
  reminded_on TEXT
) STRICT;
CREATE INDEX away_by_about ON away (about);
CREATE UNIQUE INDEX away_by_uuid ON away (away_uuid);
CREATE TABLE duty (
  id INTEGER PRIMARY KEY,
  duty_uuid BLOB NOT NULL,
  about BLOB,
  lodging TEXT,
  withheld TEXT
) STRICT;
CREATE INDEX duty_by_about ON duty (about);
CREATE UNIQUE INDEX duty_by_uuid ON duty (duty_uuid);
CREATE TABLE collective (
  id INTEGER PRIMARY KEY,
  collective_uuid BLOB NOT NULL,
  about BLOB,
  kind TEXT,
  manager TEXT,
  capacity TEXT
) STRICT;
CREATE INDEX collective_by_about ON collective (about);
CREATE UNIQUE INDEX collective_by_uuid ON collective (collective_uuid);
CREATE TABLE area_unit (
  id INTEGER PRIMARY KEY,
  area_unit_uuid BLOB NOT NULL,
  code TEXT,
  valid_from TEXT,
  valid_to TEXT,
  name TEXT,
  kind TEXT,
  successors TEXT,
  legal_basis TEXT
) STRICT;
CREATE UNIQUE INDEX area_unit_by_uuid ON area_unit (area_unit_uuid);
CREATE TABLE area_group (
  id INTEGER PRIMARY KEY,
  area_group_uuid BLOB NOT NULL,
  within TEXT,
  name TEXT,
  kind TEXT
) STRICT;
CREATE UNIQUE INDEX area_group_by_uuid ON area_group (area_group_uuid);
"""
