"""Decisions on two records: the same person twice, or not.

A decision is a record of its own, about a pair. Its id is made from the pair, so that whatever machines decide about
the same two people meets in one record, and two opinions become an ordinary conflict. Nothing is merged by a decision:
both slips stay as they are.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a person decided about two slips.

    Attributes:
        link_uuid: made from the pair, see `link_uuid_of`.
        first: the smaller id of the two people.
        second: the larger.
        verdict: code of the list `link_verdict`: same, different, twins, look at the paper.
        leading: of "the same", the slip that counts; the other is left out of counts.
        taken_from_other: of "the same", machine names of the boxes in which the other slip is right.
        reason: why, in the officer's words.
    """

    link_uuid: uuid.UUID
    first: Annotated[uuid.UUID | None, FieldDef(N_("Phiếu thứ nhất"), Kind.RECORD, cell="pair")] = None
    second: Annotated[uuid.UUID | None, FieldDef(N_("Phiếu thứ hai"), Kind.RECORD, cell="pair")] = None
    verdict: Annotated[
        str | None, FieldDef(N_("Kết luận"), Kind.CODE, codes="link_verdict", required=True, cell="verdict")
    ] = None
    leading: Annotated[uuid.UUID | None, FieldDef(N_("Phiếu được tính"), Kind.RECORD, cell="verdict")] = None
    taken_from_other: Annotated[
        str | None, FieldDef(N_("Ô lấy theo phiếu kia"), Kind.TEXT, cell="verdict", max_length=1000)
    ] = None
    reason: Annotated[str | None, FieldDef(N_("Lý do"), Kind.TEXT, cell="verdict")] = None


def link_uuid_of(one: uuid.UUID, other: uuid.UUID) -> uuid.UUID:
    """The id of the decision on two people, the same in either order and on every machine."""
    first, second = sorted((one, other))
    return made_id("census.link", first.bytes, second.bytes)
