"""Rules for places against the calendar: a unit of the town that did not exist on the day the slip was declared."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache

from census_desktop.base.text import N_
from census_desktop.domain.area import area
from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.identity import partial_date
from census_desktop.domain.vietnamese import fold

UNIT_NOT_YET = RuleDef(
    "person.place.unit_not_yet",
    Severity.WARNING,
    RecordKind.PERSON,
    N_("{box}: ngày khai {day} chưa có {unit}."),
    N_(
        "Các nghị quyết về đơn vị hành chính Kỳ Anh: 903/NQ-UBTVQH13, 819/NQ-UBTVQH14, 1283 và 1665/NQ-UBTVQH15"
    ),
)
UNIT_ENDED = RuleDef(
    "person.place.unit_ended",
    Severity.WARNING,
    RecordKind.PERSON,
    N_("{box}: ngày khai {day} không còn {unit}."),
    N_(
        "Các nghị quyết về đơn vị hành chính Kỳ Anh: 903/NQ-UBTVQH13, 819/NQ-UBTVQH14, 1283 và 1665/NQ-UBTVQH15"
    ),
)
RULES = (UNIT_NOT_YET, UNIT_ENDED)
# Where one lives is said as of the day of the slip; where one was registered or comes from may be long ago.
_BOXES = ("permanent_address", "current_address")


def check_places(person: Person) -> Iterator[Finding]:
    """Addresses of one slip; only a whole day can tell."""
    declared = partial_date(person.declared_on)
    if declared is None or not declared.is_whole:
        return
    for box in _BOXES:
        text = getattr(person, box)
        found = _out_of_time(text, declared.earliest()) if text is not None else None
        if found is not None:
            unit, is_over = found
            rule = UNIT_ENDED if is_over else UNIT_NOT_YET
            yield rule.at(person.person_uuid, box, day=declared.paper(), unit=unit)


@lru_cache(maxsize=8192)
def _out_of_time(text: str, day: datetime.date) -> tuple[str, bool] | None:
    """The unit of the town named in an address that did not exist on that day, and whether it was over by then."""
    words = f" {' '.join(fold(text).replace(',', ' ').split())} "
    for name, spans in _spans():
        if f" {name} " not in words:
            continue
        if any(start <= day and (end is None or day <= end) for start, end, _shown in spans):
            continue
        return spans[0][2], spans[0][0] <= day
    return None


@lru_cache(maxsize=1)
def _spans() -> tuple[tuple[str, list[tuple[datetime.date, datetime.date | None, str]]], ...]:
    """Folded names with their kinds, and when a unit was so called."""
    found: dict[str, list[tuple[datetime.date, datetime.date | None, str]]] = {}
    for unit in area().units:
        if unit.key != area().town.key:
            found.setdefault(fold(unit.name), []).append((unit.key.valid_from, unit.valid_to, unit.name))
    return tuple((name, sorted(spans, key=lambda span: span[0])) for name, spans in found.items())


def forget_units() -> None:
    """Read the units again when next asked: the program speaks about another area."""
    _spans.cache_clear()
    _out_of_time.cache_clear()
