"""Version 12: people in the order of names and households in the order of houses, searched without touching rows.

Literal SQL, frozen for ever; `house_key` and `house_words` are the functions of `rows`, lent by `schema.migrate`,
because columns made from answers must be what the program of today makes of them.
"""

STATEMENTS = """
ALTER TABLE household ADD COLUMN place_key BLOB;
ALTER TABLE household ADD COLUMN place_words TEXT;
UPDATE household SET
  place_key = house_key(unit, residential_group, household_no),
  place_words = house_words(residential_group, address);
CREATE INDEX household_by_place_key ON household (
  place_key, void, unit, residential_group, household_no, household_book_no, phone, household_uuid, place_words
);
DROP INDEX person_by_name_key;
CREATE INDEX person_by_name_key ON person (
  name_key, void, household_uuid, birth_date, slip_state, presence, service
);
CREATE INDEX person_by_old_id ON person (old_id);
"""
