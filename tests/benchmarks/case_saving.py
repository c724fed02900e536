"""What it costs to keep one slip for good, held against a bare insert of the same row into the same kind of file."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from census_desktop.base.clock import SystemClock
from census_desktop.base.paths import DataFolder
from census_desktop.domain.dc01 import Person
from census_desktop.domain.records import RecordKind
from census_desktop.store.engine import connect
from census_desktop.store.keys import Cost
from census_desktop.store.opening import Account, Installation, MachineRole, Role, create_store
from census_desktop.store.rows import COLUMNS_OF, insert_sql, record_values, row_of
from census_desktop.store.transaction import Action
from tests.benchmarks.harness import Comparison

SLIPS = 500
_ACCOUNT = Account("hoai", Role.OFFICER, "Võ Thị Hoài")
_KEY = bytes(range(32))


def _slip(number: int) -> Person:
    clock = SystemClock()
    return Person(
        person_uuid=clock.new_uuid(),
        household_uuid=clock.new_uuid(),
        form_version="TT66-2015",
        full_name=f"NGUYỄN THỊ HOÀI {('AN', 'BÌNH', 'CHI', 'DUNG')[number % 4]}",
        birth_date="1984-02-14",
        sex="2",
        marital_status="2",
        birth_registration_place="Xã Kỳ Hà, huyện Kỳ Anh, tỉnh Nghệ Tĩnh",
        native_place="Xã Kỳ Hà, huyện Kỳ Anh, Hà Tĩnh",
        ethnicity="kinh",
        nationality="VN",
        religion="99",
        personal_id=f"042184{number:06d}",
        permanent_address="Thôn Bắc Hà, xã Kỳ Hà, thị xã Kỳ Anh, Hà Tĩnh",
        father_name="NGUYỄN VĂN THÌN",
        mother_name="ĐẬU THỊ CÚC",
        head_name="LÊ QUỐC KHÁNH",
        relation_to_head="V",
        household_book_no="420112345",
    )


def save_slips(folder: Path) -> Mapping[str, float]:
    """Ours: operation, row, word index, audit entry, one durable commit a slip."""
    place = DataFolder(folder / f"store-{time.monotonic_ns()}")
    installation = Installation(MachineRole.WARD, "18808@2015-04-10", "BENCH-1")
    store = create_store(
        place, installation, [(_ACCOUNT, "bốn từ để đo thử")], SystemClock(), cost=Cost(1, 8 * 1024 * 1024)
    )
    slips = [_slip(number) for number in range(SLIPS)]
    started = time.perf_counter()
    for slip in slips:
        with store.transaction(Action.SAVE_SLIP) as transaction:
            transaction.save_person(slip)
    seconds = time.perf_counter() - started
    store.close()
    return {"seconds": seconds, "ms_per_slip": 1000 * seconds / SLIPS}


def insert_rows(folder: Path) -> Mapping[str, float]:
    """Baseline: the same columns, encrypted, one durable commit a row, nothing else."""
    connection = connect(folder / f"bare-{time.monotonic_ns()}.db", _KEY)
    connection.execute(f"CREATE TABLE person ({', '.join(COLUMNS_OF[RecordKind.PERSON])})")
    statement = insert_sql(RecordKind.PERSON)
    rows = [
        row_of(RecordKind.PERSON, slip.person_uuid, record_values(slip))
        for slip in (_slip(n) for n in range(SLIPS))
    ]
    started = time.perf_counter()
    for row in rows:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(statement, row)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return {"seconds": seconds, "ms_per_slip": 1000 * seconds / SLIPS}


CASES = (
    Comparison(
        "save_one_slip",
        f"{SLIPS} slips saved one by one / bare inserts of the same rows, one durable commit each",
        save_slips,
        insert_rows,
    ),
)
