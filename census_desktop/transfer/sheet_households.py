"""Which rows of a spreadsheet are one household.

In this order: the same household_uuid; the same household number in the same group of the same unit; the same
household-book number in the same unit; rows standing below a head (relation CH) as its members. Whatever is left
is a household of its own. A row that could belong to two households belongs to none: that is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.vietnamese import tone_key
from census_desktop.transfer.sheet_columns import HOUSEHOLD_COLUMNS
from census_desktop.transfer.sheet_slip import Slip

Key = tuple[str, ...]
MARK = "mark"  # rows of one sheet whose numbering belongs together; finds nothing among what is here
_NAMING_COLUMNS = frozenset(  # what a household can be found by
    {"household_uuid", "unit", "residential_group", "household_no", "household_book_no"}
)
# What other people's lists say person by person, although the slip has it once for the household.
_OF_EACH = frozenset({"address", "phone", "collector", "note"})
_COLUMN_OF = {name: column for column, name in HOUSEHOLD_COLUMNS.items()}


@dataclass(eq=False, slots=True)
class SheetHousehold:
    """Rows that are one household.

    Attributes:
        slips: its rows, in order of the sheet.
        answers: filled answers about the household, agreed by its rows.
        key: what it can be found by among the households already here; () when nothing.
    """

    slips: list[Slip] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    key: Key = ()


def uuid_key(text: str) -> Key:
    """Key of a household by its identifier (32 hexadecimal digits)."""
    return "uuid", text


def place_key(unit: str | None, group: str | None, number: str | None) -> Key:
    """Key of a household by its number on the list of its group; () when a part is blank."""
    if not unit or not group or not number:
        return ()
    return "place", unit, tone_key(group), number.casefold()


def book_key(unit: str | None, book_no: str | None) -> Key:
    """Key of a household by its household book; () when a part is blank."""
    return ("book", unit, book_no.casefold()) if unit and book_no else ()


def same_words(one: str | None, other: str | None) -> bool:
    """True for the same answer about a household; hoà and hòa, capitals or not, are one word."""
    return one == other or (one is not None and other is not None and tone_key(one) == tone_key(other))


def keys_of(slip: Slip) -> tuple[Key, ...]:
    """What a row says about its household, strongest first."""
    found = (
        uuid_key(slip.household_uuid.hex) if slip.household_uuid is not None else (),
        place_key(slip.unit, slip.household.get("residential_group"), slip.household.get("household_no")),
        book_key(slip.unit, slip.person.get("household_book_no")),
    )
    keys = tuple(key for key in found if key)
    return (*keys, (MARK, slip.sheet, slip.mark)) if slip.mark else keys


def group_slips(slips: Iterable[Slip]) -> list[SheetHousehold]:
    """Put rows together; rows that disagree about their household get an error."""
    desk = _Desk()
    for slip in slips:
        desk.put(slip)
    for household in desk.households:
        _agree(household)
    return desk.households


class _Desk:
    """Rows being sorted, from the top of the sheet to its end."""

    def __init__(self) -> None:
        self.households: list[SheetHousehold] = []
        self._by_key: dict[Key, list[SheetHousehold]] = {}
        self._run: SheetHousehold | None = None  # household of the head above
        self._head: Slip | None = None

    def put(self, slip: Slip) -> None:
        keys = keys_of(slip)
        household = self._home(slip, keys)
        household.slips.append(slip)
        for key in keys:
            homes = self._by_key.setdefault(key, [])
            if household not in homes:
                homes.append(household)
        household.key = household.key or next((key for key in keys if key[0] != MARK), ())
        if slip.is_head:
            self._run, self._head = household, slip
        elif household is not self._run:
            self._run = self._head = None

    def _home(self, slip: Slip, keys: tuple[Key, ...]) -> SheetHousehold:
        if keys:
            homes = self._by_key.get(keys[0], [])
            if len(homes) > 1:
                slip.fail(
                    "household_uuid", _("Không rõ dòng này thuộc hộ nào: nhiều hộ trong tệp có cùng số.")
                )
            if len(homes) == 1:
                return homes[0]
        elif self._run is not None and self._is_below_head(slip):
            self._follow_refusal(slip)
            return self._run
        made = SheetHousehold()
        self.households.append(made)
        return made

    def _follow_refusal(self, slip: Slip) -> None:
        """Refuse a member whose household only its head names, in a box that cannot be read.

        Taken now, the member would stand in a household without a number, and come a second time with the corrected
        row.
        """
        head = self._head
        if head is not None and any(error.field in _NAMING_COLUMNS for error in head.errors):
            slip.fail("", _("Chưa rõ hộ: dòng {row} của chủ hộ có lỗi ở ô về hộ.").format(row=head.row_no))

    def _is_below_head(self, slip: Slip) -> bool:
        """True for a member that follows its head and does not say otherwise."""
        head = self._head
        if head is None or slip.is_head or slip.unit != head.unit:
            return False
        group, own = head.household.get("residential_group"), slip.household.get("residential_group")
        if own is not None and own != group:
            return False
        named = slip.person.get("head_name")
        if named is not None:
            return tone_key(named) == tone_key(head.person.get("full_name", ""))
        return "relation_to_head" in slip.person


def _agree(household: SheetHousehold) -> None:
    refused = [slip for slip in household.slips if slip.errors]
    said: dict[str, tuple[str, int]] = {}
    for slip in household.slips:
        if slip.errors:
            continue
        for name, value in tuple(slip.household.items()):
            first, row_no = said.setdefault(name, (value, slip.row_no))
            if same_words(value, first):
                continue
            if slip.is_ours or name not in _OF_EACH or not _keep_beside(slip, name, value):
                slip.fail(_COLUMN_OF[name], _("Khác với dòng {row} của cùng một hộ.").format(row=row_no))
    household.answers = {name: value for name, (value, _row) in said.items()}
    # Often only the row of the head tells about the household. When that row is refused for another box, what it says
    # here is still taken: or the corrected row would not find the household its family was put into.
    for slip in refused:
        household.answers = slip.household | household.answers
    books = _books(slip for slip in household.slips if not slip.errors) or _books(refused)
    if len(books) == 1:
        household.answers["household_book_no"] = books.pop()


def _keep_beside(slip: Slip, name: str, value: str) -> bool:
    """Move an answer that is the person's own into the person's note; nothing is lost. False when the note is full."""
    label = _(HOUSEHOLD_FIELDS[name].label)
    note = "; ".join([*filter(None, [slip.person.get("note")]), f"{label}: {value}"])
    if len(note) > PERSON_FIELDS["note"].max_length:
        return False
    del slip.household[name]
    slip.person["note"] = note
    slip.remarks.append(
        _("{box} khác các dòng trên của hộ, đã ghi vào ghi chú của người này").format(box=label)
    )
    return True


def _books(slips: Iterable[Slip]) -> set[str]:
    return {slip.person["household_book_no"] for slip in slips if "household_book_no" in slip.person}
