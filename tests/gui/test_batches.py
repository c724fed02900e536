"""The batch in hand numbers slips, the status bar says what is left, and the typist sees the own pace; keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.pace import Pace
from census_desktop.gui.dialogs.batches import BatchDialog, missing_text
from census_desktop.gui.pages.entry.tally import EntryTally
from census_desktop.gui.widgets import Kpi
from census_desktop.services.batches import batch_state, save_batch
from census_desktop.services.typing_pace import TypingDay
from census_desktop.store.records import list_households, members
from tests.builders import save_family
from tests.windows import main_window, window_of

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.store.store import Store
    from tests.robot import Typist


def dialog_of(typist: Typist) -> BatchDialog:
    typist.press("F12")
    found = window_of(typist).findChildren(BatchDialog)
    assert found
    return found[-1]


def tally(typist: Typist) -> EntryTally:
    return window_of(typist).entry().tally


def type_head(typist: Typist, name: str) -> None:
    """A slip with its name alone, in the sheet that is open."""
    typist.skip_to("full_name")
    typist.fill("full_name", name)
    typist.press("F10")


def test_batch_when_entered_is_in_hand_and_numbers_the_slips(typist: Typist, store: Store) -> None:
    dialog = dialog_of(typist)
    assert "Chưa cầm tập nào" in dialog.hand.text()
    assert typist.focused == "batch_number"
    for text in ("12", "3", "1", "5", "Tổ dân phố 3", "Trần Thị Lan", "3/11/2026", ""):
        typist.type(text)
        typist.press("Enter")
    assert "Phiếu mới được đánh số theo tập 12" in dialog.banner.text
    assert "còn 3" in dialog.hand.text()
    assert batch_state(store, "12").batch.collector == "Trần Thị Lan"
    typist.press("Esc")
    window = window_of(typist)
    assert typist.field("slip_no").text() == "12/1"
    assert typist.field("household.collector").text() == "Trần Thị Lan"
    assert "tập 12 còn 3" in window.tally.text()
    type_head(typist, "ĐẬU VĂN THÌN")
    assert typist.field("slip_no").text() == "12/2"
    assert "Hôm nay 1 phiếu" in window.tally.text()
    assert "tập 12 còn 2" in window.tally.text()
    (home,) = list_households(store)
    assert [one.slip_no for one in members(store, home.household_uuid)] == ["12/1"]


def test_batch_when_chosen_from_the_table_is_in_hand_and_put_away_by_a_key(
    typist: Typist, store: Store
) -> None:
    save_batch(store, "2", {"people": "9"})
    save_batch(store, "10", {})
    _household, people = save_family(store)
    window = window_of(typist)
    window.entry().control.open(_household.household_uuid)
    typist.press("Ctrl+N")
    dialog = dialog_of(typist)
    assert [row.number for row in dialog.table.rows] == ["2", "10"]
    typist.press("F5")
    typist.press("Enter")
    assert dialog.boxes["people"].text() == "9"
    typist.press("Esc")
    assert typist.field("slip_no").text() == "2/1"
    assert len(members(store, _household.household_uuid)) == len(people)
    dialog = dialog_of(typist)
    typist.press("F7")
    assert "không được đánh số" in dialog.banner.text
    typist.press("Esc")
    assert typist.field("slip_no").text() == ""


def test_sheet_when_corrected_keeps_what_is_being_typed(typist: Typist, store: Store) -> None:
    save_batch(store, "2", {"people": "9"})
    dialog = dialog_of(typist)
    typist.type("2/")
    typist.press("Enter")
    assert "gạch chéo" in dialog.banner.text
    dialog.boxes["number"].selectAll()
    typist.type("2")
    typist.press("Enter")
    assert dialog.boxes["people"].text() == "9"
    typist.type("8")
    typist.press("Shift+Enter")
    typist.press("Enter")
    assert dialog.boxes["people"].text() == "8"
    typist.press("Enter")
    dialog.boxes["issued"].put_text("99999")
    dialog.boxes["note"].take_cursor()
    typist.press("Enter")
    assert "nhiều nhất 9999" in dialog.banner.text
    assert batch_state(store, "2").people == 9


def test_dialog_when_a_slip_is_half_typed_leaves_it(typist: Typist, store: Store) -> None:
    save_batch(store, "2", {})
    typist.skip_to("full_name")
    typist.type("ĐẬU VĂN")
    dialog = dialog_of(typist)
    typist.type("2")
    for _box in range(8):
        typist.press("Enter")
    assert "tập 2" in dialog.banner.text
    assert "bìa chưa ghi số phiếu" in dialog.hand.text()
    typist.press("Esc")
    typist.type(" THÌN")
    assert typist.field("full_name").text() == "ĐẬU VĂN THÌN"


def test_day_when_typed_counts_slips_keys_and_errors_without_pauses(
    app: QApplication, store: Store, tmp_path: Path
) -> None:
    with main_window(app, store, tmp_path) as typist:
        now = [100.0]

        def tick() -> float:
            now[0] += 0.5
            return now[0]

        tally(typist).clock = tick
        typist.skip_to("full_name")
        typist.fill("full_name", "ĐẬU VĂN THÌN")
        typist.fill("birth_date", "31/02/1990")
        typist.press("Shift+Enter")
        typist.press("Shift+Enter")
        day = tally(typist).day.today()
        assert day.slips == 0
        assert day.errors == 1
        assert day.keystrokes >= len("ĐẬU VĂN THÌN") + len("31/02/1990")
        assert day.milliseconds == (day.keystrokes - 1) * 500
        now[0] += 3600  # lunch
        typist.skip_to("birth_date")
        typist.fill("birth_date", "12/02/1990")
        typist.press("F10")
        after = tally(typist).day.today()
        assert after.slips == 1
        assert after.milliseconds < 60_000
        dialog = dialog_of(typist)
        shown = {tile.accessibleName() for tile in dialog.findChildren(Kpi)}
        assert "Phiếu hôm nay: 1" in shown
        assert any(name.startswith("Phím một giờ: 7.") for name in shown)  # two keys a second
        typist.press("Esc")
    kept = TypingDay(store).today()
    assert kept == after


def test_slip_when_stored_already_or_left_unfinished_is_not_counted(typist: Typist, store: Store) -> None:
    household, people = save_family(store)
    window = window_of(typist)
    window.entry().control.open(household.household_uuid, people[0].person_uuid)
    typist.press("F10")
    assert tally(typist).day.today().slips == 0
    typist.press("Ctrl+N")
    typist.skip_to("full_name")
    typist.fill("full_name", "ĐẬU THỊ HOÀ")
    typist.press("Ctrl+N")  # leaves it unfinished
    assert tally(typist).day.today().slips == 0


def test_counts_when_the_disk_is_full_are_told_and_kept(
    typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window_of(typist).entry()
    page.tally.day.meter.key(1.0)

    def full(*_args: object) -> None:
        raise CensusError("DISK_FULL", "Ổ đĩa đã đầy.")

    with monkeypatch.context() as patch:
        patch.setattr("census_desktop.services.typing_pace.add_typing", full)
        page.tally.keep()
    assert "Ổ đĩa đã đầy" in page.banner.text
    page.tally.keep()
    assert page.tally.day.today() == Pace(keystrokes=1)


def test_missing_numbers_when_many_are_shortened(store: Store) -> None:
    assert missing_text(save_batch(store, "2", {"people": "3"})) == "1, 2, 3"
    assert missing_text(save_batch(store, "2", {"people": "40"})).endswith("12 …")
