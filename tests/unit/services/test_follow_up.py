"""Phúc tra: findings become questions once, lists are numbered, outcomes are entered by line."""

from __future__ import annotations

import itertools
import uuid
from collections import Counter

import pytest

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.findings import Severity
from census_desktop.domain.questions import line_of, list_of, place_of
from census_desktop.domain.records import RecordKind
from census_desktop.reports.document import texts
from census_desktop.services.evidence import claims_of
from census_desktop.services.field_lists import Scope, followup_document
from census_desktop.services.follow_up import (
    answer,
    ask,
    counts,
    list_rows,
    make_list,
    make_lists,
    open_questions,
    raise_questions,
)
from census_desktop.store.records import iter_records
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import save_family

BOTH = (Severity.ERROR, Severity.WARNING)


@pytest.fixture
def asked(ward_store: Store) -> Store:
    """A ward whose family has slips with questions."""
    _household, people = save_family(ward_store)
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.PERSON, people[1].person_uuid, {"sex": None})
    assert raise_questions(ward_store, severities=BOTH) > 0
    return ward_store


def test_findings_when_asked_about_twice_are_one_question_each(asked: Store) -> None:
    before = len(list(iter_records(asked, RecordKind.QUESTION)))
    assert raise_questions(asked, severities=BOTH) == 0
    assert len(list(iter_records(asked, RecordKind.QUESTION))) == before
    assert counts(asked).asked == counts(asked).open == before


def test_questions_when_another_place_is_meant_are_not_raised(ward_store: Store) -> None:
    save_family(ward_store)
    assert raise_questions(ward_store, residential_group="Thôn Không Có", severities=BOTH) == 0
    assert raise_questions(ward_store, collector="Nguyễn Thị Khác", severities=BOTH) == 0


@pytest.mark.parametrize("looks", [0, 3])
def test_questions_when_stopped_are_not_raised_and_nothing_is_numbered(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    save_family(ward_store)
    control = JobControl()
    check, count = control.check, itertools.count()

    def stop_in_time() -> None:
        if next(count) == looks:
            control.stop()
        check()

    monkeypatch.setattr(control, "check", stop_in_time)
    with pytest.raises(CancelledError):
        followup_document(ward_store, Scope(), control=control)
    assert list(iter_records(ward_store, RecordKind.QUESTION)) == []


def test_list_when_made_numbers_every_open_question_once(asked: Store) -> None:
    rows = make_list(asked)
    assert [row.question.place for row in rows] == [place_of(1, line) for line in range(1, len(rows) + 1)]
    assert {row.head_name for row in rows} == {"ĐẬU VĂN THÌN"}
    assert make_list(asked) == ()
    assert [row.question for row in list_rows(asked, 1)] == [row.question for row in rows]
    household = rows[0].household
    assert household is not None
    later = ask(asked, household.household_uuid, "Gia đình còn ai đi làm ăn xa?")
    (second,) = make_list(asked)
    assert (second.question.question_uuid, second.question.place) == (later.question_uuid, "2-1")
    assert second.person is None
    assert open_questions(asked)[-1].place == "2-1"


def test_lists_when_made_for_everybody_are_one_for_each_collector_in_each_group(asked: Store) -> None:
    for group, collector in (("Tổ dân phố 9", "Võ Thị Lài"), ("Tổ dân phố 9", "Trần Văn Tý"), (None, None)):
        save_family(asked, residential_group=group, collector=collector)
    raise_questions(asked, severities=BOTH)
    lists = make_lists(asked)
    assert [row[0].question.place for row in lists] == [place_of(number, 1) for number in (1, 2, 3, 4)]
    assert {(row[0].household.residential_group, row[0].household.collector) for row in lists if row[0].household} >= {
        ("Tổ dân phố 9", "Võ Thị Lài"), ("Tổ dân phố 9", "Trần Văn Tý"), (None, None)
    }  # fmt: skip
    for rows in lists:
        assert (
            len({(row.household.residential_group, row.household.collector) for row in rows if row.household})
            == 1
        )
        assert [line_of(row.question.place) for row in rows] == list(range(1, len(rows) + 1))
    assert make_lists(asked) == ()
    assert counts(asked).open == sum(map(len, lists))


def test_outcome_when_entered_by_line_counts(asked: Store) -> None:
    rows = make_list(asked)
    first = answer(asked, "1-1", "1", {"outcome_by": "Trần Thị Lan", "answer": "Đúng rồi"})
    assert (first.outcome, first.answer) == ("dung", "Đúng rồi")
    assert first.outcome_on is not None
    answer(asked, "1-2", "chưa gặp")
    told = counts(asked)
    assert told.by_outcome == {"dung": 1, "chua_gap": 1}
    assert told.open == len(rows) - 1  # whoever was not met is asked again
    assert "1-2" in [one.place for one in open_questions(asked)]


def test_correction_when_entered_needs_and_keeps_the_document(asked: Store) -> None:
    rows = make_list(asked)
    row = next(row for row in rows if row.question.box == "sex")
    assert row.person is not None
    assert row.question.place is not None
    with pytest.raises(CensusError) as refused:
        answer(asked, row.question.place, "sửa")
    assert refused.value.code == "NO_DOCUMENT"
    assert counts(asked).by_outcome == {}
    answer(asked, row.question.place, "sửa", document={"value": "nữ", "document": "khai sinh"})
    (known,) = claims_of(asked, row.person.person_uuid)
    assert (known.box, known.declared, known.standing) == ("sex", None, "2")


@pytest.mark.parametrize("box", ["head_id", None])
def test_correction_when_the_question_has_no_box_for_documents_is_told_in_words(
    ward_store: Store, box: str | None
) -> None:
    household, people = save_family(ward_store)
    for about in (people[0].person_uuid, household.household_uuid):
        ask(ward_store, about, "Số của chủ hộ là số nào?", box)
    for row in make_list(ward_store):
        place = row.question.place or ""
        with pytest.raises(CensusError) as refused:
            answer(ward_store, place, "sửa")
        assert refused.value.code == "NO_ANSWER"
        said = answer(ward_store, place, "sửa", {"answer": "Số 042064001234, đã xem căn cước"})
        assert (said.outcome, said.answer) == ("sua", "Số 042064001234, đã xem căn cước")
    assert open_questions(ward_store) == ()


@pytest.mark.parametrize(
    ("place", "outcome", "code"),
    [("9-9", "1", "NO_SUCH_LINE"), ("1-1", "tám", "BAD_VALUE"), ("1-1", " ", "BAD_VALUE")],
)
def test_outcome_when_line_or_result_is_unknown_is_refused(
    asked: Store, place: str, outcome: str, code: str
) -> None:
    make_list(asked)
    with pytest.raises(CensusError) as refused:
        answer(asked, place, outcome)
    assert refused.value.code == code
    assert counts(asked).by_outcome == {}


def test_question_when_blank_or_about_nobody_is_refused(ward_store: Store) -> None:
    household, _people = save_family(ward_store)
    for about, words, code in (
        (uuid.UUID(int=3), "Hỏi gì?", "NO_SUCH_RECORD"),
        (household.household_uuid, " ", "BAD_VALUE"),
    ):
        with pytest.raises(CensusError) as refused:
            ask(ward_store, about, words)
        assert refused.value.code == code


def test_places_when_unreadable_are_nowhere() -> None:
    assert (list_of("3-12"), line_of("3-12")) == (3, 12)
    assert [(list_of(text), line_of(text)) for text in (None, "", "x-y", "7")] == [
        (0, 0),
        (0, 0),
        (0, 0),
        (7, 0),
    ]


def test_lists_when_a_collector_has_few_lines_in_several_groups_are_one_list(ward_store: Store) -> None:
    wanted = {}
    for group, count in (("Tổ dân phố 1", 1), ("Tổ dân phố 2", 2), ("Tổ dân phố 3", 9)):
        household, _people = save_family(
            ward_store,
            residential_group=group,
            collector="Võ Thị Lài",
            household_no="5",
            address="Ngõ 5",
            phone="0393865123",
        )
        for number in range(count):
            ask(ward_store, household.household_uuid, f"Câu hỏi số {number}?")
        wanted[group] = count
    found = [
        Counter(row.household.residential_group for row in rows if row.household)
        for rows in make_lists(ward_store)
    ]
    assert found == [{"Tổ dân phố 1": 1, "Tổ dân phố 2": 2}, {"Tổ dân phố 3": 9}]
    rows = list_rows(ward_store, 1)
    assert [row.question.place for row in rows] == ["1-1", "1-2", "1-3"]
    said = list(texts(followup_document(ward_store, Scope(), 1)))
    assert any("người thu: Võ Thị Lài" in text for text in said)
    assert {"Ngõ 5", "0393865123"} <= set(said)
