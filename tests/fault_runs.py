"""Exports and merges on real disks to which something happens at any step of the program.

A step is any call the program makes, of its own functions or of the system's: before the one chosen, the process is
killed, a disk fills up or takes no more, the stick is pulled or turns read-only.
"""

from __future__ import annotations

import contextlib
import enum
import itertools
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.domain.records import RecordKind
from census_desktop.store.opening import open_store
from census_desktop.store.packages import in_packages, out_packages
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.inbox import read_plan
from census_desktop.transfer.outbox import export_package
from tests.disk_faults import small_disk
from tests.fake_clock import FakeClock
from tests.killing import Tell, die, run_to_death
from tests.transfer_world import World, all_lines, family, files

if TYPE_CHECKING:
    from census_desktop.store.store import Store

DISK = 24 * 1024  # KiB
FOLDER = "gói"  # on the stick; gone when the stick is, while the place of the stick stays an empty folder
FILLER = "phim.mkv"
_numbers = itertools.count()


class Fault(enum.StrEnum):
    """What happens."""

    KILLED = "killed"
    FULL_STICK = "full stick"
    PULLED_STICK = "pulled stick"
    READ_ONLY_STICK = "read-only stick"
    FULL_DISK = "full disk"
    DISK_TAKES_NO_MORE = "disk takes no more"


EXPORT_FAULTS = tuple(Fault)
MERGE_FAULTS = (
    Fault.KILLED,
    Fault.KILLED,
    Fault.PULLED_STICK,
    Fault.FULL_DISK,
    Fault.DISK_TAKES_NO_MORE,
)


@dataclass(frozen=True, slots=True)
class Templates:
    """Closed machines and a package to copy.

    Attributes:
        ward: data folder of a ward with slips the town has not got.
        town: data folder of a town with slips of its own.
        package: what the ward wrote.
        known: operations of ward, town, and of the town after the merge.
    """

    ward: Path
    town: Path
    package: Path
    known: tuple[list[bytes], list[bytes], list[bytes]]


def prepare(root: Path) -> Templates:
    """Two machines with some slips, edits and a package of the one for the other."""
    world = World(root)
    ward = world.ward()
    _household, people = family(world.town.store, "90")
    shared = [family(ward.store, str(number))[1][0] for number in range(6)]
    merge_packages(world.town.store, [world.export(ward)], JobControl())
    for number, store in enumerate((ward.store, world.town.store)):
        with store.transaction(Action.EDIT) as transaction:
            for person in shared[number : number + 3]:
                transaction.edit(RecordKind.PERSON, person.person_uuid, {"note": f"sửa ở máy {number}"})
    for number in range(20, 30):
        family(ward.store, str(number))
    package = world.export(ward)
    known = list(all_lines(ward.store)), list(all_lines(world.town.store))
    folders = ward.store.folder.root, world.town.store.folder.root
    shutil.rmtree(ward.store.folder.outbox_path)
    shutil.rmtree(world.town.store.folder.backups_path)
    world.close()
    del people
    return Templates(*folders, package, (*known, sorted({*known[0], *known[1]})))


def log_in(folder: Path) -> Store:
    number = folder.name.removeprefix("máy ")
    clock = FakeClock(machine=os.getpid() * 1000 + next(_numbers))
    return open_store(DataFolder(folder), f"canbo{number}", "mưa rào tháng sáu", clock)


def steps_of(work: Callable[[], object]) -> int:
    """How many steps `work` takes here and now."""
    seen = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal seen
        seen += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return seen


def strike_at(step: int, strike: Callable[[], None]) -> None:
    """Let `strike` happen before the step of that number from now on."""
    seen = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal seen
        if event in {"call", "c_call"}:
            seen += 1
            if seen == step:
                sys.setprofile(None)
                strike()

    sys.setprofile(count)


def striker(fault: Fault, disk: Path, stick: Path) -> Callable[[], None]:
    """The deed itself."""
    return {
        Fault.KILLED: die,
        Fault.FULL_STICK: lambda: fill(stick),
        Fault.PULLED_STICK: lambda: _run("umount", "--lazy", str(stick)),
        Fault.READ_ONLY_STICK: lambda: _run("mount", "-o", "remount,ro", str(stick)),
        Fault.FULL_DISK: lambda: fill(disk),
        Fault.DISK_TAKES_NO_MORE: _stop_growth,
    }[fault]


def _stop_growth() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def fill(disk: Path) -> None:
    free = shutil.disk_usage(disk).free
    with contextlib.suppress(OSError):
        (disk / FILLER).write_bytes(bytes(free))


def _run(*command: str) -> None:
    subprocess.run(command, check=False, capture_output=True)


@contextmanager
def disks(root: Path) -> Iterator[tuple[Path, Path]]:
    """The disk of a machine and a stick; the stick is there again, or another one, after `mend`."""
    with small_disk(root / "ổ đĩa", DISK) as disk, small_disk(root / "usb", DISK) as stick:
        (stick / FOLDER).mkdir()
        yield disk, stick


def mend(disk: Path, stick: Path) -> None:
    """Make room, allow writing, put a stick in again."""
    if not stick.is_mount():
        _run("mount", "-t", "tmpfs", "-o", f"size={DISK}k,mode=0755", "census-test", str(stick))
    _run("mount", "-o", "remount,rw", str(stick))
    (stick / FOLDER).mkdir(exist_ok=True)
    for place in (disk, stick):
        (place / FILLER).unlink(missing_ok=True)


def told_by(tell: Tell, work: Callable[[], Any]) -> None:
    """Tell how `work` ended: every failure of the world is a sentence of ours."""
    try:
        tell(f"done {work()}")
    except CensusError as error:
        sys.setprofile(None)
        tell(f"refused {error.code if error.message else 'without a sentence'}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A run: which fault at which step."""

    fault: Fault
    step: int


def choose(seed: int, faults: tuple[Fault, ...], steps: int) -> Chosen:
    chance = random.Random(seed)
    return Chosen(chance.choice(faults), chance.randint(1, steps))


def run_export(templates: Templates, root: Path, chosen: Chosen) -> str:
    """Export while something happens, then look at everything; returns how it ended."""
    with disks(root) as (disk, stick):
        folder = Path(shutil.copytree(templates.ward, disk / templates.ward.name))

        def work(tell: Tell) -> None:
            store = log_in(folder)
            strike_at(chosen.step, striker(chosen.fault, disk, stick))
            told_by(tell, lambda: export_package(store, stick / FOLDER, JobControl()).path.name)

        death = run_to_death(work)
        mend(disk, stick)
        _check_export(templates, root, folder, stick / FOLDER, death.told, chosen)
    return death.told[0].split()[0] if death.told else "killed"


def _check_export(
    templates: Templates, root: Path, folder: Path, stick: Path, told: tuple[str, ...], chosen: Chosen
) -> None:
    town = Path(shutil.copytree(templates.town, root / templates.town.name))
    with log_in(folder) as ward, log_in(town) as receiver:
        assert verify(ward).ok
        assert list(all_lines(ward)) == templates.known[0]
        waiting = [each for each in out_packages(ward) if each.sequence > 2]
        assert all(each.confirmed_at is None for each in waiting)
        whole = list(stick.glob("*.dcpkg"))
        for path in whole:  # what has the name of a package is one
            (line,) = read_plan(receiver, [path], JobControl()).packages
            assert line.status == "merged", (chosen, line)
        if told and told[0].startswith("done"):
            assert len(waiting) == 1
            assert len(whole) == 1 or chosen.fault is Fault.PULLED_STICK
        again = root / "usb khác"
        again.mkdir()
        path = export_package(ward, again, JobControl()).path
        merge_packages(receiver, [*whole, path], JobControl())
        assert list(all_lines(receiver)) == templates.known[2]
        assert verify(receiver).ok


def run_merge(templates: Templates, root: Path, chosen: Chosen) -> str:
    """Merge while something happens, then look at everything; returns how it ended."""
    with disks(root) as (disk, stick):
        folder = Path(shutil.copytree(templates.town, disk / templates.town.name))
        path = Path(shutil.copy(templates.package, stick / FOLDER))

        def work(tell: Tell) -> None:
            store = log_in(folder)
            strike_at(chosen.step, striker(chosen.fault, disk, stick))
            told_by(tell, lambda: merge_packages(store, [path], JobControl()).packages[0].status)

        death = run_to_death(work)
        mend(disk, stick)
        _check_merge(templates, folder, death.told, chosen)
    return death.told[0] if death.told else "killed"


def _check_merge(templates: Templates, folder: Path, told: tuple[str, ...], chosen: Chosen) -> None:
    _ward, before, after = templates.known
    with log_in(folder) as town:
        report = verify(town)
        assert report.ok, (chosen, report.problems)
        held = list(all_lines(town))
        assert held == (after if len(in_packages(town)) == 2 else before), chosen
        if told and told[0] == "done merged":
            assert held == after
        elif told:
            assert held == before, (chosen, told)
        left = [*files(town.folder.inbox_path), *(path.name for path in town.folder.root.glob("staging-*"))]
        assert left == [], (chosen, left)
        (line,) = merge_packages(town, [templates.package], JobControl()).packages
        assert line.status == ("already" if held == after else "merged")
        assert list(all_lines(town)) == after
        assert verify(town).ok
