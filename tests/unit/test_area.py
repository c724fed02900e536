"""The area through time: units, their successors, residential groups and targets."""

from __future__ import annotations

import datetime
import itertools

import pytest

from census_desktop.domain.area import Area, ResidentialGroup, Unit, UnitKey, area, unit_targets
from census_desktop.domain.codes import read_table
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean

IN_2018 = datetime.date(2018, 11, 7)
IN_2022 = datetime.date(2022, 6, 30)
IN_2026 = datetime.date(2026, 1, 1)
SONG_TRI_2015 = UnitKey("18754", datetime.date(2015, 4, 10))
HUNG_TRI = UnitKey("18754", datetime.date(2020, 1, 1))
SONG_TRI_2025 = UnitKey("18754", datetime.date(2025, 7, 1))
KY_LOI = UnitKey("18796", datetime.date(2015, 4, 10))


def test_key_when_written_then_read_back() -> None:
    assert str(SONG_TRI_2015) == "18754@2015-04-10"
    assert UnitKey.from_text("18754@2015-04-10") == SONG_TRI_2015


@pytest.mark.parametrize(
    "text", ["18754", "18754@2015", "18754@2015-02-30", "x@2015-04-10", "18754@2015-04-10 ", ""]
)
def test_key_when_form_is_wrong_then_refused(text: str) -> None:
    with pytest.raises(BadInput, match="mã@ngày"):
        UnitKey.from_text(text)


@pytest.mark.parametrize(("day", "phuong", "xa"), [(IN_2018, 6, 6), (IN_2022, 6, 5), (IN_2026, 4, 1)])
def test_units_when_counted_on_a_day_then_as_the_resolutions_say(
    day: datetime.date, phuong: int, xa: int
) -> None:
    kinds = [unit.kind for unit in area().units_on(day)]
    assert (kinds.count("Phường"), kinds.count("Xã"), len(kinds)) == (phuong, xa, phuong + xa)


def test_units_when_counted_in_may_2025_then_eight_phuong_three_xa() -> None:
    kinds = [unit.kind for unit in area().units_on(datetime.date(2025, 5, 1))]
    assert sorted(kinds) == ["Phường"] * 8 + ["Xã"] * 3


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (datetime.date(2015, 4, 10), "Phường Sông Trí"),
        (datetime.date(2019, 12, 31), "Phường Sông Trí"),
        (datetime.date(2020, 1, 1), "Phường Hưng Trí"),
        (datetime.date(2025, 6, 30), "Phường Hưng Trí"),
        (datetime.date(2025, 7, 1), "Phường Sông Trí"),
    ],
)
def test_unit_when_code_is_reused_then_the_day_decides(day: datetime.date, name: str) -> None:
    unit = area().unit("18754", day)
    assert unit is not None
    assert unit.name == name


def test_unit_when_code_not_in_use_that_day_then_none() -> None:
    assert area().unit("18754", datetime.date(2015, 4, 9)) is None
    assert area().unit("18817", IN_2022) is None
    assert area().unit("99999", IN_2018) is None
    assert area().get(UnitKey("99999", IN_2018)) is None


def test_town_when_asked_then_not_among_the_units() -> None:
    assert area().town.name == "Thị xã Kỳ Anh"
    assert area().town not in area().units_on(IN_2018)
    assert area().unit("449", IN_2018) == area().town


@pytest.mark.parametrize(
    ("text", "on", "key"),
    [
        ("18754", IN_2018, SONG_TRI_2015),
        ("18754", IN_2026, SONG_TRI_2025),
        ("18754@2015-04-10", None, SONG_TRI_2015),
        ("18754@2015-04-10", IN_2026, SONG_TRI_2015),
        ("Phường Sông Trí", IN_2018, SONG_TRI_2015),
        ("phuong song tri", IN_2026, SONG_TRI_2025),
        ("SÔNG TRÍ", IN_2018, SONG_TRI_2015),
        ("Hưng Trí", None, HUNG_TRI),
        ("18796", None, KY_LOI),
        ("Phường Sông Trí (từ 01/07/2025)", None, SONG_TRI_2025),
        (" Xã  Kỳ Lợi ", None, KY_LOI),
    ],
)
def test_parse_unit_when_written_in_any_way_then_that_unit(
    text: str, on: datetime.date | None, key: UnitKey
) -> None:
    assert area().parse_unit(text, on).key == key


@pytest.mark.parametrize(
    ("text", "on", "sentence"),
    [
        ("18754", None, "Có thể là"),
        ("Phường Sông Trí", None, "18754@2015-04-10.*18754@2025-07-01"),
        ("Kỳ Ninh", None, "Có thể là"),
        ("Phường Hưng Trí", IN_2018, "07/11/2018"),
        ("18817", IN_2022, "Ngày 30/06/2022"),
        ("99999", IN_2018, "Không có đơn vị"),
        ("xã Sông Trí", IN_2018, "Không có đơn vị"),
        ("18754@2015-04-11", None, "Không có đơn vị"),
        ("18754@2015", None, "mã@ngày"),
        ("", IN_2018, "Không có đơn vị"),
    ],
)
def test_parse_unit_when_unknown_or_ambiguous_then_refused(
    text: str, on: datetime.date | None, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence) as refusal:
        area().parse_unit(text, on)
    assert refusal.value.text == text


def test_label_when_parsed_then_the_same_unit() -> None:
    for unit in area().units:
        assert area().parse_unit(area().label(unit)) == unit
        assert area().parse_unit(str(unit.key)) == unit
        assert area().parse_unit(unit.key.code, unit.key.valid_from) == unit
        assert area().parse_unit(unit.name, unit.key.valid_from) == unit


def test_successors_when_units_end_then_every_chain_leads_to_a_living_unit() -> None:
    for unit in area().units_on(IN_2018):
        open_keys, living = [unit.key], set()
        while open_keys:
            current = area().get(open_keys.pop())
            assert current is not None
            if current.valid_to is None:
                living.add(current.key)
            open_keys.extend(current.successors)
        assert living, unit.name
        assert len(living) == (3 if unit.key == KY_LOI else 1)


def test_successors_when_unit_ends_then_begin_the_next_day() -> None:
    for unit in area().units:
        for successor in unit.successors:
            assert unit.valid_to is not None
            assert successor.valid_from == unit.valid_to + datetime.timedelta(days=1)
            assert area().get(successor) is not None


def test_changes_when_a_unit_is_divided_then_marked_and_others_not() -> None:
    assert [change.is_divided for change in area().changes_of(KY_LOI)] == [True, True, True]
    assert [change.target for change in area().changes_of(SONG_TRI_2015)] == [HUNG_TRI]
    assert not area().changes_of(SONG_TRI_2025)
    outside = [change.origin_name for change in area().changes if change.origin is None]
    assert "Xã Kỳ Tân, huyện Kỳ Anh" in outside
    assert len(area().changes) == len(read_table("area/boundary_changes.csv"))


def test_units_when_same_code_then_times_do_not_overlap() -> None:
    for one, other in itertools.combinations(area().units, 2):
        if one.key.code == other.key.code:
            assert one.valid_to is not None
            assert one.valid_to < other.key.valid_from


def test_groups_when_unit_of_2018_then_some_and_unique_names() -> None:
    for unit in area().units_on(IN_2018):
        names = [group.name for group in area().groups_of(unit.key)]
        assert len(names) >= 4
        assert len(set(names)) == len(names)


def test_groups_when_known_from_the_portal_then_real_names_else_placeholders() -> None:
    groups = area().groups_of(UnitKey("18829", datetime.date(2015, 4, 10)))
    assert [group.name for group in groups][:2] == ["Hoa Đông", "Hoa Trung"]
    assert groups[0].label == "Thôn Hoa Đông"
    assert not any(group.is_placeholder for group in groups)
    placeholders = {group.unit for group in area().residential_groups if group.is_placeholder}
    assert len(placeholders) == 8
    assert area().groups_of(SONG_TRI_2015)[0].label == "Tổ dân phố 1"
    assert ResidentialGroup(KY_LOI, "Hưng Lợi", "tổ dân phố").label == "Tổ dân phố Hưng Lợi"


def test_targets_when_added_up_then_the_figures_of_the_town() -> None:
    targets = unit_targets()
    assert sum(target.people for target in targets) == 60_191
    assert sum(target.households for target in targets) == 17_207
    assert [target.unit for target in targets] == [unit.key for unit in area().units_on(IN_2018)]
    assert all(3.2 < target.people / target.households < 3.8 for target in targets)


def test_targets_when_read_for_the_demonstration_then_eight_complete_others_past_half() -> None:
    done = [target.demo_done_percent for target in unit_targets()]
    assert done.count(100) == 8
    assert all(52 <= percent <= 92 for percent in done if percent != 100)
    assert {row["source"] for row in read_table("area/targets_2018.csv")} == {"demo"}


@pytest.mark.parametrize("name", ["units", "boundary_changes", "residential_groups", "targets_2018"])
def test_area_files_when_read_then_clean_text(name: str) -> None:
    for row in read_table(f"area/{name}.csv"):
        assert None not in row
        assert all(value == clean(value) for value in row.values())


def test_area_when_built_by_hand_then_works_without_files() -> None:
    unit = Unit(SONG_TRI_2015, "Phường Sông Trí", "Phường")
    small = Area([unit])
    assert small.parse_unit("Sông Trí") == unit
    assert small.label(unit) == "Phường Sông Trí"
    assert unit.is_valid_on(IN_2026)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("18754", "18754@2015-04-10"),
        ("Sông Trí", "18754@2015-04-10"),
        ("18754@2025-07-01", "18754@2025-07-01"),
        ("Phường Vũng Áng", "18823@2025-07-01"),  # no unit had that name while slips were collected
    ],
)
def test_unit_meant_without_a_date_then_the_unit_of_the_collection(written: str, meant: str) -> None:
    assert str(area().unit_meant(written).key) == meant
