"""The town of the merge benchmarks: lines, plain rows and sealed packages of twelve wards, and an empty store."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from census_desktop.base.clock import SystemClock
from census_desktop.base.paths import DataFolder
from census_desktop.domain.operations import Operation, OpKind, hash_line
from census_desktop.domain.records import RecordKind
from census_desktop.store.devices import Device, add_device
from census_desktop.store.engine import connect
from census_desktop.store.keys import Cost
from census_desktop.store.opening import Account, Installation, MachineRole, Role, create_store, open_store
from census_desktop.store.rows import (
    COLUMNS_OF,
    TABLE_OF,
    insert_sql,
    record_values,
    row_of,
)
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.synthetic.town import SyntheticTown, generate_town
from census_desktop.transfer.envelope import Identity, new_identity
from census_desktop.transfer.machine import keep_identity
from census_desktop.transfer.package import Core, build_package

ACCOUNT = Account("giamsat", Role.SUPERVISOR, "Đậu Văn Thìn")
PASSWORD = "bốn từ để đo thử"
KEY = bytes(range(32))


def _operations(town: SyntheticTown, ward: int) -> Iterator[Operation]:
    number = 0
    for household, people in town.unit(town.shares[ward].unit):
        records = [(RecordKind.HOUSEHOLD, household.household_uuid, record_values(household))]
        records += [(RecordKind.PERSON, person.person_uuid, record_values(person)) for person in people]
        for kind, record_uuid, values in records:
            number += 1
            yield Operation(
                record_kind=kind, record_uuid=record_uuid, kind=OpKind.CREATE, cell="", values=values,
                replaces=(), lamport=number, device=f"WARD-{ward:02}", officer="hoai", sequence=number,
                at="2018-09-05T08:00:00+00:00",
            )  # fmt: skip


def make_wards(folder: Path) -> None:
    """Lines and plain rows of the twelve wards, 60,191 people in all; an empty town store."""
    town = generate_town(2018)
    senders = [
        new_identity(f"WARD-{ward:02}", "18754@2015-04-10", "ward") for ward in range(len(town.shares))
    ]
    receiver = new_identity("TOWN-1", "449", "town")
    for ward, sender in enumerate(senders):
        operations = list(_operations(town, ward))
        lines = sorted(
            (operation.line() for operation in operations), key=lambda line: b'"household"' not in line
        )
        (folder / f"ward-{ward:02}.lines").write_bytes(b"\n".join(lines))
        connection = connect(folder / f"ward-{ward:02}.db", KEY)
        connection.execute("BEGIN")
        for kind, table in TABLE_OF.items():
            connection.execute(f"CREATE TABLE {table} ({', '.join(COLUMNS_OF[kind])})")
            rows = [
                row_of(kind, each.record_uuid, each.values) for each in operations if each.record_kind is kind
            ]
            connection.executemany(insert_sql(kind), rows)
        connection.execute("CREATE TABLE operation (op_id, record_kind, record_uuid, line)")
        connection.executemany(
            "INSERT INTO operation VALUES (?, ?, ?, ?)",
            [
                (hash_line(line), one.record_kind.value, one.record_uuid.bytes, line.decode())
                for one, line in ((one, one.line()) for one in operations)
            ],
        )
        connection.execute("COMMIT")
        connection.close()
        seal(folder / f"ward-{ward:02}.dcpkg", 1, lines, sender, receiver)
        edits = [line for number, one in enumerate(operations) if number % 50 == 0 for line in _edited(one)]
        (folder / f"ward-{ward:02}.edits").write_bytes(b"\n".join(edits))
        seal(folder / f"again-{ward:02}.dcpkg", 2, edits, sender, receiver)
    with create_store(
        DataFolder(folder / "town"), Installation(MachineRole.TOWN, "449", "TOWN-1"), [(ACCOUNT, PASSWORD)],
        SystemClock(), cost=Cost(1, 8 * 1024 * 1024),
    ) as store, store.transaction(Action.SETTING) as tx:  # fmt: skip
        keep_identity(tx, receiver)
        for sender in senders:
            public = sender.public
            add_device(
                tx,
                Device(public.device, public.unit, "ward", public.verify_key, public.recipient, "", tx.at),
            )


def _edited(one: Operation) -> Iterator[bytes]:
    """A record's operations after one of its boxes was typed anew: packages are causally closed."""
    yield one.line()
    edit = Operation(
        record_kind=one.record_kind, record_uuid=one.record_uuid, kind=OpKind.EDIT, cell="note",
        values={"note": "Đã sửa tuần này"}, replaces=(one.op_id,), lamport=one.lamport + 1, device=one.device,
        officer=one.officer, sequence=one.sequence + 1, at=one.at,
    )  # fmt: skip
    yield edit.line()


def seal(path: Path, sequence: int, lines: list[bytes], sender: Identity, receiver: Identity) -> None:
    births = [line for line in lines if b'"kind":"create"' in line]
    people = sum(b'"of":"person"' in line for line in births)
    core = Core(
        unit=sender.unit, device=sender.device, sequence=sequence, to=receiver.device, previous=None, format=1,
        schema=1, created="2018-09-05T08:00:00+00:00", people=people, households=len(births) - people,
        operations=len(lines),
    )  # fmt: skip
    path.write_bytes(build_package(core, lines, (receiver.public.recipient,), sender)[1])


def empty_town(folder: Path) -> Store:
    place = DataFolder(folder / f"town-{time.monotonic_ns()}")
    shutil.copytree(folder / "town", place.root)
    return open_store(place, ACCOUNT.login, PASSWORD, SystemClock())


def wards(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.glob(f"ward-*.{ending}"))
