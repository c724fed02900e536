"""The same person on two slips is one person on paper lists and in spreadsheets, as in progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from census_desktop.base.jobs import JobControl
from census_desktop.domain.code_names import SAME
from census_desktop.reports.document import Table, texts
from census_desktop.services.counted import SecondSlips
from census_desktop.services.duplicates import decide
from census_desktop.services.excel import ExcelKind, write_excel
from census_desktop.services.excel_sheets import Scope as ExcelScope
from census_desktop.services.field_lists import Scope, absent_lines, group_list_document
from census_desktop.services.progress import progress
from census_desktop.store.walk import houses, second_by_household
from tests.builders import make_household, make_person, make_store, save

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.store.store import Store

GROUP = "Tổ dân phố 2"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, "ST-01") as opened:
        yield opened


@pytest.fixture
def people(store: Store) -> tuple[Person, ...]:
    """A couple in household 1; the man again alone in household 2, the woman again with a guest in household 3."""
    found = []
    for number, names in (
        ("1", ("ĐẬU VĂN THÌN", "VÕ THỊ HƯỜNG")),
        ("2", ("ĐẬU VĂN THÌN",)),
        ("3", ("VÕ THỊ HƯỜNG", "LÊ MINH TÚ")),
    ):
        household = make_household(store.clock, household_no=number, residential_group=GROUP)
        made = [make_person(store.clock, household, full_name=name, presence="vang_di_lam") for name in names]
        save(store, household, *made)
        found += made
    for one, other in ((0, 2), (1, 3)):
        leading = found[one].person_uuid
        decide(store, leading, found[other].person_uuid, SAME, leading=leading)
    return tuple(found)


def _sheets(store: Store, path: Path, kind: ExcelKind) -> list[list[tuple[object, ...]]]:
    write_excel(store, kind, path, ExcelScope(), JobControl())
    return [list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path).worksheets]


def _head(rows: list[tuple[object, ...]]) -> list[object]:
    return [row[0] for row in rows[:5]]


def test_group_list_when_people_have_two_slips_then_counts_as_progress_does(
    store: Store, people: tuple[Person, ...]
) -> None:
    document = group_list_document(store, Scope(residential_group=GROUP))
    total = progress(store).total
    assert (total.people, total.households) == (3, 2)
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [row.cells[0] for row in table.rows] == ["1", "–", "2", ""]
    assert [row.cells[4] for row in table.rows] == ["2", "0", "1", "3"]
    said = "cùng một người với ĐẬU VĂN THÌN (đếm ở hộ 1, Tổ dân phố 2, Phường Sông Trí)"
    assert [pair.value for pair in table.rows[1].details] == [said]
    assert document.footer == "Danh sách 2 hộ"
    assert any(text.startswith("2 phiếu") and text.endswith("không tính.") for text in texts(document))


def test_group_list_when_nobody_has_two_slips_then_says_nothing_of_it(store: Store) -> None:
    household = make_household(store.clock, household_no="1", residential_group=GROUP)
    save(store, household, make_person(store.clock, household))
    said = list(texts(group_list_document(store, Scope(residential_group=GROUP))))
    assert not any("cùng một người" in text for text in said)
    assert second_by_household(store) == {}
    assert [house.is_counted for house in houses(store)] == [True]


def test_excel_list_when_people_have_two_slips_then_marks_and_does_not_number_them(
    store: Store, people: tuple[Person, ...], tmp_path: Path
) -> None:
    (rows,) = _sheets(store, tmp_path / "a.xlsx", ExcelKind.LIST)
    assert "3 nhân khẩu trong 2 hộ" in _head(rows)
    assert any(str(text).startswith("2 phiếu") and "1 hộ" in str(text) for text in _head(rows))
    head = next(at for at, row in enumerate(rows) if row[0] == "STT")
    mark = rows[head].index("Không đếm ở đây")
    numbers = {(row[0], row[mark] is None) for row in rows[head + 1 :]}
    assert numbers == {(1, True), (2, True), (3, True), (None, False)}
    assert len(rows) - head - 1 == len(people)


def test_whole_unit_when_people_have_two_slips_then_households_hold_who_counts(
    store: Store, people: tuple[Person, ...], tmp_path: Path
) -> None:
    slips, households = _sheets(store, tmp_path / "a.xlsx", ExcelKind.TOWN)
    for rows in (slips, households):
        assert "3 nhân khẩu trong 2 hộ" in _head(rows)
    head = next(at for at, row in enumerate(households) if "Số người" in row)
    size = households[head].index("Số người")
    assert [row[size] for row in households[head + 1 :]] == [2, 0, 1]


def test_message_for_above_when_people_have_two_slips_then_holds_each_once(
    store: Store, people: tuple[Person, ...], tmp_path: Path
) -> None:
    (rows,) = _sheets(store, tmp_path / "a.xlsx", ExcelKind.QCVN109)
    assert any(str(text).startswith("Không có trong bảng: 2 phiếu") for text in _head(rows))
    assert rows[-1][0] == 3


def test_absent_list_when_people_have_two_slips_then_holds_each_once(
    store: Store, people: tuple[Person, ...]
) -> None:
    assert len(absent_lines(store, Scope())) == 3


def test_words_when_the_counted_slip_is_near_far_or_not_there(
    store: Store, people: tuple[Person, ...]
) -> None:
    home = make_household(store.clock, household_no=None)
    twice = [make_person(store.clock, home, full_name="LÊ MINH TÚ") for _each in range(2)]
    astray = make_person(store.clock, home, full_name="LÊ MINH TÚ", household_uuid=None)
    save(store, home, *twice, astray)
    leading = twice[0].person_uuid
    decide(store, leading, twice[1].person_uuid, SAME, leading=leading)
    assert SecondSlips(store).words(twice[1].person_uuid) == "cùng một người với LÊ MINH TÚ (đếm ở cùng hộ)"
    decide(store, astray.person_uuid, people[4].person_uuid, SAME, leading=astray.person_uuid)
    assert _words(store, people[4].person_uuid) == "cùng một người với LÊ MINH TÚ (đếm ở phiếu khác)"
    decide(store, leading, astray.person_uuid, SAME, leading=leading)
    assert "hộ chưa đánh số" in _words(store, astray.person_uuid)


def _words(store: Store, person_uuid: uuid.UUID) -> str:
    slips = SecondSlips(store)
    assert person_uuid in slips
    return slips.words(person_uuid)
