"""PySide6 must not lose references to `None`: version 6.12.0 on Python 3.11 does, and dies of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QTableWidget, QTableWidgetItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

CALLS = 2000
NOISE = 200  # other code may touch None meanwhile; a lost reference per call would be ten times as much


class _Speaker(QObject):
    said = Signal(str)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_none_when_qt_is_called_often_keeps_its_references(qtbot: QtBot) -> None:
    label, edit, table, speaker = QLabel(), QLineEdit(), QTableWidget(1, 1), _Speaker()
    for widget in (label, edit, table):
        qtbot.addWidget(widget)
    calls: dict[str, Callable[[], object]] = {
        "setText": lambda: label.setText("Đậu Văn Thìn"),
        "setToolTip": lambda: edit.setToolTip("Số định danh"),
        "setCursorPosition": lambda: edit.setCursorPosition(0),
        "setItem": lambda: table.setItem(0, 0, QTableWidgetItem("Võ Thị Hường")),
        "emit": lambda: speaker.said.emit("xong"),
    }
    lost = {}
    for name, call in calls.items():
        call()
        before = sys.getrefcount(None)
        for _ in range(CALLS):
            call()
        change = sys.getrefcount(None) - before
        if change < -NOISE:
            lost[name] = change
    assert not lost, f"references to None lost in {CALLS} calls each: {lost}"
