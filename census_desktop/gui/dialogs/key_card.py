"""F1: all keys on one card."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.shortcuts import ROOM_TITLES, SHORTCUTS, TYPING_HINTS
from census_desktop.base.text import _
from census_desktop.gui.pages.entry.parts import key_grid
from census_desktop.gui.widgets import button, card, muted_label, plain_label


class KeyCard(QDialog):
    """Every shortcut and how answers are typed; Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_card")
        self.setWindowTitle(_("Bảng phím"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        across = QHBoxLayout()
        across.setSpacing(10)
        columns = (("entry",), tuple(room for room in ROOM_TITLES if room != "entry"))
        for rooms in columns:
            frame, inside = card("")
            for room in rooms:
                inside.addWidget(plain_label(_(ROOM_TITLES[room]), "card_title"))
                inside.addLayout(key_grid([entry.name for entry in SHORTCUTS if entry.room == room]))
            inside.addStretch(1)
            across.addWidget(frame, 1)
        column.addLayout(across)
        frame, inside = card(_("Cách gõ"))
        for words in TYPING_HINTS:
            inside.addWidget(muted_label(_(words), wraps=True))
        column.addWidget(frame)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Đóng"), self.accept, "close_key_card", primary=True))
        column.addLayout(row)
        self.setMinimumWidth(860)
