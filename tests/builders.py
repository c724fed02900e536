"""People, households and stores as tests need them: real names, cheap keys, everything else as the program makes it."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3

from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.store.keys import Cost
from census_desktop.store.opening import create_store, open_store
from census_desktop.store.operations import operation_lines
from census_desktop.store.staging import MergeCounts, open_staging
from census_desktop.store.store import Account, Installation, MachineRole, Role, Store
from census_desktop.store.transaction import Action
from tests.fake_clock import FakeClock

if TYPE_CHECKING:
    from census_desktop.base.clock import Clock

SONG_TRI = "18754@2015-04-10"
KY_TRINH = "18820@2015-04-10"
TOWN = "449"
CHEAP = Cost(passes=1, memory=8192)  # tests do not guard secrets
LOGIN = "hoa.nt"
PASSWORD = "mưa rào tháng sáu"
OFFICER = Account(LOGIN, Role.OFFICER, "Nguyễn Thị Hoà")
SUPERVISOR = Account("giamsat", Role.SUPERVISOR, "Trần Quốc Tuấn")
SUPERVISOR_PASSWORD = "gió lào bãi ngang"


def make_household(clock: Clock, /, **answers: Any) -> Household:
    """A household of Sông Trí; `answers` take the place of the usual ones."""
    usual: dict[str, Any] = {
        "unit": SONG_TRI,
        "residential_group": "Tổ dân phố 3",
        "household_no": "12",
        "address": "Ngõ 5, đường Nguyễn Thị Bích Châu",
    }
    blank = Household(household_uuid=clock.new_uuid())
    return dataclasses.replace(blank, **(usual | answers))


def make_person(
    clock: Clock, household: Household | uuid.UUID | None = None, **answers: str | None
) -> Person:
    """A slip, filled as usual; `answers` take the place of the usual ones."""
    usual: dict[str, Any] = {
        "full_name": "ĐẬU VĂN THÌN",
        "birth_date": "1964-08-15",
        "sex": "1",
        "ethnicity": "01",
        "nationality": "VN",
        "relation_to_head": "CH",
    }
    of = household.household_uuid if isinstance(household, Household) else household
    blank = Person(person_uuid=clock.new_uuid(), household_uuid=of)
    return dataclasses.replace(blank, **(usual | answers))


def make_store(
    root: Path,
    name: str = "ST-01",
    role: MachineRole = MachineRole.WARD,
    cost: Cost = CHEAP,
    *,
    clock: FakeClock | None = None,
    unit: str = SONG_TRI,
) -> Store:
    """An open store in ``root/name`` whose device id is `name`; officer and supervisor may log in."""
    return create_store(
        DataFolder(root / name),
        Installation(role, TOWN if role is MachineRole.TOWN else unit, name),
        [(OFFICER, PASSWORD), (SUPERVISOR, SUPERVISOR_PASSWORD)],
        clock or FakeClock(machine=sum(name.encode())),
        cost=cost,
    )


def reopen(store: Store) -> Store:
    """Close `store` and log in again."""
    store.close()
    return open_store(store.folder, LOGIN, PASSWORD, store.clock)


def save(store: Store, *records: Person | Household) -> int:
    """Save records in one transaction; returns the number of operations."""
    with store.transaction(Action.SAVE_SLIP) as transaction:
        return sum(
            transaction.save_person(record)
            if isinstance(record, Person)
            else transaction.save_household(record)
            for record in records
        )


def edit(store: Store, record: Person | Household, **changes: str | None) -> int:
    """Change boxes of a record; returns the number of operations."""
    with store.transaction(Action.EDIT) as transaction:
        if isinstance(record, Person):
            return transaction.edit(RecordKind.PERSON, record.person_uuid, changes)
        return transaction.edit(RecordKind.HOUSEHOLD, record.household_uuid, changes)


def save_family(store: Store, **answers: str | None) -> tuple[Household, tuple[Person, ...]]:
    """A household of three, saved; `answers` are the household's."""
    household = make_household(store.clock, **answers)
    people = (
        make_person(store.clock, household),
        make_person(
            store.clock, household, full_name="VÕ THỊ HƯỜNG", birth_date="1967", sex="2", relation_to_head="V"
        ),
        make_person(
            store.clock,
            household,
            full_name="ĐẬU THỊ HOÀ",
            birth_date="1992-02",
            sex="2",
            relation_to_head="CD",
        ),
    )
    save(store, household, *people)
    return household, people


def make_operation(record: uuid.UUID, **parts: Any) -> Operation:
    """An operation as another machine might have made it; a new slip unless `parts` say otherwise."""
    usual: dict[str, Any] = {
        "record_kind": RecordKind.PERSON,
        "record_uuid": record,
        "kind": OpKind.CREATE,
        "cell": "",
        "values": {"full_name": "VÕ THỊ HƯỜNG", "sex": "2"},
        "replaces": (),
        "lamport": 1,
        "device": "KT-01",
        "officer": "tuan.tq",
        "sequence": 1,
        "at": "2026-11-23T01:30:00+00:00",
    }
    return Operation(**(usual | parts))


def merge_lines(store: Store, *packages: Iterable[bytes], control: JobControl | None = None) -> MergeCounts:
    """Stage `packages` and merge them in one transaction, as transfer does."""
    watch = control or JobControl()
    with open_staging(store) as staging:
        for number, lines in enumerate(packages):
            staging.add_package(f"gói {number}", lines, watch)
        with store.transaction(Action.MERGE, scratch=staging.path) as transaction:
            return staging.apply(transaction, watch)


def merge_stores(receiver: Store, *senders: Store) -> MergeCounts:
    """Merge everything `senders` know into `receiver`."""
    return merge_lines(receiver, *(list(operation_lines(sender)) for sender in senders))


def all_lines(store: Store) -> list[bytes]:
    """Every operation of a store: what it knows, byte for byte."""
    return sorted(operation_lines(store))


def rows_of(store: Store) -> list[tuple[object, ...]]:
    """What a merge must bring to the same state everywhere; row numbers are a machine's own."""
    with store.read() as connection:
        run = connection.exec_driver_sql
        people = run("SELECT * FROM person ORDER BY person_uuid").all()
        households = run("SELECT * FROM household ORDER BY household_uuid").all()
        conflicts = run("SELECT * FROM conflict ORDER BY record_uuid, cell").all()
    return [*(tuple(row[1:]) for row in [*people, *households]), *map(tuple, conflicts)]


def lines_of(store: Store) -> list[bytes]:
    """Every operation of a store in the order in which it travels."""
    return list(operation_lines(store))


def leftovers(store: Store) -> list[str]:
    """Scratch databases left in the folder of a store."""
    return [path.name for path in store.folder.root.glob("staging-*")]


class StopAt(JobControl):
    """The user presses "Dừng" when the job reports for the n-th time."""

    def __init__(self, report: int) -> None:
        super().__init__(self._seen)
        self._left = report

    def _seen(self, _done: int, _total: int, _text: str) -> None:
        self._left -= 1
        if self._left <= 0:
            self.stop()


@contextmanager
def raw_connection(path: Path, key: bytes | bytearray) -> Iterator[Any]:
    """The database without our rules, as somebody with the key and a tool would open it."""
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key=\"x'{bytes(key).hex()}'\"")
        yield connection
    finally:
        connection.close()
