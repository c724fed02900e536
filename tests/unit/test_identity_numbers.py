"""Identity numbers: what a number says, and what does not fit the slip."""

from __future__ import annotations

import pytest

from census_desktop.domain.codes import CODES
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.identity_numbers import (
    IdentityFault,
    IdentityMismatch,
    PersonalId,
    clean_digits,
    is_old_id,
    make_personal_id,
    mismatches,
    old_id_provinces,
    parse_personal_id,
    provinces_in,
)
from census_desktop.domain.spec import BadInput

HA_TINH_WOMAN_1990 = PersonalId("042", "1", "90", "000123")


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("042190000123", "042190000123"),
        (" 042 190 000 123 ", "042190000123"),
        ("042.190.000123", "042190000123"),
        ("183-123-456", "183123456"),
        ("\u200b0421", "0421"),
    ],
)
def test_clean_digits_when_separators_stand_between_then_removed(typed: str, digits: str) -> None:
    assert clean_digits(typed) == digits


@pytest.mark.parametrize("typed", ["", "  ", "04219000012O", "B1234567", "0421/90", "٠٤٢", "１２３", "."])
def test_clean_digits_when_anything_else_then_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="chữ số") as refusal:
        clean_digits(typed)
    assert refusal.value.text == typed


def test_parse_when_twelve_digits_then_parts() -> None:
    number = parse_personal_id("042 190 000123")
    assert number == HA_TINH_WOMAN_1990
    assert (number.sex, number.birth_year, number.province_name) == ("2", 1990, "Hà Tĩnh")
    assert number.number == "042190000123"


@pytest.mark.parametrize(("typed", "found"), [("183123456", "9"), ("0421900001234", "13"), ("1", "1")])
def test_parse_when_other_length_then_refused_with_count(typed: str, found: str) -> None:
    with pytest.raises(BadInput, match=f"12 chữ số, ở đây có {found}"):
        parse_personal_id(typed)


@pytest.mark.parametrize(
    ("digit", "sex", "year"),
    [
        ("0", "1", 1952),
        ("1", "2", 1952),
        ("2", "1", 2052),
        ("3", "2", 2052),
        ("8", "1", 2352),
        ("9", "2", 2352),
    ],
)
def test_century_digit_when_read_then_sex_and_century_of_the_decree(digit: str, sex: str, year: int) -> None:
    number = PersonalId("042", digit, "52", "000000")
    assert (number.sex, number.birth_year) == (sex, year)


def test_century_digit_when_compared_with_code_list_then_same_table() -> None:
    for item in CODES["sex"]:
        assert PersonalId("042", item.more["id_digit_19xx"], "00", "000000").sex == item.code
        assert PersonalId("042", item.more["id_digit_20xx"], "00", "000000").sex == item.code


@pytest.mark.parametrize(
    ("province", "sex", "year", "serial", "number"),
    [
        ("042", "2", 1990, 123, "042190000123"),
        ("042", "1", 1900, 0, "042000000000"),
        ("040", "1", 2018, 999_999, "040218999999"),
        ("001", "2", 2399, 1, "001999000001"),
    ],
)
def test_make_when_parts_given_then_number_says_the_same(
    province: str, sex: str, year: int, serial: int, number: str
) -> None:
    assert make_personal_id(province, sex, year, serial) == number
    parsed = parse_personal_id(number)
    assert (parsed.province, parsed.sex, parsed.birth_year, int(parsed.serial)) == (
        province,
        sex,
        year,
        serial,
    )


@pytest.mark.parametrize(
    ("province", "sex", "year", "serial"),
    [
        ("42", "1", 1990, 1),
        ("04x", "1", 1990, 1),
        ("042", "0", 1990, 1),
        ("042", "1", 1899, 1),
        ("042", "1", 2400, 1),
        ("042", "1", 1990, 1_000_000),
        ("042", "1", 1990, -1),
    ],
)
def test_make_when_parts_cannot_stand_then_value_error(
    province: str, sex: str, year: int, serial: int
) -> None:
    with pytest.raises(ValueError, match="no "):
        make_personal_id(province, sex, year, serial)


def test_mismatches_when_everything_fits_or_is_blank_then_none() -> None:
    assert mismatches(HA_TINH_WOMAN_1990) == ()
    assert (
        mismatches(
            HA_TINH_WOMAN_1990,
            sex="2",
            birth_date=PartialDate(1990, 2),
            birth_registration_place="xã Kỳ Ninh, huyện Kỳ Anh, Nghệ Tĩnh",
        )
        == ()
    )


def test_mismatches_when_nothing_fits_then_each_named_with_both_sides() -> None:
    found = mismatches(
        HA_TINH_WOMAN_1990,
        sex="1",
        birth_date=PartialDate(1991),
        birth_registration_place="phường Bến Thủy, thành phố Vinh, Nghệ An",
    )
    assert found == (
        IdentityMismatch(IdentityFault.SEX_DIFFERS, "2", "1"),
        IdentityMismatch(IdentityFault.BIRTH_YEAR_DIFFERS, "1990", "1991"),
        IdentityMismatch(
            IdentityFault.PROVINCE_DIFFERS, "Hà Tĩnh", "phường Bến Thủy, thành phố Vinh, Nghệ An"
        ),
    )


def test_mismatches_when_province_unknown_then_only_that() -> None:
    abroad = PersonalId("118", "1", "90", "000123")
    assert mismatches(abroad, birth_registration_place="Viêng Chăn, Lào") == (
        IdentityMismatch(IdentityFault.UNKNOWN_PROVINCE, "118"),
    )
    assert mismatches(abroad, birth_registration_place="Hà Tĩnh") == (
        IdentityMismatch(IdentityFault.UNKNOWN_PROVINCE, "118"),
    )
    assert mismatches(HA_TINH_WOMAN_1990, birth_registration_place="UBND xã Kỳ Lợi") == ()


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        ("xã Kỳ Ninh, huyện Kỳ Anh, tỉnh Hà Tĩnh", {"042"}),
        ("Kỳ Anh - Hà Tĩnh.", {"042"}),
        ("KỲ ANH HÀ TĨNH", {"042"}),
        ("Kỳ Anh, Nghệ Tĩnh", {"040", "042"}),
        ("Quảng Nam - Đà Nẵng", {"048", "049"}),
        ("TP. Hồ Chí Minh", {"074", "077", "079"}),
        ("Vũng Tàu, Bà Rịa - Vũng Tàu", {"077"}),
        ("Lệ Thủy, Quảng Bình", {"044"}),
        ("Đồng Hới, Quảng Trị", {"044", "045"}),
        ("Hà Đông", {"001"}),
        ("phường Hòa Bình", set()),
        ("xã Hà Nam", set()),
        ("Viêng Chăn, Lào", set()),
        ("", set()),
        ("18", set()),
    ],
)
def test_provinces_in_when_last_words_name_one_then_its_codes(place: str, codes: set[str]) -> None:
    assert provinces_in(place) == codes


def test_provinces_in_when_name_of_a_province_then_that_province() -> None:
    for item in CODES["cccd_province"]:
        assert item.code in provinces_in(f"xã Tân Tiến, {item.label}")


def test_old_ids_when_nine_digits_then_recognised_with_possible_provinces() -> None:
    assert is_old_id("183123456")
    assert not is_old_id("042190000123")
    assert not is_old_id("18312345x")
    assert old_id_provinces("183123456") == ("040", "042")
    assert old_id_provinces("990000000") == ()
