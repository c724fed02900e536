"""Code lists (danh mục): ethnic groups, religions, relations, states of a slip and all others.

One file per list in ``resources/codes``. The stored answer is the list's own code; official numbers stand beside it
in columns whose names begin with ``number``. Two numberings of ethnic groups are in use (Quyết định 121-TCTK/PPCĐ of
1979 and Quyết định 1019/QĐ-TCTK of 2008), which is why ethnic groups have codes of our own and a number on which
the two disagree is never taken for an answer.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from census_desktop.base.errors import BugError
from census_desktop.base.paths import resource
from census_desktop.base.text import _, language
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean, fold, tone_key

_SHOWN_LETTERS = 40  # of what was typed, in the sentence that refuses it
LIST_NAMES = (
    "absence_reason",
    "blood",
    "cccd_province",
    "collective_kind",
    "document_kind",
    "ethnic",
    "follow_up_outcome",
    "form_version",
    "keying_outcome",
    "keying_wrong",
    "link_verdict",
    "lodging",
    "marital",
    "nationality",
    "presence",
    "relation_to_head",
    "religion",
    "service",
    "service_counted_at",
    "sex",
    "slip_given",
    "slip_state",
    "visit_result",
)
# Lists whose labels and notes are shown in the user's language; names of peoples, faiths and places are names.
TRANSLATED_LISTS = (
    "absence_reason",
    "blood",
    "collective_kind",
    "document_kind",
    "follow_up_outcome",
    "form_version",
    "keying_outcome",
    "keying_wrong",
    "link_verdict",
    "lodging",
    "marital",
    "presence",
    "relation_to_head",
    "service",
    "service_counted_at",
    "sex",
    "slip_given",
    "slip_state",
    "visit_result",
)
_OWN_COLUMNS = ("code", "label", "other", "note")
_BETWEEN_SPELLINGS = ";"
_WORD_STARTS = (" ", "-", "/", "(")


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list.

    Attributes:
        code: what is stored; never changes.
        label: what is shown in Vietnamese, unique in its list.
        other: other spellings people write.
        note: what an officer should know, may be "".
        more: the other columns of the file, filled ones only (official numbers, limits for checks).
    """

    code: str
    label: str
    other: tuple[str, ...] = ()
    note: str = ""
    more: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Official or short numbers, one per numbering that knows this value."""
        return tuple(value for column, value in self.more.items() if column.startswith("number"))

    @property
    def spellings(self) -> tuple[str, ...]:
        """The label and every other spelling."""
        return (self.label, *self.other)

    @property
    def beside(self) -> Mapping[str, str]:
        """What rules read beside words and numbers, for example the sex a relation says."""
        return {column: value for column, value in self.more.items() if not column.startswith("number")}


class CodeList:
    """A named list of codes, in the order they are offered.

    Attributes:
        name: machine name, also the file name.
        items: the codes that are offered.
        ended: codes that are not offered any more; slips that carry them are read, shown and printed as ever.
    """

    def __init__(self, name: str, items: Iterable[Code], ended: Iterable[Code] = ()) -> None:
        self.name = name
        self.items = tuple(items)
        self.ended = tuple(ended)
        known = (*self.items, *self.ended)
        self._by_code = {item.code: item for item in known}
        self._is_translated = name in TRANSLATED_LISTS
        self._searches: dict[str, tuple[tuple[Code, _SearchText], ...]] = {}  # by language
        # Strictest reading first; the first that knows the text decides.
        self._readings: tuple[tuple[Callable[[str], str], dict[str, list[Code]]], ...] = (
            (str.casefold, _index(known, lambda item: [item.code], str.casefold)),
            (_number, _index(known, lambda item: item.numbers, _number)),
            (_number, _index(known, lambda item: [item.code], _number)),
            *(
                (form, _index(known, words, form))
                for words in (lambda item: [item.label], lambda item: item.other)
                for form in (clean, tone_key, fold)
            ),
        )

    def __iter__(self) -> Iterator[Code]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Code | None:
        """The value with exactly this code, offered or ended; None when there is none."""
        return self._by_code.get(code)

    def label(self, code: str) -> str:
        """What to show for `code`; a code this machine does not know yet is shown as it is."""
        item = self._by_code.get(code)
        return self.shown(item) if item is not None else code

    def shown(self, item: Code) -> str:
        """The label of a value in the user's language; whatever the language, `parse` reads it back."""
        return _(item.label) if self._is_translated else item.label

    def note(self, item: Code) -> str:
        """The note of a value in the user's language, "" when it has none."""
        return _(item.note) if self._is_translated else item.note

    def parse(self, text: str) -> str:
        """Read what was typed: a code, an official number, a label or another spelling, marks and case apart.

        Raises:
            BadInput: not in the list, or more than one value could be meant.
        """
        typed = clean(text)
        for form, index in self._readings:
            hits = index.get(form(typed), [])
            if len(hits) > 1:
                labels = ", ".join(map(self.shown, hits))
                raise BadInput(text, _("Có thể là {labels}; hãy ghi rõ.").format(labels=labels))
            if hits:
                return hits[0].code
        known = (*self.items, *self.ended)
        shown = next((item for item in known if tone_key(self.shown(item)) == tone_key(typed)), None)
        if shown is not None:
            return shown.code
        raise BadInput(
            text,
            _("“{text}” không có trong danh mục; hãy ghi mã hoặc tên như trong danh mục.").format(
                text=text if len(text) <= _SHOWN_LETTERS else f"{text[:_SHOWN_LETTERS]}…"
            ),
        )

    def with_column(self, column: str, value: str) -> tuple[Code, ...]:
        """All codes whose `column` holds `value`; for reading files that use one known numbering."""
        return tuple(item for item in self.items if item.more.get(column) == value)

    def suggest(self, text: str, limit: int = 12) -> tuple[Code, ...]:
        """What could be meant by the letters typed so far, best first; the head of the list for blank text.

        Order: same code or number, the same without leading zeros, same name, beginning of a code, of a name, of a
        word, anywhere inside.
        """
        exact, typed = tone_key(text), fold(text)
        if not typed:
            return self.items[:limit]
        ranked = [
            (rank, place, item)
            for place, (item, search) in enumerate(self._search())
            if (rank := search.rank(exact, typed)) is not None
        ]
        return tuple(item for _rank, _place, item in sorted(ranked, key=lambda hit: hit[:2])[:limit])

    def is_meant(self, typed: str, item: Code) -> bool:
        """True when Enter may take `item`, the best of the suggestions, for what was typed.

        Digits alone are a code, and only a whole one: the beginning of a longer code is another answer.
        """
        if not clean(typed).isdecimal():
            return True
        try:
            return self.parse(typed) == item.code
        except BadInput:
            return False

    def _search(self) -> tuple[tuple[Code, _SearchText], ...]:
        """The texts to search, those of the user's language first."""
        if language() not in self._searches:
            self._searches[language()] = tuple(
                (item, _SearchText.of(item, self.shown(item))) for item in self.items
            )
        return self._searches[language()]


@dataclass(frozen=True, slots=True)
class _SearchText:
    """One code as `suggest` looks at it: exact words with their marks, codes and names folded."""

    exact: frozenset[str]
    numbers: frozenset[str]
    codes: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, item: Code, shown: str) -> _SearchText:
        codes = tuple(map(fold, (item.code, *item.numbers)))
        names = tuple(dict.fromkeys(map(fold, (shown, *item.spellings))))
        exact = frozenset((*codes, tone_key(shown), tone_key(item.label)))
        return cls(exact, frozenset(map(_number, codes)) - {""}, codes, names)

    def rank(self, exact: str, typed: str) -> int | None:
        """How well the text fits, 0 best; None when it does not."""
        tests = (
            exact in self.exact,
            _number(typed) in self.numbers,
            typed in self.codes or typed in self.names,
            any(code.startswith(typed) for code in self.codes),
            self.names[0].startswith(typed),
            any(name.startswith(typed) for name in self.names),
            any(start + typed in name for name in self.names for start in _WORD_STARTS),
            any(typed in name for name in self.names),
        )
        return next((rank for rank, fits in enumerate(tests) if fits), None)


def _number(text: str) -> str:
    """A number without leading zeros; anything else fits no number."""
    return text.lstrip("0") if text.isdecimal() else ""


def _index(
    items: Iterable[Code], words: Callable[[Code], Iterable[str]], form: Callable[[str], str]
) -> dict[str, list[Code]]:
    index: dict[str, list[Code]] = {}
    for item in items:
        for key in {form(word) for word in words(item)} - {""}:
            index.setdefault(key, []).append(item)
    return index


_in_use: list[dict[str, CodeList]] = [
    {}
]  # lists of the open store that are not those that come with the program


def code_list(name: str) -> CodeList:
    """The code list called `name` as the open store knows it: the shipped one with what the town has added.

    Ask again rather than keep it: a receipt of the town may change it while the program runs.

    Raises:
        BugError: there is no such list.
    """
    found = _in_use[0].get(name)
    return shipped_list(name) if found is None else found


def use_code_lists(lists: Iterable[CodeList]) -> None:
    """Read these lists from now on, and for all others those that come with the program."""
    _in_use[0] = {each.name: each for each in lists}  # at one go: the window reads while a worker learns


@cache
def shipped_list(name: str) -> CodeList:
    """The code list that comes with the program, read once.

    Raises:
        BugError: there is no such list.
    """
    if name not in LIST_NAMES:
        raise BugError(f"no code list {name!r}")
    return CodeList(name, map(_code, read_table(f"codes/{name}.csv")))


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a packaged table, for example ``codes/sex.csv``; cells are "" when blank."""
    with resource(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def split_spellings(text: str) -> tuple[str, ...]:
    """Other spellings as a list of codes writes them: "đi học; nội trú"."""
    return tuple(word.strip() for word in text.split(_BETWEEN_SPELLINGS) if word.strip())


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        code=row["code"],
        label=row["label"],
        other=split_spellings(row["other"]),
        note=row["note"],
        more=MappingProxyType(
            {column: value for column, value in row.items() if column not in _OWN_COLUMNS and value}
        ),
    )


class _CodeLists(Mapping[str, CodeList]):
    """All code lists by name, each read when first asked for."""

    def __getitem__(self, name: str) -> CodeList:
        if name not in LIST_NAMES:
            raise KeyError(name)
        return code_list(name)

    def __iter__(self) -> Iterator[str]:
        return iter(LIST_NAMES)

    def __len__(self) -> int:
        return len(LIST_NAMES)


CODES: Mapping[str, CodeList] = _CodeLists()
