"""What the tables of the absence view show."""

from __future__ import annotations

from census_desktop.base.text import N_, _, number
from census_desktop.domain.codes import code_list
from census_desktop.domain.vietnamese import name_key, natural_key
from census_desktop.gui.models.row_table import Column
from census_desktop.reports.wording import paper_date
from census_desktop.services.absence import Coverage, FoundElsewhere, Reminder
from census_desktop.services.absence_papers import declared_words, house_words, told_by, where_away
from census_desktop.services.units import unit_name
from census_desktop.store.away import Told

LISTS = (
    N_("Đến ngày hỏi lại"),
    N_("Dịp Tết"),
    N_("Mọi người vắng"),
    N_("Có phiếu nơi khác"),
    N_("Tỷ lệ"),
)
REMIND, TET, EVERYBODY, ELSEWHERE, COVERAGE = range(len(LISTS))


def _place(told: Told) -> str:
    unit = told.household.unit
    return f"{told.household.residential_group or '–'} · {unit_name(unit) if unit else '–'}"


def _slip(told: Told) -> str:
    given = told.away.slip_given if told.away is not None else None
    return code_list("slip_given").label(given) if given else "–"


def _to_do(line: Reminder) -> str:
    """What is to be done, and when somebody was asked: who was called already is seen at a glance."""
    asked = paper_date(line.told.away.reminded_on) if line.told.away is not None else ""
    told = _("đã hỏi {day}").format(day=asked) if asked else ""
    return " · ".join(words for words in (told, line.what) if words)


def _ask_on(line: Reminder) -> str:
    """The day of the list, else the day that was agreed on."""
    if line.day is not None:
        return f"{line.day:%d/%m/%Y}"
    return (paper_date(line.told.away.remind_on) if line.told.away is not None else "") or "–"


ROUND_COLUMNS: tuple[Column[Reminder], ...] = (
    Column(
        N_("Ngày hỏi"),
        _ask_on,
        10,
        order=lambda line: (line.day is None, str(line.day)),
    ),
    Column(
        N_("Họ và tên"),
        lambda line: line.told.person.full_name or "–",
        19,
        order=lambda line: name_key(line.told.person.full_name or ""),
    ),
    Column(N_("Thôn/TDP, đơn vị"), lambda line: _place(line.told), 22),
    Column(N_("Hộ số"), lambda line: line.told.household.household_no or "–", 6),
    Column(
        N_("Vắng từ"),
        lambda line: paper_date(line.told.person.presence_since) or "–",
        10,
        order=lambda line: line.told.person.presence_since or "9999",
    ),
    Column(N_("Ở đâu, vì sao"), lambda line: where_away(line.told) or "–", 19),
    Column(N_("Việc phải làm"), lambda line: _to_do(line) or "–", 0),
    Column(
        N_("Ai khai hộ, liên lạc"),
        lambda line: told_by(line.told) or "–",
        15,
    ),
    Column(N_("Phiếu"), lambda line: _slip(line.told), 9),
    Column(
        N_("Người thu phiếu"),
        lambda line: line.told.household.collector or "–",
        12,
        order=lambda line: name_key(line.told.household.collector or ""),
    ),
)

ELSEWHERE_COLUMNS: tuple[Column[FoundElsewhere], ...] = (
    Column(
        N_("Họ và tên"),
        lambda one: one.here.person.full_name or "–",
        24,
        order=lambda one: name_key(one.here.person.full_name or ""),
    ),
    Column(N_("Ngày sinh"), lambda one: paper_date(one.here.person.birth_date) or "–", 11),
    Column(N_("Vắng ở"), lambda one: house_words(one.here), 0),
    Column(N_("Có phiếu ở"), lambda one: house_words(one.there), 44),
    Column(N_("Căn cứ"), lambda one: _("số định danh") if one.by_number else _("tên, ngày sinh"), 14),
    Column(N_("Tạm vắng"), lambda one: declared_words(one.here), 12),
)


def _share(percent: float) -> str:
    return f"{percent:.1f}%".replace(".", ",")


COVERAGE_COLUMNS: tuple[Column[Coverage], ...] = (
    Column(
        N_("Đơn vị"), lambda line: line.name, 22, order=lambda line: (line.unit == "", natural_key(line.name))
    ),
    Column(
        N_("Chỉ tiêu"), lambda line: number(line.target), 8, is_right=True, order=lambda line: line.target
    ),
    Column(N_("Đã nhập"), lambda line: number(line.people), 8, is_right=True, order=lambda line: line.people),
    Column(
        N_("Tiến độ"),
        lambda line: _share(line.percent),
        0,
        order=lambda line: line.percent,
        share=lambda line: line.percent / 100,
    ),
    Column(
        N_("Không kể vắng lâu"),
        lambda line: _share(line.percent_present),
        0,
        order=lambda line: line.percent_present,
        share=lambda line: line.percent_present / 100,
    ),
    Column(N_("Vắng"), lambda line: number(line.away), 7, is_right=True, order=lambda line: line.away),
    Column(
        N_("Từ 12 tháng"),
        lambda line: number(line.long_away),
        9,
        is_right=True,
        order=lambda line: line.long_away,
    ),
    Column(
        N_("Ở nước ngoài"), lambda line: number(line.abroad), 9, is_right=True, order=lambda line: line.abroad
    ),
    Column(
        N_("Đã khai tạm vắng"),
        lambda line: number(line.declared),
        11,
        is_right=True,
        order=lambda line: line.declared,
    ),
)
