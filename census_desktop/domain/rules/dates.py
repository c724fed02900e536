"""Rules for the dates of one slip: order in time, ages nobody reaches."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from census_desktop.base.text import N_
from census_desktop.domain.codes import code_list
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding, RuleDef, Severity
from census_desktop.domain.records import RecordKind
from census_desktop.domain.rules.identity import partial_date

OLDEST = 115  # years; nobody in the country is known to be older

_PERSON = RecordKind.PERSON
_CALENDAR = N_("Thứ tự thời gian")

IN_FUTURE = RuleDef(
    "person.date.in_future", Severity.ERROR, _PERSON, N_("{box}: ngày {day} còn ở phía trước."), _CALENDAR
)
TOO_OLD = RuleDef(
    "person.birth_date.too_old",
    Severity.WARNING,
    _PERSON,
    N_("Sinh {day} thì nay đã trên 115 tuổi, xem lại năm sinh."),
    N_("Tuổi thọ cao nhất từng biết"),
)
DECLARED_BEFORE_BIRTH = RuleDef(
    "person.declared_on.before_birth",
    Severity.ERROR,
    _PERSON,
    N_("Ngày khai {day} trước ngày sinh {birth}."),
    _CALENDAR,
)
DECLARED_BEFORE_FORM = RuleDef(
    "person.declared_on.before_form",
    Severity.WARNING,
    _PERSON,
    N_("Ngày khai {day} trước khi có mẫu phiếu {form}."),
    N_("Ngày có hiệu lực của thông tư ban hành mẫu phiếu"),
)
AWAY_BEFORE_BIRTH = RuleDef(
    "person.presence_since.before_birth",
    Severity.ERROR,
    _PERSON,
    N_("Vắng từ {day}, trước ngày sinh {birth}."),
    _CALENDAR,
)
RETURN_BEFORE_LEAVING = RuleDef(
    "person.presence_expected_return.before_leaving",
    Severity.WARNING,
    _PERSON,
    N_("Dự kiến về {day}, trước ngày bắt đầu vắng."),
    _CALENDAR,
)
RULES = (
    IN_FUTURE,
    TOO_OLD,
    DECLARED_BEFORE_BIRTH,
    DECLARED_BEFORE_FORM,
    AWAY_BEFORE_BIRTH,
    RETURN_BEFORE_LEAVING,
)

_PAST = ("birth_date", "declared_on", "presence_since")


def check_dates(person: Person, today: datetime.date) -> Iterator[Finding]:
    """Dates of one slip."""
    dates = {
        box: day
        for box in (*_PAST, "presence_expected_return")
        if (day := partial_date(getattr(person, box))) is not None
    }
    for box in _PAST:
        if box in dates and dates[box].earliest() > today:
            yield IN_FUTURE.at(person.person_uuid, box, day=dates[box].paper())
    birth = dates.get("birth_date")
    if birth is not None:
        yield from _from_birth(person, birth, dates, today)
    declared = dates.get("declared_on")
    if declared is not None:
        yield from _form_in_force(person, declared)
    since, back = dates.get("presence_since"), dates.get("presence_expected_return")
    if since is not None and back is not None and is_surely_before(back, since):
        yield RETURN_BEFORE_LEAVING.at(person.person_uuid, "presence_expected_return", day=back.paper())


def is_surely_before(first: PartialDate, second: PartialDate) -> bool:
    """True when no reading of the two partial dates lets `first` be on or after `second`."""
    return first.latest() < second.earliest()


def _from_birth(
    person: Person, birth: PartialDate, dates: dict[str, PartialDate], today: datetime.date
) -> Iterator[Finding]:
    if birth.age_on(today)[0] > OLDEST:
        yield TOO_OLD.at(person.person_uuid, "birth_date", day=birth.paper())
    for box, rule in (("declared_on", DECLARED_BEFORE_BIRTH), ("presence_since", AWAY_BEFORE_BIRTH)):
        day = dates.get(box)
        if day is not None and is_surely_before(day, birth):
            yield rule.at(person.person_uuid, box, day=day.paper(), birth=birth.paper())


def _form_in_force(person: Person, declared: PartialDate) -> Iterator[Finding]:
    form = code_list("form_version").get(person.form_version or "")
    if form is None:
        return
    valid_from = PartialDate.from_iso(form.more["valid_from"])
    if is_surely_before(declared, valid_from):
        yield DECLARED_BEFORE_FORM.at(
            person.person_uuid,
            "declared_on",
            day=declared.paper(),
            form=code_list("form_version").shown(form),
        )
