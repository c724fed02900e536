"""What a set of operations means."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

from census_desktop.domain.merge import edits_beside_removal, heads_of, values_of, view
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import RecordKind
from tests.builders import make_operation

RECORD = uuid.UUID("01933f2c-8a10-7abc-9def-0123456789ab")
BIRTH = make_operation(RECORD, values={"full_name": "ĐẬU THỊ HOÀ", "sex": "2"})


def edit(cell: str, values: dict[str, str | None], *seen: Operation, **parts: Any) -> Operation:
    """A later edit whose author saw `seen` as heads."""
    return make_operation(
        RECORD,
        kind=parts.pop("kind", OpKind.EDIT),
        cell=cell,
        values=values,
        replaces=tuple(operation.op_id for operation in seen),
        lamport=parts.pop("lamport", 1 + max((operation.lamport for operation in seen), default=0)),
        **parts,
    )


def meaning(*operations: Operation) -> tuple[dict[str, str], tuple[str, ...]]:
    seen = view(RecordKind.PERSON, operations)
    return dict(seen.answers), seen.conflicts


def test_view_when_nothing_is_known_then_is_empty() -> None:
    assert meaning() == ({}, ())


def test_view_when_created_then_has_the_filled_boxes() -> None:
    assert meaning(BIRTH) == ({"full_name": "ĐẬU THỊ HOÀ", "sex": "2"}, ())


def test_view_when_edited_then_has_the_new_answer_and_leaves_the_others() -> None:
    later = edit("full_name", {"full_name": "ĐẬU THỊ HÒA"}, BIRTH)

    assert meaning(BIRTH, later) == ({"full_name": "ĐẬU THỊ HÒA", "sex": "2"}, ())


def test_view_when_a_box_is_cleared_then_has_no_answer_for_it() -> None:
    assert meaning(BIRTH, edit("sex", {"sex": None}, BIRTH)) == ({"full_name": "ĐẬU THỊ HOÀ"}, ())


def test_view_when_two_machines_edit_different_boxes_then_both_hold() -> None:
    here = edit("full_name", {"full_name": "ĐẬU THỊ HÒA"}, BIRTH)
    there = edit("birth_date", {"birth_date": "1992-02"}, BIRTH, device="TX-01")

    assert meaning(BIRTH, here, there) == (
        {"full_name": "ĐẬU THỊ HÒA", "birth_date": "1992-02", "sex": "2"},
        (),
    )


def test_view_when_two_machines_say_different_things_then_it_is_a_conflict_shown_alike_everywhere() -> None:
    here = edit("sex", {"sex": "1"}, BIRTH)
    there = edit("sex", {"sex": None}, BIRTH, device="TX-01")

    shown = {str(meaning(*order)) for order in itertools.permutations((BIRTH, here, there))}

    assert len(shown) == 1
    assert meaning(BIRTH, here, there)[1] == ("sex",)
    assert len(view(RecordKind.PERSON, (BIRTH, here, there)).heads["sex"]) == 2


def test_view_when_two_machines_say_the_same_then_it_is_no_conflict() -> None:
    here = edit("sex", {"sex": "1"}, BIRTH)
    there = edit("sex", {"sex": "1"}, BIRTH, device="TX-01", at="2099-01-01T00:00:00+00:00")

    assert meaning(BIRTH, here, there) == ({"full_name": "ĐẬU THỊ HOÀ", "sex": "1"}, ())
    assert len(view(RecordKind.PERSON, (BIRTH, here, there)).heads["sex"]) == 2


def test_view_when_heads_differ_then_the_larger_lamport_number_is_shown_and_no_clock_asked() -> None:
    middle = edit("sex", {"sex": "2"}, BIRTH)
    later = edit("sex", {"sex": "1"}, middle, at="1990-01-01T00:00:00+00:00")
    lonely = edit("sex", {"sex": "2"}, BIRTH, device="TX-01", at="2099-01-01T00:00:00+00:00")

    assert meaning(BIRTH, middle, later, lonely)[0]["sex"] == "1"


def test_view_when_lamport_numbers_are_equal_then_the_larger_id_is_shown() -> None:
    rivals = [edit("note", {"note": text}, BIRTH) for text in ("Vắng", "Đi làm ăn xa", "Ở Kỳ Anh")]
    largest = max(rivals, key=lambda operation: operation.op_id)

    assert meaning(BIRTH, *rivals)[0]["note"] == largest.values["note"]


def test_view_when_a_conflict_is_decided_then_it_is_gone() -> None:
    here = edit("sex", {"sex": "1"}, BIRTH)
    there = edit("sex", {"sex": None}, BIRTH, device="TX-01")
    decided = edit("sex", {"sex": "2"}, here, there, kind=OpKind.DECIDE)

    assert meaning(BIRTH, here, there, decided) == ({"full_name": "ĐẬU THỊ HOÀ", "sex": "2"}, ())


def test_view_when_somebody_edits_without_having_seen_the_decision_then_it_is_a_conflict_again() -> None:
    here, there = edit("sex", {"sex": "1"}, BIRTH), edit("sex", {"sex": None}, BIRTH, device="TX-01")
    decided = edit("sex", {"sex": "2"}, here, there, kind=OpKind.DECIDE)
    unaware = edit("sex", {"sex": None}, here)

    assert meaning(BIRTH, here, there, decided, unaware)[1] == ("sex",)


def test_view_when_boxes_share_a_cell_then_they_are_never_mixed() -> None:
    gone = edit("void", {"void": "1", "void_reason": "Khai trùng"}, BIRTH)
    back = edit("void", {"void": None, "void_reason": "Nhầm"}, BIRTH, device="TX-01")

    answers, conflicts = meaning(BIRTH, gone, back)

    assert conflicts == ("void",)
    assert (answers.get("void"), answers.get("void_reason")) in {("1", "Khai trùng"), (None, "Nhầm")}


def test_view_when_an_operation_names_heads_of_another_cell_then_they_stay() -> None:
    name = edit("full_name", {"full_name": "ĐẬU THỊ HÒA"}, BIRTH)
    strange = edit("sex", {"sex": "1"}, BIRTH, name)

    assert meaning(BIRTH, name, strange) == ({"full_name": "ĐẬU THỊ HÒA", "sex": "1"}, ())


def test_view_when_the_birth_is_missing_then_shows_what_is_there() -> None:
    assert meaning(edit("sex", {"sex": "1"}, BIRTH)) == ({"sex": "1"}, ())


def test_heads_when_asked_then_come_newest_first_without_replaced_ones() -> None:
    first = edit("sex", {"sex": "1"}, BIRTH)
    second = edit("sex", {"sex": None}, first)
    rival = edit("sex", {"sex": "2"}, BIRTH, device="TX-01")
    pairs = [(operation.op_id, operation) for operation in (rival, BIRTH, second, first)]

    assert [operation for _id, operation in heads_of("sex", pairs)] == [second, rival]


def test_values_when_a_box_is_not_mentioned_then_is_blank() -> None:
    assert values_of(BIRTH, ("nationality", "sex")) == (None, "2")


GONE: dict[str, str | None] = {"void": "1", "void_reason": "Khai trùng"}


def test_removal_when_somebody_edits_without_having_seen_it_then_is_a_conflict_everywhere() -> None:
    gone = edit("void", GONE, BIRTH)
    moved = edit("note", {"note": "Đi biển"}, BIRTH, device="TX-01")

    shown = {str(meaning(*order)) for order in itertools.permutations((BIRTH, gone, moved))}

    assert len(shown) == 1
    answers, conflicts = meaning(BIRTH, gone, moved)
    assert conflicts == ("void",)
    assert (answers["void"], answers["note"]) == ("1", "Đi biển")  # nothing of either side is lost
    assert edits_beside_removal((moved, gone, BIRTH)) == (moved,)


def test_removal_when_it_names_the_edit_then_is_no_conflict() -> None:
    moved = edit("note", {"note": "Đi biển"}, BIRTH)
    gone = edit("void", GONE, BIRTH, moved)

    assert meaning(BIRTH, moved, gone)[1] == ()


def test_removal_when_a_later_edit_names_it_then_is_no_conflict() -> None:
    gone = edit("void", GONE, BIRTH)
    noted = edit("note", {"note": "Xem phiếu 12"}, BIRTH, gone)
    noted_again = edit("note", {"note": "Xem phiếu 13"}, noted)

    assert meaning(BIRTH, gone, noted, noted_again)[1] == ()


def test_removal_when_an_unaware_edit_is_edited_by_somebody_who_knows_then_stays_a_conflict() -> None:
    gone = edit("void", GONE, BIRTH)
    unaware = edit("note", {"note": "Đi biển"}, BIRTH, device="TX-01")
    aware = edit("note", {"note": "Đi biển, Vũng Áng"}, unaware, gone)

    assert meaning(BIRTH, gone, unaware, aware)[1] == ("void",)


def test_removal_when_another_removal_saw_the_edit_then_is_no_conflict() -> None:
    gone = edit("void", GONE, BIRTH)
    moved = edit("note", {"note": "Đi biển"}, BIRTH, device="TX-01")
    gone_too = edit("void", GONE, BIRTH, moved, device="TX-01")

    assert meaning(BIRTH, gone, moved, gone_too)[1] == ()


def test_removal_when_taken_back_then_edits_beside_it_are_no_conflict() -> None:
    gone = edit("void", GONE, BIRTH)
    moved = edit("note", {"note": "Đi biển"}, BIRTH, device="TX-01")
    back = edit("void", {"void": None, "void_reason": None}, gone, kind=OpKind.DECIDE)

    assert meaning(BIRTH, gone, moved, back)[1] == ()


def test_removal_when_confirmed_by_somebody_who_saw_the_edit_then_conflict_is_gone() -> None:
    gone = edit("void", GONE, BIRTH)
    moved = edit("note", {"note": "Đi biển"}, BIRTH, device="TX-01")
    confirmed = edit("void", GONE, gone, moved, kind=OpKind.DECIDE)

    assert meaning(BIRTH, gone, moved, confirmed)[1] == ()


def test_removal_when_the_record_was_made_removed_then_its_edits_are_no_conflict() -> None:
    born_void = make_operation(RECORD, values={"full_name": "ĐẬU THỊ HOÀ", "void": "1"})
    noted = edit("note", {"note": "Phiếu nháp"}, born_void)

    assert meaning(born_void, noted)[1] == ()
