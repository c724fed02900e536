"""Pairs that wait for a decision, over the whole store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.domain.code_names import DIFFERENT, LOOK, SAME
from census_desktop.services.duplicates import decide
from census_desktop.services.suspects import read_people, suspects
from census_desktop.store.person_columns import person_pages
from tests.builders import KY_TRINH, edit, make_household, make_person, make_store, save, save_family

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as opened:
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
