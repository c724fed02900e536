"""Open errors by household, kept from one count to the next: only what changed since is checked again."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from census_desktop import __version__
from census_desktop.base.clock import today
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.acceptance import Acceptances
from census_desktop.domain.code_names import DIFFERENT, TWINS
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding, Severity
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.elsewhere import check_elsewhere
from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.services.acceptance import all_acceptances
from census_desktop.services.checks import Checked
from census_desktop.store import progress_known as known
from census_desktop.store.progress_known import NO_HOUSEHOLD, Until
from census_desktop.store.records import iter_records, records_where
from census_desktop.store.store import Store
from census_desktop.store.walk import HANDFUL, Home, handful


def errors_behind(store: Store) -> int | None:
    """Operations that arrived since errors were last counted; None when they never were, or by other rules."""
    until = known.errors_until(store)
    if until is None or until.rules != __version__:
        return None
    return known.newest_arrival(store) - until.arrival


def count_errors(store: Store, control: JobControl) -> int:
    """Bring the count of open errors up to date; returns how many there are.

    The first time every household is checked, later only those that something arrived about. On another day households
    with errors are looked at again: a date in the future may have come.

    Raises:
        CancelledError: stopped; the earlier figures stay.
    """
    day, before = today(store.clock), known.errors_until(store)
    until = Until(known.newest_arrival(store), day.isoformat(), __version__)  # before anything is read
    looked_at: set[bytes] | None = None
    if before is not None and before.rules == __version__:
        looked_at = known.touched_households(store, before.arrival)
        if before.day != until.day:
            looked_at |= known.households_with_errors(store)
    accepted = all_acceptances(store)
    wanted = known.live_households(store) if looked_at is None else sorted(looked_at)
    inside: Counter[bytes] = Counter()
    for start in range(0, len(wanted), HANDFUL):
        control.step(start, len(wanted), _("Đang đếm lỗi"))
        for home, people, key in _homes(store, wanted[start : start + HANDFUL]):
            inside[key] += sum(1 for _each in _inside(home, people, day, accepted))
    elsewhere = Counter(_key_of(person) for _finding, person in _elsewhere(store, accepted))
    known.keep_errors(store, until, +inside, looked_at, elsewhere)
    return sum(known.errors_by_place(store).values())


def erring(store: Store, unit: str, group: str | None = None) -> tuple[Checked, ...]:
    """The open errors of a unit, or of one group of it, each with the record it is about.

    Only households that had errors when they were last counted are looked at.
    """
    day, accepted = today(store.clock), all_acceptances(store)
    wanted = known.erring_households(store, unit, group)
    found: list[Checked] = []
    for home, people, _key in _homes(store, sorted(wanted)):
        found += _inside(home, people, day, accepted)
    found += [each for each in _elsewhere(store, accepted) if _key_of(each[1]) in wanted]
    return tuple(found)


def _homes(
    store: Store, wanted: Sequence[bytes]
) -> Iterator[tuple[Household | None, tuple[Person, ...], bytes]]:
    """Households without void ones, and the people of households that are void, unknown or not written."""
    found = {
        home.household.household_uuid.bytes: home
        for home in handful(store, [uuid.UUID(bytes=each) for each in wanted if each != NO_HOUSEHOLD])
    }
    for each in wanted:
        home: Home | None = found.get(each)
        if home is not None:
            yield home.household if home.household.void is None else None, home.members, each
        else:
            of = None if each == NO_HOUSEHOLD else uuid.UUID(bytes=each)
            yield None, records_where(store, RecordKind.PERSON, household_uuid=of, void=None), each


def _inside(
    home: Household | None, people: Sequence[Person], day: datetime.date, accepted: Acceptances
) -> Iterator[Checked]:
    findings = list(check_household(home, people, day)) if home is not None else []
    for person in people:
        findings += check_person(person, day)
    records = {person.person_uuid: person for person in people}
    for finding in findings:
        record = records.get(finding.record_uuid, home)
        if (
            finding.severity is Severity.ERROR
            and record is not None
            and accepted.reason(finding, record) is None
        ):
            yield finding, record


def _elsewhere(store: Store, accepted: Acceptances) -> Iterator[tuple[Finding, Person]]:
    """Errors of slips against slips of other households; pairs decided to be two people are at peace."""
    by_number: dict[str | None, list[Person]] = defaultdict(list)
    for person in known.sharers_of_numbers(store):
        by_number[person.personal_id].append(person)
    apart = {
        frozenset((link.first, link.second))
        for link in iter_records(store, RecordKind.LINK)
        if link.verdict in {DIFFERENT, TWINS}
    }
    for sharers in by_number.values():
        for person in sharers:
            others = [
                other for other in sharers if frozenset((other.person_uuid, person.person_uuid)) not in apart
            ]
            for finding in check_elsewhere(person, others):
                if finding.severity is Severity.ERROR and accepted.reason(finding, person) is None:
                    yield finding, person


def _key_of(record: Household | Person) -> bytes:
    return record.household_uuid.bytes if record.household_uuid is not None else NO_HOUSEHOLD
