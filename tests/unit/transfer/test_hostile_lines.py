"""Well signed packages whose operations lie: about what they replace, what record they mean, how long they are."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from census_desktop.domain.operations import MAX_ANSWER, MAX_LAMPORT, Operation, OpKind, parse_line
from census_desktop.domain.records import RecordKind
from census_desktop.store.operations import history
from census_desktop.store.records import load_person, open_conflicts
from census_desktop.store.verify import verify
from tests.builders import make_operation
from tests.transfer_forgery import package
from tests.transfer_world import KY_TRINH, Machine, World, all_lines, family, merge, state

RECORD = uuid.UUID(int=7)


def births(record: uuid.UUID = RECORD, **parts: Any) -> list[bytes]:
    return [make_operation(record, **parts).line()]


def edit(**parts: Any) -> Operation:
    usual = {"kind": OpKind.EDIT, "cell": "note", "values": {"note": "Đi biển"}, "lamport": 2}
    return make_operation(RECORD, **(usual | parts))


REFUSED: list[tuple[str, list[bytes]]] = [
    ("over-long answer", births(values={"note": "ố" * (MAX_ANSWER + 1)})),
    ("over-long edit", [*births(), edit(values={"note": "ố" * (MAX_ANSWER + 1)}).line()]),
    ("blank answer", births(values={"note": ""})),
    ("two boxes of different cells", [*births(), edit(values={"note": "x", "sex": "1"}).line()]),
    ("half a cell", [*births(), edit(cell="void", values={"void": "1"}).line()]),
    ("birth that replaces", births(replaces=(b"\1" * 16,))),
    ("parents twice", [*births(), edit(replaces=(b"\1" * 16,)).line().replace(
        b'["' + b"01" * 16 + b'"]', b'["' + b"01" * 16 + b'","' + b"01" * 16 + b'"]')]),
    ("parent cut short", [*births(), edit(replaces=(b"\1" * 16,)).line().replace(b"01" * 16, b"01" * 15)]),
    ("number beyond all numbers", births(lamport=1 << 53)),
    ("household that is no id", births(values={"household_uuid": "x" * 32})),
    ("one id for two kinds", [*births(), *births(record_kind=RecordKind.HOUSEHOLD, values={"household_no": "1"})]),
]  # fmt: skip


@pytest.mark.parametrize("lines", [case[1] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_line_when_it_says_what_no_machine_would_then_the_package_is_refused_and_leaves_no_trace(
    world: World, ward: Machine, lines: list[bytes]
) -> None:
    people = sum(b'"of":"person"' in line and b'"kind":"create"' in line for line in lines)
    path = package(world, ward, lines=lines, people=people, households=0)
    before = state(world.town.store)

    (line,) = merge(world, path).packages

    assert (line.status, line.code) == ("refused", "MALFORMED")
    assert "{" not in line.message
    assert state(world.town.store) == before


def as_household(record: uuid.UUID) -> list[bytes]:
    return births(record, record_kind=RecordKind.HOUSEHOLD, values={"household_no": "12"})


def test_package_when_it_calls_a_known_person_a_household_then_is_refused_and_the_others_go_on(
    world: World, ward: Machine
) -> None:
    _household, (person, *_others) = family(world.town.store)
    lying = package(world, ward, lines=as_household(person.person_uuid), people=0, households=1)
    good = world.export(ward)

    plan = merge(world, lying, good)

    assert [line.code for line in plan.packages] == ["MALFORMED", "OK"]
    assert plan.added == 4
    assert load_person(world.town.store, person.person_uuid) == person
    assert set(all_lines(ward.store)) < set(all_lines(world.town.store))
    assert verify(world.town.store).ok


def test_package_when_another_on_the_stick_means_another_kind_then_the_later_one_is_refused(
    world: World, ward: Machine
) -> None:
    other = world.ward("KT-01", KY_TRINH)
    first = package(world, ward, lines=births(), people=1, households=0)
    family(other.store)
    second = package(world, other, lines=as_household(RECORD), people=0, households=1)
    plan = merge(world, first, second)
    assert sorted(line.code for line in plan.packages) == ["MALFORMED", "OK"]
    assert plan.added == 1
    assert verify(world.town.store).ok


def unknown_parent() -> list[bytes]:
    return [*births(), edit(replaces=(b"\1" * 16,)).line()]


def parent_is_the_birth_left_out() -> list[bytes]:
    return [edit(replaces=(make_operation(RECORD).op_id,)).line()]


def parent_of_another_record() -> list[bytes]:
    other = make_operation(uuid.UUID(int=8))
    return [*births(), other.line(), edit(replaces=(other.op_id,)).line()]


def edits_in_a_ring() -> list[bytes]:
    """As near to a ring as can be made: ids are hashes, so of two edits only one can name the other."""
    birth = make_operation(RECORD)
    first = edit(replaces=(birth.op_id, b"\2" * 16))
    second = edit(values={"note": "Ở nhà"}, replaces=(first.op_id, b"\3" * 16), lamport=3)
    return [birth.line(), second.line(), first.line()]


def before_what_it_replaces() -> list[bytes]:
    birth = make_operation(RECORD)
    first = edit(replaces=(birth.op_id,), lamport=5)
    return [
        birth.line(),
        first.line(),
        edit(values={"note": None}, replaces=(first.op_id,), lamport=4).line(),
    ]


def at_once_with_what_it_replaces() -> list[bytes]:
    birth = make_operation(RECORD, lamport=2)
    return [birth.line(), edit(replaces=(birth.op_id,), lamport=2).line()]


BROKEN = [
    (unknown_parent, "UNKNOWN_PARENT"),
    (parent_is_the_birth_left_out, "UNKNOWN_PARENT"),
    (parent_of_another_record, "UNKNOWN_PARENT"),
    (edits_in_a_ring, "UNKNOWN_PARENT"),
    (before_what_it_replaces, "CYCLE"),
    (at_once_with_what_it_replaces, "CYCLE"),
]


def made_by_hand(world: World, ward: Machine, lines: list[bytes], **core: Any) -> Path:
    people = len({parse_line(line).record_uuid for line in lines})
    return package(world, ward, lines=lines, people=people, households=0, **core)


@pytest.mark.parametrize(("make", "code"), BROKEN, ids=[make.__name__ for make, _code in BROKEN])
def test_history_when_it_hangs_in_the_air_or_runs_backwards_then_refused_and_the_others_go_on(
    world: World, ward: Machine, make: Callable[[], list[bytes]], code: str
) -> None:
    lying = made_by_hand(world, ward, make())
    before = state(world.town.store)
    assert merge(world, lying).packages[0].code == code
    assert state(world.town.store) == before
    plan = merge(world, lying, world.export(ward))
    assert [(line.status, line.code) for line in plan.packages] == [("refused", code), ("merged", "OK")]
    assert plan.added == 4
    assert history(world.town.store, RECORD) == ()
    assert verify(world.town.store).ok


def test_history_when_it_runs_backwards_from_what_is_known_here_then_refused(
    world: World, ward: Machine
) -> None:
    birth = make_operation(RECORD, lamport=7)
    assert merge(world, made_by_hand(world, ward, [birth.line()])).packages[0].code == "OK"
    later = made_by_hand(world, ward, [edit(replaces=(birth.op_id,), lamport=3).line()], sequence=2)
    assert merge(world, later).packages[0].code == "CYCLE"
    good = made_by_hand(world, ward, [edit(replaces=(birth.op_id,), lamport=8).line()], sequence=2)
    assert merge(world, good).packages[0].status == "merged"
    person = load_person(world.town.store, RECORD)
    assert person is not None
    assert person.note == "Đi biển"


def test_history_when_numbers_have_run_out_then_taken_as_it_comes(world: World, ward: Machine) -> None:
    birth = make_operation(RECORD, lamport=MAX_LAMPORT)
    lines = [birth.line(), edit(replaces=(birth.op_id,), lamport=MAX_LAMPORT).line()]
    assert merge(world, made_by_hand(world, ward, lines)).packages[0].code == "OK"
    assert open_conflicts(world.town.store) == ()


def test_history_when_a_package_leans_on_another_of_the_sitting_then_both_or_neither_are_taken(
    world: World, ward: Machine
) -> None:
    birth = make_operation(RECORD)
    made = edit(replaces=(birth.op_id,))
    first = made_by_hand(world, ward, [birth.line()])
    second = made_by_hand(world, ward, [made.line()], sequence=2)
    assert merge(world, second).packages[0].code == "UNKNOWN_PARENT"
    assert [line.status for line in merge(world, first, second).packages] == ["merged", "merged"]
    false = edit(values={"note": "Ở nhà"}, replaces=(b"\4" * 16,), lamport=3)
    third = made_by_hand(world, ward, [birth.line(), false.line()], sequence=3)
    fourth = edit(values={"note": "Ở Vinh"}, replaces=(false.op_id,), lamport=4)
    last = made_by_hand(world, ward, [birth.line(), fourth.line()], sequence=4)
    assert {line.code for line in merge(world, third, last).packages} == {"UNKNOWN_PARENT"}


def test_operations_when_their_parents_are_of_another_cell_then_both_are_shown_and_a_person_decides(
    world: World, ward: Machine
) -> None:
    birth = make_operation(RECORD, values={"full_name": "ĐẬU THỊ HOÀ", "note": "Theo phiếu"})
    name = edit(cell="full_name", values={"full_name": "VÕ THỊ HƯỜNG"}, replaces=(birth.op_id,))
    note = edit(replaces=(name.op_id,), lamport=3)
    path = made_by_hand(world, ward, [birth.line(), name.line(), note.line()])

    assert merge(world, path).packages[0].status == "merged"

    assert len(history(world.town.store, RECORD)) == 3
    assert verify(world.town.store).ok
    assert open_conflicts(world.town.store) == ((RecordKind.PERSON, RECORD, "note"),)
