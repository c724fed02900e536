"""Who should answer: lists of registered households taken in, tied to typed ones; visits; just exceptions."""

from __future__ import annotations

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.boundaries import group_key
from census_desktop.domain.code_names import REFUSED
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.registered import Registered, Visit, registered_uuid_of
from census_desktop.domain.rules.names import is_same_name
from census_desktop.domain.spec import BadInput, FieldDef
from census_desktop.domain.vietnamese import clean_or_none, fold
from census_desktop.services.editing import no_such_record
from census_desktop.services.group_names import GroupNames, Matched
from census_desktop.services.rights import must_lead
from census_desktop.services.units import resolve_unit
from census_desktop.store.opening import MachineRole
from census_desktop.store.records import find_record, load, records_where
from census_desktop.store.register import KnownHouse, houses_to_tie, untied
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.small_sheets import Complaints, read_list

REGISTERED_BOXES = FIELDS[RecordKind.REGISTERED]
VISIT_BOXES = FIELDS[RecordKind.VISIT]
COLUMNS = (
    "unit", "residential_group", "household_no", "household_book_no", "head_name", "people", "address", "collector",
    "source", "exempt", "exempt_reason",
)  # fmt: skip
# Heads that offices write over these columns, beside the labels of the boxes.
_HEADS: dict[str, str] = {
    "phường, xã": "unit", "phường/xã": "unit", "xã/phường": "unit", "mã đơn vị": "unit",
    "thôn": "residential_group",
    "thôn/tdp": "residential_group", "tdp": "residential_group",
    "tổ dân phố": "residential_group", "thôn, tổ dân phố": "residential_group",
    "hộ số": "household_no", "số hộ": "household_no", "stt hộ": "household_no",
    "số sổ hộ khẩu": "household_book_no", "sổ hộ khẩu": "household_book_no",
    "chủ hộ": "head_name", "họ và tên chủ hộ": "head_name", "tên chủ hộ": "head_name",
    "số người": "people", "số khẩu": "people", "nhân khẩu": "people",
    "địa chỉ": "address", "nơi thường trú": "address", "người thu": "collector", "cán bộ thu phiếu": "collector",
}  # fmt: skip
HEADS: Mapping[str, str] = _HEADS | {
    words.casefold(): name
    for name in COLUMNS
    for words in (name, REGISTERED_BOXES[name].label, REGISTERED_BOXES[name].short or name)
}


@dataclass(frozen=True, slots=True)
class RegisterTaken:
    """What a list of registered households did.

    Attributes:
        rows: households on the list.
        added: that were not known before.
        changed: that say something else now.
        tied: registered households for which a typed one was found.
        matched: names of residential groups that were taken for known ones.
    """

    rows: int
    added: int
    changed: int
    tied: int
    matched: tuple[Matched, ...] = ()


def import_registered(store: Store, path: Path) -> RegisterTaken:
    """Take a list of registered households from a spreadsheet with the columns `COLUMNS`; all rows or none.

    A ward's list need not name the unit. The same list again, or a newer one, changes what differs; what is not on it
    stays.

    Raises:
        CensusError: NOT_ALLOWED; BAD_LIST naming rows and reasons; the codes of `read_list`.
    """
    must_lead(store)
    complaints = Complaints(path)
    rows = read_list(path, COLUMNS, "head_name", HEADS)
    found: dict[uuid.UUID, tuple[int, Registered]] = {}
    known = {one.registered_uuid: one for one in registered(store)}
    # Names of entries go first: their ids are made of them, so that a list with other spellings is the same list.
    names = GroupNames.of_store(
        store, ((one.unit or "", one.residential_group or "") for one in known.values())
    )
    matched = []
    for row in rows:
        typed = _read(store, row.row_no, {"source": path.stem} | dict(row.values), complaints)
        if typed is None:
            continue
        entry = _named(typed, names)
        if entry.residential_group != typed.residential_group:
            matched.append(
                Matched(entry.unit or "", typed.residential_group or "", entry.residential_group or "")
            )
        first = found.get(entry.registered_uuid)
        if first is not None:
            complaints.add(row.row_no, _("hộ này đã có ở dòng {row}").format(row=first[0]))
        found[entry.registered_uuid] = (row.row_no, entry)
    complaints.raise_any()
    added = changed = 0
    with store.transaction(Action.REGISTER_LIST) as tx:
        for _row_no, entry in found.values():
            before = known.get(entry.registered_uuid)
            if before is None:
                tx.create(entry)
                added += 1
            else:
                said = {name: value for name in COLUMNS if (value := getattr(entry, name)) is not None}
                changed += bool(tx.save(dataclasses.replace(before, **said)))
    return RegisterTaken(len(rows), added, changed, tie_households(store), tuple(dict.fromkeys(matched)))


def registered(store: Store) -> tuple[Registered, ...]:
    """All registered households."""
    return records_where(store, RecordKind.REGISTERED)


def tie_households(store: Store) -> int:
    """Find the typed household of every registered one that has none; returns how many were found.

    The number on the list or of the household book must be the same, in the same unit, and the head's name; or, where
    numbers are missing, the name of a head that is there once in the group. What is doubtful stays open.
    """
    open_entries = untied(store)
    if not open_entries:
        return 0
    houses = _Houses(houses_to_tie(store))
    found = [(entry, house) for entry in open_entries if (house := houses.take(entry)) is not None]
    if found:
        with store.transaction(Action.REGISTER_LIST) as tx:
            for entry, house in found:
                tx.save(dataclasses.replace(entry, household=house.household_uuid))
    return len(found)


def exempt(store: Store, registered_uuid: uuid.UUID, reason: str | None) -> None:
    """A registered household will justly have no slip; a reason of None takes that back.

    Raises:
        CensusError: NOT_ALLOWED, NO_SUCH_RECORD, REASON_MISSING.
    """
    must_lead(store)
    entry = load(store, RecordKind.REGISTERED, registered_uuid)
    if entry is None:
        raise no_such_record(registered_uuid)
    why = None if reason is None else clean_or_none(reason)
    if reason is not None and why is None:
        raise CensusError("REASON_MISSING", _("Hãy ghi lý do."), _("Chưa có gì thay đổi."))
    with store.transaction(Action.REGISTER_LIST) as tx:
        tx.save(dataclasses.replace(entry, exempt=None if why is None else "1", exempt_reason=why))


def add_visit(store: Store, about: uuid.UUID, typed: Mapping[str, str]) -> Visit:
    """Enter a visit to a registered household, or to a typed one, as one would type it.

    Args:
        store: the store.
        about: the registered or typed household; a person's id means the person's household.
        typed: boxes of `Visit` by machine name; today when no day is given.

    Raises:
        CensusError: NO_SUCH_RECORD, UNKNOWN_FIELD; BAD_VALUE for a box that cannot be, a day that is still to come, a
            result that is missing, a refusal without its reason.
    """
    kind = find_record(store, about)
    if kind is RecordKind.PERSON:
        about = getattr(load(store, kind, about), "household_uuid", None) or about
    elif kind not in {RecordKind.REGISTERED, RecordKind.HOUSEHOLD}:
        raise no_such_record(about)
    read: dict[str, Any] = {"visited_on": today(store.clock).isoformat()}
    for name, answer in typed.items():
        if name not in VISIT_BOXES or name == "about":
            raise CensusError("UNKNOWN_FIELD", _("Lần đến không có ô {name}.").format(name=name))
        try:
            read[name] = parse_answer(VISIT_BOXES[name], answer) or read.get(name)
        except BadInput as error:
            raise _bad(VISIT_BOXES[name], error.why) from error
    if read["visited_on"] > today(store.clock).isoformat():
        raise _bad(VISIT_BOXES["visited_on"], _("ngày này chưa tới."))
    if read.get("result") is None:
        raise _bad(VISIT_BOXES["result"], _("phải ghi."))
    if read["result"] == REFUSED and read.get("reason") is None:
        raise _bad(VISIT_BOXES["reason"], _("từ chối thì phải ghi lý do."))
    visit = Visit(visit_uuid=store.clock.new_uuid(), about=about, **read)
    with store.transaction(Action.VISIT) as tx:
        tx.create(visit)
    return visit


def visits_of(store: Store, about: uuid.UUID) -> tuple[Visit, ...]:
    """Visits to a registered or typed household, oldest first."""
    found: Iterable[Visit] = records_where(store, RecordKind.VISIT, about=about)
    return tuple(sorted(found, key=lambda visit: visit.visited_on or ""))


# --- parts -----------------------------------------------------------------------------------------------------


def _read(store: Store, row_no: int, values: Mapping[str, str], complaints: Complaints) -> Registered | None:
    read: dict[str, str | None] = {}
    own = store.installation
    try:
        read["unit"] = (
            own.unit
            if "unit" not in values and own.machine_role is MachineRole.WARD
            else str(resolve_unit(values.get("unit", "")))
        )
    except CensusError as error:
        complaints.add(row_no, error.message)
        return None
    is_sound = True
    for name, text in values.items():
        if name == "unit":
            continue
        try:
            read[name] = parse_answer(REGISTERED_BOXES[name], text)
        except BadInput as error:
            complaints.add(row_no, f"{_(REGISTERED_BOXES[name].label)}: {error.why}")
            is_sound = False
    for name in ("residential_group", "head_name"):
        if not read.get(name) and name not in values:
            complaints.add(row_no, _("chưa ghi {box}").format(box=_(REGISTERED_BOXES[name].label)))
            is_sound = False
    number, book = read.get("household_no"), read.get("household_book_no")
    if not number and not book:
        complaints.add(row_no, _("phải có số thứ tự hộ hoặc số sổ hộ khẩu"))
        is_sound = False
    if read.get("exempt") and not read.get("exempt_reason"):
        complaints.add(row_no, _("hộ được miễn phiếu phải có lý do"))
        is_sound = False
    if not is_sound:
        return None
    key = registered_uuid_of(str(read["unit"]), read["residential_group"] or "", number, book)
    return Registered(registered_uuid=key, **read)  # type: ignore[arg-type]


def _named(entry: Registered, names: GroupNames) -> Registered:
    """The same with the group by its known name."""
    unit, group = entry.unit or "", names.of(entry.unit or "", entry.residential_group or "")
    key = registered_uuid_of(unit, group, entry.household_no, entry.household_book_no)
    return dataclasses.replace(entry, residential_group=group or None, registered_uuid=key)


class _Houses:
    """Typed households by what a list may know of them; each is given away once."""

    def __init__(self, houses: Iterable[KnownHouse]) -> None:
        self._by_number: dict[tuple[str | None, ...], list[KnownHouse]] = defaultdict(list)
        self._by_book: dict[tuple[str | None, ...], list[KnownHouse]] = defaultdict(list)
        self._by_head: dict[tuple[str | None, ...], list[KnownHouse]] = defaultdict(list)
        self._taken: set[uuid.UUID] = set()
        for house in houses:
            group = group_key(house.residential_group or "")
            self._by_number[house.unit, group, house.household_no].append(house)
            self._by_book[house.unit, house.household_book_no].append(house)
            self._by_head[house.unit, group, fold(house.head_name or "")].append(house)

    def take(self, entry: Registered) -> KnownHouse | None:
        """The household of an entry, None when there is none or it is doubtful."""
        found = [
            one for one in dict.fromkeys(self._candidates(entry)) if one.household_uuid not in self._taken
        ]
        if len(found) != 1:
            return None
        self._taken.add(found[0].household_uuid)
        return found[0]

    def _candidates(self, entry: Registered) -> list[KnownHouse]:
        group, name = group_key(entry.residential_group or ""), entry.head_name or ""
        numbered: list[KnownHouse] = []
        if entry.household_book_no:
            numbered += self._by_book.get((entry.unit, entry.household_book_no), ())
        if entry.household_no:
            numbered += self._by_number.get((entry.unit, group, entry.household_no), ())
        found = [one for one in numbered if is_same_name(one.head_name or "", name)]
        if found:
            return found
        namesakes = self._by_head.get((entry.unit, group, fold(name)), [])
        return [one for one in namesakes if len(namesakes) == 1 and not _contradicts(entry, one)]


def _contradicts(entry: Registered, house: KnownHouse) -> bool:
    """Two numbers that are both written and differ speak against the same name."""
    return any(
        said is not None and known is not None and said != known
        for said, known in (
            (entry.household_no, house.household_no),
            (entry.household_book_no, house.household_book_no),
        )
    )


def _bad(field: FieldDef, why: str) -> CensusError:
    return CensusError(
        "BAD_VALUE", _("Ô {box}: {why}").format(box=_(field.label), why=why), _("Chưa có gì thay đổi.")
    )
