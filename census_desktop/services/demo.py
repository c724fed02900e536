"""A whole demonstration town: twelve wards type, export, the town registers, plans, merges and prints.

Everything goes the way real data go (write path, signed packages, verified merge); only the people are made up.
"""

from __future__ import annotations

import dataclasses
import datetime
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.atomic import make_folder, write_new_file
from census_desktop.base.clock import Clock, today
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _, number
from census_desktop.domain.code_names import CHECKED_TWICE, HEAD
from census_desktop.domain.dc01 import Household
from census_desktop.domain.progress import SAMPLE_OF
from census_desktop.domain.records import RecordKind
from census_desktop.reports.document import Document
from census_desktop.reports.progress_report import progress_text
from census_desktop.services import exchange
from census_desktop.services.acceptance import accept
from census_desktop.services.demo_clock import CAMPAIGN_DAYS, EarlierClock
from census_desktop.services.demo_folder import DemoFolder, prepare
from census_desktop.services.demo_plan import UnitPlan, plan_units
from census_desktop.services.documents import household_paper
from census_desktop.services.error_counts import erring
from census_desktop.services.goals import TOWN, place_text, set_goal
from census_desktop.services.progress import Progress, catch_up, progress
from census_desktop.services.registered import import_registered
from census_desktop.services.set_up import SUPERVISOR, initialise
from census_desktop.services.units import town_code, unit_name
from census_desktop.store.keys import STANDARD_COST, Cost
from census_desktop.store.opening import MachineRole, Role, open_store
from census_desktop.store.records import list_households
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.synthetic.town import SyntheticHousehold, SyntheticTown, generate_town
from census_desktop.transfer.inbox import MergePlan

OFFICER = "canbo"
# Printed, and written beside the made-up data: they protect nothing.
OFFICER_PASSWORD = "lua-chin-dong-lang"  # noqa: S105
SUPERVISOR_PASSWORD = "song-tri-nui-bien"  # noqa: S105

PrintPdf = Callable[[Sequence[Document], Path], int]

WHOLE = 100  # per cent
LEFT_DAYS = 21  # until all should be in
_COLLECTORS = (
    "Lê Thị Biển", "Nguyễn Văn Sơn", "Trần Thị Sen", "Hồ Văn Lành", "Võ Thị Mận", "Phan Văn Cừ", "Đậu Thị Gái",
)  # fmt: skip
_PARTS = 18  # of a ward, typed at different days
_BATCH = 300  # households in one transaction
_LATER = 8  # households typed after the first package, for the package left on the stick


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Who may log in on every machine of the demonstration."""

    login: str
    role: Role
    password: str


ACCOUNTS = (
    DemoAccount(OFFICER, Role.OFFICER, OFFICER_PASSWORD),
    DemoAccount(SUPERVISOR, Role.SUPERVISOR, SUPERVISOR_PASSWORD),
)


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was made.

    Attributes:
        folder: all of it.
        people: people of the whole made-up town, typed or not.
        households: their households.
        merged: the result of the merge, None when an earlier demonstration was only opened again.
        progress: the town's progress after it.
        waiting: a package left on the stick for trying the merge by hand, None in a town too small for one.
        summary: a printed household summary.
        accounts: how to log in.
        recovery_key: opens a machine of the town or of a ward whose password was forgotten; protects nothing here.
    """

    folder: DemoFolder
    people: int
    households: int
    merged: MergePlan | None
    progress: Progress
    waiting: Path | None
    summary: Path
    accounts: tuple[DemoAccount, ...]
    recovery_key: str


def make_demo(  # noqa: PLR0913  the choices of the command
    folder: Path,
    people: int,
    seed: int,
    control: JobControl,
    *,
    print_pdf: PrintPdf,
    clock: Clock,
    again: bool = False,
    cost: Cost = STANDARD_COST,
) -> DemoResult:
    """Make the town.

    Args:
        folder: new or empty.
        people: people of the whole town, 60,191 for its real size.
        seed: the same seed gives the same people.
        control: progress in people, phase by phase; stopping leaves a half-made folder that `again` replaces.
        print_pdf: writes documents as PDF (printing stands above this layer).
        clock: time and ids of machines and edits.
        again: replace an earlier demonstration in `folder`.
        cost: work per password guess, lowered only by tests.

    Raises:
        CensusError: TOO_FEW_PEOPLE, DEMO_EXISTS, NOT_A_DEMO, IN_USE, DISK_FULL, READ_ONLY.
    """
    made_up = generate_town(seed, people)
    plans = plan_units(made_up)
    place = DemoFolder(folder)
    prepare(place, again=again, people=people, seed=seed)
    maker = _Maker(place, made_up, plans, control, clock, cost)
    maker.set_up()
    waiting = maker.type_and_export()
    with maker.open(place.town) as town:
        merged = maker.merge(town)
        maker.say_what_is_due(town)
        maker.answer_errors(town)
        found = progress(town)
        head = list_households(town, limit=1)[0]
        print_pdf([household_paper(town, head.household_uuid).document], place.summary)
    result = DemoResult(
        folder=place,
        people=people,
        households=made_up.households,
        merged=merged,
        progress=found,
        waiting=waiting,
        summary=place.summary,
        accounts=ACCOUNTS,
        recovery_key=maker.recovery_key,
    )
    write_new_file(place.recovery, (result.recovery_key + "\n").encode())
    write_new_file(place.readme, _readme(result).encode())
    return result


def reopen_demo(folder: Path, people: int, seed: int, clock: Clock) -> DemoResult | None:
    """The finished demonstration of this size in `folder`, as it stands now; None when there is none.

    Raises:
        CensusError: IN_USE, WRONG_PASSWORD (somebody changed it) … of the town's machine.
    """
    place = DemoFolder(folder)
    if not place.is_complete(people, seed):
        return None
    with open_store(place.town, OFFICER, OFFICER_PASSWORD, clock) as town:
        found = progress(town)
    return DemoResult(
        folder=place,
        people=people,
        households=generate_town(seed, people).households,
        merged=None,
        progress=found,
        waiting=next(iter(sorted((place.stick / "round-2").glob("*.dcpkg"))), None),
        summary=place.summary,
        accounts=ACCOUNTS,
        recovery_key=place.known_recovery_key(),
    )


class _Maker:
    """The machines of the demonstration at work."""

    def __init__(
        self,
        place: DemoFolder,
        made_up: SyntheticTown,
        plans: Sequence[UnitPlan],
        control: JobControl,
        clock: Clock,
        cost: Cost,
    ) -> None:
        self._place = place
        self._plans = plans
        self._made_up = made_up
        self._control = control
        self._clock = clock
        self._then = EarlierClock(clock)
        self._cost = cost
        self._keys: list[Path] = []
        self.recovery_key = ""  # of the town, once it is set up
        self._later = max(plans, key=lambda one: one.people * (100 - one.done_percent)).unit

    def open(self, folder: DataFolder, clock: Clock | None = None) -> Store:
        """Log in as the officer."""
        return open_store(folder, OFFICER, OFFICER_PASSWORD, clock or self._clock)

    def set_up(self) -> None:
        """The town, then the wards with the town's key."""
        total = 1 + len(self._plans)
        town_key = self._initialise(self._place.town, MachineRole.TOWN, town_code(), None)
        for done, one in enumerate(self._plans, start=1):
            self._control.step(
                done, total, _("Thiết lập các máy: {unit}").format(unit=unit_name(str(one.unit)))
            )
            folder = self._place.ward(one.unit.code)
            self._keys.append(self._initialise(folder, MachineRole.WARD, str(one.unit), town_key))
        self._control.step(total, total, _("Thiết lập các máy"))

    def _initialise(self, folder: DataFolder, role: MachineRole, unit: str, town_key: Path | None) -> Path:
        done = initialise(
            folder,
            machine_role=role,
            unit_text=unit,
            officer_login=OFFICER,
            officer_password=OFFICER_PASSWORD,
            supervisor_login=SUPERVISOR,
            supervisor_password=SUPERVISOR_PASSWORD,
            town_key=town_key,
            targets={str(one.unit): (one.people, one.households) for one in self._plans},
            clock=self._then,
            cost=self._cost,
        )
        self.recovery_key = done.recovery_key or self.recovery_key
        return done.public_key_file

    def type_and_export(self) -> Path | None:
        """Every ward types its slips and brings a package; returns a second package that nobody has merged."""
        done, total = 0, sum(one.done_people for one in self._plans)
        waiting = None
        for one in self._plans:
            in_already, later = _divided(list(self._made_up.unit(one.unit)), one.done_people)
            self._then.days = CAMPAIGN_DAYS
            with self.open(self._place.ward(one.unit.code), self._then) as store:
                typed, batches = 0, list(_batches(in_already))
                for number, batch in enumerate(batches):
                    self._then.days = CAMPAIGN_DAYS * (len(batches) - number) / len(batches) - 1
                    typed += _type_in(store, batch)
                    if one.done_percent == WHOLE:
                        _key_sample_again(store, batch)
                    text = _("Nhập phiếu: {unit}").format(unit=unit_name(str(one.unit)))
                    self._control.step(min(done + typed, total - 1), total, text)
                done += typed
                self._then.days = 0
                exchange.export_to(store, make_folder(self._place.stick / "round-1"), self._quiet())
                if later and one.unit == self._later:
                    _type_in(store, later[:_LATER])
                    out = make_folder(self._place.stick / "round-2")
                    waiting = exchange.export_to(store, out, self._quiet()).path
        self._control.step(total, total, _("Nhập phiếu và xuất gói"))
        return waiting

    def merge(self, town: Store) -> MergePlan:
        """The town registers the wards, looks at the packages and merges them."""
        packages = self._place.stick / "round-1"
        for key in self._keys:
            exchange.register_device(town, key)
        self._control.step(0, 2, _("Xem trước khi gộp"))
        exchange.plan(town, [packages], self._quiet())
        self._control.step(1, 2, _("Sao lưu và gộp"))
        merged = exchange.merge(town, [packages], self._quiet())
        self._control.step(2, 2, _("Đã gộp"))
        return merged

    def say_what_is_due(self, town: Store) -> None:
        """The day by which all should be in, and whom the police know in the unit where most is missing."""
        deadline = today(self._clock) + datetime.timedelta(days=LEFT_DAYS)
        set_goal(town, place_text(TOWN), {"deadline": deadline.strftime("%d/%m/%Y")})
        lines = [",".join(("unit", "residential_group", "household_no", "head_name", "people", "collector"))]
        for household, people in self._made_up.unit(self._later):
            head = next(
                (one for one in people if one.relation_to_head == HEAD), people[0] if people else None
            )
            if head is not None and household.household_no and household.residential_group and head.full_name:
                said = (
                    str(self._later), household.residential_group, household.household_no, head.full_name,
                    str(len(people)), _collector_of(household),
                )  # fmt: skip
                lines.append(",".join(said))
        path = self._place.stick / f"ho-dang-ky-{self._later.code}.csv"
        write_new_file(path, ("\n".join(lines) + "\n").encode("utf-8-sig"))
        import_registered(town, path)

    def answer_errors(self, town: Store) -> None:
        """What the units that are done still had open was asked again and is as the paper has it."""
        catch_up(town, self._control)
        asked = [
            each for one in self._plans if one.done_percent == WHOLE for each in erring(town, str(one.unit))
        ]
        if asked:
            accept(town, asked, _("Đã hỏi lại, đúng như phiếu giấy"))
            catch_up(town, self._quiet())

    def _quiet(self) -> JobControl:
        """For jobs inside the job: their steps are not shown, but stopping reaches them."""
        return JobControl(lambda _done, _total, _text: self._control.check())


def _divided(
    sheets: Sequence[SyntheticHousehold], people: int
) -> tuple[Sequence[SyntheticHousehold], Sequence[SyntheticHousehold]]:
    """The first households, which hold at most `people` (at least one household), and the others."""
    found = 0
    for place, (_household, slips) in enumerate(sheets):
        found += len(slips)
        if found > people and place:
            return sheets[:place], sheets[place:]
    return sheets, ()


def _batches(sheets: Sequence[SyntheticHousehold]) -> Iterator[Sequence[SyntheticHousehold]]:
    size = min(_BATCH, -(-len(sheets) // _PARTS))
    for start in range(0, len(sheets), size):
        yield sheets[start : start + size]


def _type_in(store: Store, sheets: Sequence[SyntheticHousehold]) -> int:
    """Save slips as the entry desk does, some hundred households in one transaction; returns the people."""
    with store.transaction(Action.SAVE_SLIP) as tx:
        for household, people in sheets:
            tx.create_household(dataclasses.replace(household, collector=_collector_of(household)))
            for person in people:
                tx.create_person(person)
    return sum(len(people) for _household, people in sheets)


def _key_sample_again(store: Store, sheets: Sequence[SyntheticHousehold]) -> None:
    """As many slips as the rule asks for were keyed a second time and were the same."""
    left = -(-sum(len(people) for _household, people in sheets) // SAMPLE_OF)
    with store.transaction(Action.SECOND_KEYING) as tx:
        for _household, people in sheets:
            if left <= 0:
                return
            left -= len(people)
            for person in people:
                tx.edit(RecordKind.PERSON, person.person_uuid, {"slip_state": CHECKED_TWICE})


def _collector_of(household: Household) -> str:
    """Who went there: two made-up people for each residential group."""
    group = (household.residential_group or "").encode()
    first = zlib.crc32(group) % len(_COLLECTORS)
    return _COLLECTORS[(first + household.household_uuid.int % 2) % len(_COLLECTORS)]


def _readme(result: DemoResult) -> str:
    lines = [
        _("THỊ XÃ MẪU (dữ liệu bịa, không có người thật)"),
        "",
        _("{people} nhân khẩu, {households} hộ ở 12 phường, xã; mọi máy dùng chung tài khoản:").format(
            people=number(result.people), households=number(result.households)
        ),
        *(f"  {one.login}  {one.password}  ({one.role.value})" for one in result.accounts),
        _("Khóa khôi phục của thị xã, để tập khi quên mật khẩu: {key}").format(
            key=result.recovery_key or "–"
        ),
        "",
        _("Máy thị xã: {path}").format(path=result.folder.town.root),
        _("Máy phường, xã: {path}").format(path=result.folder.root / "wards"),
        _("Bảng tổng hợp đã in: {path}").format(path=result.summary),
    ]
    if result.waiting is not None:
        lines.append(_("Gói chưa gộp, để thử: {path}").format(path=result.waiting))
    lines += [
        "",
        _("Mở: census-desktop --data-dir {town} --user {login}").format(
            town=result.folder.town.root, login=OFFICER
        ),
        "",
        progress_text(result.progress.units),
    ]
    return "\n".join(lines)
