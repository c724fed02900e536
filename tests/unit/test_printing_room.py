"""Paper saved: what is set closer, given more width or broken less often, so that a second sheet is not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.printing.blocks import signature_strips
from census_desktop.printing.fonts import TextStyle
from census_desktop.printing.layout import lay_out
from census_desktop.printing.placing import Text
from census_desktop.printing.ruler import Ruler
from census_desktop.reports.document import (
    BOTTOM_MM,
    PAPER_HEIGHT_MM,
    TEXT_WIDTH_MM,
    TOP_MM,
    Column,
    Document,
    Paragraph,
    Row,
    Signature,
    Signatures,
    Table,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="module")
def ruler(qapp: QApplication) -> Ruler:
    assert qapp is not None
    return Ruler()


def _signed(height: float, gaps: int) -> Document:
    """A paper of one high block, some white, and signatures."""
    rows = tuple(Row(("Đậu Văn Thìn",)) for _number in range(1))
    tall = Table((Column("Họ và tên", 60.0),), rows, is_kept_with_next=False, least_row_mm=height)
    white = tuple(Paragraph("Đã đọc") for _number in range(gaps))
    signatures = Signatures((Signature("NGƯỜI KHAI", "(Ký)"), Signature("CÁN BỘ", "(Ký)")))
    return Document("Giấy", (tall, *white, signatures))


def test_paper_when_little_is_over_is_set_closer_on_one_sheet(ruler: Ruler) -> None:
    plain = _signed(100, 4)
    used = max(placed.bottom for placed in lay_out(plain, ruler).pages[0].body) - TOP_MM
    room = PAPER_HEIGHT_MM - TOP_MM - BOTTOM_MM
    fits, over, far_over = (_signed(100 + room - used + more, 4) for more in (-0.1, 8.0, 30.0))
    assert [len(lay_out(paper, ruler).pages) for paper in (fits, over, far_over)] == [1, 1, 2]
    bottom = max(placed.bottom for placed in lay_out(over, ruler).pages[0].body)
    assert bottom <= PAPER_HEIGHT_MM - BOTTOM_MM + 0.01
    assert list(lay_out(over, ruler).pages[0].texts) == [*lay_out(fits, ruler).pages[0].texts]


def test_signatures_when_a_title_is_long_give_it_the_room_of_the_short_ones(ruler: Ruler) -> None:
    long = Signatures(
        (
            Signature("NGƯỜI KHAI/CHỦ HỘ", ""),
            Signature("CÁN BỘ THU THẬP", ""),
            Signature("TRƯỞNG CÔNG AN PHƯỜNG", ""),
        )
    )
    (strip,) = signature_strips(long, ruler, TEXT_WIDTH_MM)
    titles = [item for item in strip.items if isinstance(item, Text)]
    assert len(titles) == 3
    assert len({round(item.y, 3) for item in titles}) == 1
    ends = [item.x + item.width for item in titles]
    assert all(end + 1 < item.x for end, item in zip(ends, titles[1:], strict=False))
    assert ends[-1] <= TEXT_WIDTH_MM


def test_words_when_the_column_is_narrow_are_not_spread_over_more_lines(ruler: Ruler) -> None:
    style = TextStyle(12, is_bold=True)
    lines = ruler.wrap([("Tổ dân phố Hưng Thịnh", style)], 26.0, at_commas=True)
    assert [line.text for line in lines] == ["Tổ dân phố", "Hưng Thịnh"]
