"""Proves an installation: every part that a frozen program could lack is used once, on data that vanish afterwards.

A ward and a town are set up in a temporary folder, a slip is saved, packed, merged, printed and read back.
"""

from __future__ import annotations

import dataclasses
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.atomic import make_folder, temporary_folder
from census_desktop.base.clock import Clock
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.dc01 import Household, Person
from census_desktop.reports.document import Document
from census_desktop.services import exchange, upkeep
from census_desktop.services.documents import household_paper
from census_desktop.services.entry import EntryDesk
from census_desktop.services.excel import ExcelKind, write_excel
from census_desktop.services.excel_sheets import Scope
from census_desktop.services.progress import progress
from census_desktop.services.set_up import initialise
from census_desktop.services.spreadsheets import import_sheet, make_template
from census_desktop.services.suspects import suspects
from census_desktop.store.actions import Action
from census_desktop.store.opening import MachineRole, open_store
from census_desktop.store.records import load_person
from census_desktop.store.search import search_people
from census_desktop.store.store import Store

PrintPdf = Callable[[Sequence[Document], Path], int]

_UNIT = "18754@2015-04-10"
_OFFICER, _PASSWORD = "tu-kiem-tra", "bon tu de nho 2018"
_NAME = "Võ Thị Hường"


class SelfTestFailed(Exception):
    """A step gave another result than it must; the text says which."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step and how it went.

    Attributes:
        name: what was tried, in the user's language.
        ok: True when the result was right.
        detail: figures, or what went wrong.
    """

    name: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SelfTestResult:
    """All steps; those after a failed one were not tried."""

    steps: tuple[Step, ...]

    @property
    def ok(self) -> bool:
        """True when every step was right."""
        return all(step.ok for step in self.steps)


def self_test(print_pdf: PrintPdf, clock: Clock, tell: Callable[[Step], None]) -> SelfTestResult:
    """Try everything once; needs no data folder and leaves nothing behind.

    Args:
        print_pdf: writes documents as PDF, returns the number of pages (printing stands above this layer).
        clock: time and ids.
        tell: told each step as it ends.
    """
    steps: list[Step] = []
    with temporary_folder() as folder:
        trial = _Trial(folder, clock, print_pdf)
        work = trial.run()
        try:
            for name in _step_names():
                step = _one_step(name, work)
                steps.append(step)
                tell(step)
                if not step.ok:
                    break
        finally:
            trial.close()
    return SelfTestResult(tuple(steps))


def _one_step(name: str, work: Iterator[str]) -> Step:
    try:
        return Step(name, ok=True, detail=next(work))
    except CensusError as error:
        return Step(name, ok=False, detail=f"{error.code}: {error}")
    except Exception as error:  # noqa: BLE001  whatever a broken installation lacks, it must be named
        return Step(name, ok=False, detail=f"{type(error).__name__}: {error}")


def _step_names() -> tuple[str, ...]:
    return (
        _("Thiết lập máy thị xã và máy phường"),
        _("Từ chối mật khẩu sai"),
        _("Lưu một phiếu rồi mở lại"),
        _("Tìm theo tên không dấu"),
        _("Tạo và đọc tệp Excel"),
        _("Xuất gói đã ký và mã hóa"),
        _("Gộp gói vào dữ liệu thị xã"),
        _("Nhận ra một người trên hai phiếu"),
        _("In bảng tổng hợp ra PDF"),
        _("Sao lưu và kiểm tra toàn vẹn"),
    )


class _Trial:
    """The two machines of the trial."""

    def __init__(self, folder: Path, clock: Clock, print_pdf: PrintPdf) -> None:
        self._folder = folder
        self._clock = clock
        self._print_pdf = print_pdf
        self._town = DataFolder(folder / "thị xã")
        self._ward = DataFolder(folder / "phường")
        self._stick = folder / "usb"
        self._stores: list[Store] = []
        self._control = JobControl()

    def run(self) -> Iterator[str]:
        """The steps in the order of `_step_names`; each yields its detail."""
        ward_key = self._set_up()
        yield platform.python_version()
        yield self._wrong_password()
        ward = self._open(self._ward)
        household, person = self._save(ward)
        ward = self._open_again(ward)
        _must(load_person(ward, person.person_uuid) == person, "slip")
        yield _NAME
        _must([row.full_name for row in search_people(ward, "huong vo")] == [_NAME], "search")
        yield "huong vo"
        yield self._excel(ward)
        package = exchange.export_to(ward, make_folder(self._stick), self._control)
        yield package.path.name
        town = self._open(self._town)
        exchange.register_device(town, ward_key)
        yield self._merge(town, person)
        yield self._same_person(town, household, person)
        yield self._print(town, household)
        _must(upkeep.back_up(town).stat().st_size > 0, "backup")
        reports = [upkeep.verify_store(store) for store in (ward, town)]
        problems = [problem for report in reports for problem in report.problems]
        _must(not problems, "; ".join(problems))
        yield _("{count} thao tác").format(count=reports[1].operations)

    def close(self) -> None:
        """Close what is open."""
        for store in self._stores:
            store.close()

    def _set_up(self) -> Path:
        keys: list[Path] = []
        for folder, role, unit in (
            (self._town, MachineRole.TOWN, "449"),
            (self._ward, MachineRole.WARD, _UNIT),
        ):
            done = initialise(
                folder,
                machine_role=role,
                unit_text=unit,
                officer_login=_OFFICER,
                officer_password=_PASSWORD,
                town_key=keys[0] if keys else None,
                clock=self._clock,
            )
            keys.append(done.public_key_file)
        return keys[1]

    def _wrong_password(self) -> str:
        try:
            open_store(self._ward, _OFFICER, _PASSWORD.upper(), self._clock).close()
        except CensusError as error:
            _must(error.code == "WRONG_PASSWORD", error.code)
            return error.code
        raise SelfTestFailed("a wrong password was let in")

    def _open(self, folder: DataFolder) -> Store:
        store = open_store(folder, _OFFICER, _PASSWORD, self._clock)
        self._stores.append(store)
        return store

    def _open_again(self, store: Store) -> Store:
        store.close()
        self._stores.remove(store)
        return self._open(store.folder)

    def _save(self, ward: Store) -> tuple[Household, Person]:
        desk = EntryDesk(ward)
        sheet = desk.new_sheet()
        household = dataclasses.replace(sheet.household, residential_group="Tổ dân phố 1", household_no="1")
        person = dataclasses.replace(
            desk.new_member(sheet),
            full_name=_NAME,
            birth_date="1952",
            sex="2",
            ethnicity="01",
            nationality="VN",
            relation_to_head=HEAD,
        )
        saved = desk.save_slip(household, person)
        return household, saved.person

    def _excel(self, ward: Store) -> str:
        path = self._folder / "mau.xlsx"
        make_template(path)
        found = import_sheet(ward, path, dry_run=True, control=self._control)
        _must(found.rows == 0 and not found.errors, "template")
        written = write_excel(ward, ExcelKind.LIST, self._folder / "danh-sach.xlsx", Scope(), self._control)
        _must(written.rows == 1, "list")
        return path.name

    def _merge(self, town: Store, person: Person) -> str:
        planned = exchange.plan(town, [self._stick], self._control)
        done = exchange.merge(town, [self._stick], self._control)
        _must([one.status for one in done.packages] == ["merged"], str(done.packages))
        _must(planned == done, "plan and result differ")
        _must(load_person(town, person.person_uuid) == person, "merged slip")
        again = exchange.plan(town, [self._stick], self._control)
        _must([one.status for one in again.packages] == ["already"], "second merge")
        return _("{people} nhân khẩu").format(people=progress(town).total.people)

    def _same_person(self, town: Store, household: Household, person: Person) -> str:
        other_home = dataclasses.replace(household, household_uuid=self._clock.new_uuid(), household_no="2")
        twice = dataclasses.replace(
            person,
            person_uuid=self._clock.new_uuid(),
            household_uuid=other_home.household_uuid,
            full_name="Vỏ Thị Hường",  # the tone a tired hand types
        )
        with town.transaction(Action.SAVE_SLIP) as tx:
            tx.save(other_home)
            tx.save(twice)
        found = suspects(town, self._control)
        _must([{one.first, one.second} for one in found] == [{person.person_uuid, twice.person_uuid}], "pair")
        return f"{found[0].score:.0%}"

    def _print(self, town: Store, household: Household) -> str:
        path = self._folder / "bang-tong-hop.pdf"
        pages = self._print_pdf([household_paper(town, household.household_uuid).document], path)
        with path.open("rb") as pdf:
            _must(pdf.read(5) == b"%PDF-", "PDF")
        return _("{pages} trang").format(pages=pages)


def _must(is_right: bool, what: str) -> None:  # noqa: FBT001  the one argument that matters
    if not is_right:
        raise SelfTestFailed(what)
