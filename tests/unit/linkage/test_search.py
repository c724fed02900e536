"""The whole search: on pairs made by hand, and on a small town with a known truth."""

from __future__ import annotations

import uuid

import numpy as np
import pytest

from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl
from census_desktop.linkage.comparing import (
    Birth,
    Fellows,
    Marks,
    Middle,
    Number,
    Places,
    Plain,
    Relative,
    Word,
    compare,
)
from census_desktop.linkage.families import likely_share
from census_desktop.linkage.people import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, People, PeopleBuilder, number_key
from census_desktop.linkage.reasons import reasons_of
from census_desktop.linkage.search import Found, find_pairs
from census_desktop.synthetic.declared_twice import (
    EASY,
    HARD,
    Hardness,
    TwiceTown,
    many_towns,
    town_with_doubles,
)
from census_desktop.synthetic.second_slips import Hand, Slip, TypingHand
from tests.benchmarks.other_hand import HearingHand

MAN: Slip = {
    "full_name": "Đậu Văn Thìn", "birth_date": "1964-08-05", "sex": "1", "personal_id": "042064900017",
    "old_id": "183456789; 187654321", "father_name": "Đậu Bá Hòe", "mother_name": "Võ Thị Nhị",
    "spouse_name": "Nguyễn Thị Hoà", "native_place": "Xã Kỳ Hà, huyện Kỳ Anh, Hà Tĩnh",
    "birth_registration_place": "Xã Kỳ Hà, huyện Kỳ Anh, Hà Tĩnh", "phone": "0200123456",
}  # fmt: skip


def people(*slips: Slip) -> People:
    """Slips as columns, each in a household of its own unless it names one."""
    builder = PeopleBuilder()
    rows = []
    for number, slip in enumerate(slips):
        own = uuid.UUID(int=number + 1)
        home = slip.get("household_uuid") or uuid.UUID(int=1000 + number).hex
        boxes = [slip.get(name) for name in (*PERSON_COLUMNS[2:], *HOUSEHOLD_COLUMNS)]
        rows.append([own.bytes, bytes.fromhex(home) if home != "none" else None, *boxes])
    builder.add(rows)
    builder.add([])
    return builder.finish()


def level(box: str, **other: str | None) -> int:
    """How the man and a second slip with other answers agree."""
    found = compare(people(MAN, MAN | other), (np.array([0], np.int32), np.array([1], np.int32)))
    return int(getattr(found, box)[0])


@pytest.mark.parametrize(
    ("box", "expected", "other"),
    [
        ("given", Word.SAME, {"full_name": "ĐẬU VĂN THIN"}),
        ("given", Word.NEAR, {"full_name": "Đậu Văn Thìm"}),
        ("given", Word.OTHER, {"full_name": "Đậu Văn Tuất"}),
        ("given", 0, {"full_name": None}),
        ("surname", Word.NEAR, {"full_name": "Đâuu Văn Thìn"}),
        ("surname", Word.SAME, {"full_name": "Thìn Đậu Văn"}),
        ("middle", Middle.DROPPED, {"full_name": "Đậu Thìn"}),
        ("middle", Middle.OTHER, {"full_name": "Đậu Bá Thìn"}),
        ("marks", Marks.SAME, {"full_name": "ĐẬU VĂN THÌN"}),
        ("marks", Marks.BARE, {"full_name": "Dau Van Thin"}),
        ("marks", Marks.OTHER, {"full_name": "Đậu Vân Thìn"}),
        ("marks", 0, {"full_name": "Đậu Văn Tuất"}),
        ("birth", Birth.SAME, {}),
        ("birth", Birth.SWAPPED, {"birth_date": "1964-05-08"}),
        ("birth", Birth.UNKNOWN_DAY, {"birth_date": "1964"}),
        ("birth", Birth.UNKNOWN_DAY, {"birth_date": "1964-01-01"}),
        ("birth", Birth.UNKNOWN_DAY, {"birth_date": "1964-08"}),
        ("birth", Birth.ONE_PART, {"birth_date": "1964-08-15"}),
        ("birth", Birth.YEAR_SLIP, {"birth_date": "1974-08-05"}),
        ("birth", Birth.SAME_YEAR, {"birth_date": "1964-02-17"}),
        ("birth", Birth.NEAR_YEAR, {"birth_date": "1965"}),
        ("birth", Birth.OTHER, {"birth_date": "1931-02-17"}),
        ("birth", 0, {"birth_date": "không rõ"}),
        ("sex", Plain.OTHER, {"sex": "2"}),
        ("personal_id", Number.SLIP, {"personal_id": "042064900071"}),
        ("personal_id", Number.OTHER, {"personal_id": "042064911111"}),
        ("personal_id", Number.SLIP, {"personal_id": "042064900011"}),
        ("personal_id", Number.SLIP, {"personal_id": "04206490017"}),
        ("personal_id", Number.SLIP, {"personal_id": "402064900017"}),
        ("personal_id", Number.SAME, {"personal_id": "042 064 900 017"}),
        ("old_id", Number.SAME, {"old_id": "187654321"}),
        ("old_id", Number.SLIP, {"old_id": "18345678"}),
        ("father", Relative.MARKS, {"father_name": "DAU BA HOE"}),
        ("father", Relative.NEAR, {"father_name": "Đậu Văn Hòe"}),
        ("mother", Relative.OTHER, {"mother_name": "Trần Thị Lan"}),
        ("spouse", Relative.SAME, {"spouse_name": "Nguyễn Thị Hòa"}),
        ("places", Places.BOTH, {}),
        ("places", Places.ONE, {"native_place": None}),
        ("places", Places.HALF, {"native_place": "Xã Kỳ Nam, huyện Kỳ Anh, Hà Tĩnh"}),
        ("places", Places.OTHER, {"native_place": "Xã Kỳ Nam, thị xã Kỳ Anh", "birth_registration_place": None}),
        ("places", Places.DISTRICT, {"native_place": "huyện Kỳ Anh", "birth_registration_place": None}),
        ("contact", Plain.SAME, {}),
        ("relative_ids", 0, {}),
    ],
)  # fmt: skip
def test_compare_when_a_box_differs_then_the_level_says_how(
    box: str, expected: int, other: dict[str, str | None]
) -> None:
    assert level(box, **other) == expected


def test_birth_when_both_are_the_first_of_january_then_nothing_is_swapped() -> None:
    same = MAN | {"birth_date": "1970-01-01"}
    found = compare(people(same, same), (np.array([0], np.int32), np.array([1], np.int32)))
    assert found.birth[0] == Birth.UNKNOWN_DAY
    fifth = MAN | {"birth_date": "1970-05-05"}
    found = compare(people(fifth, fifth), (np.array([0], np.int32), np.array([1], np.int32)))
    assert found.birth[0] == Birth.SAME


def test_numbers_when_written_with_signs_then_only_digits_count() -> None:
    assert number_key("042 064 900.017") == number_key("042064900017") != number_key("42064900017")
    assert number_key("không có") == number_key("") == number_key(None) == 0


def test_fellows_when_a_slip_leaves_names_out_then_the_household_tells_them() -> None:
    home = uuid.UUID(int=77).hex
    family = people(
        {
            "full_name": "Đậu Văn Thìn",
            "sex": "1",
            "relation_to_head": "CH",
            "household_uuid": home,
            "old_id": "183456789",
        },
        {"full_name": "Võ Thị Hường", "sex": "2", "relation_to_head": "V", "household_uuid": home},
        {"full_name": "Đậu Thị Lài", "sex": "2", "relation_to_head": "CD", "household_uuid": home},
    )  # fmt: skip
    assert family.father[2] == family.name[0]
    assert family.mother[2] == family.name[1]
    assert family.father_id[2] == family.old_id[0]
    assert (family.spouse[0], family.spouse[1]) == (family.name[1], family.name[0])


def family(home: int, *members: Slip) -> list[Slip]:
    return [{"household_uuid": uuid.UUID(int=home).hex, "sex": "2", **member} for member in members]


def fellows_of(relation: str) -> tuple[int, float]:
    """A widow at the head of one family and, so related, in another: what the families say, and her odds."""
    widow: Slip = {"full_name": "Hà Thị Khánh", "birth_date": "1952-02-17"}
    found = find_pairs(
        people(
            *family(
                71, widow | {"relation_to_head": "CH"}, {"full_name": "Phan Thị Sửu", "birth_date": "1980"}
            ),
            *family(
                72, widow | {"relation_to_head": relation}, {"full_name": "Tô Thị Dần", "birth_date": "1991"}
            ),
        ),
        least=-40.0,
    )
    place = list(zip(*found.evidence.pairs, strict=True)).index((0, 2))
    return int(found.evidence.levels["fellows"][place]), float(found.odds[place])


def test_search_when_both_head_a_family_of_their_own_then_less_likely_one_than_a_guest() -> None:
    guest, as_guest = fellows_of("HO")
    head, as_head = fellows_of("CH")
    assert (guest, head) == (Fellows.OTHER, Fellows.TWO_FAMILIES)
    assert as_head < as_guest - 0.5


def pairs_of(found: Found) -> set[tuple[int, int]]:
    one, other = found.evidence.pairs
    return set(zip(np.minimum(one, other).tolist(), np.maximum(one, other).tolist(), strict=True))


def test_search_when_nobody_or_one_is_there_then_nothing_is_found() -> None:
    assert len(find_pairs(PeopleBuilder().finish())) == 0
    assert len(find_pairs(people(MAN))) == 0


def test_search_when_few_slips_are_there_then_twins_and_namesakes_stay_apart() -> None:
    home = uuid.UUID(int=77).hex
    child: Slip = {
        "full_name": "Đậu Thị Lài", "birth_date": "2012-03-04", "sex": "2", "relation_to_head": "CD",
        "household_uuid": home, "father_name": "Đậu Văn Thìn", "mother_name": "Võ Thị Hường",
        "native_place": "Xã Kỳ Hà, huyện Kỳ Anh, Hà Tĩnh",
    }  # fmt: skip
    found = find_pairs(
        people(
            MAN,
            MAN | {"full_name": "DAU VAN THIN", "personal_id": None, "birth_date": "1964"},
            child,
            child | {"full_name": "Đậu Thị Lan"},  # her twin
            MAN | {"personal_id": None, "old_id": None, "birth_date": "1991-11-20", "father_name": "Đậu Văn Tuất",
                   "mother_name": "Lê Thị Cúc", "spouse_name": None, "phone": None},  # a cousin called alike
            {"full_name": "Trần Hữu Sửu", "household_uuid": "none"},
        )
    )  # fmt: skip
    assert pairs_of(found) == {(0, 1)}
    texts = {reason.box: reason for reason in reasons_of(found, 0)}
    assert texts["name"].text == "cùng họ tên, một phiếu ghi không dấu"
    assert texts["old_id"].text == "cùng số CMND"
    assert texts["old_id"].weight > texts["birth"].weight > 0


def quality(town: TwiceTown) -> tuple[float, float]:
    builder = PeopleBuilder()
    for begin in range(0, len(town.slips), 700):
        builder.add(
            [
                [bytes.fromhex(slip["person_uuid"] or ""), bytes.fromhex(slip["household_uuid"] or "")]
                + [slip[name] for name in (*PERSON_COLUMNS[2:], *HOUSEHOLD_COLUMNS)]
                for slip in town.slips[begin : begin + 700]
            ]
        )
    found = find_pairs(builder.finish())
    right = len(pairs_of(found) & set(town.pairs))
    assert likely_share(found.odds) == pytest.approx(len(found), rel=0.2)
    return right / len(found), right / len(town.pairs)


@pytest.mark.parametrize("hand", [TypingHand(), HearingHand()], ids=["tuned", "other"])
@pytest.mark.parametrize(("hardness", "least"), [(EASY, 0.97), (HARD, 0.9)], ids=["easy", "hard"])
def test_search_when_a_town_has_doubles_then_nearly_all_are_found_and_little_else(
    hand: Hand, hardness: Hardness, least: float
) -> None:
    precision, recall = quality(town_with_doubles(77, hand, hardness, people=9000))
    assert precision > least
    assert recall > least


def test_search_when_watched_then_reports_and_can_be_stopped() -> None:
    seen: list[tuple[int, int]] = []
    find_pairs(people(MAN, MAN), JobControl(lambda done, total, _text: seen.append((done, total))))
    assert seen[-1][0] == seen[-1][1]
    stopped = JobControl()
    stopped.stop()
    with pytest.raises(CancelledError):
        find_pairs(people(MAN, MAN), stopped)


def test_towns_when_many_then_places_and_numbers_of_one_are_not_in_the_other() -> None:
    slips = list(many_towns(5, TypingHand(), EASY, 60_500))
    own, other = slips[:61_000], slips[61_500:]
    assert len(other) > 100
    assert {slip["old_id"][:2] for slip, _first in other if slip["old_id"] and len(slip["old_id"]) == 9} >= {
        "19"
    }
    assert not any("Kỳ Anh" in (slip["native_place"] or "") for slip, _first in other)
    assert sum(first >= 0 for _slip, first in own) > 800
    assert all(first < row for row, (_slip, first) in enumerate(slips))
