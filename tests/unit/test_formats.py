"""Answers as typed, as stored and as shown."""

from __future__ import annotations

import pytest

from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.formats import is_stored_form, parse_answer, show_answer, split_many
from census_desktop.domain.spec import BadInput, FieldDef, Kind

FIELDS = {**HOUSEHOLD_FIELDS, **PERSON_FIELDS}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("typed", ["", "  ", "\t\n", "\u200b"])
def test_parse_when_blank_then_none(name: str, typed: str) -> None:
    assert parse_answer(FIELDS[name], typed) is None


@pytest.mark.parametrize("name", FIELDS)
def test_show_when_blank_then_nothing(name: str) -> None:
    assert show_answer(FIELDS[name], None) == ""


@pytest.mark.parametrize(
    ("name", "typed", "stored", "shown"),
    [
        ("full_name", "  NGUYỄN  THỊ HOÀ ", "NGUYỄN THỊ HOÀ", "NGUYỄN THỊ HOÀ"),
        ("full_name", "Ðậu Văn Thìn", "Đậu Văn Thìn", "Đậu Văn Thìn"),
        ("full_name", "Vo\u0303 Thi\u0323 Hường", "Võ Thị Hường", "Võ Thị Hường"),
        ("native_place", "Xã Kỳ Hoa,\nhuyện Kỳ Anh", "Xã Kỳ Hoa, huyện Kỳ Anh", "Xã Kỳ Hoa, huyện Kỳ Anh"),
        ("birth_date", "14021990", "1990-02-14", "14/02/1990"),
        ("birth_date", "2/1990", "1990-02", "02/1990"),
        ("birth_date", "1990", "1990", "1990"),
        ("sex", "nữ", "2", "Nữ"),
        ("marital_status", "góa", "3b", "Góa"),
        ("relation_to_head", "con dau", "CDAU", "Con dâu"),
        ("personal_id", "042 190 900123", "042190900123", "042190900123"),
        ("personal_id", "04219090012", "04219090012", "04219090012"),
        ("old_id", "188 123 456; 199123456", "188123456; 199123456", "188123456; 199123456"),
        ("old_id", "188123456,188123456", "188123456", "188123456"),
        ("old_id", "188123456;", "188123456", "188123456"),
        ("signed_chief", "X", "1", "x"),
        ("signed_chief", "Có", "1", "x"),
        ("signed_chief", "0", None, ""),
        ("signed_chief", "Không", None, ""),
        ("unit", "18829@2015-04-10", "18829@2015-04-10", "Xã Kỳ Hoa (từ 10/04/2015)"),
        ("unit", "phuong ky thinh", "18823@2015-04-10", "Phường Kỳ Thịnh"),
        ("household_no", "12 A", "12 A", "12 A"),
    ],
)
def test_parse_and_show_when_typed_as_people_do(
    name: str, typed: str, stored: str | None, shown: str
) -> None:
    assert parse_answer(FIELDS[name], typed) == stored
    assert show_answer(FIELDS[name], stored) == shown


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("birth_date", "31/2/1990", "không có ngày 31"),
        ("birth_date", "1/2/90", "bốn chữ số"),
        ("sex", "gì đó", "không có trong danh mục"),
        ("unit", "449", "không phải là phường hay xã"),
        ("unit", "Thị xã Kỳ Anh", "không phải là phường hay xã"),
        ("personal_id", "0421909001234", "Có 13 chữ số, nhiều nhất là 12"),
        ("personal_id", "O42190900123", "Chỉ ghi chữ số"),
        ("old_id", "188123456; 1991234567", "Có 10 chữ số, nhiều nhất là 9"),
        ("old_id", ";", "Chỉ ghi chữ số"),
        ("old_id", "; ".join(str(188000000 + number) for number in range(30)), "nhiều nhất 250"),
        ("full_name", "Nguyễn " * 30, "nhiều nhất 120"),
        ("signed_chief", "hình như có", "Ghi 1 hoặc x"),
        ("unit", "Phường Thị Trấn", "Không có đơn vị"),
        ("unit", "99999@2015-04-10", "Không có đơn vị"),
    ],
)
def test_parse_when_it_cannot_be_read_then_refused_with_reason(name: str, typed: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        parse_answer(FIELDS[name], typed)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("birth_date", "1990-13"),
        ("sex", "7"),
        ("unit", "99999@2015-04-10"),
        ("unit", "Kỳ Hoa"),
        ("signed_chief", "yes"),
        ("personal_id", "không rõ"),
    ],
)
def test_show_when_spoiled_answer_then_shown_as_stored(name: str, stored: str) -> None:
    assert show_answer(FIELDS[name], stored) == stored
    assert not is_stored_form(FIELDS[name], stored)


@pytest.mark.parametrize(
    ("name", "stored", "is_right"),
    [
        ("birth_date", "1990-02", True),
        ("birth_date", "02/1990", False),
        ("sex", "1", True),
        ("sex", "Nam", False),
        ("unit", "18829@2015-04-10", True),
        ("unit", "18829", False),
        ("full_name", "Võ Thị Hường", True),
        ("full_name", " Võ Thị Hường", False),
        ("full_name", "", False),
        ("old_id", "188123456; 199123456", True),
        ("signed_chief", "1", True),
        ("signed_chief", "x", False),
    ],
)
def test_is_stored_form_when_other_spelling_then_false(name: str, stored: str, *, is_right: bool) -> None:
    assert is_stored_form(FIELDS[name], stored) is is_right


def test_parse_when_no_length_is_set_then_the_box_decides() -> None:
    box = FieldDef("Số tờ", Kind.DIGITS, max_length=3)
    assert parse_answer(box, "123") == "123"
    with pytest.raises(BadInput, match="nhiều nhất là 3"):
        parse_answer(box, "1234")


@pytest.mark.parametrize(("stored", "parts"), [(None, ()), ("1", ("1",)), ("1; 2", ("1", "2"))])
def test_split_many_when_several_then_each(stored: str | None, parts: tuple[str, ...]) -> None:
    assert split_many(stored) == parts


def test_letter_of_an_old_font_when_nobody_sees_it_is_refused_rather_than_lost() -> None:
    with pytest.raises(BadInput, match="TCVN3"):
        parse_answer(PERSON_FIELDS["full_name"], "NguyÔn ThÞ H\u00adêng")
    assert parse_answer(PERSON_FIELDS["full_name"], "Võ Thị\u00ad Hường") == "Võ Thị Hường"
