"""Fields with a list of choices: codes, and free words with proposals such as names of hamlets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from census_desktop.domain.codes import Code, CodeList, code_list
from census_desktop.domain.places import gazetteer
from census_desktop.domain.spec import FieldDef
from census_desktop.domain.vietnamese import fold
from census_desktop.gui.forms.editors import AnswerEditor, FieldState
from census_desktop.gui.forms.suggestions import Choice, SuggestionList

LISTED = 60  # most lines offered by F9
MOST_PLACES = 12  # most places offered
LIST_PAGE = 8  # lines of a list turned at once
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: LIST_PAGE,
    Qt.Key.Key_PageUp: -LIST_PAGE,
}


class ChoiceEditor(AnswerEditor):
    """A field with a floating list that follows what is typed, composing words included."""

    def __init__(
        self,
        field: FieldDef,
        name: str,
        find: Callable[[str, int], tuple[Choice, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(field, name, parent)
        self._find = find
        self._list: SuggestionList | None = None
        self._preedit = ""
        self.picks_first = True

    @property
    def suggestions(self) -> SuggestionList:
        """The list, made when first needed."""
        if self._list is None:
            self._list = SuggestionList(self)
            self._list.picked.connect(self._take)
        return self._list

    @property
    def is_list_open(self) -> bool:
        """True while the list is on screen."""
        return self._list is not None and self._list.isVisible()

    def _typed(self) -> str:
        text, place = self.text(), self.cursorPosition()
        return text[:place] + self._preedit + text[place:]

    def _follow(self) -> None:
        typed = self._typed()
        # A dash on the paper means nothing was answered; it must not pick the first name with a dash in it.
        says_something = any(sign.isalnum() for sign in fold(typed))
        found = self._find(typed.strip(), LISTED) if says_something else ()
        self.suggestions.offer(found, select_first=self.picks_first and self._may_take(typed, found))

    def _may_take(self, typed: str, found: tuple[Choice, ...]) -> bool:
        """True when Enter may take the first line for what was typed."""
        del typed
        return bool(found)

    def _on_edited(self, text: str) -> None:
        super()._on_edited(text)
        self._follow()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow the word while it is being composed."""
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()
        if self._preedit or event.commitString():
            self._follow()

    def open_list(self) -> None:
        """All choices, the present one marked."""
        found = self._find("", 999)
        self.suggestions.offer(found, select_first=False)
        here = fold(self.text())
        row = next((at for at, choice in enumerate(found) if fold(choice.text) == here), 0)
        self.suggestions.step(row + 1)

    def close_list(self) -> None:
        """Put the list away."""
        if self._list is not None:
            self._list.hide()

    def accept_choice(self) -> None:
        """Take the marked line of an open list."""
        if self._list is None:
            return
        marked = self._list.marked()
        self._list.hide()
        if marked is not None:
            self._replace(marked.text)

    def _take(self, text: str) -> None:
        self.close_list()
        self._replace(text)

    def _replace(self, text: str) -> None:
        if text != self.text():
            self.replace_text(text)
            self.set_state(FieldState.NORMAL)
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows steer the list, Esc closes it."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.is_list_open:
            self.suggestions.step(step)
        elif step == 1:
            self.open_list()
        elif event.key() == Qt.Key.Key_Escape and self.is_list_open:
            self.close_list()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes away with the focus."""
        self._preedit = ""
        self.close_list()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The list goes away with the field."""
        self.close_list()
        super().hideEvent(event)


class CodeEditor(ChoiceEditor):
    """A box of a code list: type its number or a few letters; Enter takes the first line.

    Digits that are no whole code mark no line: Enter keeps them, and the box is told to be unknown.
    """

    def __init__(self, field: FieldDef, name: str, parent: QWidget | None = None) -> None:
        super().__init__(field, name, self._suggest, parent)
        self._list_name = field.codes

    def _suggest(self, typed: str, limit: int) -> tuple[Choice, ...]:
        codes = code_list(self._list_name)
        return tuple(_choice(codes, code) for code in codes.suggest(typed, limit))

    def _may_take(self, typed: str, found: tuple[Choice, ...]) -> bool:
        codes = code_list(self._list_name)
        best = codes.suggest(typed, 1)
        return bool(found) and bool(best) and codes.is_meant(typed, best[0])

    def put(self, stored: str | None) -> None:
        """Show the label of a code."""
        super().put(stored)
        self.close_list()


def _choice(codes: CodeList, code: Code) -> Choice:
    return Choice(codes.shown(code), code.numbers[0] if code.numbers else "", codes.note(code))


class PlaceEditor(ChoiceEditor):
    """A place in the words of the paper, with places of the whole country proposed as of the paper's time.

    Nothing is marked until an arrow key is pressed, so Enter keeps what was typed. Behind a comma only the last part is
    looked up: the hamlet and the street before it stay.
    """

    def __init__(self, field: FieldDef, name: str, parent: QWidget | None = None) -> None:
        super().__init__(field, name, self._suggest, parent)
        self.picks_first = False

    def open_list(self) -> None:
        """What fits the words so far, the first line marked."""
        self._follow()
        self.suggestions.step(1)

    def _suggest(self, typed: str, limit: int) -> tuple[Choice, ...]:
        limit = min(limit, MOST_PLACES)
        whole = gazetteer().suggest(typed, limit)
        if whole:
            return tuple(Choice(place.text, aside=place.hint) for place in whole if place.text != typed)
        before, _comma, last = typed.rpartition(",")
        if not before.strip() or not last.strip():
            return ()
        found = gazetteer().suggest(last.strip(), limit)
        return tuple(Choice(f"{before.strip()}, {place.text}", aside=place.hint) for place in found)


class WordsEditor(ChoiceEditor):
    """Free words with proposals: nothing is marked until an arrow key is pressed, so Enter keeps what was typed."""

    def __init__(
        self, field: FieldDef, name: str, words: Callable[[], tuple[str, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__(field, name, self._suggest, parent)
        self._words = words
        self.picks_first = False

    def _suggest(self, typed: str, limit: int) -> tuple[Choice, ...]:
        wanted = fold(typed)
        hits = [word for word in self._words() if wanted in fold(word) and fold(word) != wanted]
        return tuple(Choice(word) for word in hits[:limit])
