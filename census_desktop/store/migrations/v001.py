"""Version 1: the first schema. Literal SQL, frozen for ever; never imports `tables`."""

STATEMENTS = """
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  entry TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TABLE conflict (
  record_kind TEXT NOT NULL,
  record_uuid BLOB NOT NULL,
  cell TEXT NOT NULL,
  PRIMARY KEY (record_uuid, cell)
) STRICT;
CREATE TABLE device (
  device TEXT PRIMARY KEY NOT NULL,
  unit TEXT NOT NULL,
  machine_role TEXT NOT NULL,
  verify_key TEXT NOT NULL,
  recipient TEXT NOT NULL,
  label TEXT NOT NULL,
  registered_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;
CREATE TABLE draft (
  slot TEXT PRIMARY KEY NOT NULL,
  body TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE household (
  id INTEGER PRIMARY KEY,
  household_uuid BLOB NOT NULL,
  unit TEXT,
  residential_group TEXT,
  household_no TEXT,
  address TEXT,
  household_book_no TEXT,
  phone TEXT,
  collector TEXT,
  note TEXT,
  void TEXT,
  void_reason TEXT
) STRICT;
CREATE INDEX household_by_place ON household (unit, residential_group, household_no);
CREATE UNIQUE INDEX household_by_uuid ON household (household_uuid);
CREATE TABLE import_queue (
  number INTEGER PRIMARY KEY,
  file_name TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE operation (
  arrival INTEGER PRIMARY KEY,
  op_id BLOB NOT NULL,
  record_kind TEXT NOT NULL,
  record_uuid BLOB NOT NULL,
  line TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX operation_by_id ON operation (op_id);
CREATE INDEX operation_by_record ON operation (record_uuid);
CREATE TABLE package_in (
  number INTEGER PRIMARY KEY,
  file_name TEXT NOT NULL,
  device TEXT NOT NULL,
  unit TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  payload_sha256 TEXT NOT NULL,
  people INTEGER NOT NULL,
  households INTEGER NOT NULL,
  operations INTEGER NOT NULL,
  added INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX package_in_by_hash ON package_in (payload_sha256);
CREATE TABLE package_out (
  sequence INTEGER PRIMARY KEY,
  file_name TEXT NOT NULL,
  receiver TEXT NOT NULL,
  previous TEXT NOT NULL,
  payload_sha256 TEXT NOT NULL,
  people INTEGER NOT NULL,
  households INTEGER NOT NULL,
  operations INTEGER NOT NULL,
  last_arrival INTEGER NOT NULL,
  at TEXT NOT NULL,
  confirmed_at TEXT
) STRICT;
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  person_uuid BLOB NOT NULL,
  household_uuid BLOB,
  form_version TEXT,
  slip_no TEXT,
  full_name TEXT,
  birth_date TEXT,
  blood_group TEXT,
  sex TEXT,
  marital_status TEXT,
  birth_registration_place TEXT,
  native_place TEXT,
  ethnicity TEXT,
  nationality TEXT,
  other_nationality TEXT,
  religion TEXT,
  personal_id TEXT,
  old_id TEXT,
  permanent_address TEXT,
  current_address TEXT,
  father_name TEXT,
  father_nationality TEXT,
  father_id TEXT,
  mother_name TEXT,
  mother_nationality TEXT,
  mother_id TEXT,
  spouse_name TEXT,
  spouse_nationality TEXT,
  spouse_id TEXT,
  representative_name TEXT,
  representative_nationality TEXT,
  representative_id TEXT,
  head_name TEXT,
  head_id TEXT,
  relation_to_head TEXT,
  household_book_no TEXT,
  declared_on TEXT,
  signed_declarant TEXT,
  signed_officer TEXT,
  signed_chief TEXT,
  note TEXT,
  slip_state TEXT,
  presence TEXT,
  presence_since TEXT,
  presence_place TEXT,
  presence_reason TEXT,
  presence_declared_by TEXT,
  presence_contact TEXT,
  presence_expected_return TEXT,
  service TEXT,
  service_counted_at TEXT,
  service_unit_address TEXT,
  void TEXT,
  void_reason TEXT,
  name_key BLOB,
  name_fold TEXT
) STRICT;
CREATE INDEX person_by_household ON person (household_uuid);
CREATE INDEX person_by_name_and_birth ON person (name_fold, birth_date);
CREATE INDEX person_by_name_key ON person (name_key);
CREATE INDEX person_by_personal_id ON person (personal_id);
CREATE UNIQUE INDEX person_by_uuid ON person (person_uuid);
CREATE TABLE setting (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE target (
  unit TEXT PRIMARY KEY NOT NULL,
  people INTEGER NOT NULL,
  households INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE person_search USING fts5 (
  name_fold, content='person', content_rowid='id', prefix='1 2 3', tokenize='ascii'
);
CREATE TRIGGER audit_keeps_entries BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit entries are never changed');
END;
CREATE TRIGGER audit_keeps_all BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit entries are never removed');
END;
CREATE TRIGGER operation_keeps_lines BEFORE UPDATE ON operation BEGIN
  SELECT RAISE(ABORT, 'operations are never changed');
END;
CREATE TRIGGER operation_keeps_all BEFORE DELETE ON operation BEGIN
  SELECT RAISE(ABORT, 'operations are never removed');
END;
"""
