"""What plans mean for a household, as pure functions."""

from __future__ import annotations

import dataclasses
import datetime
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.boundaries import (
    Home,
    Place,
    Plan,
    Plans,
    declared,
    group_key,
    groups_after,
    is_in_range,
    settled_place,
)
from census_desktop.domain.boundary_records import BoundaryPlan, BoundaryRule
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from tests.builders import make_operation

SONG_TRI, KY_HUNG, HUNG_TRI = "18754@2015-04-10", "18817@2015-04-10", "18754@2020-01-01"
NEW_SONG_TRI, KY_LOI = "18754@2025-07-01", "18796@2015-04-10"
HOUSE = uuid.UUID(int=7)


def plan(day: str | None, *rules: BoundaryRule, number: int = 1, **more: str | None) -> Plan:
    return Plan(BoundaryPlan(boundary_plan_uuid=uuid.UUID(int=number), effective_on=day, **more), rules)


def rule(number: int, **boxes: object) -> BoundaryRule:
    return BoundaryRule(boundary_rule_uuid=uuid.UUID(int=number), **boxes)  # type: ignore[arg-type]


def plans(*made: Plan) -> Plans:
    owned = [
        dataclasses.replace(each, plan=one.record.boundary_plan_uuid) for one in made for each in one.rules
    ]
    return Plans([one.record for one in made], owned)


def home(unit: str = SONG_TRI, group: str = "Tổ dân phố 3", number: str | None = "12") -> Home:
    return Home(HOUSE, Place(unit, group), number)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thôn Hoa Đông", "Hoa Đông"),
        ("TDP 3", "Tổ dân phố 3"),
        ("tổ 3", "Tổ dân phố 3"),
        ("TDP Châu Phố", "Tổ dân phố Châu Phố"),
        ("Thôn Hải Hà", "thôn hải hà"),
    ],
)
def test_group_key_when_spelled_otherwise_then_is_the_same(one: str, other: str) -> None:
    assert group_key(one) == group_key(other)


def test_group_key_when_the_kind_is_the_name_then_it_counts() -> None:
    assert len({group_key(name) for name in ("Thôn 1", "Tổ dân phố 1", "Thôn 2", "Tân Tiến")}) == 4


def test_rule_when_several_fit_then_the_narrowest_speaks() -> None:
    whole = rule(1, from_unit=SONG_TRI, to_unit=HUNG_TRI)
    group = rule(2, from_unit=SONG_TRI, from_group="TDP 3", to_unit=HUNG_TRI, to_group="Hưng Lợi")
    row = rule(3, from_unit=SONG_TRI, from_group="TDP 3", first_no="10", last_no="19", to_unit=KY_LOI)
    single = rule(4, from_unit=SONG_TRI, household=HOUSE, to_unit=KY_HUNG)
    made = plan("2020-01-01", whole, group, row, single)

    assert made.target(home()) == Place(KY_HUNG, "Tổ dân phố 3")
    assert plan("2020-01-01", whole, group, row).target(home()).unit == KY_LOI
    assert plan("2020-01-01", whole, group, row).target(home(number="20")) == Place(HUNG_TRI, "Hưng Lợi")
    assert plan("2020-01-01", whole, group, row).target(home(number=None)) == Place(HUNG_TRI, "Hưng Lợi")
    assert plan("2020-01-01", whole, group).target(home(group="Tổ dân phố 4")).group == "Tổ dân phố 4"
    assert plan("2020-01-01", group).target(home(group="Tổ dân phố 4")) == Place(SONG_TRI, "Tổ dân phố 4")
    assert made.target(home(unit=KY_LOI)) == Place(KY_LOI, "Tổ dân phố 3")


@pytest.mark.parametrize(
    ("number", "first", "last", "inside"),
    [
        ("12", "1", "12", True),
        ("12A", "1", "12", True),
        ("13", "1", "12", False),
        ("9", "10", None, False),
        ("100", "10", None, True),
        ("5", None, "9", True),
    ],
)
def test_number_when_compared_with_a_range_then_by_value(
    number: str, first: str | None, last: str | None, inside: bool
) -> None:
    assert is_in_range(rule(1, first_no=first, last_no=last), number) is inside


def test_place_when_several_plans_then_they_are_followed_by_their_days() -> None:
    later = plan("2025-07-01", rule(2, from_unit=HUNG_TRI, to_unit=NEW_SONG_TRI), number=1)
    earlier = plan("2020-01-01", rule(1, from_unit=SONG_TRI, to_unit=HUNG_TRI), number=2)
    known = plans(later, earlier)

    assert known.place_on(home()).unit == NEW_SONG_TRI
    assert known.place_on(home(), datetime.date(2024, 1, 1)).unit == HUNG_TRI
    assert known.place_on(home(), datetime.date(2019, 12, 31)).unit == SONG_TRI
    assert known.place_on(home(unit=HUNG_TRI)).unit == NEW_SONG_TRI
    assert sorted(known.from_units | known.to_units) == sorted([SONG_TRI, HUNG_TRI, NEW_SONG_TRI])


def test_plan_when_withdrawn_or_without_a_day_then_is_not_followed() -> None:
    one = rule(1, from_unit=SONG_TRI, to_unit=HUNG_TRI)
    assert plans(plan("2020-01-01", one, withdrawn="1")).place_on(home()).unit == SONG_TRI
    assert plans(plan(None, one)).place_on(home()).unit == SONG_TRI
    assert plans(plan("2020", one)).active == ()


def test_unit_when_divided_then_its_households_wait() -> None:
    known = plans(plan("2025-07-01", rule(1, from_unit=KY_LOI)))
    waiting = home(unit=KY_LOI)
    assert known.place_on(waiting) == waiting.place
    assert known.waiting_plan(waiting) is not None
    assert known.waiting_plan(home()) is None


def location(lamport: int, unit: str, *replaces: bytes, kind: OpKind = OpKind.EDIT) -> object:
    return make_operation(
        HOUSE,
        record_kind=RecordKind.HOUSEHOLD,
        kind=kind,
        cell="" if kind is OpKind.CREATE else "location",
        values={"unit": unit, "residential_group": "Tổ dân phố 3"},
        replaces=replaces,
        lamport=lamport,
    )


def test_declared_when_plans_stand_between_edits_then_only_what_people_wrote_last_is_left() -> None:
    birth = make_operation(
        HOUSE,
        record_kind=RecordKind.HOUSEHOLD,
        values={"unit": SONG_TRI, "residential_group": "Tổ dân phố 3"},
    )
    moved = location(2, HUNG_TRI, birth.op_id, kind=OpKind.BOUNDARY)
    assert declared([moved, birth]) == (birth,)  # type: ignore[list-item]
    edited = location(3, HUNG_TRI, moved.op_id)  # type: ignore[attr-defined]
    assert declared([birth, edited, moved]) == (edited,)  # type: ignore[list-item]
    beside = location(2, SONG_TRI, birth.op_id)
    assert declared([birth, moved, beside]) == (beside,)  # type: ignore[list-item]
    other = location(4, KY_LOI, b"\x00" * 16)
    assert declared([birth, beside, other]) == (other, beside)  # type: ignore[list-item]


def test_place_when_declared_twice_then_is_settled_only_if_both_lead_to_the_same() -> None:
    known = plans(
        plan(
            "2020-01-01",
            rule(1, from_unit=SONG_TRI, to_unit=HUNG_TRI),
            rule(2, from_unit=KY_HUNG, to_unit=HUNG_TRI),
        )
    )
    both = [Place(SONG_TRI, "Thôn 1"), Place(KY_HUNG, "Thôn 1")]
    assert settled_place(known, HOUSE, both, None) == Place(HUNG_TRI, "Thôn 1")
    assert settled_place(known, HOUSE, [*both, Place(KY_LOI, "Thôn 1")], None) is None
    assert Place("", "").boxes() == {"unit": None, "residential_group": None}


def test_groups_when_renamed_joined_and_parted_then_follow() -> None:
    made = plan(
        "2021-01-01",
        rule(1, from_unit=KY_LOI, from_group="Thôn 1", to_unit=KY_LOI, to_group="Thôn Hải Phong"),
        rule(2, from_unit=KY_LOI, from_group="Thôn 2", to_unit=KY_LOI, to_group="Thôn Hải Phong"),
        rule(3, from_unit=KY_LOI, from_group="Thôn 3", first_no="1", to_unit=KY_LOI, to_group="Thôn 3A"),
        rule(4, from_unit=KY_HUNG, to_unit=HUNG_TRI),
    )
    before = {KY_LOI: ["Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4"], KY_HUNG: ["Thôn 1"]}
    assert groups_after(made, before) == {
        KY_LOI: ["Thôn Hải Phong", "Thôn 3A", "Thôn 3", "Thôn 4"],
        HUNG_TRI: ["Thôn 1"],
    }


UNITS = st.sampled_from([SONG_TRI, KY_HUNG, HUNG_TRI, NEW_SONG_TRI])


@given(st.permutations([1, 2, 3]), UNITS)
def test_place_when_plans_arrive_in_any_order_then_is_the_same(order: list[int], unit: str) -> None:
    made = {
        1: plan("2020-01-01", rule(1, from_unit=SONG_TRI, to_unit=HUNG_TRI), number=1),
        2: plan("2020-01-01", rule(2, from_unit=KY_HUNG, to_unit=HUNG_TRI), number=2),
        3: plan("2025-07-01", rule(3, from_unit=HUNG_TRI, to_unit=NEW_SONG_TRI), number=3),
    }
    known = plans(*(made[number] for number in order))
    once = known.place_on(home(unit=unit))
    assert once.unit == NEW_SONG_TRI
    assert known.place_on(Home(HOUSE, once, "12")) == once
