"""What somebody typed into a search line."""

from __future__ import annotations

import pytest

from census_desktop.domain.lookup import Lookup, read_lookup


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Lookup()),
        ("  .,/ ", Lookup()),
        ("Thìn", Lookup(names=("thin",), places=("thin",))),
        ("đậu  văn THÌN", Lookup(names=("dau", "van", "thin"), places=("dau", "van", "thin"))),
        ("H'Hen", Lookup(names=("h", "hen"), places=("h", "hen"))),
        ("thin 1964", Lookup(names=("thin",), born="1964", places=("thin", "1964"))),
        ("thin 15/06/1979", Lookup(names=("thin",), born="1979-06-15")),
        ("Đậu Văn Thìn 15.6.1979", Lookup(names=("dau", "van", "thin"), born="1979-06-15")),
        ("thin 15 / 06 / 1979", Lookup(names=("thin",), born="1979-06-15")),
        ("thin 15061979", Lookup(names=("thin",), born="1979-06-15")),
        ("1979-06-15 thin", Lookup(names=("thin",), born="1979-06-15")),
        ("thin 06/1979", Lookup(names=("thin",), born="1979-06")),
        ("thin sinh ngày 15-6-1979", Lookup(names=("thin",), born="1979-06-15")),
        ("sinh 15/06/1979", Lookup(born="1979-06-15")),
        ("sinh ngày 15/06/1979", Lookup(born="1979-06-15")),
        ("thin 31/02/1979", Lookup(places=("thin", "31", "02", "1979"))),
        ("thin 15/06/1979 16/06/1979", Lookup(places=("thin", "15", "06", "1979", "16", "06", "1979"))),
        ("thin 1964 1965", Lookup(places=("thin", "1964", "1965"))),
        ("Tổ dân phố 3", Lookup(places=("to", "dan", "pho", "3"))),
        ("ở Hưng Hoà", Lookup(places=("hung", "hoa"))),
        ("12", Lookup(household_no="12")),
        ("12A", Lookup(places=("12a",), household_no="12A")),
        ("1964", Lookup(born="1964", digits="1964", household_no="1964")),
        ("1849", Lookup(digits="1849", household_no="1849")),
        ("042 064 001234", Lookup(digits="042064001234", household_no="042064001234")),
        ("042.064.001", Lookup(digits="042064001", household_no="042064001")),
        ("0912-345-678", Lookup(digits="0912345678", household_no="0912345678")),
        ("14021990", Lookup(born="1990-02-14", digits="14021990", household_no="14021990")),
        ("14/02/1990", Lookup(born="1990-02-14")),
        ("2/1990", Lookup(born="1990-02", slip_no="2/1990")),
        ("12/034", Lookup(slip_no="12/034")),
        ("12/", Lookup(slip_no="12/")),
        ("tập 12", Lookup(slip_no="12/")),
        ("tap so 12", Lookup(slip_no="12/")),
        ("tập 12/3", Lookup(slip_no="12/3")),
        ("hộ 7", Lookup(household_no="7")),
        ("Hộ số 7B", Lookup(household_no="7B")),
        ("ho 7", Lookup(household_no="7")),
        ("ho 1964", Lookup(names=("ho",), born="1964", places=("ho", "1964"))),
        ("hộ 1964", Lookup(household_no="1964")),
        ("hồ 1964", Lookup(names=("ho",), born="1964", places=("ho", "1964"))),
        ("hộ nghèo", Lookup(names=("ho", "ngheo"), places=("ho", "ngheo"))),
        ("sinh 1964", Lookup(born="1964")),
        ("năm sinh 02/1964", Lookup(born="1964-02")),
        ("sinh thìn", Lookup(names=("sinh", "thin"), places=("sinh", "thin"))),
    ],
)
def test_lookup_when_typed_then_is_read_every_way_it_can_be(typed: str, meant: Lookup) -> None:
    assert read_lookup(typed) == meant


def test_lookup_when_nothing_is_meant_then_it_is_blank() -> None:
    assert read_lookup(" ").is_blank
    assert not read_lookup("a").is_blank
