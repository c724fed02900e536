"""Code lists of the town: codes added or named anew by a list or by hand, on their way to wards, and read there.

What was said is kept as records (`domain.code_records`), so it goes to every ward with the next receipt. The program
reads the lists of the store opened last; see `docs/codes.md` for the columns of a list.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.code_overlay import (
    OPEN_LISTS,
    is_leaned_on,
    overlaid,
    taken_word,
)
from census_desktop.domain.code_records import CodeEntry, code_entry_uuid_of
from census_desktop.domain.codes import LIST_NAMES, CodeList, shipped_list
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import tone_key
from census_desktop.services.known_codes import code_entries, learn_codes
from census_desktop.services.rights import must_be_town, must_lead
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.code_sheet import COLUMNS, write_code_sheet
from census_desktop.transfer.small_sheets import Complaints, read_list

_FIELDS = FIELDS[RecordKind.CODE_ENTRY]
_HEADS = {_FIELDS[name].label.casefold(): name for name in COLUMNS}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]*")
_FULL_DAY = len("2026-11-27")
_END = datetime.date.max  # with all entries laid over, whenever they begin


@dataclass(frozen=True, slots=True)
class CodesTaken:
    """What a list did.

    Attributes:
        rows: filled rows.
        added: entries that are new.
        changed: entries that say something else now.
    """

    rows: int
    added: int
    changed: int


class _Wrong(ValueError):
    """What is wrong with an entry, by machine name of the box; `args` are box and reason."""


def load_codes(store: Store, path: Path, *, dry_run: bool = False) -> CodesTaken:
    """Take a list of entries in on the town's machine; all of it or, when a row is wrong, nothing.

    Args:
        store: the town's store.
        path: .xlsx or .csv with the columns `COLUMNS`, by machine name or label.
        dry_run: only look.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NOT_ALLOWED; BAD_LIST naming rows, boxes and reasons; the codes of `read_list`.
    """
    must_be_town(store)
    must_lead(store)
    complaints = Complaints(path)
    known = {entry.code_entry_uuid: entry for entry in code_entries(store)}
    before = dict(known)
    rows_by_id: dict[object, int] = {}
    rows = read_list(path, COLUMNS, "code", _HEADS)
    for row in rows:
        try:
            entry = _entry(row.values, known.values())
        except _Wrong as error:
            box, why = error.args
            complaints.add(row.row_no, _("{box}: {why}").format(box=_(_FIELDS[box].label), why=why))
            continue
        if entry.code_entry_uuid in rows_by_id:
            earlier = rows_by_id[entry.code_entry_uuid]
            complaints.add(row.row_no, _("mã và ngày này đã có ở dòng {row}").format(row=earlier))
            continue
        rows_by_id[entry.code_entry_uuid] = row.row_no
        known[entry.code_entry_uuid] = entry
    complaints.raise_any()
    said = [known[key] for key in known if key in rows_by_id]
    new = [entry for entry in said if entry.code_entry_uuid not in before]
    other = [entry for entry in said if before.get(entry.code_entry_uuid, entry) != entry]
    if not dry_run:
        _keep(store, [*new, *other])
    return CodesTaken(len(rows), len(new), len(other))


def set_code(store: Store, said: Mapping[str, str]) -> CodeEntry:
    """Keep one entry typed by hand on the town's machine.

    Args:
        store: the town's store.
        said: what was typed, by machine name.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NOT_ALLOWED; BAD_VALUE naming box and reason; nothing has been changed.
    """
    must_be_town(store)
    must_lead(store)
    try:
        entry = _entry({name: text for name, text in said.items() if text.strip()}, code_entries(store))
    except _Wrong as error:
        box, why = error.args
        raise CensusError(
            "BAD_VALUE", _("{box}: {why}").format(box=_(_FIELDS[box].label), why=why)
        ) from error
    _keep(store, [entry])
    return entry


def save_code_sheet(store: Store, path: Path) -> int:
    """Write what was said so far as a spreadsheet that can be changed and taken in again; returns its rows.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER or WRITE_FAILED.
    """
    entries = code_entries(store)
    write_code_sheet(path, entries)
    return len(entries)


def _keep(store: Store, entries: Sequence[CodeEntry]) -> None:
    if entries:
        with store.transaction(Action.SETTING) as tx:
            for entry in entries:
                tx.save(entry)
        learn_codes(store)


def _entry(said: Mapping[str, str], known: Iterable[CodeEntry]) -> CodeEntry:
    """The entry a row means.

    Raises:
        _Wrong: what is wrong with it.
    """
    values = {name: _read(name, said.get(name, "")) for name in COLUMNS}
    list_name = _list_named(values["list_name"] or "")
    for name in ("valid_from", "valid_to"):
        day = values[name]
        if day is not None and len(day) != _FULL_DAY:
            raise _Wrong(name, _("cần đủ ngày, tháng, năm"))
    code, first = (_filled(name, values) for name in ("code", "valid_from"))
    _filled("label", values)
    if (values["valid_to"] or first) < first:
        raise _Wrong("valid_to", _("trước ngày bắt đầu"))
    entry_uuid = code_entry_uuid_of(list_name, code, first)
    others = [each for each in known if each.list_name == list_name and each.code_entry_uuid != entry_uuid]
    entry = CodeEntry(code_entry_uuid=entry_uuid, **{**values, "list_name": list_name})
    codes = overlaid(shipped_list(list_name), others, _END)
    _check_code(codes, entry, code)
    _check_words(codes, entry)
    return entry


def _read(name: str, typed: str) -> str | None:
    try:
        return parse_answer(_FIELDS[name], typed)
    except BadInput as error:
        raise _Wrong(name, error.why) from error


def _filled(name: str, values: Mapping[str, str | None]) -> str:
    value = values[name]
    if value is None:
        raise _Wrong(name, _("còn trống"))
    return value


def _list_named(said: str) -> str:
    """The machine name of a list the town may add to."""
    wanted = tone_key(said)
    for name, title in OPEN_LISTS.items():
        if wanted in (name, tone_key(title), tone_key(_(title))):
            return name
    if said in LIST_NAMES:
        why = _("danh mục {name} gắn với cách phần mềm làm việc, không thêm được mã").format(name=said)
    else:
        why = _("không có danh mục “{name}”; thêm được vào: {names}").format(
            name=said, names=", ".join(OPEN_LISTS)
        )
    raise _Wrong("list_name", why)


def _check_code(codes: CodeList, entry: CodeEntry, code: str) -> None:
    """A code has one spelling, and what the program leans on stays what it is."""
    if not _CODE.fullmatch(code):
        raise _Wrong("code", _("chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch"))
    known = (*codes.items, *codes.ended)
    namesake = next((item.code for item in known if item.code.casefold() == code.casefold()), code)
    if namesake != code:
        raise _Wrong("code", _("chỉ khác chữ hoa, chữ thường với mã {code}").format(code=namesake))
    before = codes.get(code)
    if before is not None and is_leaned_on(codes.name, code):
        leaned = _("phần mềm dựa vào mã {code} – {label}").format(code=code, label=before.label)
        if entry.label != before.label:
            raise _Wrong("label", _("{leaned}, không đổi tên được").format(leaned=leaned))
        if entry.valid_to is not None:
            raise _Wrong("valid_to", _("{leaned}, không thôi dùng được").format(leaned=leaned))
    if entry.same_as is not None and codes.get(entry.same_as) is None:
        raise _Wrong("same_as", _("không có mã {code} trong danh mục").format(code=entry.same_as))


def _check_words(codes: CodeList, entry: CodeEntry) -> None:
    """An entry may not take a word from another code: what is typed or imported would mean something else."""
    taken = taken_word(codes, entry)
    if taken is None:
        return
    word, owner = taken
    names = ("code", "label", "number")
    box = next((name for name in names if getattr(entry, name) == word), "other")
    why = _("“{word}” đang chỉ mã {code} – {label}").format(word=word, code=owner.code, label=owner.label)
    raise _Wrong(box, why)
