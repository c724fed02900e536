"""The plan of a merge by place: what comes in for each unit and residential group, and what looks wrong in it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from census_desktop.base.clock import today
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.acceptance import Acceptances
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding, Severity
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.services.acceptance import all_acceptances
from census_desktop.services.package_files import package_files
from census_desktop.services.pairs import Coming, Suspect
from census_desktop.services.rights import may_lead
from census_desktop.store.records import load_household, load_person, members
from census_desktop.store.staged_outcome import Outcome, Unchanged
from census_desktop.store.staging import open_staging
from census_desktop.store.store import Store
from census_desktop.transfer.inbox import MergePlan, stage_packages

_STEP = 200  # households between two reports of progress
_Key = tuple[str | None, str | None]


@dataclass(slots=True)
class _Tally:
    people: int = 0
    households: int = 0
    new_people: int = 0
    new_households: int = 0
    changed_people: int = 0
    changed_households: int = 0
    combined: int = 0
    conflicts: int = 0
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class PlacePlan:
    """What the packages bring for one residential group, or for a whole unit.

    Attributes:
        unit: unit text, None when the household of a slip has not come.
        group: residential group; None also for a whole unit.
        people: people in the packages; new + changed + known already.
        households: households in the packages, likewise.
        new: people and households not known here.
        new_people: the people among them.
        changed: known people and households that get other answers.
        changed_people: the people among them.
        combined: changed records in which answers of both sides stand together.
        conflicts: boxes that a person must decide.
        errors: findings in the incoming slips that cannot be.
        warnings: findings that are unlikely.
    """

    unit: str | None
    group: str | None
    people: int
    households: int
    new: int
    new_people: int
    changed: int
    changed_people: int
    combined: int
    conflicts: int
    errors: int
    warnings: int

    @property
    def already(self) -> int:
        """People and households of which everything is known here."""
        return self.people + self.households - self.new - self.changed


@dataclass(frozen=True, slots=True)
class SuspectedPair:
    """Two slips that may be one person, with what names them.

    Attributes:
        suspect: the pair with its score and reasons.
        slips: both as they would stand after the merge, the new one first.
        households: theirs, None when not known.
    """

    suspect: Suspect
    slips: tuple[Person, Person]
    households: tuple[Household | None, Household | None]


@dataclass(frozen=True, slots=True)
class PlanByPlace:
    """A plan and the same figures by place.

    Attributes:
        plan: by package and in all.
        places: residential groups in order of unit and name.
        files: the files looked at, to be merged as they were looked at.
        suspected: pairs of slips, one of them new here, that may be one person; only for who may see suspicions.
    """

    plan: MergePlan
    places: tuple[PlacePlan, ...]
    files: tuple[Path, ...]
    suspected: tuple[SuspectedPair, ...] = ()

    def units(self) -> dict[str | None, tuple[PlacePlan, ...]]:
        """Residential groups by unit."""
        found: dict[str | None, list[PlacePlan]] = defaultdict(list)
        for place in self.places:
            found[place.unit].append(place)
        return {unit: tuple(places) for unit, places in found.items()}


def total(places: Iterable[PlacePlan], unit: str | None = None) -> PlacePlan:
    """The places added up."""
    counted = [
        (one.people, one.households, one.new, one.new_people, one.changed, one.changed_people,
         one.combined, one.conflicts, one.errors, one.warnings)
        for one in places
    ]  # fmt: skip
    sums = [sum(column) for column in zip(*counted, strict=True)] or [0] * 10
    return PlacePlan(unit, None, *sums)


def plan_by_place(store: Store, paths: Sequence[Path], control: JobControl) -> PlanByPlace:
    """What merging these packages would do, also by unit and residential group; the records stay as they are.

    Raises:
        CensusError: NO_PACKAGES.
        CancelledError: the user stopped.
    """
    files = package_files(paths, store.installation)
    with open_staging(store) as staging:
        plan = stage_packages(store, staging, files, control).plan
        tally = _Counter(store, today(store.clock), control)
        for one in staging.outcomes():
            tally.add(one)
        suspected = tally.suspected()
        if tally.looks_at_suspects:  # the cheap count gives way to the real one
            plan = replace(plan, duplicates=len(suspected))
        return PlanByPlace(plan, tally.places(), files, suspected)


@dataclass(slots=True)
class _Counter:
    """Counts outcomes and looks through the slips that would be new or changed."""

    store: Store
    day: date
    control: JobControl
    _tallies: dict[_Key, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    _households: dict[uuid.UUID, Household | None] = field(default_factory=dict)
    _people: dict[uuid.UUID | None, list[Person]] = field(default_factory=lambda: defaultdict(list))
    _known_households: set[uuid.UUID] = field(default_factory=set)
    _coming: list[Coming] = field(default_factory=list)

    def add(self, one: Outcome | Unchanged) -> None:
        """Count one outcome; households come before their people."""
        if isinstance(one, Unchanged):
            tally = self._tallies[one.unit, one.group]
            if one.kind is RecordKind.PERSON:
                tally.people += one.count
            else:
                tally.households += one.count
        elif isinstance(one.record, Household):
            self._household(one, one.record)
        else:
            self._person(one, one.record)

    def _household(self, one: Outcome, record: Household) -> None:
        self._households[record.household_uuid] = record
        if not one.is_new:
            self._known_households.add(record.household_uuid)
        tally = self._tallies[_place(record)]
        tally.households += 1
        tally.new_households += one.is_new
        tally.changed_households += not one.is_new
        _note(tally, one)

    def _person(self, one: Outcome, record: Person) -> None:
        home = self._home(record.household_uuid)
        self._people[record.household_uuid].append(record)
        self._coming.append(Coming(record, home, one.is_new))
        tally = self._tallies[_place(home)]
        tally.people += 1
        tally.new_people += one.is_new
        tally.changed_people += not one.is_new
        _note(tally, one)

    def _home(self, household_uuid: uuid.UUID | None) -> Household | None:
        if household_uuid is None:
            return None
        if household_uuid not in self._households:
            self._households[household_uuid] = load_household(self.store, household_uuid)
            self._known_households.add(household_uuid)
        return self._households[household_uuid]

    @property
    def looks_at_suspects(self) -> bool:
        """Somebody new comes, and who makes the plan may see suspicions."""
        return may_lead(self.store) and any(one.is_new for one in self._coming)

    def suspected(self) -> tuple[SuspectedPair, ...]:
        """Who comes and may be somebody else's second slip, the most likely first."""
        if not self.looks_at_suspects:
            return ()
        from census_desktop.services.suspects import suspects_among  # lazy: loads numpy

        found = suspects_among(self.store, self._coming, self.control)
        coming = {one.person.person_uuid: one for one in self._coming}
        return tuple(self._named(suspect, coming) for suspect in found)

    def _named(self, suspect: Suspect, coming: Mapping[uuid.UUID, Coming]) -> SuspectedPair:
        both = []
        for each in (suspect.first, suspect.second):
            one = coming.get(each)
            if one is None:
                known = load_person(self.store, each)
                assert known is not None  # it was read a moment ago
                place = known.household_uuid  # not kept: the plan counts only places that something comes for
                home = (
                    None
                    if place is None
                    else self._households.get(place) or load_household(self.store, place)
                )
                one = Coming(known, home, is_new=False)
            both.append(one)
        one, other = sorted(both, key=lambda each: not each.is_new)
        return SuspectedPair(suspect, (one.person, other.person), (one.household, other.household))

    def places(self) -> tuple[PlacePlan, ...]:
        """The figures, findings of the touched slips among them."""
        accepted = all_acceptances(self.store)
        for done, (key, home) in enumerate(self._households.items()):
            if done % _STEP == 0:
                self.control.step(done, len(self._households), _("Đang kiểm tra các phiếu trong gói"))
            touched = {person.person_uuid: person for person in self._people.pop(key, ())}
            others = members(self.store, key) if key in self._known_households else ()
            everybody = [*touched.values(), *(one for one in others if one.person_uuid not in touched)]
            self._check(home, [one for one in everybody if one.void is None], accepted, set(touched) | {key})
        for people in self._people.values():
            self._check(None, [one for one in people if one.void is None], accepted, None)
        ordered = sorted(self._tallies, key=lambda key: (key[0] or "~", key[1] or "~"))
        return tuple(_plan(key, self._tallies[key]) for key in ordered)

    def _check(
        self,
        home: Household | None,
        people: list[Person],
        accepted: Acceptances,
        incoming: set[uuid.UUID] | None,
    ) -> None:
        if home is not None and home.void is not None:
            return
        found: list[Finding] = [] if home is None else list(check_household(home, people, self.day))
        for person in people:
            found += check_person(person, self.day)
        records = {person.person_uuid: person for person in people}
        tally = self._tallies[_place(home)]
        for finding in found:
            record = records.get(finding.record_uuid, home)
            is_accepted = record is not None and accepted.reason(finding, record) is not None
            if is_accepted or (incoming is not None and finding.record_uuid not in incoming):
                continue
            tally.errors += finding.severity is Severity.ERROR
            tally.warnings += finding.severity is not Severity.ERROR


def _place(home: Household | None) -> _Key:
    return (None, None) if home is None else (home.unit, home.residential_group)


def _note(tally: _Tally, one: Outcome) -> None:
    tally.combined += one.is_combined
    tally.conflicts += one.conflicts


def _plan(key: _Key, tally: _Tally) -> PlacePlan:
    return PlacePlan(
        unit=key[0],
        group=key[1],
        people=tally.people,
        households=tally.households,
        new=tally.new_people + tally.new_households,
        new_people=tally.new_people,
        changed=tally.changed_people + tally.changed_households,
        changed_people=tally.changed_people,
        combined=tally.combined,
        conflicts=tally.conflicts,
        errors=tally.errors,
        warnings=tally.warnings,
    )
