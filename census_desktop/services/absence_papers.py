"""Lists of people who are away and of those who serve, on paper."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from census_desktop.base.clock import today
from census_desktop.base.text import _, in_vietnamese, number
from census_desktop.domain.boundaries import is_same_group
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import Person
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import Align, Column, Document
from census_desktop.reports.place_list import ListForm, PlaceLine, place_list
from census_desktop.reports.wording import paper_date
from census_desktop.services.absence import (
    Coverage,
    FoundElsewhere,
    Reminder,
    absent_people,
    reminders,
    tet_list,
)
from census_desktop.services.documents import issue_of
from census_desktop.services.field_lists import Scope
from census_desktop.services.service import ServiceLine, masked, service_lines
from census_desktop.services.units import unit_name
from census_desktop.store.away import Told
from census_desktop.store.store import Store


def _place(scope: Scope, told: Told) -> str:
    return scope.place(told.household.unit, told.household.residential_group)


def where_away(told: Told) -> str | None:
    """Place, country or province, reason."""
    person, away = told.person, told.away
    country = away.country if away is not None else None
    province = away.province if away is not None else None
    parts = (
        person.presence_place,
        code_list("nationality").label(country) if country else None,
        code_list("cccd_province").label(province) if province else None,
        code_list("absence_reason").label(person.presence_reason) if person.presence_reason else None,
    )
    return ", ".join(part for part in parts if part) or None


def told_by(told: Told) -> str | None:
    """Who answers for the person, and how that one, or else the household, is reached."""
    contact = told.person.presence_contact or told.household.phone
    return "; ".join(part for part in (told.person.presence_declared_by, contact) if part) or None


def _name(person: Person) -> str | None:
    return upper_name(person.full_name) if person.full_name else None


@in_vietnamese()
def absent_paper(
    store: Store,
    found: Sequence[Told],
    unit: str | None = None,
    group: str | None = None,
    who: str | None = None,
) -> Document:
    """Everybody away, whether tạm vắng was declared, and how the slip came; `who` collects there."""
    scope = Scope(unit, group, who)
    given = code_list("slip_given")
    form = ListForm(
        _("Danh sách người vắng mặt và khai báo tạm vắng"),
        (
            Column(_("Hộ số"), 14, Align.CENTER),
            Column(_("Họ và tên"), 44, is_bold=True),
            Column(_("Ngày sinh"), 21, Align.CENTER),
            Column(_("Vắng từ"), 20, Align.CENTER),
            Column(_("Ở đâu, vì sao"), 48),
            Column(_("Ai khai hộ, liên lạc"), 34),
            Column(_("Tạm vắng"), 24, Align.CENTER),
            Column(_("Phiếu"), 27),
        ),
    )
    lines = [
        PlaceLine(
            _place(scope, told),
            (
                told.household.household_no,
                _name(told.person),
                paper_date(told.person.birth_date),
                paper_date(told.person.presence_since),
                where_away(told),
                told_by(told),
                declared_words(told),
                given.label(told.away.slip_given) if told.away is not None and told.away.slip_given else None,
            ),
        )
        for told in found
    ]
    return place_list(form, lines, issue_of(store, unit), scope.words())


def declared_words(told: Told) -> str:
    """Whether tạm vắng was declared, and on which day."""
    if told.away is None or told.away.declared is None:
        return _("chưa khai")
    return paper_date(told.away.declared_on) or _("đã khai")


@in_vietnamese()
def reminder_paper(
    store: Store,
    found: Sequence[Reminder],
    until: datetime.date,
    unit: str | None = None,
    group: str | None = None,
    who: str | None = None,
) -> Document:
    """Who has to be asked again up to a day."""
    name = _("Danh sách nhắc người vắng mặt đến {day:%d/%m/%Y}").format(day=until)
    return _reminders(store, found, name, Scope(unit, group, who))


@in_vietnamese()
def tet_paper(
    store: Store,
    found: Sequence[Reminder],
    tet: datetime.date,
    unit: str | None = None,
    group: str | None = None,
    who: str | None = None,
) -> Document:
    """Whom to ask when families come together."""
    name = _("Danh sách hỏi dịp Tết ({day:%d/%m/%Y})").format(day=tet)
    return _reminders(store, found, name, Scope(unit, group, who))


def _reminders(store: Store, found: Sequence[Reminder], name: str, scope: Scope) -> Document:
    form = ListForm(
        name,
        (
            Column(_("Hộ số"), 14, Align.CENTER),
            Column(_("Họ và tên"), 38, is_bold=True),
            Column(_("Ngày sinh"), 21, Align.CENTER),
            Column(_("Ở đâu, vì sao"), 36),
            Column(_("Ai khai hộ, liên lạc"), 30),
            Column(_("Ngày"), 20, Align.CENTER),
            Column(_("Việc phải làm"), 33),
            Column(_("Kết quả"), 44, is_for_hand=True),
        ),
    )
    ordered = sorted(found, key=lambda one: _place(scope, one.told))
    lines = [
        PlaceLine(
            _place(scope, one.told),
            (
                one.told.household.household_no,
                _name(one.told.person),
                paper_date(one.told.person.birth_date),
                where_away(one.told),
                told_by(one.told),
                f"{one.day:%d/%m/%Y}" if one.day is not None else None,
                one.what,
                None,
            ),
        )
        for one in ordered
    ]
    return place_list(form, lines, issue_of(store, scope.unit), scope.words())


@in_vietnamese()
def elsewhere_paper(
    store: Store,
    found: Sequence[FoundElsewhere],
    unit: str | None = None,
    group: str | None = None,
    who: str | None = None,
) -> Document:
    """People away here who have slips in other units."""
    scope = Scope(unit, group, who)
    form = ListForm(
        _("Danh sách người vắng có phiếu ở nơi khác"),
        (
            Column(_("Hộ số"), 14, Align.CENTER),
            Column(_("Họ và tên"), 44, is_bold=True),
            Column(_("Ngày sinh"), 21, Align.CENTER),
            Column(_("Vắng từ"), 20, Align.CENTER),
            Column(_("Có phiếu ở"), 74),
            Column(_("Căn cứ"), 32),
            Column(_("Kết quả"), 25, is_for_hand=True),
        ),
    )
    lines = [
        PlaceLine(
            _place(scope, one.here),
            (
                one.here.household.household_no,
                _name(one.here.person),
                paper_date(one.here.person.birth_date),
                paper_date(one.here.person.presence_since),
                house_words(one.there),
                _("số định danh") if one.by_number else _("tên, ngày sinh"),
                None,
            ),
        )
        for one in found
    ]
    return place_list(form, lines, issue_of(store, unit), scope.words())


def house_words(told: Told) -> str:
    """Where the household of a slip is: "Thôn Hải Phong, Xã Kỳ Lợi, hộ số 12"."""
    home = told.household
    number_words = _("hộ số {no}").format(no=home.household_no) if home.household_no else None
    parts = (home.residential_group, unit_name(home.unit) if home.unit else None, number_words)
    return ", ".join(part for part in parts if part) or "–"


@in_vietnamese()
def coverage_paper(store: Store, found: Sequence[Coverage]) -> Document:
    """Slips against targets, with and without those away for long, by unit."""
    figures = (
        _("Chỉ tiêu"),
        _("Đã nhập"),
        _("Vắng"),
        _("Vắng từ 12 tháng"),
        _("Ở nước ngoài"),
        _("Đã khai tạm vắng"),
    )
    form = ListForm(
        _("Tỷ lệ có và không kể người vắng lâu ngày"),
        (
            Column(_("Đơn vị"), 58, is_bold=True),
            *(Column(title, 23, Align.RIGHT) for title in figures),
            Column("%", 18, Align.RIGHT),
            Column(_("% không kể vắng lâu"), 22, Align.RIGHT),
        ),
    )
    scope = Scope()
    lines = [PlaceLine(scope.words(), coverage_cells(line)) for line in found]
    return place_list(form, lines, issue_of(store, None), scope.words())


def coverage_cells(line: Coverage) -> tuple[str, ...]:
    """One unit in words: name, figures, both shares."""
    figures = (line.target, line.people, line.away, line.long_away, line.abroad, line.declared)
    shares = (line.percent, line.percent_present)
    return (line.name, *map(number, figures), *(f"{share:.1f}".replace(".", ",") for share in shares))


@in_vietnamese()
def service_paper(
    store: Store, found: Sequence[ServiceLine], unit: str | None = None, group: str | None = None
) -> Document:
    """Who serves, where the person is counted, and by which law; withheld addresses stay withheld."""
    scope = Scope(unit, group)
    kinds, places, lodgings = code_list("service"), code_list("service_counted_at"), code_list("lodging")
    form = ListForm(
        _("Danh sách người phục vụ trong quân đội, công an"),
        (
            Column(_("Hộ số"), 14, Align.CENTER),
            Column(_("Họ và tên"), 44, is_bold=True),
            Column(_("Ngày sinh"), 21, Align.CENTER),
            Column(_("Quân đội/công an"), 36),
            Column(_("Chỗ ở"), 26),
            Column(_("Phiếu ghi tính"), 26),
            Column(_("Theo luật"), 26),
            Column(_("Căn cứ"), 41),
        ),
        _("Mỗi người tính một lần: theo phiếu khi phiếu ghi rõ, nếu không thì theo luật."),
    )
    lines = []
    for line in found:
        person, duty = masked(store, line.told.person), line.told.duty
        lines.append(
            PlaceLine(
                _place(scope, line.told),
                (
                    line.told.household.household_no,
                    _name(person),
                    paper_date(person.birth_date),
                    kinds.label(person.service or ""),
                    lodgings.label(duty.lodging) if duty is not None and duty.lodging else None,
                    places.label(line.said) if line.said else None,
                    places.label(line.rule.place),
                    _(line.rule.source),
                ),
            )
        )
    return place_list(form, lines, issue_of(store, unit), scope.words())


# -- for a place, as the paper room asks ------------------------------------------------------------------------------


def absent_of(store: Store, scope: Scope) -> Document:
    """Everybody of a place who is away."""
    place = scope.unit, scope.residential_group
    return absent_paper(store, absent_people(store, *place), *place)


def reminders_of(store: Store, scope: Scope) -> Document:
    """Who of a place has to be asked again by today."""
    place, day = (scope.unit, scope.residential_group), today(store.clock)
    return reminder_paper(store, reminders(store, day, *place), day, *place)


def tet_of(store: Store, scope: Scope) -> Document:
    """Whom families of a place expect for Tết.

    Raises:
        CensusError: NO_TET beyond the years the program knows.
    """
    place = scope.unit, scope.residential_group
    tet, found = tet_list(store, None, *place)
    return tet_paper(store, found, tet, *place)


def service_of(store: Store, scope: Scope) -> Document:
    """Everybody of a place who serves."""
    group = scope.residential_group
    lines = [
        line
        for line in service_lines(store, scope.unit)
        if group is None or is_same_group(group, line.told.household.residential_group)
    ]
    return service_paper(store, lines, scope.unit, group)
