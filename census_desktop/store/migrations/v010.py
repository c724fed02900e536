"""Version 10: what progress has counted already, so that it need not be counted again. Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE counted_until (
  name TEXT NOT NULL,
  arrival INTEGER NOT NULL,
  day TEXT NOT NULL,
  rules TEXT NOT NULL,
  PRIMARY KEY (name)
) STRICT;
CREATE TABLE typed_on (
  day TEXT NOT NULL,
  household_uuid BLOB NOT NULL,
  people INTEGER NOT NULL,
  PRIMARY KEY (day, household_uuid)
) STRICT;
CREATE TABLE open_errors (
  household_uuid BLOB NOT NULL,
  inside INTEGER NOT NULL,
  elsewhere INTEGER NOT NULL,
  PRIMARY KEY (household_uuid)
) STRICT;
"""
