"""Vietnamese as it reaches a window: from UniKey (backspaces and letters) and from IBus (a preedit, then a commit)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tests.robot import Typist

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
BACKSPACE = "\b"


def type_by_unikey(typist: Typist, text: str) -> None:
    """Telex through UniKey: plain letters first, taken back and replaced once the key of the mark is pressed."""
    for number, syllable in enumerate(text.split(" ")):
        if number:
            typist.type(" ")
        for sign in unikey_signs(syllable):
            if sign == BACKSPACE:
                typist.press("Backspace")
            else:
                typist.type(sign)


def type_by_ibus(typist: Typist, text: str) -> None:
    """Each syllable grows in the preedit and is committed at its end."""
    for number, syllable in enumerate(text.split(" ")):
        if number:
            typist.type(" ")
        for end in range(1, len(syllable) + 1):
            typist.compose(syllable[:end])
        typist.compose("", commit=syllable)


def unikey_signs(syllable: str) -> Iterator[str]:
    """What UniKey sends for one syllable: letters, and `BACKSPACE` for each letter it takes back."""
    on_screen: list[str] = []
    tone, toned_at = "", -1
    for place, letter in enumerate(unicodedata.normalize("NFC", syllable)):
        parts = unicodedata.normalize("NFD", letter)
        found = [mark for mark in parts[1:] if mark in _TONES]
        if found:
            tone, toned_at = found[0], place
        shaped = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        plain = {"đ": "d", "Đ": "D"}.get(letter, parts[0])
        yield plain
        if shaped != plain:  # the second key of "aa", "dd", "ow"
            yield BACKSPACE
            yield shaped
        on_screen.append(shaped)
    if tone:  # its key comes at the end of the syllable
        yield from BACKSPACE * (len(on_screen) - toned_at)
        yield unicodedata.normalize("NFC", on_screen[toned_at] + tone)
        yield from on_screen[toned_at + 1 :]


def telex_keys(text: str) -> int:
    """How many keys Telex needs for `text`."""
    keys = 0
    for letter in unicodedata.normalize("NFC", text):
        keys += len(unicodedata.normalize("NFD", letter)) + (letter in "đĐ")
    return keys
