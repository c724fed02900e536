"""Side panels of the entry room: findings and keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.shortcuts import SHORTCUTS
from census_desktop.base.text import _
from census_desktop.gui import icons, theme
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.widgets import ShortenedLabel, card, muted_label, plain_label, restyle

_ICONS = {FieldState.ERROR: "error", FieldState.WARNING: "warning", FieldState.NORMAL: "ok"}
_Index = QModelIndex | QPersistentModelIndex
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignTop)
RIGHT_ROOM = 190  # pixels, before the list has been laid out
_ORDER = {FieldState.ERROR: 0, FieldState.WARNING: 1, FieldState.NORMAL: 2}


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the findings strip.

    Attributes:
        field: object key of the field ("full_name", "household.address"); "" when it is about no single field.
        label: the field in words.
        text: what looks wrong.
        state: error, warning, or normal for what was accepted.
    """

    field: str
    label: str
    text: str
    state: FieldState


class RemarkDelegate(QStyledItemDelegate):
    """Sign and box in bold, below it the sentence, wrapped."""

    LEFT = 22

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one remark."""
        remark = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        painter.save()
        icons.draw(painter, _ICONS[remark.state], QRectF(rect.x() + 1, rect.y() + 4, 14, 14))
        place = rect.adjusted(self.LEFT, 1, -2, 0)
        painter.setFont(_bold(option.font))
        painter.setPen(theme.colour(_ICONS[remark.state]))
        painter.drawText(place, _WRAPPED, remark.label)
        place.setTop(place.top() + self._label_height(option, remark, place.width()))
        painter.setFont(option.font)
        painter.setPen(theme.colour("text"))
        painter.drawText(place, _WRAPPED, remark.text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """High enough for all lines of the sentence."""
        remark = index.data(Qt.ItemDataRole.UserRole)
        view = option.widget
        wide = (view.viewport().width() if isinstance(view, QListWidget) else RIGHT_ROOM) - self.LEFT - 4
        text = option.fontMetrics.boundingRect(QRect(0, 0, wide, 2000), _WRAPPED, remark.text)
        return QSize(wide, self._label_height(option, remark, wide) + text.height() + 7)

    @staticmethod
    def _label_height(option: QStyleOptionViewItem, remark: Remark, wide: int) -> int:
        metrics = QFontMetrics(_bold(option.font))
        return metrics.boundingRect(QRect(0, 0, wide, 2000), _WRAPPED, remark.label).height()


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made


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
        self._list.setAccessibleName(_("Lỗi và cảnh báo (Ctrl+E)"))
        self._list.setWordWrap(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setItemDelegate(RemarkDelegate(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setSpacing(1)
        self._list.itemClicked.connect(
            lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole).field)
        )
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
            item = QListWidgetItem(f"{remark.label}: {remark.text}")
            item.setData(Qt.ItemDataRole.UserRole, remark)
            self._list.addItem(item)
        self._none.setVisible(not self.remarks)
        self._list.setVisible(bool(self.remarks))

    def count(self, state: FieldState) -> int:
        """How many remarks of that state."""
        return sum(remark.state is state for remark in self.remarks)


class FindingLine(ShortenedLabel):
    """Where the window has no room for the strip: how much looks wrong, and the remark at the cursor or the first."""

    def __init__(self) -> None:
        super().__init__("", "finding_line")
        self.hide()

    def put(self, remarks: Sequence[Remark], key: str) -> None:
        """Say the remark at the box `key` or the first; errors come first in `remarks`."""
        open_ones = [one for one in remarks if one.state is not FieldState.NORMAL]
        if not open_ones:
            self.setText(_("Chưa thấy gì sai."))
            restyle(self, state="")
            return
        told = next((one for one in open_ones if one.field == key), open_ones[0])
        errors = sum(one.state is FieldState.ERROR for one in open_ones)
        words = _("{errors} lỗi, {warnings} cảnh báo (Ctrl+E) · {box}: {text}")
        self.setText(
            words.format(errors=errors, warnings=len(open_ones) - errors, box=told.label, text=told.text)
        )
        restyle(self, state="error" if told.state is FieldState.ERROR else "")


class KeysPanel(QWidget):
    """The keys of the entry room."""

    SHOWN = (
        "next_field", "open_list", "copy_previous", "copy_head", "copy_address", "refuse_proposal", "accept_finding",
        "compare", "finish", "previous_slip", "next_slip", "new_member", "new_household", "save", "undo",
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
