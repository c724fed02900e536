"""Code lists with what the town has added: entries laid over the lists that come with the program.

The newest entry whose day has come says what a code is called; what it was called before is read for ever, and so is a
code that is not offered any more. Lists whose codes the program itself works by are closed: a new word there would
mean nothing to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from census_desktop.base.text import N_
from census_desktop.domain.code_names import BY_LIST
from census_desktop.domain.code_records import CodeEntry
from census_desktop.domain.codes import Code, CodeList, shipped_list, split_spellings
from census_desktop.domain.vietnamese import tone_key

# Lists the town may add to, and what people call them.
OPEN_LISTS: Mapping[str, str] = MappingProxyType(
    {
        "ethnic": N_("Dân tộc"),
        "religion": N_("Tôn giáo"),
        "nationality": N_("Quốc tịch"),
        "relation_to_head": N_("Quan hệ với chủ hộ"),
        "document_kind": N_("Loại giấy tờ"),
        "absence_reason": N_("Lý do vắng mặt"),
        "collective_kind": N_("Loại hộ tập thể"),
        "service": N_("Phục vụ quân đội, công an"),
        "visit_result": N_("Kết quả lần đến nhà"),
        "form_version": N_("Mẫu phiếu"),
    }
)
_NUMBER = "number"
_FIRST_DAY = "valid_from"  # of a form: what was declared before cannot stand on it


def overlaid(shipped: CodeList, entries: Iterable[CodeEntry], day: datetime.date) -> CodeList:
    """A list as it stands on a day.

    Args:
        shipped: as it comes with the program.
        entries: what the town has said about it, in any order; what is incomplete is passed over.
        day: entries that begin later wait.

    Returns:
        Shipped codes in their order, then new ones in order of their first day and code.
    """
    found = {item.code: item for item in (*shipped.items, *shipped.ended)}
    ended = {item.code for item in shipped.ended}
    for entry in in_order(entries):
        if not (entry.code and entry.label and entry.valid_from) or entry.valid_from > day.isoformat():
            continue
        found[entry.code] = _said(shipped, found, entry)
        ended.discard(entry.code)
        if entry.valid_to is not None and entry.valid_to < day.isoformat():
            ended.add(entry.code)
    return CodeList(
        shipped.name,
        (item for code, item in found.items() if code not in ended),
        (item for code, item in found.items() if code in ended),
    )


def in_order(entries: Iterable[CodeEntry]) -> list[CodeEntry]:
    """Entries by first day, then code: a later one is laid over an earlier one."""
    return sorted(entries, key=lambda each: (each.valid_from or "", each.code or ""))


def overlaid_lists(entries: Iterable[CodeEntry], day: datetime.date) -> tuple[CodeList, ...]:
    """All lists that differ from those that come with the program."""
    by_list: dict[str, list[CodeEntry]] = {}
    for entry in entries:
        if entry.list_name is not None and entry.list_name in OPEN_LISTS:
            by_list.setdefault(entry.list_name, []).append(entry)
    return tuple(overlaid(shipped_list(name), said, day) for name, said in by_list.items())


def is_leaned_on(list_name: str, code: str) -> bool:
    """True for a code that rules and rooms know by name: its words must go on meaning the same."""
    return code in BY_LIST.get(list_name, ())


def _said(shipped: CodeList, known: Mapping[str, Code], entry: CodeEntry) -> Code:
    """The code as the entry has it; what the entry leaves blank stays as it was."""
    assert entry.code is not None
    assert entry.label is not None
    before = known.get(entry.code)
    model = known.get(entry.same_as or "", before)
    more = dict(model.beside if model is not None else {})
    if before is not None:
        more |= {column: value for column, value in before.more.items() if column not in before.beside}
    elif shipped.name == "form_version":
        more[_FIRST_DAY] = entry.valid_from or ""
    if entry.number:
        more[number_column(shipped)] = entry.number
    spellings = [*split_spellings(entry.other or "")]
    if before is not None:
        spellings += [before.label, *before.other]
    return Code(
        code=entry.code,
        label=entry.label,
        other=tuple(word for word in dict.fromkeys(spellings) if word != entry.label),
        note=entry.note or (before.note if before is not None else ""),
        more=MappingProxyType(more),
    )


def number_column(shipped: CodeList) -> str:
    """The first column of official numbers of a list."""
    columns = (column for item in shipped.items for column in item.more if column.startswith(_NUMBER))
    return next(columns, _NUMBER)


def taken_word(codes: CodeList, entry: CodeEntry) -> tuple[str, Code] | None:
    """A word, number or code of an entry that already means another code, and that code; None if there is none.

    Marks count, capitals and the place of the tone do not. A word that two codes share already may be said by both.
    """
    owners: dict[str, list[Code]] = {}
    for item in (*codes.items, *codes.ended):
        for word in (item.code, *item.spellings, *item.numbers):
            owners.setdefault(_key(word), []).append(item)
    said = (entry.code, entry.label, *split_spellings(entry.other or ""), entry.number)
    for word in filter(None, said):
        found = owners.get(_key(word), [])
        if found and all(item.code != entry.code for item in found):
            return word, found[0]
    return None


def _key(word: str) -> str:
    return tone_key(word.lstrip("0") or word) if word.isdecimal() else tone_key(word)
