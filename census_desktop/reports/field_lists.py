"""Lists a team takes along: who has no slip yet, who is away, what to ask again (phúc tra). Frozen data in.

Each goes by residential group and house, so that one walk answers it; heads repeat on every page, rows are whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from census_desktop.base.text import _, in_vietnamese
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Cell,
    Column,
    Document,
    Pair,
    Scannable,
)
from census_desktop.reports.issue import Issue
from census_desktop.reports.place_list import ListForm, PlaceLine, place_list


@dataclass(frozen=True, slots=True)
class HouseLine:
    """Where a line of a list leads.

    Attributes:
        place: thôn or tổ dân phố, with its unit when the list goes beyond one.
        household_no: number of the household.
        name: the person, or the head of the household; None when nobody is known.
    """

    place: str
    household_no: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class MissingLine(HouseLine):
    """Somebody, or a whole household, without a slip.

    Attributes:
        why: how it is known, in words.
        last_visit: day and result of the last visit in words, None when nobody has been there.
        collector: who collects there.
        about: the registered or typed household.
        visits: how often somebody went there.
        is_registered: known from the register alone.
    """

    why: str
    last_visit: str | None = None
    collector: str | None = None
    about: uuid.UUID | None = None
    visits: int = 0
    is_registered: bool = False


@dataclass(frozen=True, slots=True)
class AbsentLine(HouseLine):
    """Somebody who is away.

    Attributes:
        birth: date of birth as on paper.
        state: presence in words.
        since: since when, as on paper.
        where: place and reason.
        declared_by: who answered for the person.
        contact: how to reach the person.
        expected: when expected back, as on paper.
    """

    birth: str | None
    state: str
    since: str | None
    where: str | None
    declared_by: str | None
    contact: str | None
    expected: str | None


@dataclass(frozen=True, slots=True)
class FollowupLine(HouseLine):
    """One question.

    Attributes:
        code: list and line, by which the outcome is entered when the list comes back: "3-12".
        question: in words.
        address: where the house is, None when nobody wrote it.
        phone: of the house, None when nobody wrote it.
    """

    code: str
    question: str
    address: str | None = None
    phone: str | None = None


Line = TypeVar("Line", bound=HouseLine)


@in_vietnamese()
def missing_list(lines: Sequence[MissingLine], issue: Issue, area: str) -> Document:
    """Those without slips; `area` ("Phường Sông Trí", "Tổ dân phố 3") stands below the title."""
    columns = (
        Column(_("Hộ số"), 15, Align.CENTER),
        Column(_("Chủ hộ hoặc người thiếu phiếu"), 55, is_bold=True),
        Column(_("Vì sao biết là thiếu"), 58),
        Column(_("Lần đến gần nhất"), 40),
        Column(_("Người thu phiếu"), 33),
        Column(_("Kết quả lần này"), 40, is_for_hand=True),
    )

    def cells(line: MissingLine) -> tuple[Cell, ...]:
        return (line.household_no, _name(line), line.why, line.last_visit or "", line.collector or "", None)

    return place_list(ListForm(_("Danh sách chưa có phiếu"), columns), _lines(lines, cells), issue, area)


@in_vietnamese()
def absent_list(lines: Sequence[AbsentLine], issue: Issue, area: str) -> Document:
    """Those who are away; `area` stands below the title."""
    columns = (
        Column(_("Hộ số"), 14, Align.CENTER),
        Column(_("Họ và tên"), 42, is_bold=True),
        Column(_("Ngày sinh"), 21, Align.CENTER),
        Column(_("Tình trạng"), 28),
        Column(_("Vắng từ"), 20, Align.CENTER),
        Column(_("Ở đâu, vì sao"), 38),
        Column(_("Ai khai hộ, liên lạc"), 32),
        Column(_("Dự kiến về"), 20, Align.CENTER),
        Column(_("Ghi chú"), 26, is_for_hand=True),
    )

    def cells(line: AbsentLine) -> tuple[Cell, ...]:
        told = "; ".join(part for part in (line.declared_by, line.contact) if part) or None
        return (
            line.household_no, _name(line), line.birth, line.state, line.since, line.where, told, line.expected, None
        )  # fmt: skip

    return place_list(ListForm(_("Danh sách người vắng mặt"), columns), _lines(lines, cells), issue, area)


@in_vietnamese()
def followup_list(lines: Sequence[FollowupLine], issue: Issue, area: str) -> Document:
    """The phúc tra list: what to ask, room for the answer and for a signature, a code to enter the outcome by."""
    outcomes = (_("Đúng"), _("Sửa"), _("Từ chối"), _("Chưa gặp"))
    columns = (
        Column(_("Số dòng"), 26, is_bold=True),
        Column(_("Hộ số"), 13, Align.CENTER),
        Column(_("Hỏi về ai"), 38, is_bold=True),
        Column(_("Câu hỏi"), 58),
        *(Column(word, 12, is_for_hand=True) for word in outcomes),
        Column(_("Trả lời, giấy tờ đã xem"), 37, is_for_hand=True),
        Column(_("Ký"), 22, is_for_hand=True),
    )

    def cells(line: FollowupLine) -> tuple[Cell, ...]:
        code = Scannable(line.code)
        return (code, line.household_no, _name(line), line.question, *[None] * (len(outcomes) + 2))

    legend = _(
        "Đánh dấu × vào một trong bốn ô kết quả; ghi câu đúng và giấy tờ đã xem (loại, số); người được hỏi ký. "
        "Nhập kết quả vào máy bằng số dòng: quét mã hoặc gõ số."
    )
    form = ListForm(_("Danh sách phúc tra"), columns, legend, least_row_mm=12.0, number_mm=10)
    listed = tuple(PlaceLine(line.place, cells(line), _where(line)) for line in lines)
    return place_list(form, listed, issue, area)


def _where(line: FollowupLine) -> tuple[Pair, ...]:
    """How to find the house and to call before; only what is known, the paper has no room for dots."""
    told = ((_("Địa chỉ"), line.address, 2.0), (_("Điện thoại"), line.phone, 1.0))
    return tuple(Pair(label, value, share) for label, value, share in told if value)


def _lines(lines: Sequence[Line], cells: Callable[[Line], tuple[Cell, ...]]) -> tuple[PlaceLine, ...]:
    return tuple(PlaceLine(line.place, cells(line)) for line in lines)


def _name(line: HouseLine) -> str | None:
    return None if line.name is None else upper_name(line.name)
