"""Declared, shown, confirmed: what a slip says, what a document shows, and what holds.

The slip is never overwritten by a document: its answer is what the person declared and signed. What documents show
stands beside it, each with the document and who saw it. Which of them holds follows the order of sources of Nghị định
37/2021/NĐ-CP: residence procedures, then papers of civil status and residence, then other papers, and the citizen's
own declaration only where these are silent.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.codes import code_list
from census_desktop.domain.spec import FieldDef, Kind

# Boxes in which people are known to declare what is not so; documents are kept for these.
CLAIMS = (
    "full_name", "birth_date", "sex", "marital_status", "birth_registration_place", "native_place", "personal_id",
    "old_id", "permanent_address", "current_address", "father_name", "mother_name", "spouse_name", "relation_to_head",
)  # fmt: skip
_LAST_RANK = 9  # of a document whose kind is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one document shows about one box of a slip.

    Attributes:
        evidence_uuid: made once.
        about: the person.
        box: machine name of the box, one of `CLAIMS`.
        value: stored form of what the document shows.
        document: code of the list `document_kind`.
        document_no: number of the document.
        seen_by: who saw it.
        seen_on: when.
        confirmed: "1" when whoever may decide has confirmed it.
        withdrawn: "1" when it was entered by mistake.
        note: what else there is to say.
    """

    evidence_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Người"), Kind.RECORD, cell="shown")] = None
    box: Annotated[str | None, FieldDef(N_("Ô"), Kind.TEXT, cell="shown")] = None
    value: Annotated[
        str | None, FieldDef(N_("Giấy tờ ghi"), Kind.TEXT, required=True, cell="shown", max_length=250)
    ] = None
    document: Annotated[
        str | None,
        FieldDef(N_("Loại giấy tờ"), Kind.CODE, codes="document_kind", required=True, cell="shown"),
    ] = None
    document_no: Annotated[str | None, FieldDef(N_("Số giấy tờ"), Kind.TEXT, cell="shown", max_length=60)] = (
        None
    )
    seen_by: Annotated[str | None, FieldDef(N_("Người đã xem"), Kind.NAME, cell="shown", max_length=120)] = (
        None
    )
    seen_on: Annotated[str | None, FieldDef(N_("Ngày xem"), Kind.DATE, cell="shown")] = None
    note: Annotated[str | None, FieldDef(N_("Ghi chú"), Kind.TEXT)] = None
    confirmed: Annotated[str | None, FieldDef(N_("Đã xác nhận"), Kind.FLAG)] = None
    withdrawn: Annotated[str | None, FieldDef(N_("Đã rút lại"), Kind.FLAG)] = None


@dataclass(frozen=True, slots=True)
class Claim:
    """All that is known about one box of one slip.

    Attributes:
        box: machine name.
        declared: stored form of what the slip says, None for blank.
        shown: what documents show, the most trusted first; without what was withdrawn.
    """

    box: str
    declared: str | None
    shown: tuple[Evidence, ...]

    @property
    def confirmed(self) -> Evidence | None:
        """The most trusted document that was confirmed, None when none was."""
        return next((one for one in self.shown if one.confirmed is not None), None)

    @property
    def standing(self) -> str | None:
        """What holds at present: confirmed, else shown by the most trusted document, else declared."""
        best = self.confirmed or (self.shown[0] if self.shown else None)
        return best.value if best is not None else self.declared

    @property
    def is_disputed(self) -> bool:
        """True when slip and documents differ, or documents among themselves."""
        return len({self.declared, *(one.value for one in self.shown)} - {None}) > 1


def rank(document: str | None) -> int:
    """How far a kind of document is trusted, 1 most."""
    item = code_list("document_kind").get(document or "")
    return int(item.more.get("rank", _LAST_RANK)) if item is not None else _LAST_RANK


def claim(box: str, declared: str | None, evidence: Iterable[Evidence]) -> Claim:
    """What is known about a box.

    Args:
        box: machine name.
        declared: what the slip says.
        evidence: documents about the person, of any box.
    """
    shown = [one for one in evidence if one.box == box and one.withdrawn is None]
    # Equal trust: the later sight first, and the id last, so that every machine orders them alike.
    shown.sort(key=lambda one: (one.seen_on or "", one.evidence_uuid.bytes), reverse=True)
    shown.sort(key=lambda one: rank(one.document))
    return Claim(box, declared, tuple(shown))
