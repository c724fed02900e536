"""Papers about keys: those of the keyboard, and the one that lies in two envelopes."""

from __future__ import annotations

import pytest

from census_desktop.base.shortcuts import SHORTCUTS, TYPING_HINTS
from census_desktop.base.text import set_language
from census_desktop.printing.layout import lay_out
from census_desktop.printing.placing import Text
from census_desktop.reports.document import LargePrint, texts
from census_desktop.reports.key_card import key_card
from census_desktop.reports.recovery_sheet import ENVELOPES, grouped, recovery_sheets, typed_again
from census_desktop.transfer.envelope import new_recovery_key
from tests.papers import PRINTED_ON

KEY = "AGE-SECRET-KEY-1QYZ4TQK3L8V9W2X5C7N6M0JHGFDSAPRET3YU4E5L6Z7X8C9V0QYSWTAE2"


def test_key_card_when_made_holds_every_key_and_hint_on_one_sheet() -> None:
    card = key_card()
    words = list(texts(card))
    for entry in SHORTCUTS:
        assert entry.shown in words
        assert entry.label in words
    assert set(TYPING_HINTS) <= set(words)
    assert len(lay_out(card).pages) <= 2  # both sides


def test_key_card_when_the_window_speaks_english_stays_vietnamese() -> None:
    set_language("en")
    assert "khóa máy" in list(texts(key_card()))


def test_recovery_sheets_when_made_are_one_for_each_envelope() -> None:
    sheets = recovery_sheets(KEY, body_name="Thị xã Kỳ Anh", printed_on=PRINTED_ON)
    assert len(sheets) == ENVELOPES
    for number, sheet in enumerate(sheets, start=1):
        assert f"(Phong bì số {number}/2)" in list(texts(sheet))
        assert KEY not in sheet.title
        laid_out = lay_out(sheet)
        assert len(laid_out.pages) == 1
        painted = [
            item.text
            for placed in laid_out.pages[0].body
            if placed.strip.name == "large print"
            for item in placed.strip.items
            if isinstance(item, Text)
        ]
        assert typed_again(" ".join(painted)) == KEY


@pytest.mark.parametrize("key", [KEY, new_recovery_key()[0], "ABCDEFGHIJ"])
def test_key_when_grouped_and_typed_again_is_the_same(key: str) -> None:
    lines = grouped(key)
    assert typed_again("\n".join(lines).lower()) == key
    assert all(len(group) <= 4 or group.startswith("AGE-") for line in lines for group in line.split())


def test_recovery_sheet_when_printed_shows_the_key_once() -> None:
    (sheet, _copy) = recovery_sheets(
        KEY, body_name="Thị xã Kỳ Anh", printed_on=PRINTED_ON, parent_name="Tỉnh Hà Tĩnh"
    )
    assert sum(isinstance(block, LargePrint) for block in sheet.blocks) == 1
    assert "CÔNG AN TỈNH HÀ TĨNH" in list(texts(sheet))
