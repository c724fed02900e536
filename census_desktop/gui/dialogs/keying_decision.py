"""Boxes in which two keyings differ, decided by a third person who holds the paper."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.domain.spec import BadInput
from census_desktop.gui.dialogs.readings import Readings
from census_desktop.gui.dialogs.rekey_view import place_text
from census_desktop.gui.forms.editors import AnswerEditor, FieldState
from census_desktop.gui.forms.factory import QWIDGETSIZE_MAX, make_editor
from census_desktop.gui.forms.rekey_form import NAME_LETTERS
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, card, muted_label, plain_label
from census_desktop.services.second_keying import decidable, decide
from census_desktop.store.second_keying import ComparedBox

FIRST, SECOND, OTHER = 1, 2, 3  # keys of the readings


class DecisionView(QWidget):
    """One box after the other.

    Signals:
        ended(): nothing is left that this person may decide.
        sounded(state): what was typed cannot be read.

    Attributes:
        boxes: what waits and was keyed by others.
    """

    ended = Signal()
    sounded = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.boxes: list[ComparedBox] = []
        self._at = 0
        self._decided: list[uuid.UUID] = []
        self.editor: AnswerEditor | None = None
        self.banner = Banner()
        self.tally = muted_label()
        self.place = plain_label("", "card_title", wraps=True)
        self.readings = Readings()
        self.readings.chosen.connect(self._on_chosen)
        self._typing = QWidget()
        self._typing_row = QHBoxLayout(self._typing)
        self._typing_row.setContentsMargins(12, 0, 12, 0)
        self._typing_row.addWidget(plain_label(_("Phiếu giấy ghi:")))
        self._typing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        frame, inside = card()
        inside.addWidget(self.place)
        inside.addWidget(self.tally)
        column.addWidget(frame)
        column.addWidget(self.readings)
        column.addWidget(self._typing)
        column.addStretch(1)
        column.addWidget(
            muted_label(
                _(
                    "1, 2, 3: phiếu giấy ghi thế nào · N ô sau · P ô trước · U quyết định lại ô vừa rồi · Esc về"
                ),
                wraps=True,
            )
        )

    def look(self) -> bool:
        """Show the first box that waits; False when there is none that this person may decide."""
        self.boxes = list(decidable(self._session.store))
        self._decided = []
        self.banner.hide()
        self._show(0)
        return bool(self.boxes)

    def take_cursor(self) -> None:
        """Keys go to the readings."""
        self.readings.setFocus()

    @property
    def box(self) -> ComparedBox:
        """The box in hand."""
        return self.boxes[self._at]

    def _show(self, at: int) -> None:
        if not self.boxes:
            return
        self._at = max(0, min(len(self.boxes) - 1, at))
        self._typing.hide()
        box, field = self.box, PERSON_FIELDS[self.box.field]
        self.place.setText(place_text(box.task))
        self.tally.setText(
            _("Ô {at} trong {count} ô chờ quyết định. Lấy phiếu giấy ra rồi mới quyết định.").format(
                at=number(self._at + 1), count=number(len(self.boxes))
            )
        )
        self.readings.ask(
            _("{box}: phiếu giấy ghi thế nào?").format(box=_(field.label)),
            (
                (_("như lần nhập đầu:"), show_answer(field, box.first)),
                (_("như lần nhập 2:"), show_answer(field, box.second)),
                (_("khác cả hai, để tôi gõ"), None),
            ),
        )

    def _on_chosen(self, place: int) -> None:
        field = PERSON_FIELDS[self.box.field]
        if place == OTHER:
            self._let_type()
            return
        said = self.box.first if place == FIRST else self.box.second
        self._decide(show_answer(field, said))

    def _let_type(self) -> None:
        if self.editor is not None:
            self._typing_row.removeWidget(self.editor)
            self.editor.deleteLater()
        self.editor = make_editor(PERSON_FIELDS[self.box.field], "decided")
        letter = self.editor.fontMetrics().horizontalAdvance("0")
        self.editor.setMaximumWidth(QWIDGETSIZE_MAX)
        self.editor.setMinimumWidth(letter * NAME_LETTERS)
        self.editor.moved.connect(self._on_moved)
        self._typing_row.addWidget(self.editor, 1)
        self._typing.show()
        self.editor.take_cursor()

    def _on_moved(self, forward: bool) -> None:  # noqa: FBT001  a Qt signal
        if self.editor is None or not forward:
            self._show(self._at)
            return
        self._decide(self.editor.text())

    def _decide(self, typed: str) -> None:
        try:
            wrong = decide(self._session.store, self.box.keyed_box_uuid, typed)
        except BadInput as problem:
            self.banner.say(problem.why, "error")
            self.sounded.emit(FieldState.ERROR)
            return
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._session.bus.changed.emit()
        if self.box.keyed_box_uuid not in self._decided:
            self._decided.append(self.box.keyed_box_uuid)
        self.banner.say(
            _("Đã ghi: {who}. Lần nhập đầu vẫn còn trong lịch sử phiếu.").format(
                who=code_list("keying_wrong").label(wrong.value)
            ),
            "ok",
        )
        left = [at for at, one in enumerate(self.boxes) if one.keyed_box_uuid not in self._decided]
        if not left:
            self.ended.emit()
            return
        self._show(next((at for at in left if at > self._at), left[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N and P leave a box for later, U goes back to the one decided last."""
        last = self._decided[-1] if self._decided else None
        if event.key() == Qt.Key.Key_N:
            self._show(self._at + 1)
        elif event.key() == Qt.Key.Key_P:
            self._show(self._at - 1)
        elif event.key() == Qt.Key.Key_U and last is not None:
            self._show(next(at for at, one in enumerate(self.boxes) if one.keyed_box_uuid == last))
        else:
            super().keyPressEvent(event)
            return
        event.accept()
