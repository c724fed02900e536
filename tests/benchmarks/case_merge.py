"""The whole town merged, held against copying the same rows without looking at them.

"Physical" is ATTACH and INSERT … SELECT of the rows of people and households from twelve encrypted files into an
encrypted file, without indexes, checks, operations or history: what the disk and the cipher alone cost.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from census_desktop.base.clock import SystemClock
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.domain.operations import Operation, OpKind, RecordKind
from census_desktop.store.engine import connect, key_pragma
from census_desktop.store.keys import Cost
from census_desktop.store.opening import Account, Installation, MachineRole, Role, create_store, open_store
from census_desktop.store.rows import (
    COLUMNS_OF,
    TABLE_OF,
    insert_sql,
    record_values,
    row_of,
)
from census_desktop.store.staging import open_staging
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.synthetic.town import SyntheticTown, generate_town
from tests.benchmarks.harness import Comparison

_ACCOUNT = Account("giamsat", Role.SUPERVISOR, "Đậu Văn Thìn")
_PASSWORD = "bốn từ để đo thử"
_KEY = bytes(range(32))


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
    for ward in range(len(town.shares)):
        operations = list(_operations(town, ward))
        lines = sorted(
            (operation.line() for operation in operations), key=lambda line: b'"household"' not in line
        )
        (folder / f"ward-{ward:02}.lines").write_bytes(b"\n".join(lines))
        connection = connect(folder / f"ward-{ward:02}.db", _KEY)
        connection.execute("BEGIN")
        for kind, table in TABLE_OF.items():
            connection.execute(f"CREATE TABLE {table} ({', '.join(COLUMNS_OF[kind])})")
            rows = [
                row_of(kind, each.record_uuid, each.values) for each in operations if each.record_kind is kind
            ]
            connection.executemany(insert_sql(kind), rows)
        connection.execute("COMMIT")
        connection.close()
    create_store(
        DataFolder(folder / "town"), Installation(MachineRole.TOWN, "449", "TOWN-1"), [(_ACCOUNT, _PASSWORD)],
        SystemClock(), cost=Cost(1, 8 * 1024 * 1024),
    ).close()  # fmt: skip


def _empty_town(folder: Path) -> Store:
    place = DataFolder(folder / f"town-{time.monotonic_ns()}")
    shutil.copytree(folder / "town", place.root)
    return open_store(place, _ACCOUNT.login, _PASSWORD, SystemClock())


def _wards(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.glob(f"ward-*.{ending}"))


def _merge(folder: Path, *, read_counts: bool) -> Mapping[str, float]:
    store = _empty_town(folder)
    with store, open_staging(store) as staging:
        started = time.perf_counter()
        for path in _wards(folder, "lines"):
            staging.add_package(path.stem, path.read_bytes().split(b"\n"), JobControl())
        staged = time.perf_counter()
        with store.transaction(Action.MERGE, scratch=staging.path) as transaction:
            counts = staging.apply(transaction, JobControl())
        ended = time.perf_counter()
    assert counts.added == 60_191 + 17_207, counts
    return {"seconds": ended - (started if read_counts else staged), "reading_s": staged - started}


def merge_staged(folder: Path) -> Mapping[str, float]:
    """Ours, from the moment all lines are checked and staged."""
    return _merge(folder, read_counts=False)


def merge_lines(folder: Path) -> Mapping[str, float]:
    """Ours, with reading and checking every line."""
    return _merge(folder, read_counts=True)


def copy_rows(folder: Path) -> Mapping[str, float]:
    """Baseline: the rows moved and nothing else, one transaction a ward."""
    connection = connect(folder / f"copy-{time.monotonic_ns()}.db", _KEY)
    for kind, table in TABLE_OF.items():
        connection.execute(f"CREATE TABLE {table} ({', '.join(COLUMNS_OF[kind])})")
    started = time.perf_counter()
    for path in _wards(folder, "db"):
        connection.execute(f'ATTACH DATABASE ? AS ward KEY "{key_pragma(_KEY)}"', (str(path),))
        connection.execute("BEGIN IMMEDIATE")
        for table in TABLE_OF.values():
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM ward.{table}")
        connection.execute("COMMIT")
        connection.execute("DETACH DATABASE ward")
    seconds = time.perf_counter() - started
    people = connection.execute("SELECT count(*) FROM person").fetchone()[0]
    connection.close()
    assert people == 60_191, people
    return {"seconds": seconds}


CASES = (
    Comparison(
        "merge_town_staged",
        "60,191 people of 12 staged packages merged / the same rows copied without checks",
        merge_staged,
        copy_rows,
        prepare=make_wards,
        repeats=3,
    ),
    Comparison(
        "merge_town_from_lines",
        "the same with reading and checking every line / the same rows copied without checks",
        merge_lines,
        copy_rows,
        prepare=make_wards,
        repeats=3,
    ),
)
