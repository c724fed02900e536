"""Rules that look beyond the household: the same number, or the same name and birth date, on a slip elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from census_desktop.base.text import N_
from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.formats import split_many
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules_identity import partial_date
from census_desktop.domain.vietnamese import tone_key

_PERSON = RecordKind.PERSON

PERSONAL_ID = RuleDef(
    "person.personal_id.elsewhere",
    Severity.ERROR,
    _PERSON,
    N_("Số {number} cũng có trên phiếu của {other} ở hộ khác: gõ sai số, hay một người khai hai nơi? (F8)"),
    N_("Luật Căn cước công dân 2014, Điều 12: không lặp lại ở người khác"),
)
OLD_ID = RuleDef(
    "person.old_id.elsewhere",
    Severity.WARNING,
    _PERSON,
    N_("Số CMND {number} cũng có trên phiếu của {other} ở hộ khác. (F8)"),
    N_("Có số CMND từng cấp cho hai người: không tự coi là một người"),
)
SLIP = RuleDef(
    "person.slip.elsewhere",
    Severity.WARNING,
    _PERSON,
    N_("Ở hộ khác có phiếu cùng họ tên và ngày sinh: một người khai hai nơi? (F8)"),
    N_("Kinh nghiệm thu thập"),
)
RULES = (PERSONAL_ID, OLD_ID, SLIP)


def check_elsewhere(person: Person, others: Iterable[Person]) -> Iterator[Finding]:
    """What other slips of the store say against this one.

    Args:
        person: the slip.
        others: slips that share a number or the name with it, from anywhere; those of its own household and void ones
            do not count here.
    """
    elsewhere = [
        other
        for other in others
        if other.void is None
        and other.person_uuid != person.person_uuid
        and (other.household_uuid is None or other.household_uuid != person.household_uuid)
    ]
    for box, rule in (("personal_id", PERSONAL_ID), ("old_id", OLD_ID)):
        for number in split_many(getattr(person, box)):
            holder = next((one for one in elsewhere if number in split_many(getattr(one, box))), None)
            if holder is not None:
                yield rule.at(person.person_uuid, box, number=number, other=holder.full_name or "?")
    birth = partial_date(person.birth_date)
    if person.full_name is None or birth is None or not birth.is_whole:
        return
    key = tone_key(person.full_name)
    if any(
        one.birth_date == person.birth_date and one.full_name is not None and tone_key(one.full_name) == key
        for one in elsewhere
    ):
        yield SLIP.at(person.person_uuid, "full_name")
