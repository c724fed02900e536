"""F1: all keys on one card."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui.actions import SHORTCUTS
from census_desktop.gui.pages.entry_parts import key_grid
from census_desktop.gui.widgets import button, card, muted_label


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
        for title, room in ((_("Khi nhập phiếu"), "entry"), (_("Ở mọi nơi"), "")):
            frame, inside = card(title)
            inside.addLayout(key_grid([entry.name for entry in SHORTCUTS if entry.room == room]))
            inside.addStretch(1)
            across.addWidget(frame, 1)
        column.addLayout(across)
        frame, inside = card(_("Cách gõ"))
        for words in (
            _("Tab cũng như Enter. Trong ô danh mục, mũi tên lên xuống chọn dòng."),
            _("Ngày: 14/02/1990, 14021990, 2/1990 hoặc 1990 khi giấy chỉ ghi tháng hay năm."),
            _(
                "Ô danh mục: gõ số mã hoặc vài chữ đầu không cần dấu, Enter nhận dòng đầu. F9 mở cả danh sách."
            ),
            _("Ô chữ ký: 1 hoặc X để đánh dấu, 0 để bỏ."),
            _("Ô viền nét đứt là máy chép sẵn: Enter để nhận, gõ để thay."),
        ):
            inside.addWidget(muted_label(words, wraps=True))
        column.addWidget(frame)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Đóng"), self.accept, "close_key_card", primary=True))
        column.addLayout(row)
        self.setMinimumWidth(800)
