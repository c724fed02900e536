"""Side panels of the entry room: findings and keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui import icons
from census_desktop.gui.actions import SHORTCUTS
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.widgets import card, muted_label, plain_label

_ICONS = {FieldState.ERROR: "error", FieldState.WARNING: "warning"}
_ORDER = {FieldState.ERROR: 0, FieldState.WARNING: 1}


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the findings strip.

    Attributes:
        field: object key of the field ("full_name", "household.address"); "" when it is about no single field.
        label: the field in words.
        text: what looks wrong.
        state: error or warning.
    """

    field: str
    label: str
    text: str
    state: FieldState


class FindingsPanel(QWidget):
    """What looks wrong with the open slip; a click or Ctrl+E goes there.

    Signals:
        wanted(field): the user clicked a remark.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame, column = card(_("Lỗi và cảnh báo (Ctrl+E)"))
        self._none = muted_label(_("Chưa thấy gì sai."), wraps=True)
        self._list = QListWidget()
        self._list.setObjectName("findings")
        self._list.setWordWrap(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setIconSize(QSize(15, 15))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setSpacing(1)
        self._list.itemClicked.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        column.addStretch(0)
        whole.addWidget(frame)
        self.remarks: tuple[Remark, ...] = ()
        self.put(())

    def put(self, remarks: Sequence[Remark]) -> None:
        """Show other remarks, errors first."""
        self.remarks = tuple(sorted(remarks, key=lambda remark: _ORDER[remark.state]))
        self._list.clear()
        for remark in self.remarks:
            words = f"{remark.label}\n{remark.text}" if remark.label else remark.text
            item = QListWidgetItem(icons.icon(_ICONS[remark.state]), words)
            item.setData(Qt.ItemDataRole.UserRole, remark.field)
            self._list.addItem(item)
        self._none.setVisible(not self.remarks)
        self._list.setVisible(bool(self.remarks))

    def count(self, state: FieldState) -> int:
        """How many remarks of that state."""
        return sum(remark.state is state for remark in self.remarks)


class KeysPanel(QWidget):
    """The keys of the entry room."""

    SHOWN = (
        "next_field", "previous_field", "open_list", "copy_previous", "copy_head", "copy_address", "finish",
        "new_member", "new_household", "save", "note",
    )  # fmt: skip

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame, column = card(_("Phím"))
        column.addLayout(key_grid(self.SHOWN))
        whole.addWidget(frame)


def key_grid(names: Sequence[str]) -> QGridLayout:
    """Keys and what they do, in two columns."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    by_name = {shortcut.name: shortcut for shortcut in SHORTCUTS}
    for row, name in enumerate(names):
        cap = QLabel(by_name[name].shown)
        cap.setObjectName("key_cap")
        grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(plain_label(_(by_name[name].label), wraps=True), row, 1)
    return grid
