"""Tết, and where people who serve are counted, with the law of the day."""

from __future__ import annotations

import datetime
import uuid

import pytest

from census_desktop.domain.absence import (
    AT_HOME,
    AT_UNIT,
    UNCLEAR,
    away_uuid_of,
    collective_uuid_of,
    counted_where,
    duty_uuid_of,
    next_tet,
)


@pytest.mark.parametrize(
    ("day", "tet"),
    [
        ("2018-01-02", "2018-02-16"),
        ("2018-03-03", "2018-02-16"),
        ("2018-03-04", "2019-02-05"),
        ("2026-11-23", "2027-02-06"),
        ("2030-01-01", None),
    ],
)
def test_tet_when_asked_then_the_coming_one_or_its_holidays(day: str, tet: str | None) -> None:
    found = next_tet(datetime.date.fromisoformat(day))
    assert (found.isoformat() if found is not None else None) == tet


@pytest.mark.parametrize(
    ("service", "lodging", "place"),
    [
        ("nghia_vu_quan_su", None, AT_UNIT),
        ("nghia_vu_cong_an", "ngoai_doanh_trai", AT_UNIT),
        ("hoc_vien", None, AT_UNIT),
        ("hoc_vien", "ngoai_doanh_trai", AT_HOME),
        ("si_quan_quan_doi", "trong_doanh_trai", AT_UNIT),
        ("qncn", "ngoai_doanh_trai", AT_HOME),
        ("si_quan_cong_an", None, UNCLEAR),
    ],
)
def test_place_when_serving_then_the_rule_says_it_once(service: str, lodging: str | None, place: str) -> None:
    found = counted_where(service, lodging, "2018-09-05")
    assert found.place == place
    assert found.why


@pytest.mark.parametrize(
    ("declared", "law"),
    [
        (None, "2006"),
        ("2018-09-05", "2006"),
        ("2021-06-30", "2006"),
        ("2021-07-01", "2020"),
        ("2022", "2020"),
    ],
)
def test_law_when_a_day_is_known_then_is_that_of_the_day(declared: str | None, law: str) -> None:
    assert f"Luật Cư trú {law}" in counted_where("qncn", None, declared).source


def test_ids_when_made_then_differ_by_what_they_are_about() -> None:
    one = uuid.UUID(int=5)
    assert len({away_uuid_of(one), duty_uuid_of(one), collective_uuid_of(one)}) == 3
