"""The towns of the progress benchmarks: rows and operations of 60,191 people, and of 22 such towns."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import text

from census_desktop.base.clock import SystemClock
from census_desktop.base.paths import DataFolder
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.operations import Operation, OpKind, hash_line
from census_desktop.domain.records import RecordKind
from census_desktop.store.engine import WRITE
from census_desktop.store.keys import Cost
from census_desktop.store.opening import Account, Installation, MachineRole, Role, create_store, open_store
from census_desktop.store.rows import COLUMNS_OF, insert_sql, record_values, row_of
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.synthetic.town import generate_town

ACCOUNT = Account("giamsat", Role.SUPERVISOR, "Đậu Văn Thìn")
PASSWORD = "bốn từ để đo thử"
TOWNS = 22  # 1.3 million people

_OPERATION = "INSERT INTO operation (op_id, record_kind, record_uuid, line) VALUES (?, ?, ?, ?)"


def make_town(folder: Path) -> None:
    """One town, its slips typed over twelve weeks."""
    with create_store(
        DataFolder(folder / "town"), Installation(MachineRole.TOWN, "449", "TOWN-1"), [(ACCOUNT, PASSWORD)],
        SystemClock(), cost=Cost(1, 8 * 1024 * 1024),
    ) as store, store.transaction(Action.SETTING) as tx:  # fmt: skip
        made_up = generate_town(2018)
        driver = tx.connection.exec_driver_sql
        number = 0
        for share in made_up.shares:
            rows: dict[RecordKind, list[tuple[Any, ...]]] = {RecordKind.HOUSEHOLD: [], RecordKind.PERSON: []}
            operations: list[tuple[Any, ...]] = []
            for household, people in made_up.unit(share.unit):
                records: list[tuple[RecordKind, uuid.UUID, Household | Person]]
                records = [(RecordKind.HOUSEHOLD, household.household_uuid, household)]
                records += [(RecordKind.PERSON, person.person_uuid, person) for person in people]
                for kind, record_uuid, record in records:
                    number += 1
                    values = record_values(record)
                    line = Operation(
                        record_kind=kind, record_uuid=record_uuid, kind=OpKind.CREATE, cell="", values=values,
                        replaces=(), lamport=number, device="WARD-01", officer="hoai", sequence=number,
                        at=f"2018-{9 + number % 3:02}-{1 + number % 28:02}T08:00:00+00:00",
                    ).line()  # fmt: skip
                    rows[kind].append(row_of(kind, record_uuid, values))
                    operations.append((hash_line(line), kind.value, record_uuid.bytes, line.decode()))
            for kind, found in rows.items():
                driver(insert_sql(kind), found)
            driver(_OPERATION, operations)


def make_province(folder: Path) -> None:
    """The same town many times over in one store; each copy has ids of its own, units are shared."""
    make_town(folder)
    with open_town(folder) as store, store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE: True})
        with connection.begin():
            for copy in range(1, TOWNS):
                for kind in (RecordKind.HOUSEHOLD, RecordKind.PERSON):
                    names = COLUMNS_OF[kind]
                    other = ", ".join(
                        f"CAST(x'{64 + copy:02x}' || substr({name}, 2) AS BLOB)"
                        if name.endswith("_uuid")
                        else name
                        for name in names
                    )
                    connection.execute(
                        text(
                            f"INSERT INTO {kind.value} ({', '.join(names)}) SELECT {other} FROM {kind.value}"
                            f" WHERE id <= (SELECT count(*) / {copy} FROM {kind.value})"
                        )
                    )


def open_town(folder: Path) -> Store:
    """Log in."""
    return open_store(DataFolder(folder / "town"), ACCOUNT.login, PASSWORD, SystemClock())


def type_some_more(store: Store, people: int) -> None:
    """Slips of a day, one person a household."""
    with store.transaction(Action.SAVE_SLIP) as tx:
        for number in range(people):
            home = Household(
                household_uuid=store.clock.new_uuid(), unit="18754@2015-04-10", residential_group="Châu Phố",
                household_no=f"9{number:04}",
            )  # fmt: skip
            tx.create(home)
            tx.create(
                Person(
                    person_uuid=store.clock.new_uuid(), household_uuid=home.household_uuid, full_name="LÊ VĂN BIỂN",
                    birth_date="1990", sex="1", relation_to_head="CH",
                )
            )  # fmt: skip
