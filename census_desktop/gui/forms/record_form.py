"""A form over one record: takes a frozen record in, gives a frozen record out."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.formats import show_answer
from census_desktop.domain.spec import BadInput, FieldDef
from census_desktop.gui.forms.editors import AnswerEditor, FieldState
from census_desktop.gui.forms.factory import label_of, let_stretch, make_editor, slim_width, usual_width
from census_desktop.gui.forms.flow import ROW_GAP, Box, FlowLine, align
from census_desktop.gui.forms.layout import LABELS, Row, Section
from census_desktop.gui.forms.sign_editors import DigitsEditor

Record = TypeVar("Record", Person, Household)
CARD_GAP = 6
FRAME = 2  # pixels of a card's border, both sides together
CARD_MARGINS = (9, 4, 9, 6)
TIGHT_MARGINS = (9, 2, 9, 2)
TIGHT_GAP = 2  # pixels between rows where the whole form would not be seen otherwise
HABIT = 0.45  # seconds in which an Enter after a full number is taken for habit


@dataclasses.dataclass(frozen=True, slots=True)
class Reading(Generic[Record]):
    """What stands on a form.

    Attributes:
        record: the record with every box that could be read.
        unreadable: why, for each box that could not.
        typed: text of the boxes that is not what `record` would show (half-typed or unreadable).
    """

    record: Record
    unreadable: Mapping[str, str]
    typed: Mapping[str, str]


class RecordForm(QWidget, Generic[Record]):
    """Fields in the order of the paper.

    Signals:
        changed(name): the user changed a field.
        left(name): a field was left; its text is in order now.
        entered(name): the cursor came to a field.
        passed_end(forward): Enter on the last field, or Shift+Enter on the first.
        stepped(back): a step of the slip's history is to be taken back (or done again).
        told(words): something typed or pasted did not stay as it came, and why.
    """

    changed = Signal(str)
    left = Signal(str)
    entered = Signal(str)
    passed_end = Signal(bool)
    stepped = Signal(bool)
    told = Signal(str)

    def __init__(
        self,
        sections: Sequence[Section],
        fields: Mapping[str, FieldDef],
        *,
        prefix: str = "",
        words: Mapping[str, Callable[[], tuple[str, ...]]] | None = None,
        short_labels: Mapping[str, str] = LABELS,
        parent: QWidget | None = None,
    ) -> None:
        """Build the form.

        Args:
            sections: where the fields stand.
            fields: what they are.
            prefix: put before machine names in object names ("household.") when two forms share a window.
            words: proposals for free-text fields.
            short_labels: shorter words where the form has no room.
        """
        super().__init__(parent)
        self._fields = fields
        self._base: Record | None = None
        self.editors: dict[str, AnswerEditor] = {}
        self._labels: dict[str, QLabel] = {}
        self._row_words: dict[str, QLabel] = {}
        self._grouped: dict[str, list[QWidget]] = {}
        self._lines: list[FlowLine] = []
        self._cards: list[QVBoxLayout] = []
        self._titles: list[QLabel] = []
        self._came_by_itself = ("", 0.0)
        self._prefix = prefix
        self._short_labels = short_labels
        self._words = words or {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CARD_GAP)
        for section in sections:
            column.addWidget(self._card(section))
        self._align()

    # -- building -----------------------------------------------------------------------------------------------

    def _card(self, section: Section) -> QWidget:
        card = QFrame()
        card.setObjectName("card" if section.title else "plain")
        column = QVBoxLayout(card)
        column.setSpacing(ROW_GAP)
        if section.title:
            column.setContentsMargins(*CARD_MARGINS)
            title = QLabel(_(section.title))
            title.setObjectName("card_title")
            column.addWidget(title)
            self._titles.append(title)
            self._cards.append(column)
        else:
            column.setContentsMargins(0, 0, 0, 0)
        for row in section.rows:
            line = self._line(row)
            column.addWidget(line)
            if row.group:
                self._grouped.setdefault(row.group, []).append(line)
                line.hide()
        return card

    def _line(self, row: Row) -> FlowLine:
        boxes = []
        for name in row.names:
            editor = self._editor(name)
            label = QLabel(label_of(self._fields[name], self._short_labels))
            label.setProperty("field_label", "true")
            label.setBuddy(editor)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            stretches = name == row.stretch
            if stretches:
                let_stretch(editor)
            self._labels[name] = label
            widths = usual_width(editor, stretches=stretches), slim_width(editor, stretches=stretches)
            boxes.append(Box(label, editor, *widths, stretches))
        line = FlowLine(tuple(boxes))
        if line.words is not None:
            self._row_words.update(dict.fromkeys(row.names, line.words))
        self._lines.append(line)
        return line

    def _editor(self, name: str) -> AnswerEditor:
        editor = make_editor(self._fields[name], self._prefix + name, self._words.get(name))
        self.editors[name] = editor
        editor.changed.connect(lambda: self._on_changed(name))
        editor.left.connect(lambda: self._on_left(name))
        editor.entered.connect(lambda: self._on_entered(name))
        editor.moved.connect(lambda forward: self.move_from(name, forward=forward))
        editor.stepped.connect(self.stepped)
        editor.told.connect(self.told)
        if isinstance(editor, DigitsEditor):
            editor.filled.connect(lambda: self._go_on_from_full(name))
        return editor

    def _align(self) -> None:
        align(self._lines)

    def usual_width(self) -> int:
        """Pixels in which every row is one line and every box as wide as suits its answer."""
        return max(line.usual_width() for line in self._lines) + self._sides()

    def fit(self, width: int, height: int) -> None:
        """Stand in a room of that many pixels: never wider; not higher either, if tight rows without titles do it."""
        for line in self._lines:
            line.fit(width - self._sides())
        is_tight = self._height(is_tight=False) > height
        for title in self._titles:
            title.setVisible(not is_tight)
        for column in self._cards:
            column.setContentsMargins(*(TIGHT_MARGINS if is_tight else CARD_MARGINS))
            column.setSpacing(TIGHT_GAP if is_tight else ROW_GAP)
        for line in self._lines:
            line.set_gap(TIGHT_GAP if is_tight else ROW_GAP)

    def _height(self, *, is_tight: bool) -> int:
        """Pixels of the whole form as it stands, lines that wait for an answer left out."""
        gap, margins = (TIGHT_GAP, TIGHT_MARGINS) if is_tight else (ROW_GAP, CARD_MARGINS)
        waiting = [line for group in self._grouped.values() for line in group]
        rows = sum(line.count for line in self._lines if line not in waiting)
        boxes = rows * (next(iter(self.editors.values())).height() + gap)
        titles = 0 if is_tight else sum(title.sizeHint().height() + gap for title in self._titles)
        frames = len(self._cards) * (margins[1] + margins[3] + FRAME - gap)
        return boxes + titles + frames + CARD_GAP * (len(self._cards) - 1)

    def _sides(self) -> int:
        return CARD_MARGINS[0] + CARD_MARGINS[2] + FRAME if self._cards else 0

    def changeEvent(self, event: QEvent) -> None:
        """A new font or style sheet asks for new measures."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._align()

    # -- records ------------------------------------------------------------------------------------------------

    def set_record(self, record: Record) -> None:
        """Show a record."""
        self._base = record
        for name, editor in self.editors.items():
            editor.put(getattr(record, name))
        self._clear_words()
        self.show_groups()

    def proposed(self) -> tuple[str, ...]:
        """Boxes that still hold a proposal of the program."""
        return tuple(name for name, editor in self.editors.items() if editor.is_proposed)

    def read(self, leave_out: Collection[str] = ()) -> Reading[Record]:
        """What stands on the form now; never raises.

        Args:
            leave_out: boxes that are read as they were when the record was shown (proposals nobody has seen yet).
        """
        assert self._base is not None
        answers: dict[str, str | None] = {}
        unreadable: dict[str, str] = {}
        typed: dict[str, str] = {}
        for name, editor in self.editors.items():
            if name in leave_out:
                continue
            try:
                answers[name] = editor.stored()
            except BadInput as problem:
                answers[name] = None
                unreadable[name], typed[name] = problem.why, editor.text()
                continue
            if editor.text() != show_answer(self._fields[name], answers[name]) and not editor.is_proposed:
                typed[name] = editor.text()
        record = dataclasses.replace(self._base, **answers)  # type: ignore[arg-type]  # answers are never identifiers
        return Reading(record, unreadable, typed)

    def is_changed(self) -> bool:
        """True when something was typed that the record shown at first does not say; proposals are not typed."""
        reading = self.read(leave_out=self.proposed())
        return reading.record != self._base or bool(reading.unreadable)

    def show_over(self, record: Record) -> None:
        """Show the answers of a recovered draft; what `set_record` showed stays the record they differ from."""
        for name, editor in self.editors.items():
            editor.put(getattr(record, name))
            editor.was_visited = getattr(record, name) is not None
        self.show_groups()

    def mark_proposed(self, names: Collection[str]) -> None:
        """Mark boxes of a recovered draft whose proposals had not been passed over."""
        for name in names:
            editor = self.editors.get(name)
            if editor is not None and editor.text():
                editor.propose(editor.stored() or "", _("Đã điền sẵn trước khi tắt máy"))

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Show words of a recovered draft over the record."""
        for name, text in typed.items():
            if name in self.editors:
                self.editors[name].put_text(text)
        self.show_groups()

    # -- looks --------------------------------------------------------------------------------------------------

    def show_groups(self) -> None:
        """Show or hide the lines that are asked for by an answer; forms with groups override this."""

    def set_group_shown(self, group: str, *, shown: bool) -> None:
        """Show or hide the lines of `group`."""
        for line in self._grouped.get(group, ()):
            line.setVisible(shown)

    def mark(self, states: Mapping[str, tuple[FieldState, str]]) -> None:
        """Mark fields as wrong or doubtful with the words why; all others become plain.

        A field that cannot be read keeps its own mark, one still only proposed keeps that.
        """
        self._clear_words()
        for name, editor in self.editors.items():
            state, words = states.get(name, (FieldState.NORMAL, ""))
            if state is FieldState.NORMAL and editor.is_proposed:
                editor.look_proposed()
                continue
            editor.set_state(state, words)
            if words and name in self._row_words:
                self._tell_in_row(self._row_words[name], state, words)

    def _tell_in_row(self, label: QLabel, state: FieldState, words: str) -> None:
        if label.text():
            return
        label.setText(words)
        label.setProperty("state", state.value)
        label.style().unpolish(label)
        label.style().polish(label)

    def _clear_words(self) -> None:
        for label in self._row_words.values():
            label.clear()

    # -- moving -------------------------------------------------------------------------------------------------

    def reachable(self) -> list[str]:
        """Fields the cursor visits, hidden lines left out."""
        return [
            name for name, editor in self.editors.items() if not editor.isHidden() and _line_shown(editor)
        ]

    def _go_on_from_full(self, name: str) -> None:
        self.move_from(name, forward=True)
        self._came_by_itself = (self.focused(), time.monotonic())

    def _is_habit(self, name: str, *, forward: bool) -> bool:
        """True for the Enter that fingers press after a number although the cursor has gone on already."""
        reached, at = self._came_by_itself
        self._came_by_itself = ("", 0.0)
        return (
            forward
            and name == reached
            and time.monotonic() - at < HABIT
            and not self.editors[name].isModified()
        )

    def move_from(self, name: str, *, forward: bool) -> None:
        """Put the cursor into the field after (or before) `name`."""
        if self._is_habit(name, forward=forward):
            return
        order = self.reachable()
        place = order.index(name) + (1 if forward else -1)
        if 0 <= place < len(order):
            self.focus_on(order[place])
        else:
            self.passed_end.emit(forward)

    def focus_on(self, name: str) -> None:
        """Put the cursor into a field."""
        self.editors[name].take_cursor()

    def focused(self) -> str:
        """Machine name of the field with the cursor, "" when it is elsewhere."""
        return next((name for name, editor in self.editors.items() if editor.hasFocus()), "")

    def _on_changed(self, name: str) -> None:
        self.changed.emit(name)

    def _on_left(self, name: str) -> None:
        self._set_label_focused(name, on=False)
        self.show_groups()
        self.left.emit(name)

    def _on_entered(self, name: str) -> None:
        self._set_label_focused(name, on=True)
        self.entered.emit(name)

    def _set_label_focused(self, name: str, *, on: bool) -> None:
        label = self._labels[name]
        label.setProperty("focused", "true" if on else "false")
        label.style().unpolish(label)
        label.style().polish(label)


def _line_shown(editor: AnswerEditor) -> bool:
    line = editor.parentWidget()
    return line is None or not line.isHidden()
