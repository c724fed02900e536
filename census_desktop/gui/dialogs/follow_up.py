"""Phúc tra: making a list to take along, and entering what came back by line number, hands on the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.domain.codes import code_list
from census_desktop.domain.findings import Severity
from census_desktop.domain.questions import SEPARATOR, line_of, list_of, place_of
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.forms.choice_editor import CodeEditor
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label, plain_label
from census_desktop.services.field_lists import Scope, followup_document
from census_desktop.services.follow_up import (
    CORRECTED,
    ListRow,
    answer,
    counts,
    list_rows,
    make_lists,
    open_questions,
    raise_questions,
    takes_document,
)

_QUESTION = FIELDS[RecordKind.QUESTION]
_EVIDENCE = FIELDS[RecordKind.EVIDENCE]
_CORRECTION = ("value", "document", "document_no")


class FollowUpDialog(QDialog):
    """One line after the other; Enter goes on, Esc closes.

    Attributes:
        place: list and line, "3-12".
        boxes: what came back, by machine name of `Question` and `Evidence`.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("follow_up")
        self.setWindowTitle(_("Phúc tra"))
        self.resize(880, 520)
        self._session = session
        self._row: ListRow | None = None
        self.banner = Banner()
        self.tally = muted_label(wraps=True)
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(self.tally)
        column.addWidget(self._making())
        column.addWidget(self._entering())
        column.addStretch(1)
        self._show_counts()
        self.place.setFocus()

    # -- looks --------------------------------------------------------------------------------------------------

    def _making(self) -> QWidget:
        frame, inside = card(_("Lập danh sách"))
        row = QHBoxLayout()
        for made in (
            button(_("Lập từ các lỗi (&1)"), self.make_from_errors, "make_from_errors"),
            button(_("Lập từ lỗi và cảnh báo (&2)"), self.make_from_all, "make_from_all"),
            button(_("In danh sách gần nhất (&3)"), self.print_last, "print_last"),
        ):
            row.addWidget(made)
        row.addStretch(1)
        inside.addLayout(row)
        return frame

    def _entering(self) -> QWidget:
        frame, inside = card(_("Nhập kết quả theo số dòng"))
        grid = QGridLayout()
        self.place = QLineEdit()
        self.place.setObjectName("follow_up_place")
        self.place.setAccessibleName(_("Số danh sách và số dòng"))
        self.place.setPlaceholderText(_("ví dụ 3-12"))
        self.question = plain_label("", "follow_up_question", wraps=True)
        grid.addWidget(QLabel(_("Dòng")), 0, 0)
        grid.addWidget(self.place, 0, 1)
        grid.addWidget(self.question, 0, 2)
        self.boxes: dict[str, AnswerEditor] = {
            "outcome": CodeEditor(_QUESTION["outcome"], "follow_up_outcome"),
            "value": AnswerEditor(_EVIDENCE["value"], "follow_up_value"),
            "document": CodeEditor(_EVIDENCE["document"], "follow_up_document"),
            "document_no": AnswerEditor(_EVIDENCE["document_no"], "follow_up_document_no"),
            "answer": AnswerEditor(_QUESTION["answer"], "follow_up_answer"),
            "outcome_by": AnswerEditor(_QUESTION["outcome_by"], "follow_up_outcome_by"),
        }
        self._labels: dict[str, QLabel] = {}
        for row, (name, editor) in enumerate(self.boxes.items(), start=1):
            label = QLabel(_(editor.field.label))
            label.setBuddy(editor)
            editor.setAccessibleName(_(editor.field.label))
            editor.moved.connect(lambda forward, name=name: self._go_on(name, forward=forward))
            self._labels[name] = label
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1, 1, 2)
        grid.setColumnStretch(2, 1)
        inside.addLayout(grid)
        inside.addWidget(
            muted_label(_("Enter: ô kế tiếp, ở ô cuối là lưu · Shift+Enter: ô trước · Esc: đóng"))
        )
        self._show_correction(is_shown=False)
        return frame

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter after the line number shows its question."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.place.hasFocus():
            event.accept()
            self._find()
            return
        super().keyPressEvent(event)

    def _show_correction(self, *, is_shown: bool) -> None:
        for name in _CORRECTION:
            self.boxes[name].setVisible(is_shown)
            self._labels[name].setVisible(is_shown)

    def _show_counts(self) -> None:
        told = counts(self._session.store)
        outcomes = code_list("follow_up_outcome")
        parts = [f"{outcomes.label(code)}: {number(count)}" for code, count in told.by_outcome.items()]
        self.tally.setText(
            _("Đã hỏi {asked} câu, còn {open} câu chưa xong. {parts}").format(
                asked=number(told.asked), open=number(told.open), parts=" · ".join(parts)
            )
        )

    # -- lists --------------------------------------------------------------------------------------------------

    def make_from_errors(self) -> None:
        """Questions of all open errors, numbered."""
        self._make((Severity.ERROR,))

    def make_from_all(self) -> None:
        """Questions of errors and warnings, numbered."""
        self._make(tuple(Severity))

    def _make(self, severities: Sequence[Severity]) -> None:
        store = self._session.store

        def work(control: JobControl) -> tuple[tuple[ListRow, ...], ...]:
            raise_questions(store, severities=severities, control=control)
            return make_lists(store)

        run_job(self._session.jobs, self, _("Đang lập danh sách phúc tra"), work, self._made, self._fail)

    def _fail(self, error: BaseException) -> None:
        self.banner.say_ended(error, _("Đã dừng, chưa lập giấy nào."))

    def _made(self, lists: Sequence[Sequence[ListRow]]) -> None:
        self._show_counts()
        if not lists:
            self.banner.say(_("Không có câu hỏi mới nào để lập danh sách."), "info")
            return
        numbers = [list_of(rows[0].question.place) for rows in lists]
        words = _(
            "Đã lập {count} danh sách, số {first} đến {last}: mỗi thôn, mỗi người thu một danh sách (các thôn ít dòng"
            " của cùng người thu thì chung), {lines} dòng."
        )
        self.banner.say(
            words.format(
                count=number(len(lists)),
                first=numbers[0],
                last=numbers[-1],
                lines=number(sum(map(len, lists))),
            ),
            "ok",
        )
        self.place.setText(place_of(numbers[0], 1))
        self.place.selectAll()
        self._print(numbers)

    def print_last(self) -> None:
        """The newest list again."""
        newest = max((list_of(one.place) for one in open_questions(self._session.store)), default=0)
        if newest:
            self._print([newest])
        else:
            self.banner.say(_("Chưa có danh sách nào còn câu hỏi."), "info")

    def _print(self, numbers: Sequence[int]) -> None:
        papers = tuple(followup_document(self._session.store, Scope(), list_no) for list_no in numbers)
        preview(self, papers, self.banner)

    # -- outcomes -----------------------------------------------------------------------------------------------

    def _find(self) -> None:
        typed = self.place.text().strip().replace(" ", SEPARATOR).replace(".", SEPARATOR)
        rows = [row for row in list_rows(self._session.store, list_of(typed)) if row.question.place == typed]
        if not rows:
            self.banner.say(
                _("Không có dòng {place} trong danh sách phúc tra nào.").format(place=typed), "error"
            )
            self.place.selectAll()
            return
        self.place.setText(typed)
        self._row = rows[0]
        who = self._row.person.full_name if self._row.person is not None else self._row.head_name
        self.question.setText(f"{who or '–'}: {self._row.question.words or ''}")
        self.banner.hide()
        self._empty_boxes()
        self.boxes["outcome"].put(self._row.question.outcome)
        self._show_correction(is_shown=False)
        self.boxes["outcome"].take_cursor()

    def _empty_boxes(self) -> None:
        for name, editor in self.boxes.items():
            if name != "outcome_by":  # the same person asks house after house
                editor.put(None)

    def _next_place(self, place: str) -> str:
        """The line below; after the last of a list the first open line of a later list, when there is one."""
        below = place_of(list_of(place), line_of(place) + 1)
        if any(row.question.place == below for row in list_rows(self._session.store, list_of(place))):
            return below
        later = (
            one.place for one in open_questions(self._session.store) if list_of(one.place) > list_of(place)
        )
        return next((other for other in later if other), below)

    def _order(self) -> list[str]:
        return [name for name, editor in self.boxes.items() if not editor.isHidden()]

    def _go_on(self, name: str, *, forward: bool) -> None:
        editor = self.boxes[name]
        editor.settle()
        if name == "outcome":
            self._show_correction(is_shown=self._needs_document())
        order = self._order()
        place = order.index(name) + (1 if forward else -1)
        if place < 0:
            self.place.setFocus()
        elif place < len(order):
            self.boxes[order[place]].take_cursor()
        else:
            self._save()

    def _outcome(self) -> str | None:
        try:
            return self.boxes["outcome"].stored()
        except BadInput:
            return None

    def _needs_document(self) -> bool:
        return self._row is not None and self._outcome() == CORRECTED and takes_document(self._row.question)

    def _save(self) -> None:
        if self._row is None:
            self.place.setFocus()
            return
        place = self._row.question.place or ""
        said = {name: self.boxes[name].text() for name in ("answer", "outcome_by") if self.boxes[name].text()}
        document = {name: self.boxes[name].text() for name in _CORRECTION if self.boxes[name].text()}
        try:
            answer(
                self._session.store,
                place,
                self.boxes["outcome"].text(),
                said,
                document if self._needs_document() else None,
            )
        except CensusError as error:
            self.banner.say_error(error)
            self.boxes["answer" if error.code == "NO_ANSWER" else "outcome"].take_cursor()
            return
        self.banner.say(_("Đã lưu dòng {place}.").format(place=place), "ok")
        self._session.bus.changed.emit()
        self._show_counts()
        self._row = None
        self.question.setText("")
        self._empty_boxes()
        self._show_correction(is_shown=False)
        self.place.setText(self._next_place(place))
        self.place.setFocus()
        self.place.selectAll()
