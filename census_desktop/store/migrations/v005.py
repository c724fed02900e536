"""Version 5: findings a person accepted (đúng như giấy tờ). Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE acceptance (
  id INTEGER PRIMARY KEY,
  acceptance_uuid BLOB NOT NULL,
  about BLOB,
  rule TEXT,
  box TEXT,
  answer TEXT,
  reason TEXT
) STRICT;
CREATE INDEX acceptance_by_about ON acceptance (about);
CREATE UNIQUE INDEX acceptance_by_uuid ON acceptance (acceptance_uuid);
"""
