"""The journal of merges and the plan of a merge on paper. Counts and names of files only, no answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from census_desktop.base.text import _, in_vietnamese, number
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Block,
    Column,
    Document,
    Header,
    Heading,
    Note,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)
from census_desktop.reports.wording import name_without_type, place_and_date, police_of, short_date
from census_desktop.store.merge_journal import MergeEntry


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of a plan: a package, a unit or a residential group.

    Attributes:
        name: what it is, in words.
        counts: new, changed, combined, in conflict and unchanged, or whatever the columns of its table say.
        remark: a sentence, "" when there is nothing to say.
        is_sum: the line that adds up the others.
    """

    name: str
    counts: tuple[int, ...]
    remark: str = ""
    is_sum: bool = False


@in_vietnamese()
def merge_journal_document(
    entries: Sequence[MergeEntry], *, body_name: str, printed_on: date, officer: str
) -> Document:
    """All merges of a machine, oldest first, across the sheet.

    Args:
        entries: of the journal, newest first.
        body_name: who keeps it, "Thị xã Kỳ Anh".
        printed_on: local day.
        officer: who prints it.
    """
    columns = (
        Column(_("Số"), 12, Align.CENTER),
        Column(_("Lúc"), 30, Align.CENTER),
        Column(_("Cán bộ"), 30),
        Column(_("Gói đã gộp"), 78),
        Column(_("Thêm"), 18, Align.RIGHT),
        Column(_("Đổi"), 18, Align.RIGHT),
        Column(_("Xung đột"), 20, Align.RIGHT),
        Column(_("Ghi chú"), 46),
    )
    rows = tuple(
        Row(
            (
                str(entry.number),
                _moment(entry.at),
                entry.officer,
                ", ".join(package.file_name for package in entry.packages),
                number(entry.added),
                number(entry.changed),
                number(entry.conflicts),
                _remark(entry),
            )
        )
        for entry in reversed(entries)
    )
    title = _("Sổ các lần gộp dữ liệu")
    return _paper(title, (Table(columns, rows),), body_name, printed_on, officer)


@in_vietnamese()
def merge_plan_document(
    packages: Sequence[PlanLine],
    places: Sequence[PlanLine],
    *,
    duplicates: int,
    body_name: str,
    printed_on: date,
    officer: str,
) -> Document:
    """What merging would do: by package, and by unit and residential group.

    Args:
        packages: one line for each file and a sum; counts as in `PlanLine`.
        places: one line for each unit and residential group and a sum; counts are people, households, new people,
            changed people, errors and warnings.
        duplicates: pairs of people suspected to be one person.
        body_name: who merges, "Thị xã Kỳ Anh".
        printed_on: local day.
        officer: who prints it.
    """
    by_package = (
        Column(_("Gói"), 74, is_bold=True),
        *(
            Column(title, 20, Align.RIGHT)
            for title in (_("Thêm"), _("Đổi"), _("Kết hợp"), _("Xung đột"), _("Đã có"))
        ),
        Column(_("Ghi chú"), 78),
    )
    by_place = (
        Column(_("Đơn vị, tổ dân phố"), 84, is_bold=True),
        *(
            Column(title, 28, Align.RIGHT)
            for title in (
                _("Nhân khẩu"),
                _("Số hộ"),
                _("Người mới"),
                _("Người đổi"),
                _("Lỗi"),
                _("Cần xem"),
            )
        ),
    )
    blocks: list[Block] = [Heading(_("Theo gói")), Table(by_package, _rows(packages, with_remark=True))]
    if places:
        blocks += [Heading(_("Theo địa bàn")), Table(by_place, _rows(places, with_remark=False))]
    blocks.append(
        Note(
            _("Số cặp nghi trùng người cần xem sau khi gộp: {count}.").format(count=number(duplicates))
            + " "
            + _("Bảng này chỉ xem trước, chưa gộp gì.")
        )
    )
    return _paper(_("Dự kiến gộp dữ liệu"), tuple(blocks), body_name, printed_on, officer)


def _rows(lines: Sequence[PlanLine], *, with_remark: bool) -> tuple[Row, ...]:
    return tuple(
        Row(
            (line.name, *map(number, line.counts), *((line.remark,) if with_remark else ())),
            is_bold=line.is_sum,
        )
        for line in lines
    )


def _paper(title: str, blocks: tuple[Block, ...], body_name: str, printed_on: date, officer: str) -> Document:
    day = short_date(printed_on)
    return Document(
        title=_("{title} ngày {day}").format(title=title, day=day),
        is_landscape=True,
        blocks=(
            Header("", police_of(body_name), place_and_date(name_without_type(body_name), printed_on)),
            Title(upper_name(title), _("(Đến ngày {day})").format(day=day)),
            *blocks,
            Signatures(
                (
                    Signature(_("NGƯỜI LẬP BIỂU"), _("(Ký, ghi rõ họ tên)")),
                    Signature(_("THỦ TRƯỞNG ĐƠN VỊ"), _("(Ký tên, đóng dấu)")),
                )
            ),
        ),
        footer=title,
        footer_right=_("In {stamp} · {officer}").format(stamp=day, officer=officer),
    )


def _moment(iso: str) -> str:
    return datetime.fromisoformat(iso).astimezone().strftime("%d/%m/%Y %H:%M")


def _remark(entry: MergeEntry) -> str:
    if entry.reversed_by is not None:
        return _("đã hoàn tác ở mục {number}").format(number=entry.reversed_by)
    return "" if entry.reverses is None else _("hoàn tác mục {number}").format(number=entry.reverses)
