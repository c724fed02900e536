"""Household papers of a store: what they mark, and the log of what was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.domain.findings import Finding
from census_desktop.domain.rules.person import check_person
from census_desktop.reports.document import Doubtful, Header, Table, texts
from census_desktop.services.acceptance import accept
from census_desktop.services.conflicts import conflicts
from census_desktop.services.documents import household_paper, household_papers, issue_of, log_printed
from census_desktop.services.evidence import add_evidence
from census_desktop.store.print_log import last_prints
from tests.builders import (
    edit,
    make_household,
    make_person,
    make_store,
    merge_stores,
    save,
    save_family,
)

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.services.documents import HouseholdPaper
    from census_desktop.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, "ST-01") as opened:
        yield opened


def words(paper: HouseholdPaper) -> list[str]:
    return list(texts(paper.document))


def last_line(paper: HouseholdPaper) -> str:
    """What the paper says about its last print."""
    return next((word for word in words(paper) if "Đã in ngày" in word), "")


def print_again(store: Store, household: uuid.UUID) -> HouseholdPaper:
    paper = household_paper(store, household)
    log_printed(store, [paper.printed])
    return paper


def test_paper_when_never_printed_says_nothing_about_prints(store: Store) -> None:
    household, _people = save_family(store)
    assert last_line(household_paper(store, household.household_uuid)) == ""


def test_paper_when_made_but_not_confirmed_is_not_in_the_log(store: Store) -> None:
    household, _people = save_family(store)
    paper = household_paper(store, household.household_uuid)
    assert last_prints(store, [household.household_uuid]) == {}
    assert log_printed(store, [paper.printed]) == 1
    assert last_prints(store, [household.household_uuid])[household.household_uuid].printed.people == 3


def test_paper_when_printed_and_unchanged_says_so(store: Store) -> None:
    household, _people = save_family(store)
    print_again(store, household.household_uuid)
    paper = household_paper(store, household.household_uuid)
    assert last_line(paper) == "Đã in ngày 23/11/2026, từ đó không có gì đổi."


def test_paper_when_changed_since_its_print_marks_who_and_what(store: Store) -> None:
    household, people = save_family(store)
    print_again(store, household.household_uuid)
    edit(store, people[1], birth_date="1968", religion="02")
    edit(store, household, phone="0912345678")
    paper = household_paper(store, household.household_uuid)
    assert "▲ Đổi từ lần in 23/11/2026" in words(paper)
    assert "Ngày, tháng, năm sinh; Tôn giáo" in words(paper)
    assert last_line(paper).startswith("▲ Đã in ngày 23/11/2026; từ đó đổi: Điện thoại;")


def test_paper_when_changed_between_making_and_confirming_counts_the_change(store: Store) -> None:
    household, people = save_family(store)
    paper = household_paper(store, household.household_uuid)
    edit(store, people[1], religion="02")
    log_printed(store, [paper.printed])
    assert "Tôn giáo" in words(household_paper(store, household.household_uuid))


def test_paper_when_a_change_was_taken_back_says_nothing_changed(store: Store) -> None:
    household, people = save_family(store)
    print_again(store, household.household_uuid)
    edit(store, people[1], religion="02")
    edit(store, people[1], religion=None)
    assert "không có gì đổi" in last_line(household_paper(store, household.household_uuid))


def test_paper_when_people_came_or_left_says_so(store: Store) -> None:
    household, people = save_family(store)
    print_again(store, household.household_uuid)
    save(store, make_person(store.clock, household, full_name="ĐẬU MINH KHÔI", relation_to_head="CD"))
    came = household_paper(store, household.household_uuid)
    assert "danh sách nhân khẩu" in last_line(came)
    assert "người mới ghi" in words(came)
    log_printed(store, [came.printed])
    other = make_household(store.clock, household_no="13")
    save(store, other)
    edit(store, people[2], household_uuid=other.household_uuid.hex)
    assert "danh sách nhân khẩu" in last_line(household_paper(store, household.household_uuid))


def test_paper_when_somebody_moved_in_says_so(store: Store) -> None:
    household, _people = save_family(store)
    other, others = save_family(store, household_no="13")
    print_again(store, household.household_uuid)
    edit(store, others[2], household_uuid=household.household_uuid.hex)
    paper = household_paper(store, household.household_uuid)
    assert "chuyển hộ" in words(paper)
    assert household_paper(store, others[2].person_uuid).printed.household_uuid == household.household_uuid
    assert other.household_uuid != household.household_uuid


def test_paper_when_a_finding_was_accepted_does_not_ask_again(store: Store) -> None:
    household = make_household(store.clock)
    person = make_person(store.clock, household, full_name="Y")
    save(store, household, person)
    today = store.clock.now().date()
    found: list[Finding] = [each for each in check_person(person, today) if each.field == "full_name"]
    assert found
    asked = household_paper(store, household.household_uuid)
    table = next(block for block in asked.document.blocks if isinstance(block, Table))
    assert isinstance(table.rows[0].cells[1], Doubtful)
    accept(store, [(each, person) for each in found], "đúng như giấy khai sinh")
    calm = household_paper(store, household.household_uuid)
    table = next(block for block in calm.document.blocks if isinstance(block, Table))
    assert table.rows[0].cells[1] == "Y"


def test_paper_when_two_machines_disagree_shows_both_answers(store: Store, tmp_path: Path) -> None:
    household, people = save_family(store)
    with make_store(tmp_path, "ST-02") as other:
        merge_stores(other, store)
        edit(store, people[0], birth_date="1965-08-15")
        edit(other, people[0], birth_date="1964-08")
        edit(store, household, phone="0912345678")
        edit(other, household, phone="0987654321")
        merge_stores(store, other)
    assert conflicts(store)
    paper = household_paper(store, household.household_uuid)
    asked = " ".join(words(paper))
    assert "Ngày, tháng, năm sinh có 2 cách ghi:" in asked
    assert "“15/08/1965” (máy ST-01, hoa.nt, 23/11/2026)" in asked
    assert "“08/1964” (máy ST-02, hoa.nt, 23/11/2026)" in asked
    assert "Điện thoại có 2 cách ghi:" in asked


def test_paper_when_a_document_shows_otherwise_tells_both(store: Store) -> None:
    household, people = save_family(store)
    typed = {"value": "1968", "document": "KS", "document_no": "12/1968", "seen_by": "Lê Ý"}
    add_evidence(store, people[1].person_uuid, "birth_date", typed)
    add_evidence(store, people[0].person_uuid, "birth_date", {"value": "15/08/1964", "document": "KS"})
    asked = words(household_paper(store, household.household_uuid))
    assert any(
        word.endswith("có 2 cách ghi: “1967” (phiếu khai); “1968” (Giấy khai sinh, số 12/1968, Lê Ý).")
        for word in asked
    )
    assert sum("cách ghi" in word for word in asked) == 1


def test_papers_when_many_come_in_the_order_asked_for(store: Store) -> None:
    known = [save_family(store, household_no=str(number))[0] for number in range(3)]
    wanted = [household.household_uuid for household in reversed(known)]
    made = list(household_papers(store, wanted))
    assert [paper.printed.household_uuid for paper in made] == wanted
    assert made[0].document.title == "Phiếu hộ 2"


def test_paper_when_the_unit_is_blank_leaves_its_name_open(store: Store) -> None:
    household, _people = save_family(store, unit=None)
    header = household_paper(store, household.household_uuid).document.blocks[0]
    assert isinstance(header, Header)
    assert header.issuing_body == "CÔNG AN ……………"


def test_issue_when_made_by_a_ward_and_by_a_town_names_them(store: Store, tmp_path: Path) -> None:
    ward = issue_of(store)
    assert (ward.body_name, ward.parent_name) == ("Phường Sông Trí", "Thị xã Kỳ Anh")
    assert ward.foot().startswith("In 23/11/2026 ")
    assert ward.foot().endswith(" · Nguyễn Thị Hoà")
    with make_store(tmp_path, "KA-01", unit="449") as other:
        town = issue_of(other)
    assert (town.body_name, town.parent_name) == ("Thị xã Kỳ Anh", "")
