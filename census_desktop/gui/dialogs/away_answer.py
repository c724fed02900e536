"""What came of asking about somebody who is away: one key for the answer, a day to ask again where there is one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.factory import QWIDGETSIZE_MAX, make_editor
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, muted_label, plain_label
from census_desktop.services.absence import Reminder
from census_desktop.services.absence_papers import house_words, told_by, where_away
from census_desktop.services.absence_rounds import ANSWER_WORDS, Answer, note_answer

_BOXES = ("remind_on", "remind_note")
_ANSWERS = tuple(Answer)


class AwayAnswerDialog(QDialog):
    """1 to 5 writes an answer at once; Tab goes to the boxes about the next time, Enter writes what is marked.

    Attributes:
        line: whom was asked about.
        answer: what was written, None before.
        boxes: when to ask again and what, by machine name of `Away`.
    """

    def __init__(self, session: Session, line: Reminder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("away_answer")
        self.setWindowTitle(_("Kết quả hỏi – {name}").format(name=line.told.person.full_name or ""))
        self.resize(620, 380)
        self._session, self.line = session, line
        self.answer: Answer | None = None
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(plain_label(line.told.person.full_name or "–", "card_title", wraps=True))
        known = (house_words(line.told), where_away(line.told), told_by(line.told), line.what)
        column.addWidget(muted_label("\n".join(words for words in known if words), wraps=True))
        self.list = QListWidget()
        self.list.setObjectName("away_answers")
        self.list.setAccessibleName(_("Kết quả hỏi"))
        for place, answer in enumerate(_ANSWERS, start=1):
            self.list.addItem(f"{place}  {_(ANSWER_WORDS[answer])}")
        self.list.setCurrentRow(0)
        self.list.doubleClicked.connect(lambda _index: self._take_marked())
        self.list.installEventFilter(self)
        column.addWidget(self.list, 1)
        grid = QGridLayout()
        fields = FIELDS[RecordKind.AWAY]
        self.boxes: dict[str, AnswerEditor] = {}
        for row, name in enumerate(_BOXES):
            editor = make_editor(fields[name], f"answer_{name}")
            editor.setMaximumWidth(QWIDGETSIZE_MAX)
            editor.moved.connect(lambda forward, name=name: self._go_on(name, forward=forward))
            label = QLabel(_(fields[name].label))
            label.setBuddy(editor)
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1)
            self.boxes[name] = editor
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addWidget(
            muted_label(
                _("1–5: ghi ngay · Tab: hẹn ngày hỏi lại trước · Enter: ghi dòng đang chọn · Esc: bỏ"),
                wraps=True,
            )
        )
        self.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list would search for a figure; here it writes its answer, and Enter the answer marked."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            place = event.key() - Qt.Key.Key_1
            if 0 <= place < len(_ANSWERS):
                self.take(_ANSWERS[place])
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take_marked()
                return True
        return super().eventFilter(watched, event)

    def _go_on(self, name: str, *, forward: bool) -> None:
        self.boxes[name].settle()
        place = _BOXES.index(name) + (1 if forward else -1)
        if 0 <= place < len(_BOXES):
            self.boxes[_BOXES[place]].take_cursor()
        else:
            self.list.setFocus()

    def _take_marked(self) -> None:
        self.take(_ANSWERS[max(0, self.list.currentRow())])

    def take(self, answer: Answer) -> None:
        """Write an answer and close; what cannot be read is told and nothing is written."""
        typed = {name: editor.text() for name, editor in self.boxes.items()}
        try:
            note_answer(self._session.store, self.line.told.person.person_uuid, answer, typed)
        except CensusError as error:
            self.banner.say_error(error)
            self.boxes["remind_on"].take_cursor()
            return
        self.answer = answer
        self.accept()
