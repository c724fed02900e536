"""F1: all keys on one card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.shortcuts import ROOM_TITLES, SHORTCUTS, TYPING_HINTS
from census_desktop.base.text import _
from census_desktop.gui.pages.entry.parts import key_grid
from census_desktop.gui.widgets import button, card, muted_label, plain_label, scrolled

WIDE = 1180  # pixels, where the screen has them
ROUND_ABOUT = 90  # pixels of the screen left to the frame and the desktop
_BESIDE = ("", "browse")


class KeyCard(QDialog):
    """Every shortcut and how answers are typed, never higher than the screen: arrows and pages scroll, Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_card")
        self.setWindowTitle(_("Bảng phím"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 12)
        whole.setSpacing(10)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        across = QHBoxLayout()
        across.setSpacing(10)
        columns = (
            ("entry",),
            _BESIDE,
            tuple(room for room in ROOM_TITLES if room not in {"entry", *_BESIDE}),
        )
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
        self.table = scrolled(body, "key_table")
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.table.setAccessibleName(_("Bảng phím"))
        whole.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(muted_label(_("Mũi tên, PgUp, PgDn: cuộn · Esc: đóng")))
        row.addStretch(1)
        row.addWidget(button(_("Đóng"), self.accept, "close_key_card", primary=True))
        whole.addLayout(row)
        desk = self.screen().availableGeometry()
        wide = min(WIDE, desk.width() - ROUND_ABOUT)
        self.resize(wide, min(self._needed(body, wide), desk.height() - ROUND_ABOUT))
        self.table.setFocus()

    def _needed(self, body: QWidget, wide: int) -> int:
        """Height in which the whole card is seen without scrolling."""
        return max(body.sizeHint().height(), body.heightForWidth(wide)) + ROUND_ABOUT
