"""Well signed packages whose operations lie: about what they replace, what record they mean, how long they are."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from census_desktop.domain.operations import MAX_ANSWER, Operation, OpKind
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
    return [edit(replaces=(b"\1" * 16,)).line()]


def edits_in_a_ring() -> list[bytes]:
    """As near to a ring as can be made: ids are hashes, so of two edits only one can name the other."""
    first = edit(replaces=(b"\2" * 16,))
    second = edit(values={"note": "Ở nhà"}, replaces=(first.op_id, b"\3" * 16), lamport=3)
    third = edit(values={"note": None}, replaces=(second.op_id, first.op_id), lamport=1)
    return [third.line(), second.line(), first.line()]


def parents_of_another_cell() -> list[bytes]:
    name = edit(cell="full_name", values={"full_name": "VÕ THỊ HƯỜNG"})
    return [name.line(), edit(replaces=(name.op_id,), lamport=3).line()]


@pytest.mark.parametrize("make", [unknown_parent, edits_in_a_ring, parents_of_another_cell])
def test_operations_when_their_parents_are_unknown_or_wrong_then_nothing_is_lost_and_all_machines_agree(
    world: World, ward: Machine, make: Callable[[], list[bytes]]
) -> None:
    made = make()
    birth = births(values={"full_name": "ĐẬU THỊ HOÀ", "note": "Theo phiếu"})
    first = package(world, ward, lines=made, people=1, households=0, sequence=1)
    second = package(world, ward, lines=birth, people=1, households=0, sequence=2)

    assert {line.code for line in merge(world, first).packages} == {"OK"}
    assert verify(world.town.store).ok
    assert {line.status for line in merge(world, second).packages} == {"merged"}

    assert len(history(world.town.store, RECORD)) == len(made) + 1
    assert verify(world.town.store).ok
    # Whoever names something nobody has seen has not seen the birth either: both are shown, a person decides.
    assert (RecordKind.PERSON, RECORD, "note") in open_conflicts(world.town.store)
