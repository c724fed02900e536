"""Going round after people who are away: which of them a list shows, its counts, what came of asking."""

from __future__ import annotations

import datetime
import enum
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _
from census_desktop.domain.absence import away_uuid_of
from census_desktop.domain.code_names import PRESENT
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.services.absence import (
    NO_SLIP,
    TO_SIGN,
    Reminder,
    due_reminders,
    last_day,
    record_about,
    tet_reminders,
    to_do,
)
from census_desktop.services.editing import no_such_record, parsed_answers
from census_desktop.services.field_lists import Scope
from census_desktop.services.progress import LONG_AWAY
from census_desktop.store.away import Told, is_away
from census_desktop.store.records import load, load_person
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

BY_HAND = "truc_tiep"  # slip_given
_AWAY_BOXES = FIELDS[RecordKind.AWAY]
CALL_AGAIN = datetime.timedelta(days=7)


class Round(enum.StrEnum):
    """Which people are gone round after."""

    REMIND = "remind"
    TET = "tet"
    EVERYBODY = "everybody"


class Answer(enum.StrEnum):
    """What came of a call or a visit."""

    STILL_AWAY = "still_away"
    NOT_REACHED = "not_reached"
    SIGNED = "signed"
    DECLARED = "declared"
    BACK = "back"


ANSWER_WORDS = {
    Answer.STILL_AWAY: N_("Đã hỏi, vẫn vắng"),
    Answer.NOT_REACHED: N_("Không liên lạc được, gọi lại sau 7 ngày"),
    Answer.SIGNED: N_("Đã đưa phiếu, đã ký"),
    Answer.DECLARED: N_("Đã khai báo tạm vắng"),
    Answer.BACK: N_("Đã về: ghi có mặt"),
}


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """Figures over a list of people who are away.

    Attributes:
        people: how many.
        houses: in how many households.
        long_away: away for `LONG_AWAY` or longer.
        undeclared: without tạm vắng declared.
        to_sign: whose slip waits for their signature.
        no_slip: whose slip has not come.
        unreachable: with nobody's telephone or address to ask.
    """

    people: int
    houses: int
    long_away: int
    undeclared: int
    to_sign: int
    no_slip: int
    unreachable: int


def round_lines(
    people: Iterable[Told], which: Round, until: datetime.date, tet: datetime.date | None
) -> tuple[Reminder, ...]:
    """The people of a list, with what is to be done.

    Args:
        people: who is away or to be asked; the latter stand on the list of reminders only.
        which: which list.
        until: of reminders, the last day that is asked about.
        tet: the coming Tết; None when the program knows none, and the list is empty.
    """
    if which is Round.REMIND:
        return due_reminders(people, until)
    people = [told for told in people if is_away(told.person)]
    if which is Round.TET:
        return tet_reminders(people, tet) if tet is not None else ()
    return tuple(Reminder(told, _next_day(told), to_do(told, None)) for told in people)


def is_inside(told: Told, scope: Scope) -> bool:
    """True for somebody of a household inside."""
    home = told.household
    return scope.holds(home.unit, home.residential_group, home.collector)


def round_counts(lines: Sequence[Reminder], day: datetime.date) -> RoundCounts:
    """Figures over a list as of a day."""
    told = [line.told for line in lines]
    long_ago = (day - LONG_AWAY).isoformat()
    given = [one.away.slip_given if one.away is not None else None for one in told]
    return RoundCounts(
        people=len(told),
        houses=len({one.household.household_uuid for one in told}),
        long_away=sum((one.person.presence_since or "9999") <= long_ago for one in told),
        undeclared=sum(one.away is None or one.away.declared is None for one in told),
        to_sign=given.count(TO_SIGN),
        no_slip=given.count(NO_SLIP),
        unreachable=sum(not (one.person.presence_contact or one.household.phone) for one in told),
    )


def note_answer(store: Store, person_uuid: uuid.UUID, answer: Answer, typed: Mapping[str, str]) -> None:
    """Write what came of asking today, as one change that can be undone.

    Args:
        store: the store.
        person_uuid: who was asked about.
        answer: what came of it.
        typed: `remind_on` and `remind_note` for the next time, as one would type them; blanks leave what stands, and
            set a week for those not reached.

    Raises:
        CensusError: NO_SUCH_RECORD, UNKNOWN_FIELD, BAD_VALUE, PLACE_CLOSED; DAY_PASSED for a day to ask again that is
            not to come; nothing has been changed.
    """
    if load_person(store, person_uuid) is None:
        raise no_such_record(person_uuid)
    given = {name: answer for name, answer in typed.items() if answer.strip()}
    changes = parsed_answers(given, {name: _AWAY_BOXES[name] for name in ("remind_on", "remind_note")})
    day = today(store.clock)
    again = last_day(changes.get("remind_on"))
    if again is not None and again <= day:
        raise CensusError("DAY_PASSED", _("Ngày hẹn hỏi lại phải ở sau hôm nay."), _("Chưa có gì thay đổi."))
    if answer is Answer.NOT_REACHED:
        changes.setdefault("remind_on", (day + CALL_AGAIN).isoformat())
        changes.setdefault("remind_note", _("Gọi lại: lần trước không liên lạc được"))
    changes["reminded_on"] = day.isoformat()
    if answer is Answer.SIGNED:
        changes["slip_given"] = BY_HAND
    if answer is Answer.DECLARED:
        changes |= {"declared": "1", "declared_on": day.isoformat()}
    about = away_uuid_of(person_uuid)
    with store.transaction(Action.EDIT) as tx:
        if load(store, RecordKind.AWAY, about) is None:
            tx.create(record_about(store, RecordKind.AWAY, person_uuid))
        tx.edit(RecordKind.AWAY, about, changes)
        if answer is Answer.BACK:
            tx.edit(RecordKind.PERSON, person_uuid, _BACK)


# Who is back is present; since when, where and why the person was away stays in the history of the slip.
_BACK: dict[str, str | None] = {
    name: PRESENT if name == "presence" else None
    for name, field in PERSON_FIELDS.items()
    if field.cell == "presence"
}


def _next_day(told: Told) -> datetime.date | None:
    """The next day somebody is to be asked about; None when no day stands."""
    away = told.away
    set_day = last_day(away.remind_on) if away is not None else None
    done = last_day(away.reminded_on) if away is not None else None
    days = (set_day, last_day(told.person.presence_expected_return))
    return min((day for day in days if day is not None and (done is None or done < day)), default=None)
