"""“Đúng như giấy tờ”: a finding a person has looked at, and why the answer stands nevertheless.

It is about one rule at one box of one record and about the answer that stood there: another answer, and the question
is open again. Its id is made from rule, box and record, so that two machines that accept the same thing meet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind

if TYPE_CHECKING:
    from census_desktop.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One finding that was answered.

    Attributes:
        acceptance_uuid: made from record, rule and box, see `acceptance_uuid_of`.
        about: the person or household.
        rule: id of the rule.
        box: machine name of the box, None when the finding is about the whole record.
        answer: stored form of the answer that was accepted, None for a blank box.
        reason: why it stands; None when the acceptance was taken back.
    """

    acceptance_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Hồ sơ"), Kind.RECORD, cell="acceptance")] = None
    rule: Annotated[str | None, FieldDef(N_("Quy tắc"), Kind.TEXT, cell="acceptance")] = None
    box: Annotated[str | None, FieldDef(N_("Ô"), Kind.TEXT, cell="acceptance")] = None
    answer: Annotated[str | None, FieldDef(N_("Nội dung"), Kind.TEXT, cell="acceptance", max_length=2000)] = (
        None
    )
    reason: Annotated[str | None, FieldDef(N_("Lý do"), Kind.TEXT, cell="acceptance")] = None


def acceptance_uuid_of(about: uuid.UUID, rule: str, box: str) -> uuid.UUID:
    """The id of the acceptance of one rule at one box of one record."""
    return made_id("census.accept", about.bytes, rule.encode(), box.encode())


def acceptance_of(finding: Finding, record: Any, reason: str | None) -> Acceptance:
    """The acceptance of a finding.

    Args:
        finding: what looked wrong.
        record: the person or household as it is.
        reason: why it stands; None takes an acceptance back.
    """
    return Acceptance(
        acceptance_uuid=acceptance_uuid_of(finding.record_uuid, finding.rule, finding.field),
        about=finding.record_uuid,
        rule=finding.rule,
        box=finding.field or None,
        answer=answer_at(finding, record),
        reason=reason,
    )


def answer_at(finding: Finding, record: Any) -> str | None:
    """What stands in the box a finding points at, as it is compared: text, ids of records as 32 digits."""
    value = getattr(record, finding.field, None) if finding.field else None
    return value.hex if isinstance(value, uuid.UUID) else value


class Acceptances:
    """What has been accepted, to be asked for each finding."""

    def __init__(self, known: Iterable[Acceptance]) -> None:
        self._by_uuid: Mapping[uuid.UUID, Acceptance] = {one.acceptance_uuid: one for one in known}

    def reason(self, finding: Finding, record: Any) -> str | None:
        """Why a finding is accepted; None when it is open, or the answer is another one by now."""
        known = self._by_uuid.get(acceptance_uuid_of(finding.record_uuid, finding.rule, finding.field))
        if known is None or known.answer != answer_at(finding, record):
            return None
        return known.reason
