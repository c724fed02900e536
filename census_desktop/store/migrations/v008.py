"""Version 8: what documents show, and questions to be asked at the house. Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  evidence_uuid BLOB NOT NULL,
  about BLOB,
  box TEXT,
  value TEXT,
  document TEXT,
  document_no TEXT,
  seen_by TEXT,
  seen_on TEXT,
  note TEXT,
  confirmed TEXT,
  withdrawn TEXT
) STRICT;
CREATE INDEX evidence_by_about ON evidence (about);
CREATE UNIQUE INDEX evidence_by_uuid ON evidence (evidence_uuid);
CREATE TABLE question (
  id INTEGER PRIMARY KEY,
  question_uuid BLOB NOT NULL,
  about BLOB,
  household BLOB,
  box TEXT,
  rule TEXT,
  words TEXT,
  place TEXT,
  outcome TEXT,
  outcome_on TEXT,
  outcome_by TEXT,
  answer TEXT
) STRICT;
CREATE INDEX question_by_about ON question (about);
CREATE INDEX question_by_household ON question (household);
CREATE INDEX question_by_place ON question (place);
CREATE UNIQUE INDEX question_by_uuid ON question (question_uuid);
"""
