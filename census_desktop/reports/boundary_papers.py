"""A re-assignment plan on paper, and the list of households for which a person has to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from census_desktop.base.text import _, in_vietnamese, number
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Note,
    Row,
    Table,
    Title,
)
from census_desktop.reports.issue import Issue, signatures
from census_desktop.reports.place_list import ListForm, PlaceLine, place_list
from census_desktop.reports.wording import short_date


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Households that go from one place to another.

    Attributes:
        origin: old place in words.
        target: new place in words; None when somebody has to choose.
        households: how many.
        people: how many.
    """

    origin: str
    target: str | None
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit before and after: households, people.

    Attributes:
        name: the unit.
        before: people and households now.
        after: people and households after the plan.
    """

    name: str
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A household that waits.

    Attributes:
        place: group and unit, the heading it stands under.
        household_no: its number.
        head: its head.
        address: words of the sheet.
        people: how many.
        choices: new units to choose from.
    """

    place: str
    household_no: str | None
    head: str | None
    address: str | None
    people: int
    choices: str


@in_vietnamese()
def plan_document(
    title: str,
    subtitle: str,
    moves: Sequence[MoveLine],
    units: Sequence[UnitLine],
    remarks: Sequence[str],
    issue: Issue,
) -> Document:
    """What a plan does: units before and after with their sums, then residential group by residential group."""
    rows = [
        Row(
            (
                line.name,
                number(line.before[1]),
                number(line.before[0]),
                number(line.after[1]),
                number(line.after[0]),
                _signed(line.after[0] - line.before[0]),
            )
        )
        for line in units
    ]
    sums = [
        sum(values)
        for values in zip(*((*line.before, *line.after) for line in units), strict=True)
    ] or [0, 0, 0, 0]  # fmt: skip
    rows.append(
        Row(
            (
                _("Cộng"), number(sums[1]), number(sums[0]), number(sums[3]), number(sums[2]),
                _signed(sums[2] - sums[0]),
            ),
            is_bold=True,
        )
    )  # fmt: skip
    unit_columns = (
        Column(_("Đơn vị"), 51, is_bold=True),
        Column(_("Hộ trước"), 22, Align.RIGHT),
        Column(_("Người trước"), 24, Align.RIGHT),
        Column(_("Hộ sau"), 22, Align.RIGHT),
        Column(_("Người sau"), 24, Align.RIGHT),
        Column(_("Thêm, bớt"), 22, Align.RIGHT),
    )
    move_columns = (
        Column(_("STT"), 11, Align.CENTER),
        Column(_("Từ"), 58),
        Column(_("Sang"), 57, is_bold=True),
        Column(_("Số hộ"), 18, Align.RIGHT),
        Column(_("Nhân khẩu"), 21, Align.RIGHT),
    )
    move_rows = [
        Row(
            (
                str(at),
                line.origin,
                line.target or _("phải chọn từng hộ"),
                number(line.households),
                number(line.people),
            )
        )
        for at, line in enumerate(moves, start=1)
    ]
    blocks: list[Block] = [
        issue.header(),
        Title(upper_name(_("Dự kiến sắp xếp địa giới")), f"({title})"),
        Note(subtitle),
        Heading(_("Số hộ, số người từng đơn vị trước và sau")),
        Table(unit_columns, tuple(rows)),
        Heading(_("Hộ chuyển đi đâu")),
        Table(move_columns, tuple(move_rows), True),
    ]
    blocks += [Note(remark) for remark in remarks]
    blocks.append(signatures(_("NGƯỜI LẬP"), _("TRƯỞNG CÔNG AN")))
    return Document(
        title=_("{title} – dự kiến ngày {day}").format(title=title, day=short_date(issue.printed_on)),
        blocks=tuple(blocks),
        footer=title,
        footer_right=issue.foot(),
    )


def _signed(amount: int) -> str:
    return "0" if not amount else f"{'+' if amount > 0 else '−'}{number(abs(amount))}"


@in_vietnamese()
def waiting_document(lines: Sequence[WaitingLine], issue: Issue, area: str) -> Document:
    """Households of divided units with room to write the unit chosen."""
    columns = (
        Column(_("Hộ số"), 16, Align.CENTER),
        Column(_("Chủ hộ"), 50, is_bold=True),
        Column(_("Địa chỉ"), 66),
        Column(_("Người"), 14, Align.RIGHT),
        Column(_("Chọn một trong"), 52),
        Column(_("Đơn vị được chọn"), 38, is_for_hand=True),
    )
    form = ListForm(
        _("Danh sách hộ phải chọn đơn vị"),
        columns,
        _("Đơn vị cũ bị chia: căn cứ thôn, xóm, số nhà mà ghi đơn vị mới của từng hộ."),
    )
    return place_list(form, [_waiting(line) for line in lines], issue, area)


def _waiting(line: WaitingLine) -> PlaceLine:
    head = upper_name(line.head) if line.head else None
    return PlaceLine(
        line.place, (line.household_no, head, line.address, number(line.people), line.choices, None)
    )
