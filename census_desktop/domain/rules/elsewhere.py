"""Rules that look beyond the household: the same number, or the same name and birth date, on a slip elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from census_desktop.base.text import N_
from census_desktop.domain.acceptance import Acceptance
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.formats import show_answer, split_many
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.identity import partial_date
from census_desktop.domain.rules.names import is_same_name
from census_desktop.domain.vietnamese import tone_key

_PERSON = RecordKind.PERSON

PERSONAL_ID = RuleDef(
    "person.personal_id.elsewhere",
    Severity.ERROR,
    _PERSON,
    N_("Số {number} cũng có trên phiếu của {other} ở hộ khác: gõ sai số, hay một người khai hai nơi?"),
    N_("Luật Căn cước công dân 2014, Điều 12: không lặp lại ở người khác"),
)
OLD_ID = RuleDef(
    "person.old_id.elsewhere",
    Severity.WARNING,
    _PERSON,
    N_("Số CMND {number} cũng có trên phiếu của {other} ở hộ khác."),
    N_("Có số CMND từng cấp cho hai người: không tự coi là một người"),
)
SLIP = RuleDef(
    "person.slip.elsewhere",
    Severity.WARNING,
    _PERSON,
    N_("Ở hộ khác có phiếu cùng họ tên và ngày sinh: một người khai hai nơi?"),
    N_("Kinh nghiệm thu thập"),
)
PARENT_ID = RuleDef(
    "person.parent_id.of_another",
    Severity.WARNING,
    _PERSON,
    N_("{box}: số này là của {other} theo phiếu của người đó."),
    N_("Thông tư 66/2015/TT-BCA, mẫu DC01, mục 14: đối chiếu với phiếu của chính người đó"),
)
CHANGED = RuleDef(
    "person.answer.changed_after_reason",
    Severity.WARNING,
    _PERSON,
    N_("{box}: đã ghi lý do “{reason}” cho “{before}”, nay lại ghi khác."),
    N_("Nghị định 37/2021/NĐ-CP: giữ mọi lần cập nhật, chỉnh sửa"),
)
RULES = (PERSONAL_ID, OLD_ID, SLIP, PARENT_ID, CHANGED)


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


def check_named(person: Person, holders: Mapping[str, Person]) -> Iterator[Finding]:
    """Numbers written for father, mother, husband or wife against the slips that carry those numbers.

    Args:
        person: the slip that names them.
        holders: the slip of each 12-digit number, wherever it is.
    """
    for box in ("father", "mother", "spouse"):
        number, name = getattr(person, f"{box}_id"), getattr(person, f"{box}_name")
        holder = holders.get(number or "")
        if holder is None or name is None or holder.full_name is None or holder is person:
            continue
        if not is_same_name(holder.full_name, name):
            yield PARENT_ID.at(person.person_uuid, f"{box}_id", other=holder.full_name)


def check_changed(person: Person, accepted: Iterable[Acceptance]) -> Iterator[Finding]:
    """Boxes that say something else since somebody explained them."""
    for one in accepted:
        if one.reason is None or one.box is None or one.answer is None or one.box not in PERSON_FIELDS:
            continue
        if getattr(person, one.box) != one.answer:
            before = show_answer(PERSON_FIELDS[one.box], one.answer)
            yield CHANGED.at(person.person_uuid, one.box, reason=one.reason, before=before)
