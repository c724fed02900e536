"""Weeks of a town with many laptops: a lost stick, a cloned disk, a restored backup, a stolen machine, wrong clocks.

Nothing here is set up by hand beyond what people do: machines are set up, registered, typed on, exported, merged.
"""

from __future__ import annotations

import itertools
import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from census_desktop.base.jobs import JobControl
from census_desktop.domain.operations import parse_line
from census_desktop.services.conflicts import conflicts, decide, keep
from census_desktop.services.editing import edit_record
from census_desktop.services.exchange import export_receipt_to, export_to, merge, register_device
from census_desktop.services.machines import replace, restore, revoke
from census_desktop.services.upkeep import back_up, verify_store
from census_desktop.store.opening import MachineRole
from census_desktop.store.packages import confirm, note_received
from census_desktop.store.records import iter_people, load_person
from census_desktop.transfer import apply
from tests.command_line import PASSWORD, Machine, set_up
from tests.fake_clock import FakeClock
from tests.merge_histories import state_of
from tests.unit.services.test_exchange import type_one

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.services.conflicts import OpenConflict
    from census_desktop.store.transaction import Transaction
    from census_desktop.transfer.inbox import MergePlan

SONG_TRI, KY_TRINH = "18754@2015-04-10", "18820@2015-04-10"
KY_HA, KY_THINH = "18808@2015-04-10", "18823@2015-04-10"
SURNAMES = ("Nguyễn", "Đậu", "Võ", "Trần", "Lê", "Hoàng", "Phan", "Dương")
GIVEN = ("Thị Hoà", "Văn Thìn", "Thị Hường", "Quốc Tuấn", "Thị Sửu", "Đức Anh")
TO_1970, TO_2099 = -20_780, 26_500  # days from the usual clock
State = tuple[list[Any], list[Any], list[Any]]


class Region:
    """A town, its laptops and everything that was ever typed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.numbers = itertools.count(1)
        self.town = set_up(root / "thị xã", MachineRole.TOWN, 100, "449")
        self.typed: dict[uuid.UUID, Person] = {}
        self.names = itertools.cycle(f"{name} {given}" for given in GIVEN for name in SURNAMES)

    def laptop(self, unit: str) -> Machine:
        """A new registered machine of a unit."""
        number = next(self.numbers)
        made = set_up(self.root / f"máy {number}", MachineRole.WARD, number, unit, self.town.key)
        with self.town.open() as store:
            register_device(store, made.key)
        return made

    def clone(self, machine: Machine) -> Machine:
        """The whole disk copied: same keys, same name, its own life from here on."""
        number = next(self.numbers)
        shutil.copytree(machine.root, self.root / f"máy {number}")
        return Machine(self.root / f"máy {number}", FakeClock(machine=number), machine.key)

    def type(self, machine: Machine, count: int = 2) -> list[uuid.UUID]:
        """Slips of one-person households, in the unit of the machine."""
        with machine.open() as store:
            people = [type_one(store, next(self.names), store.installation.unit) for _each in range(count)]
        self.typed |= {person.person_uuid: person for person in people}
        return [person.person_uuid for person in people]

    def stick(self) -> Path:
        path = self.root / f"usb {next(self.numbers)}"
        path.mkdir()
        return path

    def export(self, machine: Machine) -> Path:
        with machine.open() as store:
            return export_to(store, self.stick(), JobControl()).path

    def receipt(self, unit: str) -> Path:
        with self.town.open() as store:
            return export_receipt_to(store, unit, self.stick(), JobControl()).path


def take(machine: Machine, *paths: Path) -> MergePlan:
    """Merge on any machine."""
    with machine.open() as store:
        return merge(store, paths, JobControl())


def edit(machine: Machine, record: uuid.UUID, **typed: str) -> None:
    with machine.open() as store:
        edit_record(store, record, typed)


def state(machine: Machine) -> State:
    with machine.open() as store:
        report = verify_store(store)
        assert report.ok, report.problems
        return state_of(store)


def of_records(whole: State, part: State) -> State:
    """What `whole` says about the records `part` knows."""
    known = {row[0] for row in part[1]}
    return (
        [line for line in whole[0] if parse_line(line).record_uuid.bytes in known],
        [row for row in whole[1] if row[0] in known],
        [row for row in whole[2] if row[1] in known],
    )


def codes(plan: MergePlan) -> list[str]:
    return [line.code for line in plan.packages]


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return Region(tmp_path)


def people(machine: Machine) -> set[uuid.UUID]:
    with machine.open() as store:
        return {person.person_uuid for person in iter_people(store)}


def in_several_orders(region: Region, paths: list[Path], refused: set[str]) -> None:
    """Merge at the town, and on copies of its disk in other orders, by the piece and twice; all must end up alike."""
    towns = [region.town, *(region.clone(region.town) for _each in range(3))]
    states = []
    for number, copy in enumerate(towns):
        order = list(paths)
        random.Random(number).shuffle(order)
        if number % 2:
            for path in order:
                take(copy, path)
        plan = take(copy, *order, *order[:3])
        assert {line.code for line in plan.packages if line.status == "refused"} == refused
        states.append(state(copy))
    assert all(one == states[0] for one in states)


def test_weeks_when_everything_goes_wrong_then_no_slip_is_lost_and_all_agree(region: Region) -> None:
    town = region.town
    first, second = region.laptop(SONG_TRI), region.laptop(SONG_TRI)
    harbour, coast, hill = region.laptop(KY_TRINH), region.laptop(KY_HA), region.laptop(KY_THINH)
    five = (first, second, harbour, coast, hill)

    # Week 1: all well, there and back.
    slips = {machine.root: region.type(machine, 3) for machine in five}
    assert codes(take(town, *(region.export(each) for each in five))) == ["OK"] * 5
    units = (SONG_TRI, KY_TRINH, KY_HA, KY_THINH)
    papers = {unit: region.receipt(unit) for unit in units}
    for machine, unit in zip(five, (SONG_TRI, *units), strict=True):
        (line,) = take(machine, papers[unit]).packages
        assert (line.code, line.confirmed) == ("RECEIPT", 1)
    assert state(first) == state(second)
    with coast.open() as store:
        saved = back_up(store)

    # Week 2: clocks go wrong, a disk is copied, a stick is lost.
    second.clock.advance(days=TO_1970)
    harbour.clock.advance(days=TO_2099)
    twin = region.clone(first)
    shared = slips[first.root]
    edit(first, shared[0], note="Đi biển")
    edit(second, shared[0], note="Ở nhà")
    edit(twin, shared[0], note="Đi làm ăn xa", blood_group="O")
    edit(first, shared[1], void="x", void_reason="Khai trùng")
    edit(second, shared[1], note="Mới về quê")
    edit(town, slips[harbour.root][0], note="Xã báo lại")
    edit(harbour, slips[harbour.root][0], note="Theo phiếu")
    for machine in (*five, twin):
        region.type(machine)
    late = region.export(hill)  # in a drawer until week 4
    week_2 = [region.export(machine) for machine in (first, second, twin, coast)]
    region.export(harbour).unlink()
    in_several_orders(region, week_2, refused=set())

    # Week 3: a laptop dies and is restored from week 1, another is stolen with slips nobody else has.
    new_disk = Machine(region.root / "máy khôi phục", FakeClock(machine=50))
    done = restore(saved, new_disk.folder, password=PASSWORD, clock=new_disk.clock)
    assert done.people == 3
    stolen = region.type(second)
    from_thief = region.export(second)
    with second.open() as store:
        thief = store.installation.device
    with town.open() as store:
        replace(store, done.former, done.public_key_file)
        revoke(store, thief)
    still_there = (first, twin, harbour, hill, new_disk)
    for machine in still_there:
        region.type(machine)
    week_3 = [region.export(machine) for machine in still_there]
    in_several_orders(region, [*week_2, *week_3, from_thief], refused={"REVOKED"})
    assert set(region.typed) - people(town) == set(stolen)
    assert people(town) <= set(region.typed)

    # Week 4: the town decides, receipts go out, and a new laptop takes the place of the stolen one.
    before = state(town)
    assert codes(take(town, late)) == ["OLD"]
    assert state(town) == before  # the later package brought all of it
    with town.open() as store:
        found = {(one.record_uuid, one.field): one for one in conflicts(store)}
        assert set(found) == {(shared[0], "note"), (shared[1], "void"), (slips[harbour.root][0], "note")}
        assert {said.value for said in found[shared[0], "note"].values} == {
            "Đi biển",
            "Ở nhà",
            "Đi làm ăn xa",
        }
        decide(store, shared[0], {"note": "Đi biển"})
        keep(store, shared[1], thief)
        decide(store, slips[harbour.root][0], {"note": "Theo phiếu"})
    successor = region.laptop(SONG_TRI)
    papers = {unit: region.receipt(unit) for unit in units}
    assert codes(take(second, papers[SONG_TRI])) == ["WRONG_KEY"]
    whole = state(town)
    assert whole[2] == []
    for machine, unit in (
        (first, SONG_TRI), (twin, SONG_TRI), (successor, SONG_TRI), (harbour, KY_TRINH), (new_disk, KY_HA),
        (hill, KY_THINH),
    ):  # fmt: skip
        assert codes(take(machine, papers[unit])) == ["RECEIPT"]
        held = state(machine)
        assert held == of_records(whole, held)
        with machine.open() as store:
            assert export_to(store, region.stick(), JobControl()).operations == 0
    assert state(first) == state(twin) == state(successor)
    known = people(first) | people(harbour) | people(new_disk) | people(hill)
    assert known == set(region.typed) - set(stolen)
    with first.open() as store:
        kept = load_person(store, shared[1])
        assert kept is not None
        assert (kept.void, kept.note) == (None, "Mới về quê")


class Weeks:
    """Random weeks of three laptops of one ward; packages and receipts get lost, arrive late and in any order."""

    def __init__(self, region: Region, seed: int) -> None:
        self.region = region
        self.chance = random.Random(seed)
        self.laptops = [region.laptop(SONG_TRI) for _each in range(2)]
        self.on_the_way: list[Path] = []
        self.papers: list[Path] = []
        self.kept: dict[Path, bytes] = {}

    def play(self, steps: int) -> None:
        for _each in range(steps):
            what = self.chance.choices(
                (
                    self.type,
                    self.edit,
                    self.send,
                    self.arrive,
                    self.answer,
                    self.hear,
                    self.copy,
                    self.put_back,
                ),
                weights=(4, 5, 4, 4, 3, 4, 1, 1),
            )[0]
            what(self.chance.choice(self.laptops))

    def type(self, laptop: Machine) -> None:
        self.region.type(laptop, 1)

    def edit(self, laptop: Machine) -> None:
        machine = self.chance.choice((laptop, self.region.town))
        with machine.open() as store:
            here = sorted(person.person_uuid for person in iter_people(store))
            if here:
                change = self.chance.choice(
                    ({"note": f"lần {self.chance.random()}"}, {"void": "x"}, {"void": ""})
                )
                edit_record(store, self.chance.choice(here), change)
            for one in conflicts(store)[:1]:
                if self.chance.random() < 0.5:
                    edit_record(store, one.record_uuid, {"blood_group": "O"})
                else:
                    keep(store, one.record_uuid, one.values[0].device, [one.field]) if not _is_twin(
                        one
                    ) else None

    def send(self, laptop: Machine) -> None:
        path = self.region.export(laptop)
        if self.chance.random() < 0.7:  # else the stick is lost
            self.on_the_way.append(path)

    def arrive(self, _laptop: Machine) -> None:
        if self.on_the_way:
            take(
                self.region.town,
                *self.chance.sample(self.on_the_way, self.chance.randint(1, len(self.on_the_way))),
            )

    def answer(self, _laptop: Machine) -> None:
        self.papers.append(self.region.receipt(SONG_TRI))

    def hear(self, laptop: Machine) -> None:
        if self.papers:
            take(laptop, *self.chance.sample(self.papers, self.chance.randint(1, min(2, len(self.papers)))))

    def copy(self, laptop: Machine) -> None:
        if len(self.laptops) < 4:
            self.laptops.append(self.region.clone(laptop))
        else:
            self.kept[laptop.root] = laptop.folder.database_path.read_bytes()

    def put_back(self, laptop: Machine) -> None:
        """The data file copied back by hand, with an older content."""
        if laptop.root in self.kept:
            laptop.folder.database_path.write_bytes(self.kept.pop(laptop.root))


def _is_twin(one: OpenConflict) -> bool:
    devices = [said.device for said in one.values]
    return len(devices) != len(set(devices))


@pytest.mark.parametrize("seed", range(4))
def test_weeks_when_things_happen_at_random_then_receipts_make_all_machines_alike(
    region: Region, seed: int
) -> None:
    weeks = Weeks(region, seed)
    weeks.play(45)
    settle(weeks)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 200))
def test_weeks_when_very_many_are_tried_then_receipts_make_all_machines_alike(
    region: Region, seed: int
) -> None:
    weeks = Weeks(region, seed)
    weeks.play(60)
    settle(weeks)


def settle(weeks: Weeks) -> None:
    """One more week without accidents: what every laptop still holds alone must travel, whatever was confirmed."""
    region = weeks.region
    expected = {line for laptop in (region.town, *weeks.laptops) for line in state(laptop)[0]}
    take(region.town, *(region.export(laptop) for laptop in weeks.laptops))
    paper = region.receipt(SONG_TRI)
    for laptop in weeks.laptops:
        take(laptop, paper)
    whole = state(region.town)
    assert set(whole[0]) == expected
    for laptop in weeks.laptops:
        assert state(laptop) == whole
        with laptop.open() as store:
            assert export_to(store, region.stick(), JobControl()).operations == 0


# -- Has the check teeth? Receipts spoiled on purpose must fail it. -------------------------------------------------


def confirms_what_never_arrived(transaction: Transaction, payload_hashes: Collection[str]) -> int:
    confirm(transaction, payload_hashes)
    transaction.connection.exec_driver_sql("UPDATE package_out SET confirmed_at = '2026-11-23'")
    return 0


def takes_its_own_work_for_received(transaction: Transaction, _after: int, sender: str) -> None:
    if not transaction.connection.exec_driver_sql("SELECT count(*) FROM received").scalar():
        note_received(transaction, 0, sender)


@pytest.mark.parametrize(
    ("name", "spoiled"),
    [("confirm", confirms_what_never_arrived), ("note_received", takes_its_own_work_for_received)],
)
def test_check_when_receipts_are_spoiled_then_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, spoiled: object
) -> None:
    monkeypatch.setattr(apply, name, spoiled)

    def try_many() -> None:
        for seed in range(12):
            weeks = Weeks(Region(tmp_path / str(seed)), seed)
            weeks.play(45)
            settle(weeks)

    with pytest.raises(AssertionError):
        try_many()
