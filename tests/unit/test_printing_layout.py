"""Where everything falls on the pages: measured placements, no pixels."""

from __future__ import annotations

import dataclasses
import itertools
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from census_desktop.base.errors import BugError
from census_desktop.printing.blocks import MOTTO, NATION
from census_desktop.printing.fonts import TextStyle
from census_desktop.printing.layout import lay_out
from census_desktop.printing.placing import Code, Item, LaidOut, Page, Rule, Text
from census_desktop.printing.ruler import Ruler
from census_desktop.reports.document import (
    BOTTOM_MM,
    LEFT_MM,
    PAPER_HEIGHT_MM,
    PAPER_WIDTH_MM,
    RIGHT_MM,
    TOP_MM,
    Bar,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Row,
    Scannable,
    Table,
    texts,
)
from census_desktop.reports.household_summary import SPARE_ROWS
from tests.papers import four_people, household, many_people, person, summary

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.usefixtures("qapp")

STYLE = TextStyle(10)


@pytest.fixture(scope="module")
def ruler(qapp: QApplication) -> Ruler:
    assert qapp is not None
    return Ruler()


def names(page: Page) -> list[str]:
    return [placed.strip.name for placed in page.body]


def rows(laid_out: LaidOut) -> list[str]:
    return [name for page in laid_out.pages for name in names(page) if name.startswith("row")]


def words(laid_out: LaidOut) -> Counter[str]:
    """Every word on the pages, repeated heads counted once."""
    found: Counter[str] = Counter()
    heads = 0
    for page in laid_out.pages:
        for placed in page.body:
            heads += placed.strip.name.startswith("head ")
            if placed.strip.name.startswith("head ") and heads > 1:
                continue
            for item in placed.strip.items:
                if isinstance(item, Text):
                    found.update(item.text.split())
    return found


def assert_in_order(laid_out: LaidOut) -> None:
    """Nothing overlaps, nothing leaves the margins."""
    sheet_height = PAPER_WIDTH_MM if laid_out.is_landscape else PAPER_HEIGHT_MM
    sheet_width = PAPER_HEIGHT_MM if laid_out.is_landscape else PAPER_WIDTH_MM
    for page in laid_out.pages:
        for above, below in itertools.pairwise(page.body):
            assert above.bottom <= below.top + 0.001
        for placed in page.body:
            assert placed.top >= TOP_MM - 0.001, placed.strip.name
            assert placed.bottom <= sheet_height - BOTTOM_MM + 0.01, placed.strip.name
            for item in placed.strip.items:
                if isinstance(item, Text):
                    assert 0 <= item.y <= placed.strip.height
                    assert item.x >= -0.001
                    assert placed.x + item.x + item.width <= sheet_width - RIGHT_MM + 0.05, item.text


@pytest.mark.parametrize("count", [0, 1, 2, 4, 7, 33, 70])
def test_pages_when_household_has_any_size_keep_everything_whole_and_inside(count: int, ruler: Ruler) -> None:
    document = summary(many_people(count))
    laid_out = lay_out(document, ruler)
    assert_in_order(laid_out)
    printed = [re.sub(r".*\.", "", name) for name in rows(laid_out)]
    assert printed == [str(number) for number in range(count + SPARE_ROWS)], (
        "each row once, in order, none divided"
    )
    assert all(any(name.startswith("row") for name in names(page)) for page in laid_out.pages)


def test_pages_when_there_are_many_repeat_the_head_of_the_table(ruler: Ruler) -> None:
    laid_out = lay_out(summary(many_people(70)), ruler)
    assert len(laid_out.pages) == 8
    assert all(names(page)[0].startswith("head ") for page in laid_out.pages[1:])
    assert names(laid_out.pages[0]).index("head 3") < names(laid_out.pages[0]).index("row 3.0")


def test_page_number_when_page_is_the_first_is_left_out(ruler: Ruler) -> None:
    laid_out = lay_out(summary(many_people(20)), ruler)
    for page in laid_out.pages:
        numbers = [placed for placed in page.frame if placed.strip.name == "page number"]
        if page.number == 1:
            assert numbers == []
            continue
        (placed,) = numbers
        (text,) = placed.strip.items
        assert isinstance(text, Text)
        assert text.text == str(page.number)
        assert placed.bottom <= TOP_MM
        middle = placed.x + text.x + text.width / 2
        assert middle == pytest.approx((LEFT_MM + PAPER_WIDTH_MM - RIGHT_MM) / 2)


def test_foot_when_document_has_pages_tells_how_many(ruler: Ruler) -> None:
    laid_out = lay_out(summary(many_people(20)), ruler)
    for page in laid_out.pages:
        (foot,) = [placed for placed in page.frame if placed.strip.name == "foot"]
        assert foot.bottom < PAPER_HEIGHT_MM - 5
        shown = [item.text for item in foot.strip.items if isinstance(item, Text)]
        assert shown[0].startswith("Phiếu hộ 12 · mã ")
        assert shown[1] == f"In 05/02/2026 08:30 · Nguyễn Thị Hoà · trang {page.number}/{len(laid_out.pages)}"


@pytest.mark.parametrize("count", range(1, 13))
def test_signatures_when_page_is_nearly_full_go_with_the_last_row(count: int, ruler: Ruler) -> None:
    last = names(lay_out(summary(many_people(count)), ruler).pages[-1])
    assert last[-3:] == ["legend", "note", "signatures"]
    assert last[-4] == f"row 3.{count + SPARE_ROWS - 1}"


def test_family_of_four_when_printed_takes_one_sheet(ruler: Ruler) -> None:
    assert len(lay_out(summary([person(number) for number in (0, 2, 4, 6)]), ruler).pages) == 1


def test_seldom_answers_when_painted_stand_as_on_paper(ruler: Ruler) -> None:
    painted = " ".join(" ".join(page.texts) for page in lay_out(summary(four_people()), ruler).pages)
    for shown in ("__/__/1952", "__/02/1955", "H'HEN NIÊ", "Y NGÔNG NIÊ KDĂM", "CÔNG AN PHƯỜNG SÔNG TRÍ"):
        assert shown in painted


def test_words_when_laid_out_are_those_of_the_document(ruler: Ruler) -> None:
    document = dataclasses.replace(summary(many_people(30)), footer="", footer_right="", title="")
    between = re.compile(r"[:;\s]|…+")
    written = Counter(between.split(" ".join(texts(document))))
    painted = Counter(between.split(" ".join(words(lay_out(document, ruler)).elements())))
    del written[""], painted[""]
    assert written - painted == Counter()
    mark = next(block.qr.caption for block in document.blocks if isinstance(block, KeyValues) and block.qr)
    assert painted - written == Counter([*NATION.split(), *MOTTO.split(), mark])


def test_answer_when_blank_is_a_dotted_line(ruler: Ruler) -> None:
    blank = lay_out(summary([person(0)], household(phone=None)), ruler)
    filled = lay_out(summary([person(0)]), ruler)

    def dotted(laid_out: LaidOut) -> int:
        strips = [placed.strip for placed in laid_out.pages[0].body if placed.strip.name == "answers"]
        return sum(isinstance(item, Rule) and item.is_dotted for item in strips[0].items)

    assert (dotted(blank), dotted(filled)) == (1, 0)


@given(
    answers=st.lists(
        st.text(
            st.one_of(
                st.sampled_from("ăâđêôơưÊĐƯ ỹộạ'-\u0306\u0303\t\u202e\u200b"), st.characters(codec="utf-8")
            ),
            max_size=250,
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=40)
def test_pages_when_answers_are_anything_stay_in_order(answers: list[str]) -> None:
    people = [
        person(
            number,
            full_name=text or None,
            permanent_address=text or None,
            native_place=text or None,
            presence="vang_khai_ho",
            presence_place=text or None,
            father_name=text or None,
            old_id=text or None,
        )
        for number, text in enumerate(answers)
    ]
    assert_in_order(lay_out(summary(people, household(address=answers[0] or None))))


def test_row_when_taller_than_a_page_is_cut_into_parts_without_loss(ruler: Ruler) -> None:
    endless = " ".join(f"ngõ{number}" for number in range(3000))
    document = summary([person(0, native_place=endless, full_name=" ".join(["Võ Thị Hường"] * 120))])
    laid_out = lay_out(document, ruler)
    assert_in_order(laid_out)
    painted = words(laid_out)
    assert all(painted[f"ngõ{number}"] + painted[f"ngõ{number};"] == 1 for number in range(3000))
    assert painted["HƯỜNG"] == 2 * 120, "in the row, and above as head of the household"


def test_table_when_wider_than_the_paper_is_refused(ruler: Ruler) -> None:
    table = Table((Column("Chủ hộ", 100), Column("Địa chỉ", 66)), ())
    with pytest.raises(BugError, match="wider"):
        lay_out(Document("Bảng", (table,)), ruler)


def test_table_when_a_row_lacks_a_cell_is_refused(ruler: Ruler) -> None:
    table = Table((Column("Chủ hộ", 100), Column("Địa chỉ", 60)), (Row(("Lê Ý",)),))
    with pytest.raises(BugError, match="1 cells"):
        lay_out(Document("Bảng", (table,)), ruler)


def test_bar_when_share_is_over_one_ends_at_the_cell(ruler: Ruler) -> None:
    def bar_items(share: float) -> tuple[Item, ...]:
        table = Table((Column("Tỷ lệ", 60),), (Row((Bar(share, ""),)),))
        return lay_out(Document("Tiến độ", (table,)), ruler).pages[0].body[1].strip.items

    assert bar_items(1.7) == bar_items(1.0)
    assert bar_items(-1.0) == bar_items(0.0)
    assert bar_items(0.5) != bar_items(1.0)


def test_heading_when_near_the_foot_moves_with_what_it_heads(ruler: Ruler) -> None:
    rows_ = tuple(Row((f"Lê Ý {number}",)) for number in range(60))
    table = Table((Column("Chủ hộ", 100),), rows_)
    for count in range(30, 45):
        short = dataclasses.replace(table, rows=rows_[:count])
        laid_out = lay_out(Document("Bảng", (short, Heading("Phần hai"), Note("ghi chú"), table)), ruler)
        assert_in_order(laid_out)
        for page in laid_out.pages:
            assert names(page)[-1] not in {"heading", "note"}
            assert not names(page)[-1].startswith("head ")


# --- ruler ----------------------------------------------------------------------------------------------------


def test_wrap_when_a_word_is_wider_than_the_line_breaks_between_letters_with_their_marks(
    ruler: Ruler,
) -> None:
    lines = ruler.wrap([("Ê\u0306" * 60, STYLE)], 20.0)
    assert len(lines) > 1
    assert "".join(line.text for line in lines) == unicodedata.normalize("NFC", "Ê\u0306" * 60)
    assert all(line.width <= 20.0 for line in lines)
    assert not any(unicodedata.combining(line.text[0]) for line in lines)


def test_wrap_when_text_carries_hidden_marks_drops_them(ruler: Ruler) -> None:
    (line,) = ruler.wrap([("Nguyễn\u202e Thị\u200b\nHo\u0300a", STYLE)], 100.0)
    assert line.text == "Nguyễn Thị Hòa"


def test_wrap_when_blank_gives_no_line(ruler: Ruler) -> None:
    assert ruler.wrap([("  \n", STYLE)], 50.0) == ()


def test_wrap_when_styles_change_keeps_pieces_apart_in_order(ruler: Ruler) -> None:
    italic = TextStyle(10, is_italic=True)
    (line,) = ruler.wrap([("Cha:", italic), ("Đậu Văn Tý;", STYLE), ("Mẹ:", italic)], 100.0)
    assert [(piece.text, piece.style) for piece in line.pieces] == [
        ("Cha:", italic),
        ("Đậu Văn Tý;", STYLE),
        ("Mẹ:", italic),
    ]
    for left, right in itertools.pairwise(line.pieces):
        assert right.x > left.x + left.width
    assert line.width == pytest.approx(line.pieces[-1].x + line.pieces[-1].width)


def test_width_when_measured_is_that_of_times(ruler: Ruler) -> None:
    # Digits of Times are half as wide as the letter size: 12 of them at 10 pt are 60 pt.
    assert ruler.width("042052001234", STYLE) == pytest.approx(60 * 25.4 / 72, rel=0.01)


# --- addresses ------------------------------------------------------------------------------------------------


def lines(text: str, width: float, ruler: Ruler, *, at_commas: bool = True) -> list[str]:
    return [line.text for line in ruler.wrap([(text, STYLE)], width, at_commas=at_commas)]


@given(
    words=st.lists(
        st.sampled_from(
            [
                "Tổ",
                "dân",
                "phố",
                "Hưng",
                "Thịnh,",
                "phường",
                "Sông",
                "Trí,",
                "thị",
                "xã",
                "Kỳ",
                "Anh,",
                "tỉnh",
                "Hà",
                "Tĩnh",
                "số",
                "12",
                "Buôn",
                "Čư",
                "M'gar;",
                "ngõ",
                "5/7",
            ]
        ),
        max_size=40,
    ),
    width=st.floats(min_value=14, max_value=120),
)
@settings(max_examples=200)
def test_address_when_broken_keeps_every_syllable_whole_and_inside(
    words: list[str], width: float, ruler: Ruler
) -> None:
    broken = ruler.wrap([(" ".join(words), STYLE)], width, at_commas=True)
    assert [word for line in broken for word in line.text.split()] == words
    assert all(line.width <= width + 0.02 for line in broken)


def test_address_when_the_comma_is_near_the_end_breaks_there(ruler: Ruler) -> None:
    text = "Tổ dân phố Hưng Thịnh, phường Sông Trí, thị xã Kỳ Anh, tỉnh Hà Tĩnh"
    width = ruler.width("Tổ dân phố Hưng Thịnh, phường Sông Trí, thị xã", STYLE) + 0.5
    assert lines(text, width, ruler, at_commas=False)[0].endswith("thị xã")
    assert lines(text, width, ruler) == [
        "Tổ dân phố Hưng Thịnh, phường Sông Trí,",
        "thị xã Kỳ Anh, tỉnh Hà Tĩnh",
    ]


def test_address_when_no_comma_is_near_keeps_a_type_with_its_name(ruler: Ruler) -> None:
    text = "Khối phố Hưng Thịnh Trung Hoà phường Sông Trí"
    width = ruler.width("Khối phố Hưng Thịnh Trung Hoà phường", STYLE) + 0.5
    assert lines(text, width, ruler) == ["Khối phố Hưng Thịnh Trung Hoà", "phường Sông Trí"]


def test_name_when_broken_leaves_the_middle_name_where_it_stands(ruler: Ruler) -> None:
    width = ruler.width("Nguyễn Thị", STYLE) + 0.5
    assert lines("Nguyễn Thị Hoà", width, ruler) == ["Nguyễn Thị", "Hoà"]


def test_code_in_a_cell_when_laid_out_then_inside_its_cell_beside_the_text() -> None:
    columns = (Column("Số dòng", 26), Column("Câu hỏi", 60))
    table = Table(columns, (Row((Scannable("3-12"), "Còn thiếu: Ngày sinh.")),))
    page = lay_out(Document("Danh sách phúc tra", (table,))).pages[0]
    placed = next(each for each in page.body if each.strip.name.startswith("row"))
    (code,) = (item for item in placed.strip.items if isinstance(item, Code))
    (words,) = (item for item in placed.strip.items if isinstance(item, Text) and "3-12" in item.text)
    assert code.text == "3-12"
    assert words.x + words.width <= code.x
    assert code.x + code.size <= columns[0].width_mm
    assert code.y + code.size <= placed.strip.height
    assert "3-12" in texts(Document("Danh sách phúc tra", (table,)))
