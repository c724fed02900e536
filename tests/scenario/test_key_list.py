"""One family from paper to printed summary by keys alone; what was pressed is kept in docs/keys_of_a_family.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfReader

from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.gui import messages
from census_desktop.printing.preview import PreviewDialog
from census_desktop.store.records import iter_households, iter_people
from tests.builders import make_household, make_person
from tests.typed_household import PREFIX, HouseholdTypist, SlipRecord
from tests.windows import main_window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from census_desktop.domain.dc01 import Household, Person
    from census_desktop.store.store import Store
    from tests.robot import Typist

PAGE = Path(__file__).resolve().parents[2] / "docs" / "keys_of_a_family.md"
WRITE = "CENSUS_WRITE_KEY_LIST"  # set to write the page anew
GOAL = 125


def family(store: Store) -> tuple[Household, tuple[Person, ...]]:
    """A made-up family: a couple, their two children and his mother."""
    clock = store.clock
    household = make_household(
        clock,
        household_no="27",
        phone="0912345678",
        household_book_no="420112345",
        address="Ngõ 5, đường 3/2",
    )
    address = "Ngõ 5, đường 3/2, Phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh"
    shared = {
        "ethnicity": "kinh",
        "religion": "99",
        "permanent_address": address,
        "native_place": "Xã Kỳ Hà, huyện Kỳ Anh, Hà Tĩnh",
        "head_name": "ĐẬU VĂN THÌN",
        "household_book_no": "420112345",
        "declared_on": "2018-09-03",
        "presence": "co_mat",
        "signed_declarant": "1",
        "signed_officer": "1",
        "signed_chief": "1",
    }
    couple = {"marital_status": "2"}
    parents = {"father_name": "ĐẬU VĂN THÌN", "mother_name": "VÕ THỊ HƯỜNG"}
    return household, (
        make_person(
            clock, household, **shared, **couple, birth_date="1971-08-15", old_id="183512345",
            father_name="ĐẬU VĂN KHOÁT", mother_name="TRẦN THỊ NUÔI", spouse_name="VÕ THỊ HƯỜNG",
        ),
        make_person(
            clock, household, **shared, **couple, full_name="VÕ THỊ HƯỜNG", birth_date="1974-02-03", sex="2",
            relation_to_head="V", old_id="183567890", spouse_name="ĐẬU VĂN THÌN",
            father_name="VÕ VĂN LỢI", mother_name="HỒ THỊ CÚC",
        ),
        make_person(
            clock, household, **shared, **parents, full_name="ĐẬU THỊ HOÀI", birth_date="1999-11-20", sex="2",
            relation_to_head="CD", marital_status="1", personal_id="042199001234",
        ),
        make_person(
            clock, household, **shared, **parents, full_name="ĐẬU VĂN LỘC", birth_date="2012-05-01",
            relation_to_head="CD",
        ),
        make_person(
            clock, household, **shared, full_name="TRẦN THỊ NUÔI", birth_date="1945", sex="2",
            relation_to_head="MD", marital_status="3b",
        ),
    )  # fmt: skip


def test_family_when_typed_from_paper_then_its_summary_is_printed_without_the_mouse(
    qapp: QApplication, ward_store: Store, tmp_path: Path
) -> None:
    household, people = family(ward_store)
    paper = tmp_path / "ho-27.pdf"
    with main_window(qapp, ward_store, tmp_path) as typist:
        records = HouseholdTypist(typist, takes_proposals=True).type_household(household, people)
        printed = print_summary(typist, paper)

    stored = {person.full_name: person for person in iter_people(ward_store)}
    for person in people:
        for name in PERSON_FIELDS:
            if (wanted := getattr(person, name)) is not None:
                assert getattr(stored[person.full_name], name) == wanted, (person.full_name, name)
    (sheet,) = iter_households(ward_store)
    assert (sheet.household_no, sheet.phone, sheet.address) == ("27", "0912345678", "Ngõ 5, đường 3/2")
    words = "".join("".join(page.extract_text() for page in PdfReader(paper).pages).split())
    assert [
        person.full_name for person in people if "".join(str(person.full_name).split()) not in words
    ] == []
    later = [record.strokes for record in records[1:]]
    assert sum(later) / len(later) <= GOAL

    page = key_list(people, records, printed)
    if os.environ.get(WRITE):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, (
        f"other keys than before; set {WRITE}=1 to write the page"
    )


def totals(page: str) -> int:
    """Strokes of all slips, as the table at the head of a page says."""
    table = page.split("## ", 1)[0]
    return sum(
        int(line.split("|")[2]) for line in table.splitlines() if line.count("|") == 3 and line[-3].isdigit()
    )


def print_summary(typist: Typist, paper: Path) -> list[tuple[str, str]]:
    """Alt+6, the number of the household, Enter, Enter, Ctrl+S; Enter would print."""
    typist.press("Alt+6")
    typist.type("27")
    typist.press("Enter")
    typist.press("Enter")
    dialog = typist.window.findChild(PreviewDialog)
    assert dialog is not None
    messages.next_answer(paper)
    dialog.activateWindow()
    typist.press("Ctrl+S")
    typist.wait_for(paper.exists, "the paper is kept")
    dialog.close()
    return [
        ("In và Excel", "Alt+6"),
        ("Tìm hộ để in", "27 Enter"),
        ("Danh sách hộ", "Enter (xem trước)"),
        ("Xem trước", "Enter để in, Ctrl+S để lưu PDF"),
    ]


def key_list(people: tuple[Person, ...], records: list[SlipRecord], printed: list[tuple[str, str]]) -> str:
    """The page: a table a slip, and how many strokes each took."""
    later = [record.strokes for record in records[1:]]
    lines = [
        "# Keys of one family, from paper to printed summary",
        "",
        "Written by `tests/scenario/test_key_list.py`, which types a made-up family through the real window, reads",
        "the database and the paper afterwards, and fails when it takes more strokes than here. No mouse. Strokes are",
        "those of Telex: a mark is a stroke of its own, Shift and Ctrl too. Boxes that were only passed over with",
        "Enter stand together; boxes filled in by the program and taken as they are cost nothing but that Enter.",
        "",
        "| Slip | Strokes |",
        "|---|---:|",
        *(
            f"| {person.full_name} | {record.strokes} |"
            for person, record in zip(people, records, strict=True)
        ),
        f"| mean of the second and later slips | {sum(later) / len(later):.0f} |",
        "",
    ]
    for person, record in zip(people, records, strict=True):
        lines += [
            f"## {person.full_name}",
            "",
            "| Box | Keys | Strokes |",
            "|---|---|---:|",
            *_rows(record),
            "",
        ]
    lines += ["## The printed summary", "", "| Where | Keys |", "|---|---|"]
    lines += [f"| {where} | {keys} |" for where, keys in printed]
    return "\n".join(lines) + "\n"


def _rows(record: SlipRecord) -> list[str]:
    rows: list[str] = []
    passed = 0
    for box, keys, count in _by_box(record):
        if keys == ["Enter"]:
            passed += 1
            continue
        if passed:
            rows.append(f"| *passed over* | Enter × {passed} | {passed} |")
            passed = 0
        rows.append(f"| {_label(box)} | {' '.join(keys)} | {count} |")
    return rows


def _by_box(record: SlipRecord) -> list[tuple[str, list[str], int]]:
    """Keys of each stay in a box, with their strokes."""
    found: list[tuple[str, list[str], int]] = []
    for box, keys, count in record.keys:
        if found and found[-1][0] == box:
            _box, before, sofar = found.pop()
            found.append((box, [*before, keys.strip()], sofar + count))
        else:
            found.append((box, [keys.strip()], count))
    return found


def _label(box: str) -> str:
    if box.startswith(PREFIX):
        return _(HOUSEHOLD_FIELDS[box.removeprefix(PREFIX)].label)
    return _(PERSON_FIELDS[box].label) if box in PERSON_FIELDS else box
