"""Beside the list of the browse room: what the slip under the cursor says, and how it came to say so."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from census_desktop.base.shortcuts import shortcut
from census_desktop.base.text import N_, _
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import button, muted_label, plain_label
from census_desktop.services.record_history import HIDDEN, BoxHistory, Said, box_histories, household_words
from census_desktop.services.rights import may_see_service
from census_desktop.services.service import masked
from census_desktop.store.records import load_household, load_person, members


@dataclass(frozen=True, slots=True)
class Answer:
    """One filled box."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One value of a box; the box is named at its newest value only."""

    label: str
    said: Said
    is_in_conflict: bool
    was_changed: bool

    @property
    def origin(self) -> str:
        """What was done, when, by whom and where."""
        said = self.said
        return f"{local_moment(said.at)} · {said.kind} · {said.officer}, {said.device}"

    @property
    def sign(self) -> str:
        """Name of the sign before the value."""
        if self.said.is_standing:
            return "refused" if self.is_in_conflict else "ok"
        return ""


ANSWER_COLUMNS: tuple[Column[Answer], ...] = (
    Column(N_("Ô"), lambda line: line.label, 19),
    Column(N_("Trả lời"), lambda line: line.words, 0),
)
HISTORY_COLUMNS: tuple[Column[HistoryLine], ...] = (
    Column(N_("Ô"), lambda line: line.label, 13),
    Column(N_("Giá trị"), lambda line: line.said.value or _("(để trống)"), 0, sign=lambda line: line.sign),
    Column(N_("Lúc nào, ai, máy nào"), lambda line: line.origin, 0),
)


class RecordDetails(QWidget):
    """Answers of one person or household, or the history of each of its boxes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record: tuple[RecordKind, uuid.UUID] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        self.title = plain_label("", "card_title", wraps=True)
        head.addWidget(self.title, 1)
        self.history_button = button("", self.switch, "browse_history_button", quiet=True)
        head.addWidget(self.history_button)
        column.addLayout(head)
        self.note = muted_label(wraps=True)
        column.addWidget(self.note)
        self.answers: RowTable[Answer] = RowTable(ANSWER_COLUMNS, self)
        self.answer_view = table_view(self.answers, "browse_answers", _("Trả lời trong phiếu"))
        self.history: RowTable[HistoryLine] = RowTable(HISTORY_COLUMNS, self)
        self.history.emphasise(lambda line: line.was_changed and line.said.is_standing)
        self.history_view = table_view(self.history, "browse_history", _("Lịch sử từng ô"))
        for view in (self.answer_view, self.history_view):
            view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.answer_view)
        self.stack.addWidget(self.history_view)
        column.addWidget(self.stack, 1)
        self._show_button()

    @property
    def is_history(self) -> bool:
        """True while the history is shown."""
        return self.stack.currentWidget() is self.history_view

    def switch(self) -> None:
        """Between answers and history."""
        self.stack.setCurrentWidget(self.answer_view if self.is_history else self.history_view)
        self._show_button()
        self._look()

    def _show_button(self) -> None:
        words = _("Xem phiếu ({keys})") if self.is_history else _("Lịch sử từng ô ({keys})")
        self.history_button.setText(words.format(keys=shortcut("browse_history").shown))

    def show_record(self, kind: RecordKind, record_uuid: uuid.UUID) -> None:
        """Another record."""
        self._record = (kind, record_uuid)
        self._look()

    def clear(self) -> None:
        """No record."""
        self._record = None
        self._look()

    def _look(self) -> None:
        self.title.clear()
        self.note.clear()
        self.answers.put(())
        self.history.put(())
        self.history_button.setVisible(self._record is not None)
        if self._record is None:
            return
        kind, record_uuid = self._record
        if kind is RecordKind.PERSON:
            self._put_person(record_uuid)
        else:
            self._put_household(record_uuid)
        if self.is_history:
            self._put_history(record_uuid)

    # -- answers ------------------------------------------------------------------------------------------------

    def _put_person(self, person_uuid: uuid.UUID) -> None:
        store = self._session.store
        person = load_person(store, person_uuid)
        if person is None:
            return
        self.title.setText(person.full_name or _("(chưa có tên)"))
        place = household_words(store, person.household_uuid) if person.household_uuid is not None else ""
        self.note.setText(place or _("Phiếu chưa thuộc hộ nào."))
        hidden = frozenset() if may_see_service(store) else frozenset({"service"})
        self.answers.put(_answers(RecordKind.PERSON, masked(store, person), hidden))

    def _put_household(self, household_uuid: uuid.UUID) -> None:
        store = self._session.store
        household = load_household(store, household_uuid)
        if household is None:
            return
        people = members(store, household_uuid)
        self.title.setText(household_words(store, household_uuid))
        self.note.setText(_("{count} người").format(count=len(people)))
        relation = FIELDS[RecordKind.PERSON]["relation_to_head"]
        family = [
            Answer(
                show_answer(relation, person.relation_to_head) or _("chưa ghi quan hệ"),
                ", ".join(
                    part
                    for part in (person.full_name or _("(chưa có tên)"), birth_words(person.birth_date))
                    if part
                ),
            )
            for person in people
        ]
        self.answers.put((*family, *_answers(RecordKind.HOUSEHOLD, household, frozenset())))

    # -- history ------------------------------------------------------------------------------------------------

    def _put_history(self, record_uuid: uuid.UUID) -> None:
        boxes = box_histories(self._session.store, record_uuid)
        changed = [box for box in boxes if box.was_changed]
        self.note.setText(
            _("{count} ô đã đổi, đứng trước; chữ đậm là giá trị đang dùng.").format(count=len(changed))
            if changed
            else _("Chưa ô nào bị đổi từ khi lập phiếu.")
        )
        same = [box for box in boxes if not box.was_changed]
        self.history.put([line for box in (*changed, *same) for line in _lines(box)])


def _answers(kind: RecordKind, record: object, hidden_cells: frozenset[str]) -> Sequence[Answer]:
    found = []
    for name, field in FIELDS[kind].items():
        stored = getattr(record, name)
        if stored is not None:
            is_hidden = (field.cell or name) in hidden_cells
            found.append(Answer(_(field.label), HIDDEN if is_hidden else show_answer(field, stored)))
    return found


def _lines(box: BoxHistory) -> list[HistoryLine]:
    return [
        HistoryLine(box.label if at == 0 else "", said, box.is_in_conflict, box.was_changed)
        for at, said in enumerate(box.said)
    ]


def birth_words(stored: str | None) -> str:
    """Year of birth in words, "" when blank or unreadable."""
    if stored is None:
        return ""
    try:
        return _("sinh {year}").format(year=PartialDate.from_iso(stored).year)
    except BadInput:
        return stored
