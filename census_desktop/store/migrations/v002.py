"""Version 2: what came from whom, so that nobody is sent back what he sent. Literal SQL, frozen for ever."""

STATEMENTS = """
CREATE TABLE received (
  first_arrival INTEGER PRIMARY KEY,
  last_arrival INTEGER NOT NULL,
  sender TEXT NOT NULL
) STRICT;
"""
