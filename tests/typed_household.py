"""Types a whole household from its slips as a practised officer does, counting every stroke box by box.

Strokes are those of a keyboard with Telex (UniKey): a mark or a đ is a stroke of its own, a capital outside a name
needs Shift (names are typed with Caps Lock on), Ctrl+N is two. The officer takes what is filled in already when it is
what the paper says, copies with F3 or F4 what the slip before or the head's says too, types numbers of codes, and the
fewest letters of a place that bring it up in the list.
"""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from census_desktop.domain.codes import code_list
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.places import gazetteer
from census_desktop.domain.spec import BadInput, FieldDef, Kind
from census_desktop.domain.vietnamese import fold
from census_desktop.gui.forms.editors import AnswerEditor
from tests.robot import Typist
from tests.windows import window_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from census_desktop.gui.pages.entry.page import EntryPage

PREFIX = "household."
NOT_TYPED = frozenset({"slip_state", "void", "void_reason"})  # the program keeps these itself
MOST_STEPS = 150  # keys beside typing that one slip may need before something is wrong


def strokes(text: str, *, is_caps_locked: bool = False) -> int:
    """Strokes for `text` with Telex."""
    count = 0
    for letter in unicodedata.normalize("NFD", text):
        if letter in {"đ", "Đ"}:
            count += 2
        elif unicodedata.combining(letter):
            count += 1
            continue
        else:
            count += 1
        if letter.isupper() and not is_caps_locked:
            count += 1
    return count


@dataclass(slots=True)
class SlipRecord:
    """What typing one slip took.

    Attributes:
        boxes: strokes by box, in the order they were visited; keys for the whole slip stand under their name.
        seconds: from the first key to the slip being stored.
        finish_seconds: from F10 to "Đã lưu".
        keys: box, what was pressed there, and its strokes, one after the other.
    """

    boxes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    finish_seconds: float = 0.0
    keys: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def strokes(self) -> int:
        """All strokes of the slip."""
        return self.boxes.total()


class HouseholdTypist:
    """One officer before the entry room."""

    def __init__(self, typist: Typist, *, takes_proposals: bool = False) -> None:
        """Sit down.

        Args:
            typist: ten fingers.
            takes_proposals: what is filled in where the slip given has nothing is right, too.
        """
        self.typist = typist
        self._takes_proposals = takes_proposals
        self.page: EntryPage = window_of(typist).entry()
        self._now = SlipRecord()
        self._others: tuple[Person, ...] = ()  # of the household, typed already

    def type_household(self, household: Household, people: tuple[Person, ...]) -> list[SlipRecord]:
        """Type a household from an empty sheet; every slip ends with F10. Gives one record a slip."""
        records = []
        for at, person in enumerate(people):
            self._now = SlipRecord()
            self._others = people[:at]
            started = time.perf_counter()
            if at == 0:
                self._type_sheet(household)
            self._type_slip(person)
            self._finish()
            self._now.seconds = time.perf_counter() - started
            records.append(self._now)
        return records

    def new_household(self) -> None:
        """Ctrl+H."""
        self._key("", "Ctrl+H", 2)

    def _type_sheet(self, household: Household) -> None:
        wanted = {PREFIX + name: getattr(household, name) for name in self.page.sheet.editors}
        self._type_boxes(wanted, HOUSEHOLD_FIELDS, last=PREFIX + "note")
        while self.typist.focused.startswith(PREFIX):
            self._key(self.typist.focused, "Enter")

    def _type_slip(self, person: Person) -> None:
        wanted = {name: getattr(person, name) for name in self.page.slip.editors if name not in NOT_TYPED}
        self._type_boxes(wanted, PERSON_FIELDS)

    def _type_boxes(
        self, wanted: dict[str, str | None], fields: Mapping[str, FieldDef], last: str = ""
    ) -> None:
        for _step in range(MOST_STEPS):
            left = [key for key in self._reachable(wanted) if not self._says(key, wanted[key])]
            if not left or (last and self.typist.focused == last and not left):
                return
            key = self.typist.focused
            if key in left:
                self._type_box(key, wanted[key], fields[key.removeprefix(PREFIX)])
            elif self._is_past(key, left[0]):
                self._key(key, "Shift+Enter", 2)
            else:
                self._key(key, "Enter")
        raise AssertionError(f"never done: cursor in {self.typist.focused!r}")

    def _reachable(self, wanted: dict[str, str | None]) -> list[str]:
        return [key for key in self.page.box_keys() if key in wanted]

    def _is_past(self, key: str, wanted: str) -> bool:
        keys = self.page.box_keys()
        return key in keys and keys.index(key) > keys.index(wanted)

    def _says(self, key: str, wanted: str | None) -> bool:
        editor = self.page.editor(key)
        if wanted is None and self._takes_proposals:
            return True
        try:
            return editor.stored() == wanted
        except BadInput:
            return False

    # -- one box ------------------------------------------------------------------------------------------------

    def _type_box(self, key: str, wanted: str | None, box: FieldDef) -> None:
        editor = self.page.editor(key)
        if wanted is None:
            self._key(key, "F7" if editor.is_proposed else "Delete")
        elif (copy := self._copy(key, wanted)) and strokes(wanted) > 2:
            self._key(key, copy)
        else:
            typed, cost, downs = _typed(editor, box, wanted)
            self._count(key, typed, cost)
            self.typist.type(typed)
            self.typist.settle()
            for _down in range(downs):
                self._key(key, "Down")
        if self.typist.focused == key:
            self._key(key, "Enter")

    def _copy(self, key: str, wanted: str) -> str:
        """The key that copies this answer from the slip before or from the head's, "" when neither says so."""
        said = [getattr(one, key, None) for one in self._others]
        return "F3" if said and said[-1] == wanted else "F4" if said and said[0] == wanted else ""

    def _finish(self) -> None:
        person = self.page.control.person.person_uuid
        for _again in range(3):
            started = time.perf_counter()
            self._key("F10", "F10")
            if self.page.control.person.person_uuid != person:
                self._now.finish_seconds = time.perf_counter() - started
                return
        raise AssertionError(f"F10 does not finish: {window_of(self.typist).news.text()}")

    def _key(self, key: str, name: str, count: int = 1) -> None:
        self._count(key or name, name, count)
        self.typist.press(name)

    def _count(self, key: str, words: str, count: int) -> None:
        self._now.boxes[key] += count
        self._now.keys.append((key, words, count))


def _typed(editor: QLineEdit, box: FieldDef, wanted: str) -> tuple[str, int, int]:
    """What to type for an answer: the letters, their strokes, and how often Down is pressed afterwards."""
    if box.kind is Kind.CODE:
        return _code(box, wanted)
    if box.kind is Kind.DATE:
        date = PartialDate.from_iso(wanted)
        text = (
            "".join(f"{part:02d}" for part in (date.day, date.month) if part is not None) + f"{date.year:04d}"
        )
        return text, len(text), 0
    if box.kind is Kind.PLACE:
        return _place(wanted)
    if box.kind is Kind.NAME:
        begun = getattr(editor, "_began_with", "") if isinstance(editor, AnswerEditor) else ""
        text = wanted.removeprefix(begun) if begun and wanted.startswith(begun) else wanted
        return text, strokes(text, is_caps_locked=True), 0
    return wanted, strokes(wanted), 0


def _code(box: FieldDef, wanted: str) -> tuple[str, int, int]:
    codes = code_list(box.codes)
    code = next(one for one in codes if one.code == wanted)
    for text in sorted(_shortest(code.numbers, fold(code.label)), key=len):
        found = codes.suggest(text, 1)
        if found and found[0].code == wanted:
            return text, len(text), 0
    label = codes.shown(code)
    return label, strokes(label), 0


def _shortest(numbers: tuple[str, ...], folded: str) -> Iterator[str]:
    yield from numbers
    for length in range(1, len(folded) + 1):
        yield folded[:length]


def _place(wanted: str) -> tuple[str, int, int]:
    """The first letters that bring the place up among the first lines, else all of it."""
    best = (wanted, strokes(wanted), 0)
    before, comma, last = wanted.partition(", ")
    for lead, whole in (("", wanted), (before + comma, last)):
        folded = fold(whole)
        for length in range(3, min(len(folded), 18)):
            offered = [one.text for one in gazetteer().suggest(folded[:length], 8)]
            if whole in offered:
                downs = offered.index(whole) + 1
                cost = strokes(lead) + length
                if cost + downs < best[1] + best[2]:
                    best = (lead + folded[:length], cost, downs)
                break
    return best
