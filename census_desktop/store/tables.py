"""The tables, made from the field language.

The tables of records are *views kept on disk*: each row is what the operations of that record mean and can be
derived again at any time. `operation` is the truth. `schema.py` checks that the migrations arrive at exactly this.
"""

from __future__ import annotations

from sqlalchemy import BLOB, Column, Index, Integer, MetaData, Table, Text

from census_desktop.domain.records import RECORD_TYPES, RecordKind
from census_desktop.store.rows import COLUMNS_OF

metadata = MetaData()


def record_table(kind: RecordKind, *indexes: Index) -> Table:
    """The table of a kind of record: one nullable column per box, because a half-filled slip must be savable."""
    key, *rest = COLUMNS_OF[kind]
    bytes_columns = {*RECORD_TYPES[kind].references, "name_key", "place_key"}
    return Table(
        kind.value,
        metadata,
        Column("id", Integer, primary_key=True),
        Column(key, BLOB, nullable=False),
        *(Column(name, BLOB if name in bytes_columns else Text) for name in rest),
        Index(f"{kind.value}_by_uuid", key, unique=True),
        *indexes,
    )


person = record_table(
    RecordKind.PERSON,
    Index(
        # Beside the members of a household it answers every count of people without touching their rows.
        "person_in_household",
        "household_uuid",
        "void",
        "slip_state",
        "presence",
        "presence_since",
        "service",
        "service_counted_at",
    ),
    Index("person_by_personal_id", "personal_id"),
    Index(
        # The browse room walks it in the order of names and leaves out what the filters do, rows untouched.
        "person_by_name_key",
        "name_key",
        "void",
        "household_uuid",
        "birth_date",
        "slip_state",
        "presence",
        "service",
    ),
    Index("person_by_old_id", "old_id"),
    Index("person_by_name_and_birth", "name_fold", "birth_date"),
    Index("person_by_slip_no", "slip_no"),
)
household = record_table(
    RecordKind.HOUSEHOLD,
    Index("household_by_place", "unit", "residential_group", "household_no"),
    Index("household_in_unit", "household_uuid", "unit", "residential_group", "void", "collector"),
    Index(
        # In the order of houses, with all that a household is searched by.
        "household_by_place_key",
        "place_key",
        "void",
        "unit",
        "residential_group",
        "household_no",
        "household_book_no",
        "phone",
        "household_uuid",
        "place_words",
    ),
)
link = record_table(RecordKind.LINK, Index("link_by_first", "first"), Index("link_by_second", "second"))
acceptance = record_table(RecordKind.ACCEPTANCE, Index("acceptance_by_about", "about"))
record_table(RecordKind.GOAL)
record_table(RecordKind.BOUNDARY_PLAN)
record_table(RecordKind.BOUNDARY_RULE, Index("boundary_rule_by_plan", "plan"))
record_table(
    RecordKind.REGISTERED,
    Index("registered_by_place", "unit", "residential_group"),
    Index("registered_by_household", "household"),
)
record_table(RecordKind.VISIT, Index("visit_by_about", "about"))
evidence = record_table(RecordKind.EVIDENCE, Index("evidence_by_about", "about"))
question = record_table(
    RecordKind.QUESTION,
    Index("question_by_about", "about"),
    Index("question_by_household", "household"),
    Index("question_by_place", "place"),
)
record_table(RecordKind.KEYED_SLIP, Index("keyed_slip_by_about", "about"))
record_table(
    RecordKind.KEYED_BOX,
    Index("keyed_box_by_about", "about"),
    Index("keyed_box_by_outcome", "outcome"),
)
record_table(RecordKind.BATCH, Index("batch_by_place", "unit", "number"))
record_table(RecordKind.NOTICE, Index("notice_by_unit", "unit"))
record_table(RecordKind.AWAY, Index("away_by_about", "about"))
record_table(RecordKind.DUTY, Index("duty_by_about", "about"))
record_table(RecordKind.COLLECTIVE, Index("collective_by_about", "about"))
record_table(RecordKind.AREA_UNIT)
record_table(RecordKind.AREA_GROUP)
record_table(RecordKind.CODE_ENTRY)

operation = Table(
    "operation",
    metadata,
    Column("arrival", Integer, primary_key=True),  # order of arrival on this machine, for exports and audit
    Column("op_id", BLOB, nullable=False),
    Column("record_kind", Text, nullable=False),
    Column("record_uuid", BLOB, nullable=False),
    Column("line", Text, nullable=False),
    Index("operation_by_id", "op_id", unique=True),
    Index("operation_by_record", "record_uuid"),
)

conflict = Table(
    "conflict",
    metadata,
    Column("record_kind", Text, nullable=False),
    Column("record_uuid", BLOB, primary_key=True),
    Column("cell", Text, primary_key=True),
)

draft = Table(
    "draft",
    metadata,
    Column("slot", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("device", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("machine_role", Text, nullable=False),
    Column("verify_key", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("registered_at", Text, nullable=False),
    Column("revoked_at", Text),
)

package_out = Table(
    "package_out",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("payload_sha256", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("households", Integer, nullable=False),
    Column("operations", Integer, nullable=False),
    Column("last_arrival", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("confirmed_at", Text),
)

package_in = Table(
    "package_in",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("payload_sha256", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("households", Integer, nullable=False),
    Column("operations", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("conflicts", Integer, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("package_in_by_hash", "payload_sha256", unique=True),
)

# Operations that came in one receipt of `sender`, which therefore has them already.
received = Table(
    "received",
    metadata,
    Column("first_arrival", Integer, primary_key=True),
    Column("last_arrival", Integer, nullable=False),
    Column("sender", Text, nullable=False),
)

target = Table(
    "target",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("people", Integer, nullable=False),
    Column("households", Integer, nullable=False),
)

import_queue = Table(
    "import_queue",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("row_no", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("entry", Text, nullable=False),
    Column("hash", BLOB, nullable=False),
)

second_keying_draw = Table(
    "second_keying_draw",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("every", Integer),  # every n-th household; NULL for a chosen batch
    Column("start", Integer),
    Column("batch", Text),
    Column("through", Integer, nullable=False),  # id of the last household looked at
    Column("officer", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("unit", Text),  # NULL for all units
)

second_keying_slip = Table(
    "second_keying_slip",
    metadata,
    Column("person_uuid", BLOB, primary_key=True),
    Column("draw", Integer, nullable=False),
)

# How an officer's day of typing went; for the officer's own eyes, so it never leaves the machine.
typing_day = Table(
    "typing_day",
    metadata,
    Column("officer", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("slips", Integer, nullable=False),
    Column("keystrokes", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("milliseconds", Integer, nullable=False),  # without pauses
)

# What was on paper, entered when somebody confirmed that it came out of the printer.
print_log = Table(
    "print_log",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("household_uuid", BLOB, nullable=False),
    Column("mark", Text, nullable=False),  # of the contents printed
    Column("people", Integer, nullable=False),
    Column("last_arrival", Integer, nullable=False),  # newest operation the paper shows
    Column("officer", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("print_log_by_household", "household_uuid"),
)

# What was counted once and need not be again; see `progress_known`. Nothing here travels, all of it can be made anew.
counted_until = Table(
    "counted_until",
    metadata,
    Column("name", Text, primary_key=True),
    Column("arrival", Integer, nullable=False),  # newest operation looked at
    Column("day", Text, nullable=False),
    Column("rules", Text, nullable=False),
)
typed_on = Table(
    "typed_on",
    metadata,
    Column("day", Text, primary_key=True),
    Column("household_uuid", BLOB, primary_key=True),
    Column("people", Integer, nullable=False),
)
open_errors = Table(
    "open_errors",
    metadata,
    Column("household_uuid", BLOB, primary_key=True),
    Column("inside", Integer, nullable=False),  # of the household against itself
    Column("elsewhere", Integer, nullable=False),  # of its slips against other households
)
