"""A province merged at one go: cost per person and memory must not grow with the number of people.

22 towns of 60,191 people in 264 packages, made from one town by moving ids, personal numbers and days of birth, so
that no two people are alike. Both sides are ratios: merging divided by moving the same rows without checks, here for
the province, there for the town; what is promised is that the one is hardly larger than the other.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.domain.operations import hash_line, parse_line
from census_desktop.store.engine import connect
from census_desktop.store.rows import COLUMNS_OF, TABLE_OF, insert_sql, row_of
from census_desktop.store.staging import open_staging
from census_desktop.store.transaction import Action
from tests.benchmarks.case_merge import copy_rows
from tests.benchmarks.child import peak_mb
from tests.benchmarks.harness import Comparison
from tests.benchmarks.merge_town import KEY, empty_town, make_wards, wards

TOWNS = int(os.environ.get("CENSUS_BENCH_TOWNS", "22"))
_MOVED = re.compile(
    rb'"(record|household_uuid)":"([0-9a-f]{8})|"personal_id":"(\d{6})(\d{6})"|"birth_date":"(\d{4}-\d\d-)(\d\d)"'
)


def make_province(folder: Path) -> None:
    """The lines and plain rows of all towns; those of the first are the town of the other merge benchmarks."""
    make_wards(folder)
    for path in wards(folder, "lines"):
        lines = path.read_bytes()
        for town in range(1, TOWNS):
            name = f"ward-{town:02}-{path.stem}"
            moved = _move(lines, town)
            (folder / f"{name}.lines").write_bytes(moved)
            _write_rows(folder / f"{name}.db", moved.split(b"\n"))


def _move(lines: bytes, town: int) -> bytes:
    def moved(found: re.Match[bytes]) -> bytes:
        if found[1]:
            return b'"%s":"%08x' % (found[1], (int(found[2], 16) + town * 0x10000) % (1 << 32))
        if found[3]:
            return b'"personal_id":"%s%06d"' % (found[3], (int(found[4]) + town * 37_037) % 1_000_000)
        return b'"birth_date":"%s%02d"' % (found[5], (int(found[6]) - 1 + town) % 28 + 1)

    return _MOVED.sub(moved, lines)


def _write_rows(path: Path, lines: list[bytes]) -> None:
    operations = [parse_line(line) for line in lines]
    connection = connect(path, KEY)
    connection.execute("BEGIN")
    for kind, table in TABLE_OF.items():
        connection.execute(f"CREATE TABLE {table} ({', '.join(COLUMNS_OF[kind])})")
        rows = [row_of(kind, one.record_uuid, one.values) for one in operations if one.record_kind is kind]
        if rows:
            connection.executemany(insert_sql(kind), rows)
    connection.execute("CREATE TABLE operation (op_id, record_kind, record_uuid, line)")
    connection.executemany(
        "INSERT INTO operation VALUES (?, ?, ?, ?)",
        [
            (hash_line(line), one.record_kind.value, one.record_uuid.bytes, line.decode())
            for one, line in zip(operations, lines, strict=True)
        ],
    )
    connection.execute("COMMIT")
    connection.close()


def _ratio(folder: Path, pattern: str, people: int) -> Mapping[str, float]:
    lines, rows = sorted(folder.glob(f"{pattern}.lines")), sorted(folder.glob(f"{pattern}.db"))
    store = empty_town(folder)
    with store, open_staging(store) as staging:
        started = time.perf_counter()
        for path in lines:
            staging.add_package(path.stem, path.read_bytes().split(b"\n"), JobControl())
        staged = time.perf_counter()
        with store.transaction(Action.MERGE, scratch=staging.path) as transaction:
            staging.apply(transaction, JobControl())
        merged = time.perf_counter()
    most = peak_mb()
    store = empty_town(folder)
    path, key = store.folder.database_path, bytes(store.key)
    store.close()
    physical = copy_rows(connect(path, key), rows, people, with_words=True)
    merging = merged - staged
    return {
        "seconds": merging / physical,
        "merging_s": merging,
        "reading_s": staged - started,
        "physical_s": physical,
        "merge_peak_mb": most,
    }


def province(folder: Path) -> Mapping[str, float]:
    """Merging ÷ moving, all packages of all towns."""
    return _ratio(folder, "ward-*", 60_191 * TOWNS)


def town(folder: Path) -> Mapping[str, float]:
    """Merging ÷ moving, the twelve packages of one town."""
    return _ratio(folder, "ward-??", 60_191)


CASES = (
    Comparison(
        "merge_province", f"{60_191 * TOWNS:,} people of {12 * TOWNS} packages: merging ÷ moving / the same of a town",
        province, town, prepare=make_province, at_most=1.3, repeats=1,
    ),
)  # fmt: skip
