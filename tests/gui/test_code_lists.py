"""F6 in the exchange room: codes typed, taken from a list and written out; at a ward seen and offered while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from census_desktop.base.jobs import JobControl
from census_desktop.domain.codes import code_list
from census_desktop.gui import messages
from census_desktop.gui.dialogs.asking import Asking
from census_desktop.gui.dialogs.code_lists import CodeListsDialog
from census_desktop.gui.forms.choice_editor import CodeEditor
from census_desktop.gui.pages.exchange.ward import WardExchangePage
from census_desktop.services.code_lists import load_codes
from census_desktop.services.exchange import export_receipt_to, merge, register_device
from census_desktop.services.known_codes import code_entries
from census_desktop.services.learning import forget
from census_desktop.services.receipts_due import unit_exchanges
from tests.command_line import town_and_ward
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.command_line import Machine
    from tests.robot import Typist

HEAD = "list_name,code,valid_from,label\n"


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    return town_and_ward(tmp_path)


@pytest.fixture
def town(app: QApplication, machines: tuple[Machine, Machine]) -> Iterator[Typist]:
    with machines[0].open() as store:
        register_device(store, machines[1].key)
        with main_window(app, store) as typist:
            room(typist, "exchange")
            yield typist


def opened(typist: Typist) -> CodeListsDialog:
    QTest.keyClick(typist.window, Qt.Key.Key_F6)
    typist.settle()
    found = window_of(typist).findChild(CodeListsDialog)
    assert found is not None
    return found


def test_code_when_typed_then_kept_offered_and_every_unit_is_due(town: Typist) -> None:
    store = window_of(town).session.store
    assert [one.is_due for one in unit_exchanges(store)] == [False]
    dialog = opened(town)
    QTest.keyClick(dialog, Qt.Key.Key_Insert)
    town.settle()
    ask = dialog.findChild(Asking) or window_of(town).findChild(Asking)
    assert ask is not None
    chooser = ask.findChild(QComboBox, "code_list_chooser")
    assert chooser is not None
    chooser.setCurrentIndex(chooser.findData("religion"))
    boxes = ask.lines
    for name, words in (("code", "15"), ("valid_from", "1/11/2026"), ("label", "Công giáo")):
        box = boxes._boxes[name]
        box.setText(words)
    ask.ask()
    town.wait_for(ask.banner.isVisible)
    assert code_entries(store) == ()  # the word is taken; what was typed stays
    boxes._boxes["label"].setText("Đạo mới")
    ask.ask()
    town.wait_for(dialog.banner.isVisible)
    assert [(one.list_name, one.code, one.label) for one in code_entries(store)] == [
        ("religion", "15", "Đạo mới")
    ]
    assert code_list("religion").parse("đạo mới") == "15"
    assert [one.is_due for one in unit_exchanges(store)] == [True]

    QTest.keyClick(dialog, Qt.Key.Key_F2)
    town.settle()
    change = [one for one in window_of(town).findChildren(Asking) if one.isVisible()][-1]
    assert change.lines.text("valid_from") == "01/11/2026"
    change.lines._boxes["label"].setText("Đạo Mới Kỳ Anh")
    change.ask()
    town.wait_for(lambda: code_list("religion").label("15") == "Đạo Mới Kỳ Anh")
    town.wait_for(lambda: dialog.table.rows[0].label == "Đạo Mới Kỳ Anh")
    dialog.done(0)


def test_list_when_taken_or_refused_then_told_and_written_out_again(town: Typist, tmp_path: Path) -> None:
    store = window_of(town).session.store
    dialog = opened(town)
    bad, good, out = tmp_path / "sai.csv", tmp_path / "mã.csv", tmp_path / "danh mục.xlsx"
    bad.write_text(f"{HEAD}ethnic,x,2026-11-01,Tày\n", encoding="utf-8")
    good.write_text(f"{HEAD}ethnic,pa_ko,2026-11-01,Pa Kô\n", encoding="utf-8")
    messages.next_answer(None)
    press(town, "take_codes")
    messages.next_answer((bad,))
    press(town, "take_codes")
    town.wait_for(lambda: "Tày" in dialog.banner.text)
    assert code_entries(store) == ()
    messages.next_answer((good,))
    press(town, "take_codes")
    town.wait_for(lambda: len(dialog.table.rows) == 1)
    messages.next_answer(None)
    press(town, "save_codes")
    messages.next_answer(out)
    press(town, "save_codes")
    assert out.exists()
    messages.next_answer(out)
    press(town, "save_codes")
    assert "danh mục.xlsx" in dialog.banner.text
    dialog.done(0)


def test_code_when_the_receipt_brings_it_then_news_tells_and_the_open_box_offers_it(
    app: QApplication, machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    path = tmp_path / "mã.csv"
    path.write_text(f"{HEAD}ethnic,pa_ko,2018-11-01,Pa Kô\n", encoding="utf-8")
    with machines[0].open() as store:
        register_device(store, machines[1].key)
        load_codes(store, path)
        export_receipt_to(store, "18754", stick, JobControl())
    forget()  # another machine
    with machines[1].open() as store, main_window(app, store) as typist:
        box = next(one for one in window_of(typist).findChildren(CodeEditor) if one.field.name == "ethnicity")
        assert "Pa Kô" not in [choice.text for choice in box._suggest("pa k", 9)]
        merge(store, [stick], JobControl())
        assert next(choice.text for choice in box._suggest("pa k", 9)) == "Pa Kô"
        page = room(typist, "exchange").pages["exchange"]
        assert isinstance(page, WardExchangePage)
        page.show_news()
        typist.wait_for(lambda: page.news_view is not None and page.news_view.news is not None)
        view = page.news_view
        assert view is not None
        assert [line.words for line in view.table.rows] == ["pa_ko – Pa Kô, dùng từ 01/11/2018"]
        view.view.activated.emit(view.table.index(0, 0))
        typist.settle()
        dialog = window_of(typist).findChild(CodeListsDialog)
        assert dialog is not None
        assert not any(each.isVisible() for each in dialog.findChildren(QPushButton))
        QTest.keyClick(dialog, Qt.Key.Key_F2)
        QTest.keyClick(dialog, Qt.Key.Key_Insert)
        typist.settle()
        assert window_of(typist).findChild(Asking) is None
        dialog.done(0)
