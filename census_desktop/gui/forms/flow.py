"""One row of the paper: in one line where there is room, with slimmer boxes or in more lines where there is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.widgets import ShortenedLabel

FIELD_GAP = 6
ROW_GAP = 4


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A field with the words before it.

    Attributes:
        label: the words.
        editor: the field.
        usual: width in pixels that suits the answer; of a field that stretches the least it should get.
        slim: the least it can be read in, in pixels.
        stretches: takes the room left over.
    """

    label: QLabel
    editor: AnswerEditor
    usual: int
    slim: int
    stretches: bool = False

    def width(self, *, is_slim: bool, words: int = 0) -> int:
        """Pixels of words and field together; the words get `words` pixels at least."""
        return max(self.label.sizeHint().width(), words) + FIELD_GAP + (self.slim if is_slim else self.usual)

    def resize(self, *, is_slim: bool) -> None:
        """Give the field its usual or its least width."""
        width = self.slim if is_slim else self.usual
        if self.stretches:
            self.editor.setMinimumWidth(width)
        else:
            self.editor.setFixedWidth(width)


class FlowLine(QWidget):
    """The boxes of one row."""

    def __init__(self, boxes: tuple[Box, ...]) -> None:
        """Put the boxes into one line.

        Args:
            boxes: left to right; the order never changes.
        """
        super().__init__()
        self._boxes = boxes
        self.words: ShortenedLabel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._lines = [QHBoxLayout() for _box in boxes]
        for line in self._lines:
            line.setSpacing(FIELD_GAP)
            column.addLayout(line)
        if not any(box.stretches for box in boxes):
            self.words = ShortenedLabel()
            self.words.setObjectName("row_message")
        self.words_width = 0
        self._broken: tuple[tuple[Box, ...], ...] = ()
        self._is_slim = False
        self.set_gap(ROW_GAP)
        self._put((boxes,), is_slim=False)

    def first_words(self) -> int:
        """Pixels of the words before the first field."""
        return self._boxes[0].label.sizeHint().width()

    def set_words_width(self, pixels: int) -> None:
        """Give the words before the first field of a line that room."""
        self.words_width = pixels
        self._align()

    @property
    def count(self) -> int:
        """In how many lines the boxes stand."""
        return len(self._broken)

    def set_gap(self, pixels: int) -> None:
        """The room between two of its lines."""
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(pixels)

    def usual_width(self) -> int:
        """Pixels for all boxes in one line, each as wide as suits its answer."""
        return self._width(self._boxes, is_slim=False)

    def fit(self, room: int) -> None:
        """Stand in `room` pixels: slimmer boxes before a second line, because lines cost height."""
        if self.usual_width() <= room:
            self._put((self._boxes,), is_slim=False)
        elif self._width(self._boxes, is_slim=True) <= room:
            self._put((self._boxes,), is_slim=True)
        else:
            lines = self._break(room, is_slim=False)
            slimmer = self._break(room, is_slim=True)
            if len(slimmer) < len(lines):
                self._put(slimmer, is_slim=True)
            else:
                self._put(lines, is_slim=any(self._width(line, is_slim=False) > room for line in lines))

    def _break(self, room: int, *, is_slim: bool) -> tuple[tuple[Box, ...], ...]:
        """As many boxes into each line as it holds."""
        lines: list[tuple[Box, ...]] = []
        line: tuple[Box, ...] = ()
        for box in self._boxes:
            if line and self._width((*line, box), is_slim=is_slim) > room:
                lines.append(line)
                line = ()
            line = (*line, box)
        return (*lines, line)

    def _width(self, boxes: tuple[Box, ...], *, is_slim: bool) -> int:
        first, *others = boxes
        return first.width(is_slim=is_slim, words=self.words_width) + sum(
            box.width(is_slim=is_slim) + FIELD_GAP for box in others
        )

    def _put(self, lines: tuple[tuple[Box, ...], ...], *, is_slim: bool) -> None:
        if (lines, is_slim) == (self._broken, self._is_slim):
            return
        self._broken, self._is_slim = lines, is_slim
        for line in self._lines:
            while line.count():
                line.takeAt(0)
        for line, boxes in zip(self._lines, lines, strict=False):
            for box in boxes:
                box.resize(is_slim=is_slim)
                line.addWidget(box.label)
                line.addWidget(box.editor, 1 if box.stretches else 0)
            if boxes[-1] is self._boxes[-1] and self.words is not None:
                line.addWidget(self.words, 1)
            elif not any(box.stretches for box in boxes):
                line.addStretch(1)
        self._align()

    def _align(self) -> None:
        """The fields that open a line begin below each other."""
        opening = {boxes[0] for boxes in self._broken}
        for box in self._boxes:
            opens = box in opening
            box.label.setMinimumWidth(self.words_width if opens else 0)
            side = Qt.AlignmentFlag.AlignRight if opens else Qt.AlignmentFlag.AlignLeft
            box.label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)


def align(lines: Sequence[FlowLine]) -> None:
    """Let the first fields of all these lines begin below each other."""
    wide = max(line.first_words() for line in lines)
    for line in lines:
        line.set_words_width(wide)
