"""Code lists of the town as they stand: what was said about them, in words, and the lists the program reads.

Apart from `code_lists`, which takes lists in and writes them out: whoever only reads codes loads no spreadsheets.
"""

from __future__ import annotations

from census_desktop.base.clock import today
from census_desktop.base.text import _
from census_desktop.domain.code_overlay import OPEN_LISTS, in_order, overlaid_lists
from census_desktop.domain.code_records import CodeEntry
from census_desktop.domain.codes import use_code_lists
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.store.records import records_where
from census_desktop.store.store import Store

_FIELDS = FIELDS[RecordKind.CODE_ENTRY]


def code_entries(store: Store) -> tuple[CodeEntry, ...]:
    """What the town has said about code lists, in the order of the lists, then of first days and codes."""
    found = in_order(records_where(store, RecordKind.CODE_ENTRY))
    return tuple(entry for name in OPEN_LISTS for entry in found if entry.list_name == name)


def learn_codes(store: Store) -> None:
    """Let the whole program read the code lists of this store, as they stand today."""
    use_code_lists(overlaid_lists(records_where(store, RecordKind.CODE_ENTRY), today(store.clock)))


def code_list_title(name: str | None) -> str:
    """What people call a list."""
    return _(OPEN_LISTS[name]) if name is not None and name in OPEN_LISTS else name or ""


def code_entry_words(entry: CodeEntry) -> str:
    """An entry in one line: "56 – Pa Kô, dùng từ 01/01/2027 (NQ 12)"."""
    shown = {name: show_answer(_FIELDS[name], getattr(entry, name)) for name in ("valid_from", "valid_to")}
    words = _("{code} – {label}, dùng từ {day}").format(
        code=entry.code, label=entry.label, day=shown["valid_from"]
    )
    if entry.valid_to is not None:
        words += _(" đến hết {day}").format(day=shown["valid_to"])
    return f"{words} ({entry.legal_basis})" if entry.legal_basis else words
