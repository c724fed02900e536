"""Text of the time before Unicode: TCVN3 (ABC) and VNI, as old commune files show it when read as Latin-1.

Convert before `vietnamese.clean`: both encodings use characters that `clean` rightly removes or changes (TCVN3
writes ư as a soft hyphen). TCVN3 has capitals with tones only in another font (.VnTimeH); such text comes out in
small letters.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable

# One byte per letter (TCVN 5712:1993, the VN3 table).
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐàảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_BY_CODE = {ord(shown): meant for shown, meant in _TCVN3.items()}
# Of these, the ones that are also letters of well-formed Vietnamese prove nothing.
_TCVN3_ODD = "".join(char for char in _TCVN3 if char not in "ÌÐÒÓÔÕÈÉÊÝßáâãèéêìíòóôõùúý")
_TCVN3_SIGNS = re.compile(
    rf"(?<=[^\W\d_])[{_TCVN3_ODD}]"  # an odd character after a letter: Hoµng
    r"|[§®][^\W\d_]"  # Đ and đ at the start of a word: §øc
    r"|(?<=[a-z])[ÌÐÒÓÔÕÈÉÊÝ](?=[a-z])"  # a capital inside a small word: NguyÔn
    r"|\b[A-Za-z]{1,3}[ÌÐÒÓÔÕÈÉÊÝ][a-z]"  # BÝch
)

# A letter, then a character for its marks; some letters have one character of their own.
_VNI_TONES = dict(zip("øûõùï", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_VNI_HATS = {
    "\u0302": dict(zip("âàåãáä", ("", *_VNI_TONES.values()), strict=True)),
    "\u0306": dict(zip("êèúüéë", ("", *_VNI_TONES.values()), strict=True)),
}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for letter in "aeouyôö":
        base = _VNI_SINGLE.get(letter, letter)
        table |= {letter + sign: base + tone for sign, tone in _VNI_TONES.items()}
    for hat, letters in (("\u0302", "aeo"), ("\u0306", "a")):
        for letter in letters:
            table |= {letter + sign: letter + hat + tone for sign, tone in _VNI_HATS[hat].items()}
    small = {typed: unicodedata.normalize("NFC", meant) for typed, meant in table.items()}
    return (
        small
        | {typed.upper(): meant.upper() for typed, meant in small.items()}
        | {typed[0].upper() + typed[1:]: meant.upper() for typed, meant in small.items()}
    )


_VNI = _vni_table()
_VNI_LETTERS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_VNI_SIGNS = re.compile(
    r"a[øûõùïâàåãáäêèúüéë]|e[øûõùïâàåãáä]|o[øûõïâåä]|[uyö][øûõï]|\b[ñÑ][aeiouyôöæ]", re.IGNORECASE
)
_BEYOND_LATIN1 = re.compile(r"[^\x00-\xff]")


def looks_like_tcvn3(text: str) -> bool:
    """True when `text` is probably TCVN3 read as Latin-1, like "NguyÔn V¨n §øc".

    A sign, not a proof: short words without odd letters cannot be told from Vietnamese.
    """
    if _BEYOND_LATIN1.search(text) or looks_like_vni(text):
        return False
    return _TCVN3_SIGNS.search(text) is not None


def from_tcvn3(text: str) -> str:
    """Turn TCVN3 read as Latin-1 into Vietnamese; every character outside its table stays."""
    return text.translate(_TCVN3_BY_CODE)


def looks_like_vni(text: str) -> bool:
    """True when `text` is probably VNI read as Latin-1, like "Nguyeãn Vaên Ñöùc"."""
    return not _BEYOND_LATIN1.search(text) and _VNI_SIGNS.search(text) is not None


def from_vni(text: str) -> str:
    """Turn VNI read as Latin-1 into Vietnamese; everything outside its table stays."""
    return _VNI_LETTERS.sub(lambda match: _VNI[match[0]], text)


# --- deciding ------------------------------------------------------------------------------------------------------


class Encoding(enum.StrEnum):
    """How the letters of a file are kept."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


_TCVN3_FONT = re.compile(r"\.vn", re.IGNORECASE)
_VNI_FONT = re.compile(r"vni[-_ ]", re.IGNORECASE)
_CAPITALS_FONT = re.compile(r"\.vn.*h$", re.IGNORECASE)  # .VnTimeH shows small letters as capitals
_ASCII = re.compile(r"[\x00-\x7f]*")
_TCVN3_LETTERS = re.compile(rf"[\x00-\x7f{''.join(_TCVN3)}]*")
_ENOUGH = 0.5  # share of the telling texts that must speak for an old encoding


def encoding_of_font(font: str) -> Encoding | None:
    """The encoding a font was made for; None for a font that says nothing."""
    if _TCVN3_FONT.match(font):
        return Encoding.TCVN3
    return Encoding.VNI if _VNI_FONT.match(font) else None


def encoding_of_texts(texts: Iterable[str]) -> Encoding:
    """The encoding most texts of a file speak for; texts without marks say nothing."""
    votes = {Encoding.UNICODE: 0, Encoding.TCVN3: 0, Encoding.VNI: 0}
    for text in texts:
        if _ASCII.fullmatch(text):
            continue
        if looks_like_vni(text):
            votes[Encoding.VNI] += 1
        elif looks_like_tcvn3(text):
            votes[Encoding.TCVN3] += 1
        elif _BEYOND_LATIN1.search(text):
            votes[Encoding.UNICODE] += 1
    total = sum(votes.values())
    best = max(votes, key=lambda encoding: votes[encoding])
    return best if total and votes[best] > _ENOUGH * total else Encoding.UNICODE


def decode(text: str, encoding: Encoding, font: str = "") -> str:
    """`text` in Unicode.

    A text that holds letters the old encoding does not have is Unicode already, whatever its font: people type into
    cells whose font an older file left behind.

    Args:
        text: as the file has it.
        encoding: how the file keeps its letters; a telling font knows better.
        font: name of the font of the cell.
    """
    meant = encoding_of_font(font) or encoding
    if meant is Encoding.UNICODE or _BEYOND_LATIN1.search(text):
        return text
    if meant is Encoding.VNI:
        return from_vni(text)
    if not _TCVN3_LETTERS.fullmatch(text):
        return text
    found = from_tcvn3(text)
    return found.upper() if _CAPITALS_FONT.match(font) else found
