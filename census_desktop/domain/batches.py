"""Batches (tập phiếu): slips that were handed out, collected and are kept on paper together.

A slip says which batch it belongs to by its number, written "batch/sequence". The batch itself says where it came from
and how many slips its cover sheet counts, so that what is missing can be told before the paper goes to the shelf.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.domain.vietnamese import clean

SEPARATOR = "/"
MOST_SLIPS = 9999  # in one batch; a larger count on a cover sheet is a slip of the finger


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch and its cover sheet.

    Attributes:
        batch_uuid: made from unit and number, see `batch_uuid_of`.
        unit: where the slips were collected.
        number: as written before the "/" of its slips.
        residential_group: when all of it is of one thôn or tổ dân phố.
        collector: who collected it.
        issued: blank slips handed out (phát).
        people: filled slips counted on the cover sheet (thu).
        households: households counted there.
        received_on: day it came to the office.
        note: what else there is to say.
        withdrawn: "1" when it was entered by mistake.
    """

    batch_uuid: uuid.UUID
    unit: Annotated[
        str | None, FieldDef(N_("Đơn vị hành chính"), Kind.UNIT, short=N_("Đơn vị"), cell="name")
    ] = None
    number: Annotated[
        str | None, FieldDef(N_("Số tập"), Kind.TEXT, width=8, required=True, cell="name", max_length=20)
    ] = None
    residential_group: Annotated[
        str | None, FieldDef(N_("Thôn/tổ dân phố"), Kind.TEXT, short=N_("Thôn/TDP"), width=18, max_length=80)
    ] = None
    collector: Annotated[str | None, FieldDef(N_("Người thu phiếu"), Kind.NAME, max_length=120)] = None
    issued: Annotated[
        str | None, FieldDef(N_("Số phiếu đã phát"), Kind.DIGITS, width=6, cell="counts", max_length=5)
    ] = None
    people: Annotated[
        str | None, FieldDef(N_("Số phiếu trong tập"), Kind.DIGITS, width=6, cell="counts", max_length=5)
    ] = None
    households: Annotated[
        str | None, FieldDef(N_("Số hộ trong tập"), Kind.DIGITS, width=6, cell="counts", max_length=5)
    ] = None
    received_on: Annotated[str | None, FieldDef(N_("Ngày nhận tập"), Kind.DATE, width=11)] = None
    note: Annotated[str | None, FieldDef(N_("Ghi chú"), Kind.TEXT, max_length=500)] = None
    withdrawn: Annotated[str | None, FieldDef(N_("Đã rút lại"), Kind.FLAG)] = None


def batch_uuid_of(unit: str, number: str) -> uuid.UUID:
    """The id of a batch, the same on every machine; capitals do not make another batch."""
    return made_id("census.batch", unit.encode(), clean(number).casefold().encode())


def batch_of(slip_no: str | None) -> str:
    """The batch a slip number names, "" when it names none: "12/34" is slip 34 of batch 12."""
    batch, separator, _sequence = (slip_no or "").partition(SEPARATOR)
    return clean(batch) if separator else ""


def sequence_of(slip_no: str | None) -> int:
    """The place of a slip in its batch, 0 when it is not a number."""
    sequence = clean((slip_no or "").partition(SEPARATOR)[2])
    return int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) <= 6 else 0


def slip_no_of(batch: str, sequence: int) -> str:
    """The number of a slip as written: "12/34"."""
    return f"{batch}{SEPARATOR}{sequence}"
