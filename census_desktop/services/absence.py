"""Absence as a process: who is away, who has to be asked when, whom the families expect for Tết, and what it covers."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.absence import (
    AFTER_TET,
    BEFORE_TET,
    Away,
    Collective,
    Duty,
    away_uuid_of,
    collective_uuid_of,
    duty_uuid_of,
    next_tet,
)
from census_desktop.domain.boundaries import is_same_group
from census_desktop.domain.code_names import DIFFERENT, TWINS
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.links import link_uuid_of
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.services.editing import no_such_record, parsed_answers
from census_desktop.services.progress import LONG_AWAY
from census_desktop.services.targets_followed import followed_targets
from census_desktop.services.units import unit_name
from census_desktop.store.away import (
    AWAY,
    TO_ASK,
    Elsewhere,
    Told,
    away_counts,
    people_where,
    slips_elsewhere,
    told_people,
)
from census_desktop.store.boundaries import load_plans
from census_desktop.store.progress import targets
from census_desktop.store.records import load, load_household, load_person, records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

TO_SIGN, NO_SLIP = "ky_khi_ve", "chua_co"  # slip_given
_RECORDS = {RecordKind.AWAY: Away, RecordKind.DUTY: Duty, RecordKind.COLLECTIVE: Collective}
_IDS = {
    RecordKind.AWAY: away_uuid_of,
    RecordKind.DUTY: duty_uuid_of,
    RecordKind.COLLECTIVE: collective_uuid_of,
}


def record_about(store: Store, kind: RecordKind, about: uuid.UUID) -> Away | Duty | Collective:
    """What stands beside a slip or a sheet; a blank record when nothing does."""
    made = _IDS[kind](about)
    known: Away | Duty | Collective | None = load(store, kind, made)
    return known or _RECORDS[kind](**{f"{kind.value}_uuid": made, "about": about})


def write_about(store: Store, kind: RecordKind, about: uuid.UUID, typed: Mapping[str, str]) -> int:
    """Change boxes beside a slip or a sheet, as one would type them; returns the number of changes.

    Raises:
        CensusError: NO_SUCH_RECORD, UNKNOWN_FIELD, BAD_VALUE (names the box); nothing has been changed.
    """
    known = load_household(store, about) if kind is RecordKind.COLLECTIVE else load_person(store, about)
    if known is None:
        raise no_such_record(about)
    fields = {name: field for name, field in FIELDS[kind].items() if name != "about"}
    changes = parsed_answers(typed, fields)
    record = record_about(store, kind, about)
    with store.transaction(Action.EDIT) as tx:
        if load(store, kind, _IDS[kind](about)) is None:
            tx.create(record)
        return tx.edit(kind, _IDS[kind](about), changes)


def absent_people(store: Store, unit: str | None = None, group: str | None = None) -> tuple[Told, ...]:
    """Everybody who is away, in the order of houses."""
    return tuple(told for told in people_where(store, AWAY) if _is_in(told, unit, group))


def people_to_ask(store: Store, unit: str | None = None, group: str | None = None) -> tuple[Told, ...]:
    """Who is away, and whose slip does not say it although a day to ask again is set; in the order of houses."""
    return tuple(told for told in people_where(store, TO_ASK) if _is_in(told, unit, group))


def _is_in(told: Told, unit: str | None, group: str | None) -> bool:
    home = told.household
    return unit in {None, home.unit} and (group is None or is_same_group(group, home.residential_group))


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line of a list to go round with.

    Attributes:
        told: the person.
        day: when; None when no day is known.
        what: what is to be done, in words.
    """

    told: Told
    day: datetime.date | None
    what: str


def reminders(
    store: Store, until: datetime.date, unit: str | None = None, group: str | None = None
) -> tuple[Reminder, ...]:
    """Who has to be asked again up to a day, see `due_reminders`."""
    return due_reminders(people_to_ask(store, unit, group), until)


def due_reminders(people: Iterable[Told], until: datetime.date) -> tuple[Reminder, ...]:
    """Of people who are away, those to be asked again by the date set or the expected return; oldest first.

    What was done since that date is left out.
    """
    found: list[Reminder] = []
    for told in people:
        away = told.away
        set_day = last_day(away.remind_on) if away is not None else None
        back = last_day(told.person.presence_expected_return)
        done = last_day(away.reminded_on) if away is not None else None
        for day, what in (
            (set_day, (away.remind_note if away is not None else None) or _("Hỏi lại gia đình")),
            (back, _("Đến hạn dự kiến về")),
        ):
            if day is not None and day <= until and (done is None or done < day):
                found.append(Reminder(told, day, to_do(told, what)))
                break
    return tuple(sorted(found, key=lambda one: one.day or until))


def tet_list(
    store: Store, day: datetime.date | None = None, unit: str | None = None, group: str | None = None
) -> tuple[datetime.date, tuple[Reminder, ...]]:
    """Who may be home for the coming Tết and has something to do, see `tet_reminders`.

    Raises:
        CensusError: NO_TET beyond the years the program knows.
    """
    tet = coming_tet(day or today(store.clock))
    return tet, tet_reminders(absent_people(store, unit, group), tet)


def coming_tet(day: datetime.date) -> datetime.date:
    """The Tết that comes after a day, or whose holidays are not over.

    Raises:
        CensusError: NO_TET beyond the years the program knows.
    """
    tet = next_tet(day)
    if tet is None:
        raise CensusError(
            "NO_TET", _("Chương trình chưa có ngày Tết của năm này."), _("Dùng danh sách nhắc theo ngày.")
        )
    return tet


def tet_reminders(people: Iterable[Told], tet: datetime.date) -> tuple[Reminder, ...]:
    """Of people who are away, those who may be home for a Tết: to sign, give a slip, declare tạm vắng, answer.

    People expected back at another time are left out, those abroad nobody expects, and those asked since the season
    began.
    """
    found = []
    for told in people:
        back = last_day(told.person.presence_expected_return)
        is_expected = back is not None and tet - BEFORE_TET <= back <= tet + AFTER_TET
        is_abroad = told.person.presence_reason == "lam_viec_nuoc_ngoai" or (
            told.away is not None and told.away.country not in {None, "VN"}
        )
        asked = last_day(told.away.reminded_on) if told.away is not None else None
        is_asked = asked is not None and asked >= tet - BEFORE_TET
        if not is_asked and (is_expected or (back is None and not is_abroad)):
            found.append(Reminder(told, back, to_do(told, _("Hỏi khi về Tết"))))
    return tuple(found)


def to_do(told: Told, usual: str | None) -> str:
    """What is to be done about somebody away, in words: the usual thing, and what the slip still lacks."""
    away = told.away
    parts = [usual] if usual else []
    if away is not None and away.slip_given == TO_SIGN:
        parts.append(_("ký phiếu"))
    if away is not None and away.slip_given == NO_SLIP:
        parts.append(_("thu phiếu"))
    if away is None or away.declared is None:
        parts.append(_("khai báo tạm vắng"))
    return "; ".join(parts)


def mark_reminded(store: Store, people: tuple[uuid.UUID, ...]) -> int:
    """Note that these people were asked about today."""
    day = today(store.clock).isoformat()
    return sum(bool(write_about(store, RecordKind.AWAY, one, {"reminded_on": day})) for one in people)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a unit is covered, with and without those away for long.

    Attributes:
        unit: unit text.
        name: its name.
        target: people to be collected.
        people: with slips.
        away: of these, not met.
        long_away: of these, away for `LONG_AWAY` or longer.
        abroad: of `away`, in another country.
        declared: of `away`, with tạm vắng declared.
    """

    unit: str
    name: str
    target: int
    people: int
    away: int
    long_away: int
    abroad: int
    declared: int

    @property
    def percent(self) -> float:
        """Slips against the target."""
        return 100.0 * self.people / self.target if self.target else 0.0

    @property
    def percent_present(self) -> float:
        """The same when those away for long are left out of both."""
        left = self.target - self.long_away
        return 100.0 * (self.people - self.long_away) / left if left > 0 else 0.0


def coverage(store: Store) -> tuple[Coverage, ...]:
    """By unit, in order of units; the last line is the sum."""
    goals, set_up = followed_targets(load_plans(store), records_where(store, RecordKind.GOAL), targets(store))
    wanted = {unit: people for unit, (people, _households) in set_up.items()}
    wanted |= {
        goal.unit or "": int(goal.people) for goal in goals if goal.people and goal.residential_group is None
    }
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for one in away_counts(store, (today(store.clock) - LONG_AWAY).isoformat()):
        line = sums[one.unit]
        line[0] += one.people
        line[1] += one.people * one.is_away
        line[2] += one.people * one.is_long
        line[3] += one.people * (one.is_away and one.is_abroad)
        line[4] += one.people * (one.is_away and one.is_declared)
    lines = [
        Coverage(unit, unit_name(unit), wanted.get(unit, 0), *counts) for unit, counts in sorted(sums.items())
    ]
    total = [sum(values) for values in zip(*sums.values(), strict=True)] or [0] * 5
    return (*lines, Coverage("", _("Cộng"), sum(line.target for line in lines), *total))


def elsewhere(store: Store) -> tuple[Elsewhere, ...]:
    """People away here who have slips in other units: temporary residents there, or counted twice.

    Pairs that somebody decided to be two people are left out.
    """
    apart = {
        link.link_uuid for link in records_where(store, RecordKind.LINK) if link.verdict in {DIFFERENT, TWINS}
    }
    return tuple(one for one in slips_elsewhere(store) if link_uuid_of(one.here, one.there) not in apart)


@dataclass(frozen=True, slots=True)
class FoundElsewhere:
    """Both slips of somebody away here who has one elsewhere.

    Attributes:
        here: the slip of the person who is away.
        there: the other slip.
        by_number: the personal numbers are the same; otherwise names and dates of birth are.
    """

    here: Told
    there: Told
    by_number: bool


def found_elsewhere(store: Store) -> tuple[FoundElsewhere, ...]:
    """The same with both slips, in the order of the houses they are missing from."""
    pairs = elsewhere(store)
    told = told_people(store, {each for pair in pairs for each in (pair.here, pair.there)})
    return tuple(
        FoundElsewhere(told[pair.here], told[pair.there], pair.by_number)
        for pair in pairs
        if pair.here in told and pair.there in told
    )


def last_day(stored: str | None) -> datetime.date | None:
    """The last day a date may mean: nobody is late within the month that was named."""
    if stored is None:
        return None
    try:
        return PartialDate.from_iso(stored).latest()
    except BadInput:
        return None
