"""Lines read by the hundred mean what they mean one by one, and indexes put away come back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.records import RecordKind
from census_desktop.store import bulk_indexes, staged_batch
from census_desktop.store.staged_birth import read_births
from census_desktop.store.staging import MalformedPackage, open_staging
from census_desktop.store.store import Store
from census_desktop.store.verify import verify
from tests.builders import (
    StopAt,
    all_lines,
    edit,
    lines_of,
    make_operation,
    make_person,
    merge_lines,
    rows_of,
    save,
    save_family,
)

FIRST = make_operation(uuid.UUID(int=1), values={"full_name": "LÊ VĂN BIỂN", "sex": "1"}).line()
SECOND = make_operation(uuid.UUID(int=2), values={"full_name": "VÕ THỊ HƯỜNG"}).line()


def scratch(store: Store, lines: list[bytes]) -> list[Any]:
    """Everything the scratch database holds after reading `lines`."""
    with open_staging(store) as staging:
        staging.add_package("gói", lines, JobControl())
        execute = staging._connection.execute
        tables = ("incoming", "line", "parent", *(kind.value for kind in RecordKind))
        return [execute(f"SELECT * FROM {table} ORDER BY n").fetchall() for table in tables]


def test_lines_when_read_together_then_the_scratch_database_holds_the_same_as_one_by_one(
    ward_store: Store, town_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    household, people = save_family(ward_store)
    save(ward_store, make_person(ward_store.clock, household, full_name=None, note='Gọi là "Út" \\ Ê'))
    edit(ward_store, people[0], note="Đi biển", household_uuid=None)
    lines = lines_of(ward_store)
    together = scratch(town_store, lines)

    monkeypatch.setattr(staged_batch, "kind_of_birth", lambda _line: None)

    assert together == scratch(town_store, lines)
    assert [len(rows) for rows in together[:3]] == [7, 7, 2]


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST + b"," + SECOND],
        [FIRST + b"," + SECOND[:-30], SECOND[-30:]],
        [FIRST + b"," + SECOND[:20], SECOND[20:].lstrip(b",")],
        [FIRST + b"," + SECOND.split(b',"kind"')[0], b'"kind"' + SECOND.split(b',"kind"')[1]],
        [b"", FIRST],
        [FIRST, b" " + SECOND],
        [FIRST, SECOND.replace(b'"cell":"",', b"")],
        [FIRST, SECOND.replace(b'"record":"0', b'"record":"A')],
        [FIRST.replace(b'"sex":"1"', b'"household_uuid":"0x","sex":"1"')],
        [FIRST, make_operation(uuid.UUID(int=3), values={"note": "ố" * 40_000}).line()],
    ],
    ids=["two in one", "cut late", "cut early", "cut at the kind", "empty", "blank", "part missing", "capital",
         "reference", "too long"],
)  # fmt: skip
def test_lines_when_one_borrows_from_its_neighbour_or_is_wrong_then_nothing_is_kept(
    town_store: Store, lines: list[bytes]
) -> None:
    with open_staging(town_store) as staging:
        with pytest.raises(MalformedPackage):
            staging.add_package("hỏng", lines, JobControl())
        assert staging._connection.execute("SELECT count(*) FROM line").fetchone()[0] == 0
    assert read_births(RecordKind.PERSON, lines) is None


def indexes(store: Store) -> set[tuple[str, str]]:
    with store.read() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index'")
        return {(row.name, row.sql) for row in rows}


def test_merge_when_very_much_is_new_then_indexes_are_made_anew_and_all_are_there(
    ward_store: Store, town_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_indexes, "_FEWEST", 1)
    _household, people = save_family(ward_store)
    edit(ward_store, people[1], note="Sửa trước khi gửi")
    before = indexes(town_store)

    merge_lines(town_store, lines_of(ward_store))

    assert indexes(town_store) == before
    assert rows_of(town_store) == rows_of(ward_store)
    assert verify(town_store).ok


@pytest.mark.parametrize("report", [2, 3, 4, 5])
def test_merge_when_stopped_while_indexes_are_put_away_then_they_are_there(
    ward_store: Store, town_store: Store, monkeypatch: pytest.MonkeyPatch, report: int
) -> None:
    monkeypatch.setattr(bulk_indexes, "_FEWEST", 1)
    save_family(ward_store)
    before = indexes(town_store), all_lines(town_store)

    with pytest.raises(CancelledError):
        merge_lines(town_store, lines_of(ward_store), control=StopAt(report))

    assert (indexes(town_store), all_lines(town_store)) == before
    assert verify(town_store).ok
