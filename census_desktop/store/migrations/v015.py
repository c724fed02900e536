"""Version 15: a message of the town can be taken back. Literal SQL, frozen for ever."""

STATEMENTS = """
ALTER TABLE notice ADD COLUMN withdrawn_on TEXT;
ALTER TABLE notice ADD COLUMN withdrawn_by TEXT;
"""
