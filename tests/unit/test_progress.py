"""How far the collection is."""

from __future__ import annotations

import dataclasses

import pytest

from census_desktop.domain.progress import Lack, UnitProgress, ranked, total

SONG_TRI = UnitProgress(
    code="18754",
    valid_from="2015-04-10",
    name="Phường Sông Trí",
    target_people=12_000,
    target_households=3_400,
    people=9_000,
    households=2_800,
    last_package_at="2026-11-20T08:00:00+00:00",
)
KY_TRINH = dataclasses.replace(
    SONG_TRI,
    code="18820",
    name="Phường Kỳ Trinh",
    target_people=6_000,
    target_households=1_700,
    people=0,
    households=0,
    last_package_at=None,
)


@pytest.mark.parametrize(
    ("people", "target", "percent", "is_complete"),
    [
        (9_000, 12_000, 75.0, False),
        (12_000, 12_000, 100.0, True),
        (12_600, 12_000, 105.0, True),
        (3, 0, 0.0, False),
    ],
)
def test_unit_when_counted_then_percent_and_completeness_follow_the_target(
    people: int, target: int, percent: float, is_complete: bool
) -> None:
    unit = dataclasses.replace(SONG_TRI, people=people, target_people=target)

    assert unit.percent == pytest.approx(percent)
    assert unit.all_in is is_complete
    assert not unit.complete  # the slips alone are not enough


def test_unit_when_nothing_lacks_is_complete_and_ranked_first() -> None:
    done = dataclasses.replace(
        SONG_TRI,
        people=12_000,
        errors=0,
        states={"da_kiem_lan_2": 600, "da_nhap": 11_400},
        needs_package=True,
    )
    assert done.complete
    assert dataclasses.replace(done, errors=2).lacks() == (Lack.ERRORS,)
    assert dataclasses.replace(done, conflicts=1).lacks() == (Lack.CONFLICTS,)
    assert dataclasses.replace(done, states={"da_kiem_lan_2": 597}).sample_left == 3
    assert dataclasses.replace(done, last_package_at=None).lacks() == (Lack.PACKAGE,)
    assert dataclasses.replace(done, errors=2, closed=True).complete  # until somebody opens it again
    nobody = dataclasses.replace(KY_TRINH, target_people=0)
    assert nobody.lacks()[0] is Lack.NO_TARGET
    assert ranked([nobody, KY_TRINH, SONG_TRI, done]) == (done, SONG_TRI, KY_TRINH, nobody)
    assert dataclasses.replace(KY_TRINH, exceptions=6_000).share_typed == 1.0


def test_total_when_units_are_added_then_sums_and_takes_the_latest_package() -> None:
    both = total(
        [SONG_TRI, KY_TRINH, dataclasses.replace(SONG_TRI, last_package_at="2026-11-22T08:00:00+00:00")],
        "Cả thị xã",
    )

    assert (both.name, both.code) == ("Cả thị xã", "")
    assert (both.target_people, both.target_households) == (30_000, 8_500)
    assert (both.people, both.households) == (18_000, 5_600)
    assert both.last_package_at == "2026-11-22T08:00:00+00:00"


def test_total_when_nothing_came_yet_then_there_is_no_latest_package() -> None:
    assert total([KY_TRINH], "Cả thị xã").last_package_at is None
    assert total([], "Cả thị xã").percent == 0
