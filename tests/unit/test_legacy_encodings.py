"""Files of the time before Unicode: TCVN3 and VNI."""

from __future__ import annotations

import unicodedata

import pytest

from census_desktop.domain.legacy_encodings import from_tcvn3, from_vni, looks_like_tcvn3, looks_like_vni
from census_desktop.domain.vietnamese import clean

TCVN3_TEXTS = [
    ("NguyÔn V¨n §øc", "Nguyễn Văn Đức"),
    ("TrÇn ThÞ Hång", "Trần Thị Hồng"),
    ("Hoµng §×nh B×nh", "Hoàng Đình Bình"),
    ("BÝch", "Bích"),
    ("Lª ThÞ Ph\u00ad¬ng", "Lê Thị Phương"),
    ("®­êng Lý Tù Träng", "đường Lý Tự Trọng"),
    ("x· Kú Ninh", "xã Kỳ Ninh"),
]
VNI_TEXTS = [
    ("Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức"),
    ("Traàn Thò Hoàng", "Trần Thị Hồng"),
    ("NGUYEÃN THÒ HÖÔØNG", "NGUYỄN THỊ HƯỜNG"),
    ("Leâ Thò Phöông", "Lê Thị Phương"),
    ("Ñaëng Vónh Kyø", "Đặng Vĩnh Kỳ"),
    ("Ñoã Myõ Linh", "Đỗ Mỹ Linh"),
]
VIETNAMESE_TEXTS = [
    "Nguyễn Văn Đức",
    "Lê Bá Toàn",
    "LÊ BÁ TOÀN",
    "xã Hà Toàn",
    "Võ Hoà",
    "TÔ NGÂN",
    "An",
    "",
    "Bé Lý",
]


@pytest.mark.parametrize(("shown", "meant"), TCVN3_TEXTS)
def test_tcvn3_when_read_as_latin1_then_recognised_and_converted(shown: str, meant: str) -> None:
    assert looks_like_tcvn3(shown)
    assert not looks_like_vni(shown)
    assert from_tcvn3(shown) == meant
    assert clean(from_tcvn3(shown)) == unicodedata.normalize("NFC", meant)


@pytest.mark.parametrize(("shown", "meant"), VNI_TEXTS)
def test_vni_when_read_as_latin1_then_recognised_and_converted(shown: str, meant: str) -> None:
    assert looks_like_vni(shown)
    assert not looks_like_tcvn3(shown)
    assert from_vni(shown) == meant


@pytest.mark.parametrize("text", VIETNAMESE_TEXTS)
def test_looks_like_legacy_when_good_vietnamese_then_no(text: str) -> None:
    assert not looks_like_tcvn3(text)
    assert not looks_like_vni(text)


def test_tcvn3_when_every_letter_of_the_table_then_all_letters_of_vietnamese() -> None:
    shown = "¡¢£¤¥¦§µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ"
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones}
    assert set(from_tcvn3(shown)) == letters - set("aeiouy") | set("đĂÂÊÔƠƯĐ")
