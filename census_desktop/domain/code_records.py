"""Entries of code lists as records: what the town adds to the lists that come with the program, or words anew.

An entry counts from a day on; the newest one whose day has come says what a code is called. Entries are never taken
away, so that no code loses its words under slips that carry it; an entry may only stop being offered.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind

LONGEST_CODE = 30
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """What one code of one list means from a day on; it concerns no place, so it goes to every ward.

    Attributes:
        code_entry_uuid: made from list, code and first day.
        list_name: machine name of the code list.
        code: what is stored on slips.
        valid_from: first day the entry counts.
        valid_to: last day the code is offered; None when it still is. It is read and shown for ever.
        label: what is shown and printed.
        other: other spellings people write, joined by ";".
        note: what an officer should know.
        number: official number of the code.
        same_as: a code of the same list whose other properties (sex, rank, …) this one has.
        legal_basis: the paper that says so.
    """

    code_entry_uuid: uuid.UUID
    list_name: Annotated[str | None, FieldDef(N_("Danh mục"), Kind.TEXT, required=True, cell="entry")] = None
    code: Annotated[
        str | None, FieldDef(N_("Mã"), Kind.TEXT, required=True, cell="entry", max_length=LONGEST_CODE)
    ] = None
    valid_from: Annotated[
        str | None, FieldDef(N_("Dùng từ ngày"), Kind.DATE, required=True, cell="entry")
    ] = None
    valid_to: Annotated[str | None, FieldDef(N_("Dùng đến hết ngày"), Kind.DATE, cell="entry")] = None
    label: Annotated[
        str | None, FieldDef(N_("Tên gọi"), Kind.TEXT, required=True, cell="entry", max_length=LONGEST_LABEL)
    ] = None
    other: Annotated[str | None, FieldDef(N_("Cách ghi khác"), Kind.TEXT, cell="entry")] = None
    note: Annotated[str | None, FieldDef(N_("Điều cần biết"), Kind.TEXT, cell="entry")] = None
    number: Annotated[str | None, FieldDef(N_("Số"), Kind.DIGITS, cell="entry", max_length=10)] = None
    same_as: Annotated[
        str | None, FieldDef(N_("Giống như mã"), Kind.TEXT, cell="entry", max_length=LONGEST_CODE)
    ] = None
    legal_basis: Annotated[str | None, FieldDef(N_("Căn cứ pháp lý"), Kind.TEXT, cell="entry")] = None


def code_entry_uuid_of(list_name: str, code: str, valid_from: str) -> uuid.UUID:
    """The id of an entry, the same on every machine."""
    return made_id("census.code", list_name.encode(), code.encode(), valid_from.encode())
