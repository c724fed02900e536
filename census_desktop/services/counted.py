"""Boxes in which another slip of the same person counts: what papers and spreadsheets show instead of the own answer.

The slips stay as they are; what is decided can be withdrawn at any time.
"""

from __future__ import annotations

import uuid
from collections import defaultdict

from census_desktop.base.text import _
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.links import Link, follower, leader
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.doubts import TakenBox, as_taken
from census_desktop.services.duplicates import group_of, groups
from census_desktop.services.editing import no_such_record
from census_desktop.services.units import unit_name
from census_desktop.store.links import second_slips
from census_desktop.store.records import load_household, load_person
from census_desktop.store.store import Store


class TakenBoxes:
    """All such boxes of a store, as decided when this was made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._links: dict[uuid.UUID, list[Link]] = defaultdict(list)
        for group in groups(store):
            for link in group.links:
                if link.taken_from_other and leader(link) == group.leading:
                    self._links[group.leading].append(link)

    def of(self, person_uuid: uuid.UUID) -> tuple[TakenBox, ...]:
        """The boxes of a slip, none where it does not lead; of two decisions about a box the later stands."""
        found: dict[str, TakenBox] = {}
        for link in self._links.get(person_uuid, ()):
            other = load_person(self._store, follower(link))
            if other is None:  # it has not come yet
                continue
            source = self._source(other)
            for name in (link.taken_from_other or "").split():
                if name in PERSON_FIELDS:
                    found[name] = TakenBox(name, getattr(other, name), source)
        return tuple(found.values())

    def _source(self, other: Person) -> str:
        """Where a slip lies: "phiếu ở hộ 12, Tổ dân phố 3, Phường Kỳ Trinh"."""
        place = _place_of(self._store, other)
        return _("phiếu khác") if place is None else _("phiếu ở {place}").format(place=place)


class SecondSlips:
    """All slips of a store whose person is counted on another one, as decided when this was made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.read() as connection:
            self._counted = second_slips(connection)

    def __contains__(self, person_uuid: object) -> bool:
        return person_uuid in self._counted

    def words(self, person_uuid: uuid.UUID) -> str:
        """Who it is and where counted: "cùng một người với TRẦN HỮU SỬU (đếm ở hộ 12, Tổ dân phố 3)"."""
        counted = load_person(self._store, self._counted[person_uuid])
        if counted is None:  # it has not come yet
            return _("cùng một người với phiếu khác (đếm ở phiếu đó)")
        own = load_person(self._store, person_uuid)
        name = upper_name(counted.full_name or "…")
        if own is not None and own.household_uuid == counted.household_uuid:
            return _("cùng một người với {name} (đếm ở cùng hộ)").format(name=name)
        return _("cùng một người với {name} (đếm ở {place})").format(
            name=name, place=_place_of(self._store, counted) or _("phiếu khác")
        )


def _place_of(store: Store, person: Person) -> str | None:
    """Where a slip lies: "hộ 12, Tổ dân phố 3, Phường Kỳ Trinh"; None where no household is known."""
    home = load_household(store, person.household_uuid) if person.household_uuid is not None else None
    if home is None:
        return None
    number = _("hộ {no}").format(no=home.household_no) if home.household_no else _("hộ chưa đánh số")
    return ", ".join(
        filter(None, (number, home.residential_group, unit_name(home.unit) if home.unit else None))
    )


def as_counted(store: Store, person_uuid: uuid.UUID) -> Person:
    """The person as counted: the leading slip, with the boxes in which decisions say that another is right.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    group = group_of(store, person_uuid)
    person = load_person(store, group.leading if group is not None else person_uuid)
    if person is None:
        raise no_such_record(person_uuid)
    return as_taken(person, TakenBoxes(store).of(person.person_uuid))
