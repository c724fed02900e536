"""Pairs that wait for a decision, over the whole store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from census_desktop.base.errors import CensusError
from census_desktop.domain.code_names import DIFFERENT, LOOK, SAME
from census_desktop.services.duplicates import decide, decisions
from census_desktop.services.entry import EntryDesk
from census_desktop.services.lookalikes import lookalikes
from census_desktop.services.suspects import by_hand, read_people, suspects
from census_desktop.store.opening import MachineRole, open_store
from census_desktop.store.person_columns import person_pages
from tests.builders import (
    KY_TRINH,
    LOGIN,
    SONG_TRI,
    SUPERVISOR,
    SUPERVISOR_PASSWORD,
    edit,
    make_household,
    make_person,
    make_store,
    save,
    save_family,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, role=MachineRole.TOWN) as opened:
        yield opened


@pytest.fixture
def slips(store: Store) -> tuple[Person, ...]:
    """One woman on three slips in three households, and people who have nothing to do with her."""
    save_family(store)
    found = []
    for number, name in enumerate(("LÊ THỊ XOAN", "LE THI XOAN", "Lê Thị Xoan")):
        household = make_household(store.clock, unit=KY_TRINH, household_no=str(number))
        answers = {"full_name": name, "birth_date": "1971-05-17", "sex": "2", "old_id": "183000777"}
        person = make_person(store.clock, household, **answers)
        save(store, household, person)
        found.append(person)
    return tuple(found)


def pairs(store: Store) -> set[frozenset[object]]:
    return {frozenset((one.first, one.second)) for one in suspects(store)}


def test_suspects_when_a_woman_has_three_slips_then_three_pairs_until_joined(
    store: Store, slips: tuple[Person, ...]
) -> None:
    a, b, c = (slip.person_uuid for slip in slips)
    assert pairs(store) == {frozenset((a, b)), frozenset((a, c)), frozenset((b, c))}
    listed = suspects(store)
    assert [one.score for one in listed] == sorted((one.score for one in listed), reverse=True)
    assert all(one.first < one.second for one in listed)
    assert suspects(store, at_least=1.1) == ()
    decide(store, a, b, SAME)
    assert pairs(store) == {frozenset((a, c)), frozenset((b, c))}
    decide(store, b, c, SAME)
    assert pairs(store) == set()  # a and c are one person through b


def test_suspects_when_decided_then_not_asked_again_but_looks_stay(
    store: Store, slips: tuple[Person, ...]
) -> None:
    a, b, c = (slip.person_uuid for slip in slips)
    decide(store, a, b, DIFFERENT)
    decide(store, b, c, LOOK)
    assert {(one.first, one.second): one.verdict for one in suspects(store)} == {(a, c): None, (b, c): LOOK}


def test_suspects_when_both_slips_are_void_then_nothing_to_decide(
    store: Store, slips: tuple[Person, ...]
) -> None:
    a, b, c = (slip.person_uuid for slip in slips)
    edit(store, slips[0], void="1", void_reason="Ghi hai lần")
    assert frozenset((a, b)) in pairs(store)
    edit(store, slips[1], void="1", void_reason="Ghi hai lần")
    assert pairs(store) == {frozenset((a, c)), frozenset((b, c))}


def test_people_when_read_in_pages_then_everybody_once(store: Store, slips: tuple[Person, ...]) -> None:
    pages = list(person_pages(store, ("person_uuid", "full_name"), ("unit",), page=2))
    assert [len(page) for page in pages] == [2, 2, 2]
    assert pages[-1][-1][1:] == ("Lê Thị Xoan", KY_TRINH)
    people = read_people(store)
    assert {people.uuid_of(row) for row in range(len(people))} >= {slip.person_uuid for slip in slips}


WOMAN = {"full_name": "LÊ THỊ XOAN", "birth_date": "1971-05-17", "sex": "2", "old_id": "183000777"}


def slip_in(store: Store, unit: str | None, **answers: str | None) -> Person:
    household = make_household(store.clock, unit=unit)
    person = make_person(store.clock, household, **{**WOMAN, **answers})
    save(store, household, person)
    return person


def looks(store: Store) -> list[dict[str, object]]:
    with store.read() as connection:
        entries = [json.loads(each) for each in connection.execute(text("SELECT entry FROM audit")).scalars()]
    return [entry for entry in entries if entry["action"] == "look"]


# The code of Phường Hưng Trí is that of Sông Trí, which it came from; Kỳ Hưng became part of it.
@pytest.mark.parametrize(
    ("own", "first", "second", "is_seen"),
    [
        (SONG_TRI, SONG_TRI, KY_TRINH, True),
        (SONG_TRI, KY_TRINH, KY_TRINH, False),
        (SONG_TRI, KY_TRINH, None, False),
        (SONG_TRI, None, None, True),
        ("18817@2015-04-10", "18754@2020-01-01", KY_TRINH, True),
    ],
)
def test_suspicion_when_an_officer_of_a_ward_looks_then_only_of_own_people(
    tmp_path: Path, own: str, first: str | None, second: str | None, *, is_seen: bool
) -> None:
    with make_store(tmp_path, unit=own) as store:
        slip_in(store, first)
        slip_in(store, second)
        assert bool(suspects(store)) == is_seen
        assert [(entry["officer"], entry["suspects"]) for entry in looks(store)] == [(LOGIN, int(is_seen))]
    with open_store(store.folder, SUPERVISOR.login, SUPERVISOR_PASSWORD, store.clock) as store:
        assert len(suspects(store)) == 1  # a supervisor sees all
        assert looks(store)[-1]["officer"] == SUPERVISOR.login


def test_quick_look_when_names_numbers_or_days_slip_then_still_finds_her(store: Store) -> None:
    known = slip_in(store, KY_TRINH, mother_name="Võ Thị Nhị", native_place="Xã Kỳ Hà, huyện Kỳ Anh, Hà Tĩnh")
    save_family(store)
    household = make_household(store.clock)
    rest = {"old_id": None, "mother_name": "Võ Thị Nhị", "native_place": "Xã Kỳ Hà, huyện Kỳ Anh, Hà Tĩnh"}
    for answers in (
        {"full_name": "Xoan Lê Thị"},
        {"full_name": "Le Thi Xoan", "birth_date": "1971"},
        {"birth_date": "1971-05-17", "full_name": "Lê Thị Xoam"},
        {"old_id": "183000777", "full_name": None, "birth_date": None},
    ):
        typed = make_person(store.clock, household, **{**WOMAN, **rest, **answers})
        (found,) = lookalikes(store, typed)
        assert found.person.person_uuid == known.person_uuid
        assert found.household is not None
        assert found.reasons
        assert found.score > 0.05
    stranger = make_person(store.clock, household, full_name="Phan Văn Sửu", birth_date="1950-02-03")
    assert lookalikes(store, stranger) == ()
    assert lookalikes(store, make_person(store.clock, household, full_name=None, birth_date=None)) == ()


def test_quick_look_when_decided_on_a_slip_not_stored_yet_then_kept_and_shown(store: Store) -> None:
    known = slip_in(store, KY_TRINH)
    desk = EntryDesk(store)
    typed = make_person(store.clock, make_household(store.clock), **WOMAN)
    desk.decide_pair(typed.person_uuid, known.person_uuid, SAME)
    ((found,), (link,)) = desk.lookalikes(typed), decisions(store)
    assert (found.verdict, link.leading) == (SAME, known.person_uuid)
    with pytest.raises(CensusError) as refused:
        decide(store, typed.person_uuid, known.person_uuid, SAME)
    assert refused.value.code == "NO_SUCH_RECORD"
    edit(store, known, void="1", void_reason="Ghi hai lần")
    other = make_person(store.clock, make_household(store.clock), **WOMAN)
    desk.decide_pair(other.person_uuid, known.person_uuid, SAME)
    assert decisions(store)[-1].leading in {known.person_uuid, other.person_uuid}


def test_pair_by_hand_when_slips_are_unlike_then_compared_all_the_same(store: Store) -> None:
    one, other = slip_in(store, KY_TRINH), slip_in(store, SONG_TRI, full_name="Phan Thị Dần", old_id=None)
    suspect = by_hand(store, other.person_uuid, one.person_uuid)
    assert (suspect.first, suspect.second) == tuple(sorted((one.person_uuid, other.person_uuid)))
    assert suspect.score < 0.5
    assert {reason.text for reason in suspect.reasons} >= {"cùng ngày sinh", "khác họ"}
    decide(store, one.person_uuid, other.person_uuid, DIFFERENT)
    assert by_hand(store, one.person_uuid, other.person_uuid).verdict == DIFFERENT
    with pytest.raises(CensusError) as refused:
        by_hand(store, one.person_uuid, one.person_uuid)
    assert refused.value.code == "ONE_SLIP"
