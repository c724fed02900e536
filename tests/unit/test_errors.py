"""Bad news in plain words."""

from __future__ import annotations

from census_desktop.base.errors import CensusError


def test_error_when_shown_in_a_terminal_then_says_what_happened_and_what_to_do() -> None:
    error = CensusError("DISK_FULL", "Ổ đĩa đã đầy.", "Hãy xóa bớt tệp.")

    assert str(error) == "Ổ đĩa đã đầy. Hãy xóa bớt tệp."
    assert (error.code, error.message, error.advice) == ("DISK_FULL", "Ổ đĩa đã đầy.", "Hãy xóa bớt tệp.")


def test_error_when_there_is_no_advice_then_ends_without_a_blank() -> None:
    assert str(CensusError("IN_USE", "Chương trình đang mở.")) == "Chương trình đang mở."
