"""Properties of identity numbers: what is built is read back, and a number fits the person it was built for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.codes import CODES
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.identity_numbers import make_personal_id, mismatches, parse_personal_id

_PROVINCES = st.sampled_from([item.code for item in CODES["cccd_province"]])
_SEXES = st.sampled_from([item.code for item in CODES["sex"]])


@given(_PROVINCES, _SEXES, st.integers(1900, 2100), st.integers(0, 999_999))
def test_number_when_made_for_a_person_then_fits_that_person(
    province: str, sex: str, year: int, serial: int
) -> None:
    number = parse_personal_id(make_personal_id(province, sex, year, serial))
    assert (number.province, number.sex, number.birth_year, int(number.serial)) == (
        province,
        sex,
        year,
        serial,
    )
    place = f"xã Kỳ Hà, {number.province_name}"
    assert mismatches(number, sex=sex, birth_date=PartialDate(year), birth_registration_place=place) == ()


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_number_when_taken_apart_then_same_digits(digits: str) -> None:
    assert parse_personal_id(digits).number == digits
    assert parse_personal_id(f"{digits[:3]} {digits[3:6]}.{digits[6:]}").number == digits
