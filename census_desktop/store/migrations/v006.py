"""Version 6: goals, plans of boundaries, the register of households and visits; counts read indexes alone. Frozen."""

STATEMENTS = """
DROP INDEX person_by_household;
CREATE TABLE goal (
  id INTEGER PRIMARY KEY,
  goal_uuid BLOB NOT NULL,
  unit TEXT,
  residential_group TEXT,
  people TEXT,
  households TEXT,
  source TEXT,
  as_of TEXT,
  exceptions TEXT,
  exceptions_reason TEXT,
  deadline TEXT,
  closed TEXT,
  closing_reason TEXT
) STRICT;
CREATE UNIQUE INDEX goal_by_uuid ON goal (goal_uuid);
CREATE TABLE boundary_plan (
  id INTEGER PRIMARY KEY,
  boundary_plan_uuid BLOB NOT NULL,
  title TEXT,
  effective_on TEXT,
  legal_basis TEXT,
  withdrawn TEXT,
  withdrawn_reason TEXT
) STRICT;
CREATE UNIQUE INDEX boundary_plan_by_uuid ON boundary_plan (boundary_plan_uuid);
CREATE TABLE boundary_rule (
  id INTEGER PRIMARY KEY,
  boundary_rule_uuid BLOB NOT NULL,
  plan BLOB,
  from_unit TEXT,
  from_group TEXT,
  first_no TEXT,
  last_no TEXT,
  household BLOB,
  to_unit TEXT,
  to_group TEXT
) STRICT;
CREATE INDEX boundary_rule_by_plan ON boundary_rule (plan);
CREATE UNIQUE INDEX boundary_rule_by_uuid ON boundary_rule (boundary_rule_uuid);
CREATE TABLE registered (
  id INTEGER PRIMARY KEY,
  registered_uuid BLOB NOT NULL,
  unit TEXT,
  residential_group TEXT,
  household_no TEXT,
  household_book_no TEXT,
  head_name TEXT,
  people TEXT,
  address TEXT,
  source TEXT,
  collector TEXT,
  household BLOB,
  exempt TEXT,
  exempt_reason TEXT
) STRICT;
CREATE INDEX registered_by_household ON registered (household);
CREATE INDEX registered_by_place ON registered (unit, residential_group);
CREATE UNIQUE INDEX registered_by_uuid ON registered (registered_uuid);
CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  visit_uuid BLOB NOT NULL,
  about BLOB,
  visited_on TEXT,
  result TEXT,
  reason TEXT,
  collector TEXT
) STRICT;
CREATE INDEX visit_by_about ON visit (about);
CREATE UNIQUE INDEX visit_by_uuid ON visit (visit_uuid);
CREATE INDEX person_in_household ON person (
  household_uuid, void, slip_state, presence, presence_since, service, service_counted_at
);
CREATE INDEX household_in_unit ON household (
  household_uuid, unit, residential_group, void, collector
);
"""
