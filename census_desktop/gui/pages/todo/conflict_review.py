"""Conflicts decided by one key: where everybody started, what each machine says, what the slip said."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui.actions import bind
from census_desktop.gui.dialogs.undo_list import UndoList
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, ShortenedLabel, button, card, muted_label, plain_label
from census_desktop.services.conflict_review import Review, Side, review
from census_desktop.services.conflicts import OpenConflict, Said, alike, decide, settle
from census_desktop.services.undo import undo, undoable

BASE_KEY = "0"
MOST_SIDES = 9  # keys 1 to 9


@dataclass(frozen=True, slots=True)
class SideRow:
    """One line of the card at the right: a key and what it decides, or what the slip said (no key)."""

    key: str
    title: str
    side: Side


def _machines(line: Review) -> str:
    return ", ".join(dict.fromkeys(side.machine for side in line.sides))


LIST_COLUMNS: tuple[Column[Review], ...] = (
    Column(N_("Người/hộ"), lambda line: line.name, 24, order=lambda line: name_key(line.name)),
    Column(N_("Ô"), lambda line: line.conflict.label, 18),
    Column(N_("Các máy"), _machines, 0),
)
SIDE_COLUMNS: tuple[Column[SideRow], ...] = (
    Column(N_("Phím"), lambda row: row.key, 4),
    Column(N_("Bên"), lambda row: row.title, 15),
    Column(N_("Giá trị"), lambda row: row.side.words, 0),
    Column(N_("Cán bộ"), lambda row: row.side.said.officer, 10),
    Column(N_("Lúc"), lambda row: local_moment(row.side.said.at), 16),
)


def side_rows(line: Review) -> tuple[SideRow, ...]:
    """What can be chosen, by key, and what the slip said at the end."""
    rows = [] if line.base is None else [SideRow(BASE_KEY, _("Trước đó"), line.base)]
    rows += [
        SideRow(str(at), _upper_first(side.machine), side)
        for at, side in enumerate(line.sides[:MOST_SIDES], start=1)
    ]
    if line.slip is not None:
        rows.append(SideRow("", _("Phiếu, khi nhập lần đầu"), line.slip))
    return tuple(rows)


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


class ConflictReview(QWidget):
    """The list at the left, the marked conflict at the right; digits decide, A marks those alike, E types anew.

    Signals:
        left(): back to the list of all things to do.
    """

    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        head = QHBoxLayout()
        self.title = plain_label(_("Xung đột khi gộp"), "page_title")
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(button(_("Hoàn tác… (Ctrl+U)"), self.show_undo, "undo_decision"))
        head.addWidget(button(_("Về danh sách (Esc)"), self.left.emit, "leave_conflicts"))
        column.addLayout(head)
        self.banner = Banner()
        column.addWidget(self.banner)
        across = QHBoxLayout()
        across.setSpacing(9)
        self.table: RowTable[Review] = RowTable(LIST_COLUMNS, self)
        self.view = table_view(self.table, "conflicts", _("Các xung đột"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_marked())
        self.view.activated.connect(self._open)
        self.view.installEventFilter(self)
        across.addWidget(self.view, 4)
        across.addWidget(self._decision_card(), 6)
        column.addLayout(across, 1)
        bind(self, "undo_saved", self.show_undo)

    def _decision_card(self) -> QWidget:
        frame, column = card()
        self.who = ShortenedLabel()
        self.who.setTextFormat(Qt.TextFormat.PlainText)
        self.who.setObjectName("card_title")
        self.place = muted_label(wraps=True)
        column.addWidget(self.who)
        column.addWidget(self.place)
        self.sides: RowTable[SideRow] = RowTable(SIDE_COLUMNS, self)
        self.side_view = table_view(self.sides, "sides", _("Các bên của xung đột"))
        self.side_view.setWordWrap(True)
        self.side_view.activated.connect(self._take_row)
        self.side_view.installEventFilter(self)
        column.addWidget(self.side_view, 1)
        self.other = QLineEdit()
        self.other.setObjectName("other_value")
        self.other.setAccessibleName(_("Giá trị khác"))
        self.other.setPlaceholderText(_("Gõ giá trị đúng theo phiếu giấy, Enter để quyết định, Esc để thôi"))
        self.other.returnPressed.connect(self._decide_typed)
        self.other.installEventFilter(self)
        self.other.hide()
        column.addWidget(self.other)
        self.marked = muted_label(wraps=True)
        column.addWidget(self.marked)
        column.addWidget(
            muted_label(
                _(
                    "Phím số: lấy giá trị của dòng đó · A: chọn mọi xung đột cùng ô, cùng các máy"
                    " · Shift+mũi tên: chọn nhiều · E: gõ giá trị khác · Enter: mở phiếu"
                ),
                wraps=True,
            )
        )
        return frame

    # -- showing ------------------------------------------------------------------------------------------------

    def look(self, record_uuid: uuid.UUID | None = None) -> None:
        """Read all conflicts in the worker thread; the first of `record_uuid` is marked."""
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang đọc các xung đột"),
            lambda control: review(store, control),
            lambda found: self._show(found, record_uuid),
            self._fail,
            waits=True,  # the list of things to do may still be counting
        )

    def _fail(self, error: BaseException) -> None:
        self.banner.say_ended(error, _("Đã dừng."))

    def _show(self, found: Sequence[Review], record_uuid: uuid.UUID | None = None) -> None:
        self.table.put(found)
        self.title.setText(_("Xung đột khi gộp: còn {count}").format(count=number(len(found))))
        row = next(
            (at for at, line in enumerate(self.table.rows) if line.conflict.record_uuid == record_uuid), 0
        )
        self._mark(row)
        self.view.setFocus()

    def _mark(self, row: int) -> None:
        if self.table.rows:
            self.view.selectRow(min(row, len(self.table.rows) - 1))
        self._show_marked()

    def _current(self) -> Review | None:
        row = self.view.currentIndex().row()
        return self.table.rows[row] if 0 <= row < len(self.table.rows) else None

    def _show_marked(self) -> None:
        line = self._current()
        self.other.hide()
        if line is None:
            self.who.setText(_("Không còn xung đột nào."))
            self.place.clear()
            self.sides.put(())
        else:
            self.who.setText(_("{name} – ô {box}").format(name=line.name, box=line.conflict.label))
            self.place.setText(line.place)
            self.sides.put(side_rows(line))
            QTimer.singleShot(0, self.side_view, self.side_view.resizeRowsToContents)
        self._count_marked()

    def _count_marked(self) -> None:
        count = len(self.view.selectionModel().selectedRows())
        self.marked.setText(
            _("Đang chọn {count} xung đột: phím số quyết định tất cả theo cùng máy.").format(count=count)
            if count > 1
            else ""
        )

    # -- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits, A and E while a table has the keys; Esc in the line goes back to the table."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_escape = event.key() == Qt.Key.Key_Escape
        if watched is self.other:
            if is_escape:
                self.other.hide()
                self.view.setFocus()
            return is_escape
        if is_escape:
            self.left.emit()
            return True
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return plain and self._answer_key(event.text().casefold())

    def _answer_key(self, letter: str) -> bool:
        if letter == "a":
            self.mark_alike()
        elif letter == "e":
            self._type_other()
        elif letter in {row.key for row in self.sides.rows if row.key}:
            self.take(letter)
        else:
            return len(letter) == 1 and letter.isalnum()  # never a search that moves the mark by surprise
        return True

    def mark_alike(self) -> None:
        """Mark every conflict about the same box between the same machines."""
        line = self._current()
        if line is None:
            return
        group = set(map(id, alike(line.conflict, [one.conflict for one in self.table.rows])))
        model = self.view.selectionModel()
        flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
        for row, one in enumerate(self.table.rows):
            if id(one.conflict) in group:
                model.select(self.table.index(row, 0), flags)
        self._count_marked()

    def take(self, key: str) -> None:
        """Decide all marked conflicts the way `key` decides the current one: the same machine, or the value before."""
        line = self._current()
        if line is None:
            return
        wanted = next(row.side.said for row in self.sides.rows if row.key == key)
        chosen = [self.table.rows[index.row()] for index in self.view.selectionModel().selectedRows()] or [
            line
        ]
        picks: list[tuple[OpenConflict, Said]] = []
        for one in chosen:
            said = wanted if one is line else _same_side(one, key, wanted)
            if said is not None:
                picks.append((one.conflict, said))
        self._settle(picks, len(chosen) - len(picks))

    def _settle(self, picks: Sequence[tuple[OpenConflict, Said]], passed: int) -> None:
        try:
            count = settle(self._session.store, picks)
        except CensusError as error:
            self.banner.say_error(error)
            return
        text = _("Đã quyết định {count} xung đột; quyết định theo biên nhận về các máy.").format(
            count=number(count)
        )
        if passed:
            text += " " + _("Để lại {count} xung đột không có bên này.").format(count=number(passed))
        self._done(text, {id(conflict) for conflict, _said in picks})

    def _done(self, text: str, settled: set[int]) -> None:
        """Say it, and show the conflicts that are left, the next one marked."""
        row = self.view.currentIndex().row()
        self.banner.say(text, "ok")
        self._show([one for one in self.table.rows if id(one.conflict) not in settled])
        self._mark(row)
        self._session.bus.changed.emit()

    def _take_row(self, index: QModelIndex) -> None:
        key = self.sides.rows[index.row()].key
        if key:
            self.take(key)

    def _type_other(self) -> None:
        line = self._current()
        if line is None or line.conflict.field not in line.conflict.values[0].boxes:
            return
        self.other.clear()
        self.other.show()
        self.other.setFocus()

    def _decide_typed(self) -> None:
        line = self._current()
        if line is None:
            return
        try:
            decide(self._session.store, line.conflict.record_uuid, {line.conflict.field: self.other.text()})
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._done(_("Đã quyết định bằng giá trị vừa gõ."), {id(line.conflict)})

    def _open(self, index: QModelIndex) -> None:
        line = self.table.rows[index.row()]
        if line.household_uuid is not None:
            self._session.bus.household_wanted.emit(line.household_uuid, line.conflict.record_uuid)

    # -- taking back --------------------------------------------------------------------------------------------

    def show_undo(self) -> None:
        """List what can be taken back; a decision taken back stands open again."""
        dialog = UndoList(undoable(self._session.store), self)
        dialog.wanted.connect(self._take_back)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_back(self, deed: int) -> None:
        title = next(item.title for item in undoable(self._session.store) if item.number == deed)
        try:
            undo(self._session.store, deed)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(_("Đã hoàn tác: {title}").format(title=title), "ok")
        self._session.bus.changed.emit()
        self.look()


def _same_side(line: Review, key: str, wanted: Said) -> Said | None:
    """What corresponds to `wanted` in another conflict: the value before, or what the same machine says."""
    if key == BASE_KEY:
        return None if line.base is None else line.base.said
    found = [side.said for side in line.sides if side.said.device == wanted.device]
    return found[0] if len(found) == 1 else None
