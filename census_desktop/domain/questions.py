"""Phúc tra: questions to be asked at the house, and what came of them.

A question has a place on a printed list ("3-12": list 3, line 12), so that answers written on the returned list are
entered by line number. A finding asked about twice is one question: its id is made from what it is about.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind

SEPARATOR = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of a phúc tra list.

    Attributes:
        question_uuid: made from what it is about, see `question_uuid_of`.
        about: the person or household asked about.
        household: where to ask.
        box: machine name of the box, None when it is about the whole record.
        rule: id of the rule that raised it; None when a person did.
        words: the question as printed.
        place: list and line, "3-12"; None before it was printed.
        outcome: code of the list `follow_up_outcome`.
        outcome_on: day of the visit.
        outcome_by: who asked.
        answer: what the family said, in words.
    """

    question_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Hồ sơ"), Kind.RECORD, cell="question")] = None
    household: Annotated[uuid.UUID | None, FieldDef(N_("Hộ"), Kind.RECORD, cell="question")] = None
    box: Annotated[str | None, FieldDef(N_("Ô"), Kind.TEXT, cell="question")] = None
    rule: Annotated[str | None, FieldDef(N_("Quy tắc"), Kind.TEXT, cell="question")] = None
    words: Annotated[
        str | None, FieldDef(N_("Câu hỏi"), Kind.TEXT, required=True, cell="question", max_length=500)
    ] = None
    place: Annotated[str | None, FieldDef(N_("Số dòng"), Kind.TEXT, max_length=20)] = None
    outcome: Annotated[
        str | None, FieldDef(N_("Kết quả"), Kind.CODE, codes="follow_up_outcome", cell="outcome")
    ] = None
    outcome_on: Annotated[str | None, FieldDef(N_("Ngày hỏi"), Kind.DATE, cell="outcome")] = None
    outcome_by: Annotated[
        str | None, FieldDef(N_("Người hỏi"), Kind.NAME, cell="outcome", max_length=120)
    ] = None
    answer: Annotated[
        str | None, FieldDef(N_("Gia đình trả lời"), Kind.TEXT, cell="outcome", max_length=500)
    ] = None


def question_uuid_of(about: uuid.UUID, rule: str | None, box: str | None, words: str) -> uuid.UUID:
    """The id of a question: of a finding by rule and box, of what a person asks by its words."""
    return made_id("census.question", about.bytes, (rule or "").encode(), (box or words).encode())


def place_of(list_no: int, line: int) -> str:
    """List and line as printed: "3-12"."""
    return f"{list_no}{SEPARATOR}{line}"


def list_of(place: str | None) -> int:
    """Number of the list of a place, 0 when it has none or is not readable."""
    number = (place or "").partition(SEPARATOR)[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def line_of(place: str | None) -> int:
    """Number of the line of a place, 0 when it has none or is not readable."""
    number = (place or "").partition(SEPARATOR)[2]
    return int(number) if number.isascii() and number.isdigit() else 0
