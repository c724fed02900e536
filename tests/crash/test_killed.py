"""kill -9 in the middle: what was acknowledged is there, what was not is not there by halves."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.store import staging as staging_module
from census_desktop.store.backup import SUFFIX, make_backup
from census_desktop.store.drafts import load_draft, save_draft
from census_desktop.store.opening import create_store, open_store
from census_desktop.store.operations import operation_lines
from census_desktop.store.records import counts, iter_people, load_household, load_person
from census_desktop.store.staging import open_staging
from census_desktop.store.store import Installation, MachineRole, Store
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import (
    CHEAP,
    LOGIN,
    OFFICER,
    PASSWORD,
    SONG_TRI,
    edit,
    make_household,
    make_person,
    make_store,
    merge_stores,
    save,
    save_family,
)
from tests.fake_clock import FakeClock
from tests.killing import Tell, die, die_at_fsync, die_at_statement, run_to_death

FILES_LEFT = ("staging-*", "*/.*.part*", ".*.part*")


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A ward machine, closed."""
    with make_store(tmp_path, "ST-01") as store:
        return store.folder


_numbers = itertools.count()


def log_in(folder: DataFolder) -> Store:
    """Each log-in of each process makes ids of its own."""
    return open_store(folder, LOGIN, PASSWORD, FakeClock(machine=os.getpid() * 1000 + next(_numbers)))


def check_whole(store: Store) -> None:
    """Nothing is broken, nothing left lying about, and the store can be worked on."""
    report = verify(store)
    assert report.ok, report.problems
    assert [path.name for pattern in FILES_LEFT for path in store.folder.root.glob(pattern)] == []
    save_family(store, household_no="sau khi có điện")


def save_one_by_one(folder: DataFolder) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        store = log_in(folder)
        while True:
            household = make_household(store.clock)
            person = make_person(store.clock, household)
            save(store, household, person)
            tell(person.person_uuid.hex)

    return work


@pytest.mark.parametrize(("lines", "delay"), [(1, 0.0), (3, 0.0005), (10, 0.001), (25, 0.0021), (60, 0.0)])
def test_slips_when_the_writer_is_killed_then_every_acknowledged_one_is_there(
    folder: DataFolder, lines: int, delay: float
) -> None:
    death = run_to_death(save_one_by_one(folder), lines=lines, delay=delay)

    assert death.was_killed
    assert len(death.told) >= lines
    with log_in(folder) as store:
        saved = [load_person(store, uuid.UUID(hex=told)) for told in death.told]
        assert all(person is not None for person in saved)
        people = list(iter_people(store))
        assert len(death.told) <= len(people) <= len(death.told) + 1
        for person in people:
            assert person.household_uuid is not None
            assert load_household(store, person.household_uuid) is not None
        check_whole(store)


@pytest.mark.parametrize("statement", range(1, 20, 2))
def test_slip_when_the_writer_dies_at_any_statement_then_is_saved_whole_or_not_at_all(
    folder: DataFolder, statement: int
) -> None:
    def work(tell: Tell) -> None:
        store = log_in(folder)
        _household, (person, *_others) = save_family(store)
        tell("saved")
        die_at_statement(store, statement)
        edit(store, person, note="chưa xong", sex="2")
        save_family(store, household_no="13")
        tell("saved too")
        die()

    death = run_to_death(work)

    assert death.was_killed
    with log_in(folder) as store:
        done = len(death.told)
        notes = [person.note for person in iter_people(store) if person.note]
        if done == 1:
            assert counts(store) in {(3, 1), (6, 2)}
            assert notes in ([], ["chưa xong"])
        else:
            assert counts(store) == (6, 2)
        check_whole(store)


@pytest.mark.parametrize(("lines", "delay"), [(1, 0.0), (8, 0.0007), (30, 0.0)])
def test_drafts_when_the_writer_is_killed_then_the_last_acknowledged_one_or_a_later_one_is_there(
    folder: DataFolder, lines: int, delay: float
) -> None:
    def work(tell: Tell) -> None:
        store = log_in(folder)
        number = 0
        while True:
            number += 1
            save_draft(store, "phiếu", {"full_name": "ĐẬU THỊ HOÀ"[: number % 11], "number": number})
            tell(str(number))

    death = run_to_death(work, lines=lines, delay=delay)

    with log_in(folder) as store:
        draft = load_draft(store, "phiếu")
        assert draft is not None
        assert draft["number"] in {int(death.told[-1]), int(death.told[-1]) + 1}
        assert draft["full_name"] == "ĐẬU THỊ HOÀ"[: draft["number"] % 11]
        check_whole(store)


@pytest.fixture
def sender(tmp_path: Path) -> Store:
    """A ward with 120 people, some of them edited, closed; its lines are read from the file `lines_of` makes."""
    with make_store(tmp_path, "KT-01", clock=FakeClock(machine=3)) as store:
        for number in range(40):
            _household, (person, *_others) = save_family(store, household_no=str(number))
            if number % 4 == 0:
                edit(store, person, note="Đi biển")
        return store


def merge_in(
    folder: DataFolder, lines: list[bytes], arm: Callable[[Store], None], batch: int
) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        staging_module._BATCH = batch
        store = log_in(folder)
        reports = JobControl(lambda _done, _total, text: tell(text))
        with open_staging(store) as staging:
            staging.add_package("gói", lines, reports)
            tell("staged")
            arm(store)
            with store.transaction(Action.MERGE, scratch=staging.path) as transaction:
                staging.apply(transaction, reports)
            tell("merged")
            die()

    return work


def lines_of(folder: DataFolder) -> list[bytes]:
    with log_in(folder) as store:
        return list(operation_lines(store))


def check_merge(folder: DataFolder, sender: Store, told: tuple[str, ...]) -> None:
    """All of the merge or none of it; afterwards it can be done, or done again, with the same outcome."""
    with log_in(folder) as store:
        found = counts(store)
        assert found in ({(3, 1), (123, 41)} if "merged" not in told else {(123, 41)})
        check_whole(store)
        with log_in(sender.folder) as opened:
            merge_stores(store, opened)
        assert counts(store) == (126, 42)
        assert verify(store).ok


@pytest.mark.parametrize("statement", [1, 3, 6, 9, 12, 14, 16, 18, 20, 25, 40, 70])
def test_merge_when_the_process_dies_at_any_statement_then_all_of_it_is_there_or_nothing(
    folder: DataFolder, sender: Store, statement: int
) -> None:
    with log_in(folder) as store:
        save_family(store)
    lines = lines_of(sender.folder)

    death = run_to_death(
        merge_in(folder, lines, lambda store: die_at_statement(store, statement), batch=2000)
    )

    assert death.was_killed
    assert "staged" in death.told
    assert list(folder.root.glob("staging-*"))
    check_merge(folder, sender, death.told)


@pytest.mark.parametrize("lines", [1, 4, 9])
def test_merge_when_killed_while_a_package_is_read_then_nothing_is_there(
    folder: DataFolder, sender: Store, lines: int
) -> None:
    with log_in(folder) as store:
        save_family(store)

    work = merge_in(folder, lines_of(sender.folder), lambda _store: None, batch=11)
    death = run_to_death(work, lines=lines)

    assert death.was_killed
    check_merge(folder, sender, death.told)


@pytest.mark.parametrize("fsync", [1, 2])
def test_backup_when_the_process_dies_before_it_is_on_the_disk_then_no_half_one_has_a_name(
    folder: DataFolder, fsync: int
) -> None:
    def work(tell: Tell) -> None:
        store = log_in(folder)
        save_family(store)
        make_backup(store, "daily")
        tell("one")
        die_at_fsync(fsync)
        make_backup(store, "daily")

    death = run_to_death(work)

    assert death.was_killed
    assert death.told == ("one",)
    check_backups(folder, least=1)


@pytest.mark.parametrize("delay", [0.0, 0.002, 0.005, 0.009, 0.015])
def test_backup_when_killed_at_any_moment_then_every_one_that_has_a_name_is_whole(
    folder: DataFolder, delay: float
) -> None:
    with log_in(folder) as store:
        for number in range(60):
            save_family(store, household_no=str(number))

    def work(tell: Tell) -> None:
        store = log_in(folder)
        tell("begun")
        while True:
            tell(make_backup(store, "daily").name)

    death = run_to_death(work, lines=1, delay=delay * 4)

    assert death.was_killed
    check_backups(folder, least=len(death.told) - 1)


def check_backups(folder: DataFolder, least: int) -> None:
    with log_in(folder) as store:
        check_whole(store)
    backups = list(folder.backups_path.glob(f"*{SUFFIX}")) if folder.backups_path.exists() else []
    assert len(backups) >= least
    for number, backup in enumerate(backups):
        restored = DataFolder(folder.root.parent / f"khôi phục {number}")
        restored.root.mkdir()
        restored.database_path.write_bytes(backup.read_bytes())
        restored.keys_path.write_bytes(folder.keys_path.read_bytes())
        with log_in(restored) as store:
            assert counts(store)[0] >= 3
            assert verify(store).ok


@pytest.mark.parametrize("fsync", [1, 2, 3])
def test_set_up_when_the_process_dies_then_there_is_a_whole_installation_or_none_to_log_in_to(
    tmp_path: Path, fsync: int
) -> None:
    folder = DataFolder(tmp_path / "máy mới")

    def work(tell: Tell) -> None:
        die_at_fsync(fsync)
        create_store(
            folder,
            Installation(MachineRole.WARD, SONG_TRI, "ST-09"),
            [(OFFICER, PASSWORD)],
            FakeClock(),
            cost=CHEAP,
        )
        tell("set up")
        die()

    death = run_to_death(work)

    assert death.was_killed
    if folder.keys_path.exists():
        with log_in(folder) as store:
            assert store.installation == Installation(MachineRole.WARD, SONG_TRI, "ST-09")
            check_whole(store)
    else:
        assert not death.told
        with pytest.raises(CensusError) as caught:
            log_in(folder)
        assert caught.value.code == "NOT_SET_UP"
