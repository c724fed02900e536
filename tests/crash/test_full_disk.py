"""A disk that is really full: nothing acknowledged is lost, and work goes on once there is room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.dc01 import Household, Person
from census_desktop.store.backup import make_backup
from census_desktop.store.drafts import load_draft, save_draft
from census_desktop.store.opening import open_store
from census_desktop.store.operations import operation_lines
from census_desktop.store.records import counts, load_household, load_person
from census_desktop.store.store import Store
from census_desktop.store.verify import verify
from tests.builders import (
    LOGIN,
    PASSWORD,
    make_household,
    make_person,
    make_store,
    merge_lines,
    save,
    save_family,
)
from tests.disk_faults import grow_disk, small_disk
from tests.fake_clock import FakeClock

SMALL, LARGE = 2048, 32 * 1024  # KiB


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk hardly larger than an empty store."""
    with small_disk(tmp_path / "ổ đĩa", SMALL) as path:
        yield path


def fill(store: Store) -> tuple[list[tuple[Household, Person]], str]:
    """Save slips until the disk takes no more; what was acknowledged, and the code of the refusal."""
    saved: list[tuple[Household, Person]] = []
    while len(saved) < 5000:
        household = make_household(store.clock)
        person = make_person(store.clock, household, note="Nhà sát đê " * 90)
        try:
            save(store, household, person)
        except CensusError as error:
            return saved, error.code
        saved.append((household, person))
    raise AssertionError("the disk never filled")


def check_saved(store: Store, saved: list[tuple[Household, Person]]) -> None:
    for household, person in saved:
        assert load_household(store, household.household_uuid) == household
        assert load_person(store, person.person_uuid) == person
    assert counts(store) == (len(saved), len(saved))
    report = verify(store)
    assert report.ok, report.problems


def test_slips_when_the_disk_fills_then_every_acknowledged_one_stays_and_work_goes_on_later(
    disk: Path,
) -> None:
    with make_store(disk, "ST-01") as store:
        saved, code = fill(store)
        assert code == "DISK_FULL"
        assert len(saved) > 10
        check_saved(store, saved)

        grow_disk(disk, LARGE)
        more = (make_household(store.clock), make_person(store.clock))
        save(store, *more)

    with open_store(store.folder, LOGIN, PASSWORD, FakeClock(machine=7)) as store:
        assert counts(store) == (len(saved) + 1, len(saved) + 1)
        assert verify(store).ok


def test_draft_when_the_disk_is_full_then_says_so_and_the_older_draft_stays(disk: Path) -> None:
    with make_store(disk, "ST-01") as store:
        save_draft(store, "phiếu", {"full_name": "ĐẬU"})
        fill(store)

        with pytest.raises(CensusError) as caught:
            save_draft(store, "phiếu", {"note": "dài " * 600_000})

        assert caught.value.code == "DISK_FULL"
        assert load_draft(store, "phiếu") == {"full_name": "ĐẬU"}


@pytest.mark.parametrize("room", [100, 600, 1100, 1300], ids="{} KiB left".format)
def test_merge_when_the_disk_is_full_then_nothing_of_it_is_there_until_there_is_room(
    disk: Path, ward_store: Store, room: int
) -> None:
    for number in range(120):
        save_family(ward_store, household_no=str(number), note="Nhà sát đê " * 90)
    lines = list(operation_lines(ward_store))
    with make_store(disk, "TX-01") as town:
        _household, (person, *_others) = save_family(town)
        (disk / "phim.mkv").write_bytes(bytes((shutil.disk_usage(disk).free // 1024 - room) * 1024))

        with pytest.raises(CensusError) as caught:
            merge_lines(town, lines)

        assert caught.value.code == "DISK_FULL"
        assert counts(town) == (3, 1)
        assert load_person(town, person.person_uuid) == person
        assert verify(town).ok
        assert list(town.folder.root.glob("staging-*")) == []

        grow_disk(disk, LARGE)
        assert merge_lines(town, lines).added == 480
        assert verify(town).ok


def test_backup_when_the_disk_is_full_then_takes_no_room_and_the_store_works_on(disk: Path) -> None:
    with make_store(disk, "ST-01") as store:
        saved, _code = fill(store)

        with pytest.raises(CensusError) as caught:
            make_backup(store, "daily")

        assert caught.value.code == "DISK_FULL"
        assert list(store.folder.backups_path.iterdir()) == []
        grow_disk(disk, LARGE)
        assert make_backup(store, "daily").exists()
        check_saved(store, saved)


def test_set_up_when_the_disk_is_full_then_leaves_no_trace_and_can_be_tried_again(disk: Path) -> None:
    (disk / "phim.mkv").write_bytes(bytes((SMALL - 120) * 1024))

    with pytest.raises(CensusError) as caught:
        make_store(disk, "ST-01")

    assert caught.value.code == "DISK_FULL"
    assert not (disk / "ST-01" / "keys.json").exists()
    assert list((disk / "ST-01").glob("census.db*")) == []
    (disk / "phim.mkv").unlink()
    make_store(disk, "ST-01").close()


def test_log_in_when_the_disk_is_full_then_says_so_and_works_once_there_is_room(disk: Path) -> None:
    with make_store(disk, "ST-01") as store:
        _household, people = save_family(store)
    rest = disk / "phim.mkv"
    with pytest.raises(OSError, match="No space"):
        rest.write_bytes(bytes(SMALL * 1024))

    with pytest.raises(CensusError) as caught:
        open_store(store.folder, LOGIN, PASSWORD, FakeClock())
    assert caught.value.code in {
        "DISK_FULL",
        "DISK_ERROR",
    }  # SQLite has no word of its own for a full shared memory
    assert "chỗ trống" in caught.value.advice or caught.value.code == "DISK_FULL"

    rest.unlink()
    with open_store(store.folder, LOGIN, PASSWORD, FakeClock()) as store:
        assert load_person(store, people[0].person_uuid) == people[0]
        assert verify(store).ok
