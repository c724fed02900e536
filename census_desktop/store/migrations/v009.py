"""Version 9: what came of second keying travels; batches; how a day of typing went. Literal SQL, frozen for ever.

The table of comparisons before this had no window and no command that wrote to it.
"""

STATEMENTS = """
DROP TABLE second_keying_box;
ALTER TABLE second_keying_slip DROP COLUMN done_by;
ALTER TABLE second_keying_slip DROP COLUMN done_at;
ALTER TABLE second_keying_draw ADD COLUMN unit TEXT;
CREATE TABLE keyed_slip (
  id INTEGER PRIMARY KEY,
  keyed_slip_uuid BLOB NOT NULL,
  about BLOB,
  second_officer TEXT,
  first_officers TEXT,
  keyed_on TEXT
) STRICT;
CREATE INDEX keyed_slip_by_about ON keyed_slip (about);
CREATE UNIQUE INDEX keyed_slip_by_uuid ON keyed_slip (keyed_slip_uuid);
CREATE TABLE keyed_box (
  id INTEGER PRIMARY KEY,
  keyed_box_uuid BLOB NOT NULL,
  about BLOB,
  slip BLOB,
  box TEXT,
  first TEXT,
  second TEXT,
  first_officer TEXT,
  second_officer TEXT,
  outcome TEXT,
  wrong TEXT,
  decided TEXT,
  decided_by TEXT,
  decided_on TEXT
) STRICT;
CREATE INDEX keyed_box_by_about ON keyed_box (about);
CREATE INDEX keyed_box_by_outcome ON keyed_box (outcome);
CREATE UNIQUE INDEX keyed_box_by_uuid ON keyed_box (keyed_box_uuid);
CREATE TABLE batch (
  id INTEGER PRIMARY KEY,
  batch_uuid BLOB NOT NULL,
  unit TEXT,
  number TEXT,
  residential_group TEXT,
  collector TEXT,
  issued TEXT,
  people TEXT,
  households TEXT,
  received_on TEXT,
  note TEXT,
  withdrawn TEXT
) STRICT;
CREATE INDEX batch_by_place ON batch (unit, number);
CREATE UNIQUE INDEX batch_by_uuid ON batch (batch_uuid);
CREATE INDEX person_by_slip_no ON person (slip_no);
CREATE TABLE typing_day (
  officer TEXT NOT NULL,
  day TEXT NOT NULL,
  slips INTEGER NOT NULL,
  keystrokes INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,
  PRIMARY KEY (officer, day)
) STRICT;
"""
