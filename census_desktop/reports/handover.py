"""The handing over of a package on paper: which file, how many slips by group, who gave and who took the stick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from census_desktop.base.text import _, in_vietnamese, number
from census_desktop.reports.document import (
    Align,
    Column,
    Document,
    KeyValues,
    Note,
    Pair,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)
from census_desktop.reports.issue import Issue
from census_desktop.reports.wording import short_date


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One residential group.

    Attributes:
        place: its name, with the unit's where it is another one.
        people: records of people.
        households: records of households.
    """

    place: str
    people: int
    households: int


@in_vietnamese()
def handover_document(
    lines: Sequence[HandoverLine], *, file_name: str, sequence: int, mark: str, receiver: str, issue: Issue
) -> Document:
    """The paper that goes with a stick; counts only, no names.

    Args:
        lines: by residential group; a sum is added.
        file_name: of the package.
        sequence: its running number.
        mark: beginning of the hash of its content, to tell it from any other file of that name.
        receiver: who is to get it.
        issue: who hands it over, and when.
    """
    total = HandoverLine(
        _("Cộng"), sum(line.people for line in lines), sum(line.households for line in lines)
    )
    columns = (
        Column(_("Thôn, tổ dân phố"), 100, is_bold=True),
        Column(_("Số hộ"), 30, Align.RIGHT),
        Column(_("Nhân khẩu"), 30, Align.RIGHT),
    )
    rows = tuple(
        Row((line.place, number(line.households), number(line.people)), is_bold=line is total)
        for line in (*lines, total)
    )
    return Document(
        title=_("Giao nhận gói số {sequence}").format(sequence=sequence),
        blocks=(
            issue.header(),
            Title(_("PHIẾU GIAO NHẬN GÓI DỮ LIỆU"), _("(Gói số {sequence})").format(sequence=sequence)),
            KeyValues(
                (
                    (Pair(_("Tệp"), file_name), Pair(_("Dấu nội dung"), mark)),
                    (Pair(_("Gửi"), receiver), Pair(_("Ngày xuất"), short_date(issue.printed_on))),
                )
            ),
            Table(columns, rows),
            Note(
                _(
                    "Số liệu gồm các phiếu mới hoặc có thay đổi mà bên nhận chưa xác nhận. Tệp đã niêm phong, chỉ máy"
                    " bên nhận mở được; mất USB thì báo lại để xuất gói khác. Gói được coi là đã giao khi biên nhận"
                    " về tới máy gửi."
                )
            ),
            Signatures(
                (
                    Signature(_("NGƯỜI GIAO"), _("(Ký, ghi rõ họ tên)"), issue.officer),
                    Signature(_("NGƯỜI NHẬN"), _("(Ký, ghi rõ họ tên)")),
                )
            ),
        ),
        footer=_("Giao nhận gói {file}").format(file=file_name),
        footer_right=issue.foot(),
    )
