"""The whole town merged, held against moving the same rows without looking at them.

"Physical" is ATTACH and INSERT … SELECT of the same rows (people, households and their operation lines, word index)
from twelve encrypted files into an empty store of the same schema, one transaction a ward: what disk, cipher and
indexes alone cost. "Bare" is the same into tables without any index, the harder yardstick.
"""

from __future__ import annotations

import shutil
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy.orm import Session, registry

from census_desktop.base.clock import SystemClock
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.domain.dc01 import Person
from census_desktop.domain.operations import hash_line, parse_line
from census_desktop.domain.records import RecordKind
from census_desktop.store.engine import connect, key_pragma
from census_desktop.store.opening import open_store
from census_desktop.store.rows import (
    COLUMNS_OF,
    TABLE_OF,
    row_of,
)
from census_desktop.store.staging import open_staging
from census_desktop.store.store import Store
from census_desktop.store.tables import metadata
from census_desktop.store.transaction import Action
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.envelope import new_identity
from tests.benchmarks.harness import Comparison
from tests.benchmarks.merge_town import ACCOUNT, KEY, PASSWORD, empty_town, make_wards, seal, wards


def _merge(folder: Path, *, read_counts: bool) -> Mapping[str, float]:
    store = empty_town(folder)
    with store, open_staging(store) as staging:
        started = time.perf_counter()
        for path in wards(folder, "lines"):
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


def merge_sealed(folder: Path) -> Mapping[str, float]:
    """Ours, from the files on the stick: signatures, hashes, decrypting, parsing, plan, backup, merge."""
    with empty_town(folder) as store:
        started = time.perf_counter()
        plan = merge_packages(store, wards(folder, "dcpkg"), JobControl())
        seconds = time.perf_counter() - started
    assert plan.added == 60_191 + 17_207, plan
    return {"seconds": seconds}


def _merged_town(folder: Path) -> Store:
    """A town that holds all twelve packages; made once."""
    place = DataFolder(folder / "merged")
    if not place.exists:
        shutil.copytree(folder / "town", place.root)
        with open_store(place, ACCOUNT.login, PASSWORD, SystemClock()) as store:
            merge_packages(store, wards(folder, "dcpkg"), JobControl())
    copy = DataFolder(folder / f"merged-{time.monotonic_ns()}")
    shutil.copytree(place.root, copy.root, ignore=shutil.ignore_patterns("backups"))
    return open_store(copy, ACCOUNT.login, PASSWORD, SystemClock())


def merge_delta(folder: Path) -> Mapping[str, float]:
    """Ours, a week later: 2 % of the records changed, staged packages with all operations of these records."""
    with _merged_town(folder) as store, open_staging(store) as staging:
        for path in wards(folder, "edits"):
            staging.add_package(path.stem, path.read_bytes().split(b"\n"), JobControl())
        started = time.perf_counter()
        with store.transaction(Action.MERGE, scratch=staging.path) as transaction:
            counts = staging.apply(transaction, JobControl())
        seconds = time.perf_counter() - started
    assert counts.changed > 1_500, counts
    return {"seconds": seconds}


def merge_same_again(folder: Path) -> Mapping[str, float]:
    """Ours, the twelve sealed packages a second time."""
    with _merged_town(folder) as store:
        started = time.perf_counter()
        plan = merge_packages(store, wards(folder, "dcpkg"), JobControl())
        seconds = time.perf_counter() - started
    assert {line.status for line in plan.packages} == {"already"}, plan
    return {"seconds": seconds}


def copy_rows(connection: Any, paths: Sequence[Path], expected: int, *, with_words: bool) -> float:
    """Seconds it takes to move the rows of other files into the tables of `connection`, which is closed."""
    started = time.perf_counter()
    for path in paths:
        connection.execute(f'ATTACH DATABASE ? AS ward KEY "{key_pragma(KEY)}"', (str(path),))
        connection.execute("BEGIN IMMEDIATE")
        for table, columns in _COPIED.items():
            names = ", ".join(columns)
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM ward.{table}")
        if with_words:
            connection.execute(
                "INSERT INTO person_search (rowid, name_fold) SELECT id, name_fold FROM person"
                " WHERE id > (SELECT coalesce(max(rowid), 0) FROM person_search)"
            )
        connection.execute("COMMIT")
        connection.execute("DETACH DATABASE ward")
    seconds = time.perf_counter() - started
    people = connection.execute("SELECT count(*) FROM person").fetchone()[0]
    connection.close()
    assert people == expected, people
    return seconds


_COPIED = {
    "operation": ("op_id", "record_kind", "record_uuid", "line"),
    **{TABLE_OF[kind]: COLUMNS_OF[kind] for kind in (RecordKind.HOUSEHOLD, RecordKind.PERSON)},
}


def copy_into_schema(folder: Path) -> Mapping[str, float]:
    """Baseline: the rows moved into the same schema and nothing else."""
    store = empty_town(folder)
    path, key = store.folder.database_path, bytes(store.key)
    store.close()
    return {"seconds": copy_rows(connect(path, key), wards(folder, "db"), 60_191, with_words=True)}


def copy_bare(folder: Path) -> Mapping[str, float]:
    """Baseline: the rows moved into tables without indexes."""
    connection = connect(folder / f"copy-{time.monotonic_ns()}.db", KEY)
    for table, columns in _COPIED.items():
        connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {', '.join(columns)})")
    return {"seconds": copy_rows(connection, wards(folder, "db"), 60_191, with_words=False)}


def orm_row_by_row(folder: Path) -> Mapping[str, float]:
    """Baseline: what an ORM would do with each line: look, compare, add."""
    store = empty_town(folder)
    engine = store.engine
    mapper = registry()
    kinds: dict[str, Any] = {name: type(name, (), {}) for name in ("person", "household", "operation")}
    for name, kind in kinds.items():
        mapper.map_imperatively(kind, metadata.tables[name])
    started = time.perf_counter()
    with Session(engine) as session:
        for path in wards(folder, "lines"):
            for line in path.read_bytes().split(b"\n"):
                one = parse_line(line)
                kind = kinds[one.record_kind.value]
                key = COLUMNS_OF[one.record_kind][0]
                found: Any = session.query(kind).filter_by(**{key: one.record_uuid.bytes}).first()
                row = dict(
                    zip(
                        COLUMNS_OF[one.record_kind],
                        row_of(one.record_kind, one.record_uuid, one.values),
                        strict=True,
                    )
                )
                target = found if found is not None else kind()
                for name, value in row.items():
                    setattr(target, name, value)
                session.add(target)
                entry = kinds["operation"]()
                entry.op_id, entry.record_kind = hash_line(line), one.record_kind.value
                entry.record_uuid, entry.line = one.record_uuid.bytes, line.decode()
                session.add(entry)
            session.commit()
    seconds = time.perf_counter() - started
    store.close()
    return {"seconds": seconds}


def _while_merging(folder: Path, beat: Callable[[Store], None]) -> float:
    """Longest time one `beat` took while the twelve sealed packages were merged in a thread."""
    longest = 0.0
    with empty_town(folder) as store:
        worker = threading.Thread(target=merge_packages, args=(store, wards(folder, "dcpkg"), JobControl()))
        worker.start()
        while worker.is_alive():
            started = time.perf_counter()
            beat(store)
            longest = max(longest, time.perf_counter() - started)
        worker.join()
    return longest


def event_loop_gap(folder: Path) -> Mapping[str, float]:
    """Ours: the longest the main thread had to wait for a turn of 5 ms while merging."""
    return {"seconds": _while_merging(folder, lambda _store: time.sleep(0.005)) - 0.005}


def save_during_merge(folder: Path) -> Mapping[str, float]:
    """Ours: the longest a slip waited to be saved while merging, one every five seconds, faster than anybody types."""

    def save(store: Store) -> None:
        person = Person(person_uuid=store.clock.new_uuid(), full_name="ĐẬU THỊ HOÀ", birth_date="1990")
        started = time.perf_counter()
        with store.transaction(Action.SAVE_SLIP) as tx:
            tx.create(person)
        waits.append(time.perf_counter() - started)
        time.sleep(5)

    waits: list[float] = []
    _while_merging(folder, save)
    return {"seconds": max(waits), "slips": len(waits), "median_s": statistics.median(waits)}


def fifty_ms(_folder: Path) -> Mapping[str, float]:
    """The promise itself."""
    return {"seconds": 0.05}


def hundred_ms(_folder: Path) -> Mapping[str, float]:
    """The promise itself."""
    return {"seconds": 0.1}


def package_of_5000(folder: Path) -> Mapping[str, float]:
    """Ours: a package of the 5,000 first people and their households compressed, sealed and signed."""
    lines = _first_5000(folder)
    sender, receiver = new_identity("W", "18754@2015-04-10", "ward"), new_identity("T", "449", "town")
    started = time.perf_counter()
    seal(folder / "5000.dcpkg", 1, lines, sender, receiver)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "kib": (folder / "5000.dcpkg").stat().st_size / 1024}


def workbook_of_5000(folder: Path) -> Mapping[str, float]:
    """Baseline: the same answers written by openpyxl."""
    rows = [parse_line(line).values for line in _first_5000(folder)]
    names = sorted({name for row in rows for name in row})
    started = time.perf_counter()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([row.get(name) for name in names])
    book.save(folder / "5000.xlsx")
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "kib": (folder / "5000.xlsx").stat().st_size / 1024}


def _first_5000(folder: Path) -> list[bytes]:
    everything = [line for path in wards(folder, "lines") for line in path.read_bytes().split(b"\n")]
    people = [line for line in everything if b'"of":"person"' in line][:5000]
    homes = {parse_line(line).values["household_uuid"] for line in people}
    houses = [
        line
        for line in everything
        if b'"of":"household"' in line and parse_line(line).record_uuid.hex in homes
    ]
    return [*houses, *people]


_TOWN = "60,191 people of 12 packages"
CASES = (
    Comparison(
        "merge_town_staged", f"{_TOWN}, staged, merged / the same rows into the same schema without checks",
        merge_staged, copy_into_schema, prepare=make_wards, at_most=2.0, repeats=3,
    ),
    Comparison(
        "merge_town_staged_bare", f"{_TOWN}, staged, merged / the same rows into tables without indexes",
        merge_staged, copy_bare, prepare=make_wards, repeats=3,
    ),
    Comparison(
        "merge_town_sealed", f"{_TOWN} as sealed files, with plan and backup / the same rows into the same schema",
        merge_sealed, copy_into_schema, prepare=make_wards, at_most=5.0, repeats=3,
    ),
    Comparison(
        "merge_town_orm", f"{_TOWN}, every line read and merged / an ORM row by row (1/40 is wanted)",
        merge_lines, orm_row_by_row, prepare=make_wards, at_most=0.025, repeats=1,
    ),
    Comparison(
        "merge_week_later", "2 % changed, staged, merged / the physical first load",
        merge_delta, copy_into_schema, prepare=make_wards, at_most=0.5, repeats=3,
    ),
    Comparison(
        "merge_same_again", "the same twelve packages again / the physical first load",
        merge_same_again, copy_into_schema, prepare=make_wards, at_most=0.05, repeats=3,
    ),
    Comparison(
        "merge_event_loop_gap", "longest wait of the main thread while merging / 50 ms",
        event_loop_gap, fifty_ms, prepare=make_wards, at_most=1.0, repeats=3,
    ),
    Comparison(
        "merge_save_meanwhile", "longest wait of a slip saved while merging / 100 ms",
        save_during_merge, hundred_ms, prepare=make_wards, at_most=1.0, repeats=3,
    ),
    Comparison(
        "merge_package_5000", "a package of 5,000 people (650 KiB are wanted) / openpyxl writing the same",
        package_of_5000, workbook_of_5000, prepare=make_wards, at_most=0.5, repeats=3,
    ),
)  # fmt: skip
