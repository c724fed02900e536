"""Random lives of several machines with real stores: typing, deciding, merging, old packages, clones, restores.

A history is data, so that hypothesis can make it smaller and print it; `live` plays it, `settle` exchanges everything
and tells what each machine then holds.
"""

from __future__ import annotations

import random
import shutil
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.merge import view
from census_desktop.domain.operations import Operation, OpKind, parse_line
from census_desktop.domain.records import CELLS, RecordKind
from census_desktop.store.opening import open_store
from census_desktop.store.operations import operation_lines
from census_desktop.store.records import find_record, open_conflicts
from census_desktop.store.rows import row_of
from census_desktop.store.staging import open_staging
from census_desktop.store.transaction import Action
from tests.builders import (
    KY_TRINH,
    LOGIN,
    PASSWORD,
    SONG_TRI,
    make_household,
    make_person,
    make_store,
    merge_lines,
    save,
)
from tests.fake_clock import FakeClock

if TYPE_CHECKING:
    from census_desktop.store.store import Store

# Few different answers, so that machines often say the same, and often the opposite.
PERSON_CHANGES: tuple[Mapping[str, str | None], ...] = (
    {"note": "Đi biển"},
    {"note": "Ở nhà"},
    {"note": "Đi làm ăn xa"},
    {"note": "Đi học ở Vinh"},
    {"note": None},
    {"sex": "1"},
    {"sex": "2"},
    {"full_name": "ĐẬU THỊ HÒA"},
    {"full_name": None},
    {"void": "1", "void_reason": "Khai trùng"},
    {"void": None, "void_reason": None},
    {"note": "Đi biển", "sex": "2", "blood_group": "O"},
    {"nationality": "VN", "other_nationality": "LA"},
    {"other_nationality": None},
)
HOUSEHOLD_CHANGES: tuple[Mapping[str, str | None], ...] = (
    {"unit": KY_TRINH},
    {"unit": SONG_TRI},
    {"residential_group": "Tổ dân phố 4"},
    {"household_no": "13"},
    {"note": None},
    {"note": "Nhà sát đê"},
    {"void": "1", "void_reason": "Nhập nhầm"},
)
WAYS = ("all", "twice", "shuffled", "partial", "old", "pair")
TEMPLATES = ("MÁY-A", "MÁY-B", "MÁY-C", "MÁY-D", "MÁY-E")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens on machine `on`; the numbers choose among what is there."""

    what: str
    on: int
    which: int
    how: int


@dataclass(frozen=True, slots=True)
class History:
    """Devices of the machines (the same twice: laptops cloned from one disk) and what happens, in order."""

    devices: tuple[str, ...]
    steps: tuple[Step, ...]


_NUMBERS = st.integers(0, 11)
_STEPS = st.builds(
    Step,
    what=st.sampled_from(
        ("person", "household_edit", "move", "decide", "keep", "restore", *["edit"] * 8, *["merge"] * 4)
    ),
    on=_NUMBERS,
    which=_NUMBERS,
    how=st.integers(0, 10_000),
)
HISTORIES = st.builds(
    History,
    devices=st.lists(st.sampled_from(TEMPLATES), min_size=2, max_size=4).map(tuple),
    steps=st.lists(_STEPS, min_size=10, max_size=24).map(tuple),
)


class Machines:
    """The machines of one history, from prepared empty folders; close them at the end."""

    def __init__(self, root: Path, templates: Path, devices: Sequence[str]) -> None:
        self._clocks = [FakeClock(machine=number + 1) for number in range(len(devices))]
        self.stores: list[Store] = []
        self._kept: dict[int, bytes] = {}
        self._packages: list[list[bytes]] = []
        self._people: list[Person] = []
        self._households: list[Household] = []
        for number, device in enumerate(devices):
            folder = root / str(number)
            shutil.copytree(templates / device, folder)
            self.stores.append(open_store(DataFolder(folder), LOGIN, PASSWORD, self._clocks[number]))
        household = make_household(self._clocks[0])
        person = make_person(self._clocks[0], household)
        self._households.append(household)
        self._people.append(person)
        save(self.stores[0], household, person)
        for store in self.stores[1:]:
            merge_lines(store, self._export(self.stores[0]))

    def close(self) -> None:
        for store in self.stores:
            store.close()

    def play(self, step: Step) -> None:
        number = step.on % len(self.stores)
        getattr(self, f"_{step.what}")(number, step)

    def _export(self, store: Store) -> list[bytes]:
        lines = list(operation_lines(store))
        self._packages.append(lines)
        return lines

    def _person(self, number: int, step: Step) -> None:
        household = self._households[step.which % len(self._households)]
        person = make_person(self._clocks[number], household, full_name="NGUYỄN THỊ HOÀ", sex="2")
        self._people.append(person)
        save(self.stores[number], person)

    def _change(self, number: int, kind: RecordKind, record: uuid.UUID, changes: Mapping[str, Any]) -> None:
        store = self.stores[number]
        if find_record(store, record) is not None:
            with store.transaction(Action.EDIT) as transaction:
                transaction.edit(kind, record, changes)

    def _edit(self, number: int, step: Step) -> None:
        person = self._people[step.which // 4 % len(self._people)]  # mostly the first, so that edits collide
        changes = PERSON_CHANGES[step.how % len(PERSON_CHANGES)]
        self._change(number, RecordKind.PERSON, person.person_uuid, changes)

    def _household_edit(self, number: int, step: Step) -> None:
        household = self._households[step.which % len(self._households)]
        changes = HOUSEHOLD_CHANGES[step.how % len(HOUSEHOLD_CHANGES)]
        self._change(number, RecordKind.HOUSEHOLD, household.household_uuid, changes)

    def _move(self, number: int, step: Step) -> None:
        household = make_household(self._clocks[number], household_no="20")
        self._households.append(household)
        save(self.stores[number], household)
        person = self._people[step.which % len(self._people)]
        self._change(
            number, RecordKind.PERSON, person.person_uuid, {"household_uuid": household.household_uuid.hex}
        )

    def _decide(self, number: int, step: Step) -> None:
        store = self.stores[number]
        conflicts = open_conflicts(store)
        if not conflicts:
            return
        kind, record, cell = conflicts[step.which % len(conflicts)]
        with store.transaction(Action.EDIT) as transaction:
            known = view(kind, transaction.operations_of(record))
            heads = known.heads[cell]
            chosen = heads[step.how % len(heads)]
            said = {name: chosen.values.get(name) for name in _boxes(kind, cell)}
            transaction.edit(kind, record, said, OpKind.DECIDE)

    def _merge(self, number: int, step: Step) -> None:
        sender = self.stores[step.which % len(self.stores)]
        way = WAYS[step.how % len(WAYS)]
        lines = self._export(sender)
        packages = [lines]
        if way == "twice":
            packages = [lines, lines]
        elif way == "shuffled":
            random.Random(step.how).shuffle(lines)
        elif way == "partial":
            packages = [[line for line in lines if parse_line(line).record_uuid.int % 2 == step.how // 7 % 2]]
        elif way == "old":
            packages = [self._packages[step.how % len(self._packages)]]
        elif way == "pair":
            packages = [lines, self._export(self.stores[step.how % len(self.stores)]), lines[::2]]
        receiver = self.stores[number]
        honest_merge(receiver, *packages)
        state = state_of(receiver)
        assert state == meaning_of(state[0])

    def _keep(self, number: int, _step: Step) -> None:
        """Copy the data file by hand, as people do, with the program closed."""
        store = self.stores[number]
        store.close()
        self._kept[number] = store.folder.database_path.read_bytes()
        self.stores[number] = open_store(store.folder, LOGIN, PASSWORD, store.clock)

    def _restore(self, number: int, _step: Step) -> None:
        """Put the copy back; numbers are used a second time from here on."""
        if number in self._kept:
            store = self.stores[number]
            store.close()
            store.folder.database_path.write_bytes(self._kept[number])
            self.stores[number] = open_store(store.folder, LOGIN, PASSWORD, store.clock)

    def settle(self) -> None:
        """Give every machine everything that any of them knows."""
        known = [list(operation_lines(store)) for store in self.stores]
        for number, store in enumerate(self.stores):
            honest_merge(store, *known[number:], *known[:number])


def honest_merge(store: Store, *packages: Sequence[bytes]) -> None:
    """Merge what honest machines wrote; nothing of it may be called broken, or a life of work would be refused."""
    with open_staging(store) as staging:
        for number, lines in enumerate(packages):
            staging.add_package(f"gói {number}", lines, JobControl())
        with staging.look() as look:
            assert look.broken_packages() == {}
        with store.transaction(Action.MERGE, scratch=staging.path) as transaction:
            staging.apply(transaction, JobControl())


def _boxes(kind: RecordKind, cell: str) -> tuple[str, ...]:
    return CELLS[kind][cell]


State = tuple[list[bytes], list[tuple[Any, ...]], list[tuple[Any, ...]]]


def state_of(store: Store) -> State:
    """Operations, records and conflicts of a store, without the row numbers, which are a machine's own."""
    with store.read() as connection:
        run = connection.exec_driver_sql
        lines = sorted(line.encode() for line in run("SELECT line FROM operation").scalars())
        rows = [
            tuple(row)[1:]
            for table in ("household", "person")
            for row in run(f"SELECT * FROM {table} ORDER BY {table}_uuid")
        ]
        conflicts = [
            tuple(row) for row in run("SELECT record_kind, record_uuid, cell FROM conflict ORDER BY 2, 3")
        ]
    return lines, rows, conflicts


def meaning_of(lines: Sequence[bytes]) -> State:
    """What a store with exactly these operations must hold, by the definition alone."""
    by_record: dict[tuple[RecordKind, uuid.UUID], list[Operation]] = defaultdict(list)
    for line in lines:
        operation = parse_line(line)
        by_record[operation.record_kind, operation.record_uuid].append(operation)
    rows, conflicts = [], []
    for (kind, record), operations in sorted(
        by_record.items(), key=lambda item: (item[0][0], item[0][1].bytes)
    ):
        meaning = view(kind, operations)
        rows.append(row_of(kind, record, meaning.answers))
        conflicts += [(kind.value, record.bytes, cell) for cell in meaning.conflicts]
    return sorted(lines), rows, sorted(conflicts, key=lambda row: row[1:])


def prepare_templates(root: Path) -> Path:
    """Empty closed stores to copy, one per device."""
    for device in TEMPLATES:
        make_store(root, device).close()
    return root
