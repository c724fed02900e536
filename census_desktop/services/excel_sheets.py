"""Households and people as sheets for offices that work with Excel.

Every answer stands as what it is: ids, numbers and codes as text, whole dates as dates, codes with their words beside
them. Machine names stand above the heads, so that a sheet can be read back by this program.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from census_desktop.base.clock import today
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.domain.boundaries import is_same_group
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.formats import show_answer
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.domain.vietnamese import natural_key
from census_desktop.reports.wording import second_slips_words
from census_desktop.services.counted import SecondSlips
from census_desktop.services.units import unit_name
from census_desktop.store.records import iter_households, iter_people
from census_desktop.store.store import Store
from census_desktop.transfer.sheet_columns import HOUSEHOLD_COLUMNS
from census_desktop.transfer.sheet_shape import Form, OutColumn, OutSheet, OutValue, day_or_text

_WIDEST = 44
WORDS = 28  # width of names, places and free words
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
    """A household with its people, head first.

    Attributes:
        household: the household.
        people: all slips that are not void.
        second: of slips whose person is counted elsewhere, who that is and where, in words.
    """

    household: Household
    people: tuple[Person, ...]
    second: Mapping[uuid.UUID, str] = field(default_factory=dict)

    @property
    def counted(self) -> tuple[Person, ...]:
        """People who count here."""
        return tuple(person for person in self.people if person.person_uuid not in self.second)

    @property
    def is_counted(self) -> bool:
        """False for a sheet on which everybody is counted elsewhere."""
        return bool(self.counted) or not self.people


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
    slips = SecondSlips(store)
    people: dict[uuid.UUID | None, list[Person]] = defaultdict(list)
    for done, person in enumerate(iter_people(store)):
        if done % 2000 == 0:
            control.step(done, 0, _("Đang đọc dữ liệu"))
        if person.void is None:
            people[person.household_uuid].append(person)
    chosen = [household for household in iter_households(store) if scope.holds(household)]
    chosen.sort(key=_place_on_list)
    return [_family(one, people[one.household_uuid], slips) for one in chosen]


def _family(household: Household, people: Sequence[Person], slips: SecondSlips) -> Family:
    second = {each.person_uuid: slips.words(each.person_uuid) for each in people if each.person_uuid in slips}
    return Family(household, tuple(sorted(people, key=_place_in_family)), second)


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
        # An official number need not say one value (two numberings of peoples differ): words are what is read back.
        is_list = field.kind is Kind.CODE
        shown = OutColumn(machine_name if is_list else "", title, width=max(14, field.width + 4))
        code = OutColumn(
            "" if is_list else machine_name,
            _("{box} (mã)").format(box=title),
            width=12 if field.codes else 18,
        )
        return [
            _Part(code, lambda h, p: _official(field, stored(h, p))),
            _Part(shown, lambda h, p: show_answer(field, stored(h, p)) or None),
        ]
    if field.kind is Kind.FLAG:
        return [_Part(OutColumn(machine_name, title, width=8), lambda h, p: show_answer(field, stored(h, p)))]
    width = min(_WIDEST, field.width + 4) if field.width else WORDS
    return [_Part(OutColumn(machine_name, title, width=width), stored)]


def _official(field: FieldDef, stored: str | None) -> str | None:
    """The number of a code as the screen and official lists have it; the code itself where it has none."""
    found = code_list(field.codes).get(stored) if field.codes and stored is not None else None
    return next(iter(found.numbers), stored) if found is not None else stored


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


def _remark_parts(remarks: Remarks, found: Sequence[Family]) -> list[_Part]:
    """Columns for boxes that stand as another slip of the person says, and for people counted elsewhere.

    Neither is there where nobody needs it.
    """
    second = {each: words for family in found for each, words in family.second.items()}
    told = (
        (_("Không đếm ở đây"), second),
        (_("Lấy theo phiếu khác"), remarks),
    )
    return [_remark_part(title, words) for title, words in told if words]


def _remark_part(title: str, words: Remarks) -> _Part:
    column = OutColumn("", title, width=_REMARK_WIDTH, wraps=True)
    return _Part(column, lambda _h, person: None if person is None else words.get(person.person_uuid))


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
    parts = [*shown, *_remark_parts(remarks or {}, found), *(_not_printed(part) for part in behind)]
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
        *_remark_parts(remarks or {}, found),
        _uuid_part(
            "person_uuid",
            _("Mã nhân khẩu"),
            lambda _h, person: None if person is None else person.person_uuid,
        ),
        _uuid_part("household_uuid", _("Mã hộ"), lambda household, _p: household.household_uuid),
    ]
    sizes = {family.household.household_uuid: len(family.counted) for family in found}
    heads = {family.household.household_uuid: family.people[0].full_name for family in found if family.people}
    households = [
        *of_household,
        *_household_parts(("household_book_no", "note")),
        _Part(
            OutColumn("", _("Chủ hộ"), width=WORDS),
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
                is_counted = person.person_uuid not in family.second
                place += is_counted
                shown = place if is_counted else None  # counted, and numbered, where the other slip is
                yield [shown, *(value(family.household, person) for value in values)]

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


def head_lines(
    store: Store, scope: Scope, found: Sequence[Family] | None = None, *, is_shown: bool = True
) -> tuple[str, ...]:
    """What stands below the title: where, when, by whom, how many.

    Args:
        store: the store.
        scope: whose households.
        found: them; nothing is counted when None.
        is_shown: False where slips whose people are counted elsewhere are left out altogether.
    """
    place = unit_name(scope.unit or store.installation.unit)
    if scope.residential_group:
        place = f"{scope.residential_group}, {place}"
    made = _("Lập ngày {day}, người lập: {officer}").format(
        day=today(store.clock).strftime("%d/%m/%Y"), officer=store.account.display_name
    )
    if found is None:
        return place, made
    households = sum(family.is_counted for family in found)
    count = _("{people} nhân khẩu trong {households} hộ").format(
        people=number(sum(len(family.counted) for family in found)), households=number(households)
    )
    second = sum(len(family.second) for family in found)
    if not second:
        return place, made, count
    if is_shown:
        return place, made, count, second_slips_words(second, len(found) - households)
    left_out = _("Không có trong bảng: {people} phiếu của người đã đếm ở phiếu khác (cùng một người)")
    return place, made, count, left_out.format(people=number(second))
