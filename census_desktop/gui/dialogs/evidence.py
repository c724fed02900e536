"""Ctrl+G: what documents show about one box, beside what the slip declares; the slip itself is never overwritten."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.evidence import Claim, Evidence, claim
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.factory import make_editor
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, card, muted_label
from census_desktop.services.evidence import add_evidence, claims_of, confirm_evidence, withdraw_evidence

_FIELDS = FIELDS[RecordKind.EVIDENCE]
_TYPED = ("document", "document_no", "seen_by", "seen_on")


class EvidenceDialog(QDialog):
    """Declared, shown, confirmed.

    Attributes:
        table: what the slip says and what documents show, the most trusted first.
        boxes: what is typed about another document.
    """

    def __init__(self, session: Session, person: Person, box: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence")
        self._session, self._person, self._box = session, person, box
        field = PERSON_FIELDS[box]
        self.setWindowTitle(_("Giấy tờ về “{box}”").format(box=_(field.label)))
        self.resize(860, 480)
        self.banner = Banner()
        self.table = QTableWidget(0, 5)
        self.table.setObjectName("claims")
        self.table.setAccessibleName(_("Phiếu và giấy tờ"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setHorizontalHeaderLabels(
            [_("Nguồn"), _("Nội dung"), _("Số giấy tờ"), _("Ai xem, ngày nào"), _("Trạng thái")]
        )
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        frame, inside = card(_("Giấy tờ vừa xem"))
        grid = QGridLayout()
        value = make_editor(field, "evidence_value")
        self.boxes: dict[str, AnswerEditor] = {"value": value}
        self.boxes |= {name: make_editor(_FIELDS[name], f"evidence_{name}") for name in _TYPED}
        for row, (name, editor) in enumerate(self.boxes.items()):
            label = QLabel(_(_FIELDS[name].label))
            label.setBuddy(editor)
            editor.setMaximumWidth(16_777_215)
            editor.moved.connect(lambda forward, name=name: self._go_on(name, forward=forward))
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1)
        grid.setColumnStretch(1, 1)
        inside.addLayout(grid)
        column.addWidget(frame)
        words = _(
            "Enter: ô kế tiếp, ở ô cuối là lưu · F2: xác nhận dòng đang chọn · F7: rút lại dòng đang chọn · Esc"
        )
        column.addWidget(muted_label(words, wraps=True))
        self._show()
        self.boxes["value"].setFocus()

    def _claim(self) -> Claim:
        known = {one.box: one for one in claims_of(self._session.store, self._person.person_uuid)}
        return known.get(self._box) or claim(self._box, getattr(self._person, self._box), ())

    def _show(self) -> None:
        known = self._claim()
        field = PERSON_FIELDS[self._box]
        rows = [
            (
                _("Phiếu DC01 (tự khai)"),
                show_answer(field, known.declared) or _("bỏ trống"),
                "",
                "",
                _("đang giữ") if known.standing == known.declared else "",
            )
        ]
        best = known.confirmed or (known.shown[0] if known.shown else None)
        for one in known.shown:
            states = [_("đã xác nhận")] if one.confirmed is not None else []
            states += [_("đang giữ")] if one is best and known.standing != known.declared else []
            seen = ", ".join(filter(None, (one.seen_by, show_answer(_FIELDS["seen_on"], one.seen_on))))
            kind = show_answer(_FIELDS["document"], one.document)
            rows.append((kind, show_answer(field, one.value), one.document_no or "", seen, ", ".join(states)))
        self.table.setRowCount(len(rows))
        for row, words in enumerate(rows):
            for column, text in enumerate(words):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.setCurrentCell(min(1, len(rows) - 1), 0)
        if known.is_disputed:
            self.banner.say(_("Phiếu và giấy tờ ghi khác nhau; phiếu vẫn giữ đúng như đã khai."), "warning")

    @property
    def _marked(self) -> Evidence | None:
        row = self.table.currentRow() - 1
        shown = self._claim().shown
        return shown[row] if 0 <= row < len(shown) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 confirms, F7 withdraws the marked document."""
        marked = self._marked
        if event.key() not in {Qt.Key.Key_F2, Qt.Key.Key_F7} or marked is None:
            super().keyPressEvent(event)
            return
        event.accept()
        try:
            if event.key() == Qt.Key.Key_F2:
                confirm_evidence(
                    self._session.store, marked.evidence_uuid, is_confirmed=marked.confirmed is None
                )
            else:
                withdraw_evidence(self._session.store, marked.evidence_uuid)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._changed()

    def _go_on(self, name: str, *, forward: bool) -> None:
        order = list(self.boxes)
        place = order.index(name) + (1 if forward else -1)
        if place >= len(order):
            self._save()
        else:
            self.boxes[order[max(0, place)]].take_cursor()

    def _save(self) -> None:
        typed = {name: editor.text() for name, editor in self.boxes.items() if editor.text()}
        try:
            add_evidence(self._session.store, self._person.person_uuid, self._box, typed)
        except CensusError as error:
            self.banner.say_error(error)
            self.boxes["value"].take_cursor()
            return
        for editor in self.boxes.values():
            editor.put(None)
        self._changed()
        self.boxes["value"].setFocus()

    def _changed(self) -> None:
        self.banner.say(_("Đã lưu."), "ok")
        self._show()
        self._session.bus.changed.emit()
