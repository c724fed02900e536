"""QR codes for long runs of papers, whose codes are as long as each other and differ in some letters.

Everything a QR code does with its text (check words, order, mask) is linear over GF(2): the modules of a code are those
of a known code of the same length, to which each differing bit of the text adds (exclusive or) a pattern of its own. So
after some codes of one length these patterns are made once, and every further code is a sum of whole numbers instead of
a millisecond's work.
"""

from __future__ import annotations

from collections.abc import Iterator

import segno

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {sign: at for at, sign in enumerate(_SIGNS)}
_PAIR_BITS = 11  # two letters of the 45 make one number (ISO/IEC 18004, 7.4.4)
_ENOUGH = 40  # codes of one length after which the patterns pay
_MASK = 2  # any of the eight is valid; comparing all of them takes longer than painting the page


class CodeMaker:
    """Makes codes with middling correction of errors; remembers what helps with the next."""

    def __init__(self) -> None:
        self._made: dict[int, int] = {}
        self._patterns: dict[int, _Patterns] = {}

    def rows(self, text: str) -> tuple[str, ...]:
        """The modules of the code for `text`, "1" for dark, without the white around them."""
        length = len(text)
        if not _is_in_pairs(text):
            return _rows(*_code(text))
        patterns = self._patterns.get(length)
        if patterns is None:
            self._made[length] = self._made.get(length, 0) + 1
            if self._made[length] <= _ENOUGH:
                return _rows(*_code(text))
            patterns = self._patterns[length] = _Patterns(length)
        return _rows(patterns.side, patterns.code(text))


def _is_in_pairs(text: str) -> bool:
    """True for what is coded as pairs of the 45 letters: not figures alone, nothing else besides, none left over."""
    return len(text) % 2 == 0 and len(text) > 2 and _VALUES.keys() >= set(text) and not text.isdecimal()


def _pairs(text: str) -> Iterator[int]:
    for at in range(0, len(text), 2):
        yield 45 * _VALUES[text[at]] + _VALUES[text[at + 1]]


class _Patterns:
    """What single bits of the text do to the code, for texts of one length."""

    _PAIR = (
        "A0"  # a letter, so that no text made from it here is figures alone; each of its bits may be changed
    )

    def __init__(self, length: int) -> None:
        base = self._PAIR * (length // 2)
        (self._value,) = _pairs(self._PAIR)
        self.side, self._base = _code(base)
        self._bits = [[self._change(base, at, bit) for bit in range(_PAIR_BITS)] for at in range(length // 2)]
        self._known: list[dict[int, int]] = [{} for _pair in self._bits]

    def _change(self, base: str, at: int, bit: int) -> int:
        value = self._value ^ (1 << bit)
        changed = base[: 2 * at] + _SIGNS[value // 45] + _SIGNS[value % 45] + base[2 * at + 2 :]
        return _code(changed)[1] ^ self._base

    def code(self, text: str) -> int:
        """All modules of the code as one number, row after row."""
        found = self._base
        for value, known, bits in zip(_pairs(text), self._known, self._bits, strict=True):
            pattern = known.get(value)
            if pattern is None:
                pattern = 0
                for bit, change in enumerate(bits):
                    if (value ^ self._value) >> bit & 1:
                        pattern ^= change
                known[value] = pattern
            found ^= pattern
        return found


def _code(text: str) -> tuple[int, int]:
    matrix = segno.make(text, error="m", micro=False, mask=_MASK).matrix
    number = int("".join("1" if module else "0" for row in matrix for module in row), 2)
    return len(matrix), number


def _rows(side: int, number: int) -> tuple[str, ...]:
    modules = f"{number:0{side * side}b}"
    return tuple(modules[start : start + side] for start in range(0, len(modules), side))
