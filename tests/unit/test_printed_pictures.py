"""The printed page as a picture: held against pictures somebody looked at, and letter by letter.

To accept another look on purpose: CENSUS_NEW_PICTURES=1 pytest tests/unit/test_printed_pictures.py, then look at them.
"""

from __future__ import annotations

import os
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QRawFont

from census_desktop.printing.fonts import UNITS_PER_MM, TextStyle, print_font
from census_desktop.printing.layout import lay_out
from census_desktop.printing.painter import paint_page
from census_desktop.reports.dc01_form import LAYOUT_2020, SlipPlace, dc01_form
from census_desktop.reports.doubts import Doubts, Saying, SincePrinted, Variant
from census_desktop.reports.field_lists import FollowupLine, followup_list
from tests.papers import ISSUE, four_people, household, summary

if TYPE_CHECKING:
    from census_desktop.reports.document import Document

pytestmark = pytest.mark.usefixtures("qapp")

GOLDEN = Path(__file__).parents[1] / "golden" / "pictures"
SCALE = 2.0  # pixels for a millimetre
BLOCK = 8  # pixels; words may shift by one between systems, a lost line may not
MOST_AWAY = 48  # of 255, mean of a block
STYLES = [TextStyle(12, is_bold=bold, is_italic=italic) for bold in (False, True) for italic in (False, True)]
VIETNAMESE = [
    letter + tone
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
]
MINORITY = [
    *"đĐčČñÑƀɃŏŎŭŬĭĬĕĔ",
    "ê\u0306",
    "Ê\u0306",
    "ô\u0306",
    "Ô\u0306",
    "ơ\u0306",
    "ư\u0306",
    "w",
    "j",
    "z",
]


def doubtful_summary() -> Document:
    """With marks of its own, so that a new rule does not ask for a new picture."""
    people = four_people()
    sayings = (Saying("02/1955", "phiếu khai"), Saying("14/02/1955", "Giấy khai sinh, số 12/1955"))
    variant = Variant(people[1].person_uuid, ("birth_date",), "Ngày, tháng, năm sinh", sayings)
    since = SincePrinted(date(2026, 1, 20), {people[0].person_uuid: ("Tôn giáo",)})
    return summary(people, household(), Doubts(variants=(variant,), since=since))


def followup() -> Document:
    lines = [
        FollowupLine(
            "Tổ dân phố Hưng Thịnh", "12", "H'Bia Ê\u0306ban", f"3-{number}", "Còn thiếu: Ngày sinh."
        )
        for number in range(1, 5)
    ]
    return followup_list(lines, ISSUE, "Danh sách số 3, Phường Sông Trí")


def form() -> Document:
    place = SlipPlace("Hà Tĩnh", "Kỳ Anh", "Sông Trí", "Tổ dân phố Hưng Thịnh", "Số nhà 12")
    return dc01_form(four_people()[3], place, ISSUE, LAYOUT_2020)


def picture(document: Document) -> QImage:
    """The first page in grey."""
    laid_out = lay_out(document)
    wide, high = (297, 210) if laid_out.is_landscape else (210, 297)
    image = QImage(round(wide * SCALE), round(high * SCALE), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SCALE / UNITS_PER_MM, SCALE / UNITS_PER_MM)
    paint_page(painter, laid_out.pages[0])
    painter.end()
    return image


def blocks(image: QImage) -> list[list[float]]:
    """Mean grey of every block of pixels."""
    every, step = bytes(memoryview(image.constBits())), image.bytesPerLine()
    rows = [every[y * step : y * step + image.width()] for y in range(image.height())]
    return [
        [
            sum(sum(row[x : x + BLOCK]) for row in rows[y : y + BLOCK]) / BLOCK**2
            for x in range(0, image.width() - BLOCK + 1, BLOCK)
        ]
        for y in range(0, image.height() - BLOCK + 1, BLOCK)
    ]


@pytest.mark.parametrize(
    ("name", "make"),
    [("summary", doubtful_summary), ("followup", followup), ("dc01", form)],
)
def test_page_when_painted_looks_as_it_did_when_somebody_looked(name: str, make: object) -> None:
    assert callable(make)
    image, path = picture(make()), GOLDEN / f"{name}.png"
    if os.environ.get("CENSUS_NEW_PICTURES"):
        GOLDEN.mkdir(exist_ok=True)
        assert image.save(str(path))
    golden = QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)
    assert golden.size() == image.size()
    away = [
        abs(ours - theirs)
        for our_row, their_row in zip(blocks(image), blocks(golden), strict=True)
        for ours, theirs in zip(our_row, their_row, strict=True)
    ]
    assert max(away) < MOST_AWAY
    assert sum(away) / len(away) < 1.0


def test_picture_when_a_row_is_missing_is_told_apart() -> None:
    people = four_people()
    assert blocks(picture(summary(people))) != blocks(picture(summary(people[:3])))
    away = max(
        abs(ours - theirs)
        for our_row, their_row in zip(
            blocks(picture(summary(people))), blocks(picture(summary(people[:3]))), strict=True
        )
        for ours, theirs in zip(our_row, their_row, strict=True)
    )
    assert away > MOST_AWAY


def ink(text: str, style: TextStyle) -> bytes:
    """A letter painted large."""
    image = QImage(90, 110, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(print_font(TextStyle(5, is_bold=style.is_bold, is_italic=style.is_italic)))
    painter.drawText(QPointF(20, 80), text)
    painter.end()
    return bytes(memoryview(image.constBits()))


@pytest.mark.parametrize("style", STYLES)
def test_letters_when_painted_are_in_the_font_and_keep_their_marks(style: TextStyle) -> None:
    font = QRawFont.fromFont(print_font(style))
    for letter in [*VIETNAMESE, *MINORITY]:
        composed = unicodedata.normalize("NFC", letter)
        assert all(font.supportsCharacter(ord(sign)) for sign in composed), composed
        bare = unicodedata.normalize("NFD", letter)[0]
        if bare != letter:
            assert ink(composed, style) != ink(bare, style), composed
