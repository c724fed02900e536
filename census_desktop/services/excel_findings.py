"""What looks wrong as a sheet for offices that work with Excel."""

from __future__ import annotations

from collections.abc import Sequence

from census_desktop.base.clock import today
from census_desktop.base.text import _, number
from census_desktop.domain.dc01 import Person
from census_desktop.domain.findings import Finding, Severity, box_label
from census_desktop.services.checks import check_all
from census_desktop.services.excel_sheets import WORDS, Family, Scope, head_lines
from census_desktop.services.units import unit_name
from census_desktop.store.store import Store
from census_desktop.transfer.sheet_shape import Form, OutColumn, OutSheet, OutValue, day_or_text


def findings_sheet(store: Store, scope: Scope, found: Sequence[Family]) -> OutSheet:
    """What looks wrong, with enough beside it to find the paper."""
    homes = {family.household.household_uuid: family for family in found}
    places = {home: place for place, home in enumerate(homes)}
    people = {person.person_uuid: (family, person) for family in found for person in family.people}

    def home(finding: Finding) -> tuple[Family | None, Person | None]:
        return people.get(finding.record_uuid, (homes.get(finding.record_uuid), None))

    def on_the_way(finding: Finding) -> tuple[bool, int]:
        """Errors first, then from house to house."""
        family, _person = home(finding)
        place = len(places) if family is None else places[family.household.household_uuid]
        return finding.severity is not Severity.ERROR, place

    def row(finding: Finding) -> tuple[OutValue, ...] | None:
        family, person = home(finding)
        if family is None:
            return None
        household = family.household
        head = family.people[0].full_name if family.people else None
        return (
            _("lỗi") if finding.severity is Severity.ERROR else _("cảnh báo"),
            unit_name(household.unit) if household.unit else None,
            household.residential_group,
            household.household_no,
            head,
            person.full_name if person is not None else None,
            day_or_text(person.birth_date) if person is not None else None,
            box_label(finding.record_kind, finding.field) or None,
            finding.text(),
            finding.rule,
            str(finding.record_uuid),
        )

    known = sorted(check_all(store, today(store.clock)), key=on_the_way)
    rows = [line for finding in known if (line := row(finding)) is not None]
    columns = (
        OutColumn("severity", _("Mức"), width=10),
        OutColumn("", _("Đơn vị"), width=22),
        OutColumn("", _("Thôn/tổ dân phố"), width=20),
        OutColumn("", _("Hộ số"), width=9),
        OutColumn("", _("Chủ hộ"), width=WORDS),
        OutColumn("", _("Họ và tên"), width=WORDS),
        OutColumn("", _("Ngày sinh"), Form.DATE, 12),
        OutColumn("field", _("Ô"), width=24),
        OutColumn("message", _("Nội dung cần xem"), width=70, wraps=True),
        OutColumn("rule", _("Quy tắc"), width=34, is_on_paper=False),
        OutColumn("record", _("Mã bản ghi"), width=38, is_on_paper=False),
    )
    lines = (
        *head_lines(store, scope, found),
        _("{count} điều cần xem lại; giấy tờ quyết định").format(count=number(len(rows))),
    )
    return OutSheet(
        _("Cần xem"), _("DANH SÁCH CẦN XEM LẠI"), lines, columns, len(rows), lambda: rows, fixed_columns=1
    )
