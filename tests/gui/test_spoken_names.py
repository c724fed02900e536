"""A screen reader finds a name at every box, button and list: every room, every first window; dialogs in `conftest`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout

from census_desktop.base.paths import DataFolder
from census_desktop.gui.application import unit_names
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.set_up import SetUpWindow
from census_desktop.gui.rooms import ROOMS
from census_desktop.store.opening import accounts
from tests.gui.test_pseudo_locale import open_family
from tests.spoken import Listener, nameless, spoken_name
from tests.windows import bring_up, drop, main_window, room

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.store.store import Store


@pytest.mark.parametrize("name", [one.name for one in ROOMS])
def test_room_when_read_aloud_has_names(app: QApplication, machine: Store, name: str) -> None:
    with main_window(app, machine) as typist:
        window = room(typist, name)
        if name == "entry":
            open_family(window)
        assert sorted(set(nameless(window))) == []


@pytest.mark.parametrize("name", ["log-in", "set-up"])
def test_first_window_when_read_aloud_has_names(
    app: QApplication, store: Store, tmp_path: Path, name: str
) -> None:
    if name == "log-in":
        window: LogInWindow | SetUpWindow = LogInWindow(store.folder)
        assert isinstance(window, LogInWindow)
        window.show_accounts(accounts(store.folder))
    else:
        window = SetUpWindow(DataFolder(tmp_path / "moi"), unit_names())
    bring_up(window)
    assert sorted(set(nameless(window))) == []
    drop(window)


def test_box_when_it_has_no_name_is_found(app: QApplication, listener: Listener) -> None:
    """The check above has teeth."""
    dialog = QDialog()
    column = QVBoxLayout(dialog)
    for part in (QLineEdit(), QPushButton(""), QPushButton("&Lưu")):
        column.addWidget(part)
    label, box = QLabel("Lý do"), QLineEdit()
    label.setBuddy(box)
    column.addWidget(label)
    column.addWidget(box)
    bring_up(dialog)
    assert spoken_name(box) == "Lý do"
    found, listener.nameless = listener.nameless, []
    assert found == ["QDialog has no title", "QDialog: QLineEdit", "QDialog: QPushButton"]
    drop(dialog)
