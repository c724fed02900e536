"""Households, people, progress and findings as sheets for offices that work with Excel.

Every answer stands as what it is: ids, numbers and codes as text, whole dates as dates, codes with their words beside
them. Machine names stand above the heads, so that a sheet can be read back by this program.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from census_desktop.base.clock import today
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.domain.boundaries import is_same_group
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.findings import Finding, Severity, box_label
from census_desktop.domain.formats import show_answer
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.domain.vietnamese import natural_key
from census_desktop.services.checks import check_all
from census_desktop.services.units import unit_name
from census_desktop.store.records import iter_households, iter_people
from census_desktop.store.store import Store
from census_desktop.transfer.sheet_columns import HOUSEHOLD_COLUMNS
from census_desktop.transfer.sheet_shape import Form, OutColumn, OutSheet, OutValue, day_or_text

_WIDEST = 44
_WORDS = 28  # width of names, places and free words
# Where soldiers serve is not for lists that go from hand to hand.
_WITHHELD = frozenset({"service_unit_address"})
# What a list of a residential group shows, and in how many letters; the whole-town sheet shows every box.
_LIST_WIDTHS = {
    "residential_group": 14, "household_no": 7, "full_name": 25, "birth_date": 11.5, "sex": 6, "relation_to_head": 12,
    "personal_id": 14, "old_id": 11, "ethnicity": 9, "religion": 11, "native_place": 22, "permanent_address": 25,
    "current_address": 25, "presence": 11, "slip_state": 11, "note": 15,
}  # fmt: skip
_LIST_FIELDS = tuple(_LIST_WIDTHS)
_OF_HOUSEHOLD = frozenset({"residential_group", "household_no"})
_WRAPPED = frozenset(_LIST_FIELDS) - {"birth_date", "personal_id"}


@dataclass(frozen=True, slots=True)
class Family:
    """A household with its people, head first."""

    household: Household
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose households.

    Attributes:
        unit: unit text, None for all on this machine.
        residential_group: name of one group, None for all.
    """

    unit: str | None = None
    residential_group: str | None = None

    def holds(self, household: Household) -> bool:
        """True for a household of this scope."""
        return (
            household.void is None
            and self.unit in {None, household.unit}
            and (
                self.residential_group is None
                or is_same_group(self.residential_group, household.residential_group)
            )
        )


def families(store: Store, scope: Scope, control: JobControl) -> list[Family]:
    """Households in order of unit, group and number; void ones and void slips are left out."""
    people: dict[uuid.UUID | None, list[Person]] = defaultdict(list)
    for done, person in enumerate(iter_people(store)):
        if done % 2000 == 0:
            control.step(done, 0, _("Đang đọc dữ liệu"))
        if person.void is None:
            people[person.household_uuid].append(person)
    chosen = [household for household in iter_households(store) if scope.holds(household)]
    chosen.sort(key=_place_on_list)
    return [Family(one, tuple(sorted(people[one.household_uuid], key=_place_in_family))) for one in chosen]


def _place_on_list(household: Household) -> tuple[object, ...]:
    return (
        household.unit or "",
        natural_key(household.residential_group or ""),
        natural_key(household.household_no or ""),
        household.household_uuid.bytes,
    )


def _place_in_family(person: Person) -> tuple[bool, bytes]:
    return person.relation_to_head != HEAD, person.person_uuid.bytes


# ------------------------------------------------------------------------------------------------------- columns


@dataclass(frozen=True, slots=True)
class _Part:
    """One column of people or households, and how its value is read."""

    column: OutColumn
    value: Callable[[Household, Person | None], OutValue]


def _parts(name: str, machine_name: str, field: FieldDef, *, of_person: bool) -> list[_Part]:
    """The columns of one box: codes stand beside their words."""
    title = _(field.label)

    def stored(household: Household, person: Person | None) -> str | None:
        record = person if of_person else household
        return getattr(record, name) if record is not None else None

    if field.kind is Kind.DATE:
        return [_Part(OutColumn(machine_name, title, Form.DATE, 12), lambda h, p: day_or_text(stored(h, p)))]
    if field.kind in {Kind.CODE, Kind.UNIT}:
        shown = OutColumn("", title, width=max(14, field.width + 4))
        code = OutColumn(machine_name, _("{box} (mã)").format(box=title), width=12 if field.codes else 18)
        return [
            _Part(code, stored),
            _Part(shown, lambda h, p: show_answer(field, stored(h, p)) or None),
        ]
    if field.kind is Kind.FLAG:
        return [_Part(OutColumn(machine_name, title, width=8), lambda h, p: show_answer(field, stored(h, p)))]
    width = min(_WIDEST, field.width + 4) if field.width else _WORDS
    return [_Part(OutColumn(machine_name, title, width=width), stored)]


def _household_parts(names: Iterable[str]) -> list[_Part]:
    columns = {name: column for column, name in HOUSEHOLD_COLUMNS.items()}
    return [
        part
        for name in names
        for part in _parts(name, columns.get(name, ""), HOUSEHOLD_FIELDS[name], of_person=False)
    ]


def _person_parts(names: Iterable[str]) -> list[_Part]:
    return [
        part
        for name in names
        if name not in _WITHHELD
        for part in _parts(name, name, PERSON_FIELDS[name], of_person=True)
    ]


def _uuid_part(
    column: str, title: str, value: Callable[[Household, Person | None], uuid.UUID | None]
) -> _Part:
    return _Part(
        OutColumn(column, title, width=38, is_on_paper=False),
        lambda household, person: str(found) if (found := value(household, person)) is not None else None,
    )


def _number_part(title: str, value: Callable[[Household], int]) -> _Part:
    return _Part(OutColumn("", title, Form.NUMBER, 8), lambda household, _person: value(household))


# -------------------------------------------------------------------------------------------------------- sheets


Remarks = Mapping[uuid.UUID, str | None]
_REMARK_WIDTH = 22


def _remark_parts(remarks: Remarks) -> list[_Part]:
    """A column for boxes that stand as another slip of the person says; none where there are none."""
    if not remarks:
        return []
    column = OutColumn("", _("Lấy theo phiếu khác"), width=_REMARK_WIDTH, wraps=True)
    return [_Part(column, lambda _h, person: None if person is None else remarks.get(person.person_uuid))]


def list_sheet(
    store: Store, scope: Scope, found: Sequence[Family], remarks: Remarks | None = None
) -> OutSheet:
    """People by household, as the lists of a residential group show them; only what names a row stays in view.

    A row stands on one sheet of paper: long words wrap, and codes stand behind the words, where nothing is printed.

    Args:
        store: the store.
        scope: whose households.
        found: them, people as they count.
        remarks: by person, what the own slip says where another counts.
    """
    shown: list[_Part] = []
    behind: list[_Part] = []
    for name in _LIST_FIELDS:
        make = _household_parts if name in _OF_HOUSEHOLD else _person_parts
        *codes, words = make((name,))
        column = dataclasses.replace(words.column, width=_LIST_WIDTHS[name], wraps=name in _WRAPPED)
        shown.append(_Part(column, words.value))
        behind += codes
    behind += _household_parts(("address", "phone", "unit"))
    parts = [*shown, *_remark_parts(remarks or {}), *(_not_printed(part) for part in behind)]
    return _people_sheet(store, scope, found, _("DANH SÁCH NHÂN KHẨU THEO HỘ"), parts)


def _not_printed(part: _Part) -> _Part:
    return _Part(dataclasses.replace(part.column, is_on_paper=False), part.value)


def town_sheets(
    store: Store, scope: Scope, found: Sequence[Family], remarks: Remarks | None = None
) -> tuple[OutSheet, ...]:
    """Every box of every slip as the slip has it, and every household; `remarks` as of `list_sheet`."""
    of_household = _household_parts(name for name in HOUSEHOLD_COLUMNS.values() if name != "note")
    people = [
        *of_household,
        *_person_parts(name for name in PERSON_FIELDS if not name.startswith("void")),
        *_remark_parts(remarks or {}),
        _uuid_part(
            "person_uuid",
            _("Mã nhân khẩu"),
            lambda _h, person: None if person is None else person.person_uuid,
        ),
        _uuid_part("household_uuid", _("Mã hộ"), lambda household, _p: household.household_uuid),
    ]
    sizes = {family.household.household_uuid: len(family.people) for family in found}
    heads = {family.household.household_uuid: family.people[0].full_name for family in found if family.people}
    households = [
        *of_household,
        *_household_parts(("household_book_no", "note")),
        _Part(
            OutColumn("", _("Chủ hộ"), width=_WORDS),
            lambda household, _p: heads.get(household.household_uuid),
        ),
        _number_part(_("Số người"), lambda household: sizes[household.household_uuid]),
        _uuid_part("household_uuid", _("Mã hộ"), lambda household, _p: household.household_uuid),
    ]

    def rows() -> Iterator[Sequence[OutValue]]:
        for family in found:
            yield [part.value(family.household, None) for part in households]

    return (
        _people_sheet(store, scope, found, _("TOÀN BỘ PHIẾU DC01"), people),
        OutSheet(
            _("Hộ"),
            _("DANH SÁCH HỘ"),
            head_lines(store, scope, found),
            tuple(part.column for part in households),
            len(found),
            rows,
        ),
    )


def _people_sheet(
    store: Store, scope: Scope, found: Sequence[Family], title: str, parts: Sequence[_Part]
) -> OutSheet:
    columns = (OutColumn("", _("STT"), Form.NUMBER, 6), *(part.column for part in parts))
    values = [part.value for part in parts]

    def rows() -> Iterator[Sequence[OutValue]]:
        place = 0
        for family in found:
            for person in family.people:
                place += 1
                yield [place, *(value(family.household, person) for value in values)]

    count = sum(len(family.people) for family in found)
    fixed = next(at for at, column in enumerate(columns, start=1) if column.name == "full_name")
    return OutSheet(
        _("Nhân khẩu"),
        title,
        head_lines(store, scope, found),
        columns,
        count,
        rows,
        fixed if fixed < 9 else 1,
    )


def head_lines(store: Store, scope: Scope, found: Sequence[Family] | None = None) -> tuple[str, ...]:
    """What stands below the title: where, when, by whom, how many."""
    place = unit_name(scope.unit or store.installation.unit)
    if scope.residential_group:
        place = f"{scope.residential_group}, {place}"
    made = _("Lập ngày {day}, người lập: {officer}").format(
        day=today(store.clock).strftime("%d/%m/%Y"), officer=store.account.display_name
    )
    if found is None:
        return place, made
    count = _("{people} nhân khẩu trong {households} hộ").format(
        people=number(sum(len(family.people) for family in found)), households=number(len(found))
    )
    return place, made, count


def findings_sheet(store: Store, scope: Scope, found: Sequence[Family]) -> OutSheet:
    """What looks wrong, with enough beside it to find the paper."""
    homes = {family.household.household_uuid: family for family in found}
    places = {home: place for place, home in enumerate(homes)}
    people = {person.person_uuid: (family, person) for family in found for person in family.people}

    def home(finding: Finding) -> tuple[Family | None, Person | None]:
        return people.get(finding.record_uuid, (homes.get(finding.record_uuid), None))

    def on_the_way(finding: Finding) -> tuple[bool, int]:
        """Errors first, then from house to house."""
        family, _person = home(finding)
        place = len(places) if family is None else places[family.household.household_uuid]
        return finding.severity is not Severity.ERROR, place

    def row(finding: Finding) -> tuple[OutValue, ...] | None:
        family, person = home(finding)
        if family is None:
            return None
        household = family.household
        head = family.people[0].full_name if family.people else None
        return (
            _("lỗi") if finding.severity is Severity.ERROR else _("cảnh báo"),
            unit_name(household.unit) if household.unit else None,
            household.residential_group,
            household.household_no,
            head,
            person.full_name if person is not None else None,
            day_or_text(person.birth_date) if person is not None else None,
            box_label(finding.record_kind, finding.field) or None,
            finding.text(),
            finding.rule,
            str(finding.record_uuid),
        )

    known = sorted(check_all(store, today(store.clock)), key=on_the_way)
    rows = [line for finding in known if (line := row(finding)) is not None]
    columns = (
        OutColumn("severity", _("Mức"), width=10),
        OutColumn("", _("Đơn vị"), width=22),
        OutColumn("", _("Thôn/tổ dân phố"), width=20),
        OutColumn("", _("Hộ số"), width=9),
        OutColumn("", _("Chủ hộ"), width=_WORDS),
        OutColumn("", _("Họ và tên"), width=_WORDS),
        OutColumn("", _("Ngày sinh"), Form.DATE, 12),
        OutColumn("field", _("Ô"), width=24),
        OutColumn("message", _("Nội dung cần xem"), width=70, wraps=True),
        OutColumn("rule", _("Quy tắc"), width=34, is_on_paper=False),
        OutColumn("record", _("Mã bản ghi"), width=38, is_on_paper=False),
    )
    lines = (
        *head_lines(store, scope, found),
        _("{count} điều cần xem lại; giấy tờ quyết định").format(count=number(len(rows))),
    )
    return OutSheet(
        _("Cần xem"), _("DANH SÁCH CẦN XEM LẠI"), lines, columns, len(rows), lambda: rows, fixed_columns=1
    )
