"""What a household paper marks for the pen: blanks, doubts, variants, changes since the last print."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.printing.layout import lay_out
from census_desktop.printing.placing import Fill, Text
from census_desktop.reports.document import DOUBT, Document, Doubtful, KeyValues, Row, Table, texts
from census_desktop.reports.doubts import Doubts, Saying, SincePrinted, Variant
from tests.papers import PRINTED_ON, four_people, household, person, summary

HOME, PEOPLE = household(phone=None), four_people()
HUONG = PEOPLE[1]


def doubts_of(variants: tuple[Variant, ...] = (), since: SincePrinted | None = None) -> Doubts:
    """The real findings of the family, and what else is known."""
    found = list(check_household(HOME, PEOPLE, PRINTED_ON))
    for each in PEOPLE:
        found += check_person(each, PRINTED_ON)
    return Doubts(tuple(found), variants, since)


def row_of(document: Document, place: int) -> Row:
    return next(block for block in document.blocks if isinstance(block, Table)).rows[place]


def two_birth_dates() -> Variant:
    sayings = (Saying("02/1955", "phiếu, máy ST-01"), Saying(None, "máy KA-02, tuan.tq"))
    return Variant(HUONG.person_uuid, ("birth_date",), "Ngày, tháng, năm sinh", sayings)


def test_paper_when_nothing_is_doubtful_marks_nothing() -> None:
    document = summary(PEOPLE, HOME)
    assert DOUBT not in " ".join(texts(document))
    assert all(row_of(document, place).asks == () for place in range(len(PEOPLE)))


def test_paper_when_an_answer_looks_wrong_marks_its_cell_and_asks() -> None:
    document = summary(PEOPLE, HOME, doubts_of())
    row = row_of(document, 0)
    assert row.cells[5] == Doubtful("042190000000")
    assert "Theo số định danh là Nữ, mục giới tính ghi Nam." in row.asks
    assert any("Còn thiếu: " in ask for ask in row.asks)
    assert not any(ask.startswith("Chưa ghi") for ask in row.asks)


def test_paper_when_a_detail_looks_wrong_marks_it_among_the_details() -> None:
    row = row_of(summary(PEOPLE, HOME, doubts_of()), 2)
    assert {pair.label for pair in row.details if pair.is_doubtful} >= {"Cha"}


def test_paper_when_a_box_was_told_in_two_ways_shows_both() -> None:
    document = summary(PEOPLE, HOME, doubts_of((two_birth_dates(),)))
    row = row_of(document, 1)
    assert row.cells[2] == Doubtful("__/02/1955")
    assert row.asks[0] == (
        "Ngày, tháng, năm sinh có 2 cách ghi: “02/1955” (phiếu, máy ST-01); “bỏ trống” (máy KA-02, tuan.tq)."
    )


def test_paper_when_the_household_is_doubtful_marks_its_answers() -> None:
    home = household(residential_group=None)
    doubts = Doubts(tuple(check_household(home, PEOPLE, PRINTED_ON)))
    document = summary(PEOPLE, home, doubts)
    block = next(block for block in document.blocks if isinstance(block, KeyValues))
    assert [pair.label for pairs in block.rows for pair in pairs if pair.is_doubtful] == ["Thôn/tổ dân phố"]
    assert "□ Còn thiếu: Thôn/tổ dân phố." in texts(document)


def test_paper_when_printed_before_tells_what_changed() -> None:
    since = SincePrinted(date(2026, 1, 20), {HUONG.person_uuid: ("Ngày sinh", "Tôn giáo")}, True)
    document = summary(PEOPLE, HOME, Doubts(since=since))
    details = row_of(document, 1).details
    assert details[0].label == "▲ Đổi từ lần in 20/01/2026"
    assert details[0].value == "Ngày sinh; Tôn giáo"
    assert row_of(document, 0).details[0].label == "Thường trú"
    words = list(texts(document))
    assert (
        "▲ Đã in ngày 20/01/2026; từ đó đổi: danh sách nhân khẩu; thông tin của những người có dấu ▲."
        in words
    )
    assert any("▲ là chỗ đổi từ lần in trước." in word for word in words)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Đã in ngày 20/01/2026, từ đó không có gì đổi."),
        ({HOME.household_uuid: ("Điện thoại",)}, "▲ Đã in ngày 20/01/2026; từ đó đổi: Điện thoại."),
    ],
)
def test_paper_when_only_the_household_changed_says_so(
    changed: dict[uuid.UUID, tuple[str, ...]], words: str
) -> None:
    document = summary(PEOPLE, HOME, Doubts(since=SincePrinted(date(2026, 1, 20), changed)))
    assert words in texts(document)
    assert not any("là chỗ đổi từ lần in trước" in word for word in texts(document))


def test_paper_when_laid_out_has_grey_ground_under_doubtful_cells_and_boxes_to_tick() -> None:
    blank = person(0, ethnicity=None)
    doubts = Doubts(tuple(check_person(blank, PRINTED_ON)))
    laid_out = lay_out(summary([blank], HOME, doubts))
    (row,) = [placed.strip for placed in laid_out.pages[0].body if placed.strip.name == "row 3.0"] or [
        placed.strip for placed in laid_out.pages[0].body if placed.strip.name.endswith(".0")
    ]
    grounds = [item for item in row.items if isinstance(item, Fill)]
    assert grounds
    assert all(0 < ground.height < row.height for ground in grounds)
    words = [item.text for item in row.items if isinstance(item, Text)]
    assert any(word.startswith("□ ") for word in words)
