"""The slip on paper: every box of the one list once, in both layouts, as words and as marks in squares."""

from __future__ import annotations

import dataclasses
from itertools import chain

import pytest

from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.printing.layout import lay_out
from census_desktop.printing.placing import LaidOut, Text
from census_desktop.reports.dc01_form import (
    LAYOUT_2015,
    LAYOUT_2020,
    LINES,
    SlipPlace,
    dc01_form,
)
from census_desktop.reports.document import Document, Signatures, texts
from census_desktop.reports.form_blocks import FormHead, FormLine, FormPart, Squares, Ticks, Written
from tests.papers import ISSUE, LONG_ADDRESS, four_people, person

PLACE = SlipPlace("Hà Tĩnh", "Kỳ Anh", "Sông Trí", "Tổ dân phố Hưng Thịnh", "Số nhà 12")
THIN = dataclasses.replace(
    four_people()[0],
    birth_date="1952-02",
    blood_group="04",
    old_id="183456789",
    father_nationality="VN",
    declared_on="2018-03-15",
    signed_declarant="1",
    slip_no="12/045",
)


def form(of: Person | None, layout: str | None = None) -> Document:
    return dc01_form(of, PLACE, ISSUE, layout)


def part(document: Document, label: str) -> FormPart:
    parts = [
        each
        for block in document.blocks
        if isinstance(block, FormLine)
        for each in block.parts
        if label in each.label
    ]
    assert parts, label
    return parts[0]


def words_beside(laid_out: LaidOut, label: str) -> list[str]:
    """Everything painted in the strip that begins with the label."""
    for placed in laid_out.pages[0].body:
        found = [item.text for item in placed.strip.items if isinstance(item, Text)]
        if found and label in found[0]:
            return found
    raise AssertionError(label)


def test_lines_when_joined_are_the_numbered_boxes_in_the_order_of_the_paper() -> None:
    assert list(chain(*LINES)) == [name for name, box in PERSON_FIELDS.items() if box.box]


def test_form_when_numbered_counts_the_17_items_once_each() -> None:
    numbers = [
        int(each.label.partition(". ")[0])
        for block in form(THIN).blocks
        if isinstance(block, FormLine)
        for each in block.parts
        if each.label[0].isdigit()
    ]
    assert numbers == list(range(1, 18))


def test_form_when_filled_writes_signs_into_squares_and_ticks_choices() -> None:
    document = form(THIN)
    assert part(document, "Ngày, tháng, năm sinh") == Squares(
        "2. Ngày, tháng, năm sinh:", ((2, None), (2, "02"), (4, "1952"))
    )
    assert part(document, "Số định danh") == Squares("11. Số định danh cá nhân:", ((12, "042190000000"),))
    assert part(document, "Giới tính") == Ticks("4. Giới tính:", ("Nam", "Nữ"), "Nam")
    blood = part(document, "Nhóm máu")
    assert isinstance(blood, Ticks)
    assert blood.chosen == "O"
    name = part(document, "khai sinh:")
    assert isinstance(name, Written)
    assert name.answer == "ĐẬU VĂN THÌN"
    assert "× Nam" in texts(document)


def test_form_when_painted_has_one_sign_in_each_square() -> None:
    laid_out = lay_out(form(THIN))
    assert words_beside(laid_out, "Số định danh")[1:] == list("042190000000")
    assert words_beside(laid_out, "Số CMND")[1:] == list("183456789")
    assert words_beside(laid_out, "Giới tính")[1:] == ["×", "Nam", "Nữ"]


def test_form_when_a_relative_has_a_short_number_leaves_the_last_squares_open() -> None:
    document = form(dataclasses.replace(THIN, spouse_id="183456789"))
    assert part(document, "Số ĐDCN/CMND của vợ/chồng") == Squares(
        "Số ĐDCN/CMND của vợ/chồng:", ((12, "183456789"),)
    )


@pytest.mark.parametrize("layout", [LAYOUT_2015, LAYOUT_2020])
@pytest.mark.parametrize("of", [None, THIN, four_people()[3], person(1, permanent_address=LONG_ADDRESS)])
def test_form_when_laid_out_in_any_layout_is_one_page(of: Person | None, layout: str) -> None:
    laid_out = lay_out(form(of, layout))
    assert len(laid_out.pages) == 1
    for placed in laid_out.pages[0].body:
        for item in placed.strip.items:
            if isinstance(item, Text):
                assert placed.x + item.x + item.width <= 195.1, item.text


def test_form_when_of_2020_asks_for_the_place_in_finer_steps() -> None:
    heads = {
        layout: next(block for block in form(THIN, layout).blocks if isinstance(block, FormHead))
        for layout in (LAYOUT_2015, LAYOUT_2020)
    }
    assert [line.label for line in heads[LAYOUT_2015].places] == [
        "Tỉnh/thành phố:", "Quận/huyện/thị xã:", "Xã/phường/thị trấn:",
    ]  # fmt: skip
    assert [line.answer for line in heads[LAYOUT_2020].places] == [
        "Hà Tĩnh", "Kỳ Anh", "Sông Trí", "Tổ dân phố Hưng Thịnh", None, "Số nhà 12",
    ]  # fmt: skip
    assert "66/2015" in heads[LAYOUT_2015].reference
    assert "104/2020" in heads[LAYOUT_2020].reference


def test_form_when_the_slip_names_its_layout_takes_it() -> None:
    words = " ".join(texts(form(dataclasses.replace(THIN, form_version=LAYOUT_2020))))
    assert "104/2020" in words
    assert "66/2015" in " ".join(texts(form(dataclasses.replace(THIN, form_version=None))))


def test_form_when_signed_says_by_whom_and_when() -> None:
    block = next(block for block in form(THIN).blocks if isinstance(block, Signatures))
    assert [each.hint for each in block.blocks] == ["(Ký tên, đóng dấu)", "(Ký, ghi rõ họ tên)", "(đã ký)"]
    assert block.blocks[2].title.startswith("Ngày 15 tháng 03 năm 2018")
    half = next(
        block
        for block in form(dataclasses.replace(THIN, declared_on="2018")).blocks
        if isinstance(block, Signatures)
    )
    assert half.blocks[2].title.startswith("Ngày … tháng … năm 2018")


def test_form_when_blank_holds_no_answer_and_no_none() -> None:
    words = list(texts(dc01_form(None, SlipPlace(), ISSUE)))
    assert not any("None" in word or word.startswith("×") for word in words)
    assert words[0] == "Phiếu DC01"


def test_form_when_there_is_a_note_shows_it_below() -> None:
    assert "Ghi chú: Bà ngoại khai hộ" in texts(form(dataclasses.replace(THIN, note="Bà ngoại khai hộ")))
