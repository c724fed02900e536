"""Boxes taken from another slip of the same person, on paper and in spreadsheets; the slips stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from census_desktop.base.jobs import JobControl
from census_desktop.domain.code_names import SAME
from census_desktop.reports.document import texts
from census_desktop.services.counted import TakenBoxes
from census_desktop.services.documents import household_paper
from census_desktop.services.duplicates import decide, withdraw
from census_desktop.services.excel import ExcelKind, write_excel
from census_desktop.services.excel_sheets import Scope
from census_desktop.store.records import load_person
from tests.builders import KY_TRINH, SONG_TRI, make_household, make_person, make_store, save

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.domain.dc01 import Person
    from census_desktop.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, "ST-01") as opened:
        yield opened


@pytest.fixture
def slips(store: Store) -> tuple[Person, Person]:
    """One man on two slips: the leading one knows his year of birth only, and no native place."""
    found = []
    for unit, number, answers in (
        (SONG_TRI, "12", {"birth_date": "1964", "native_place": None}),
        (KY_TRINH, "7", {"birth_date": "1964-08-16", "native_place": "Xã Kỳ Hà, Hà Tĩnh", "sex": None}),
    ):
        household = make_household(store.clock, unit=unit, household_no=number, residential_group="TDP 2")
        person = make_person(store.clock, household, full_name="ĐẬU VĂN THÌN", **answers)
        save(store, household, person)
        found.append(person)
    one, other = found
    decide(
        store, one.person_uuid, other.person_uuid, SAME, leading=one.person_uuid,
        taken=["birth_date", "native_place", "sex"],
    )  # fmt: skip
    return one, other


def paper(store: Store, person: Person) -> list[str]:
    assert person.household_uuid is not None
    return list(texts(household_paper(store, person.household_uuid).document))


def rows(store: Store, path: Path, kind: ExcelKind) -> dict[str, dict[str, Any]]:
    """Rows by unit name, or by whatever names the first column."""
    write_excel(store, kind, path, Scope(), JobControl(), replace=True)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    lines: list[tuple[Any, ...]] = list(sheet.iter_rows(values_only=True))
    head = int(str(sheet.auto_filter.ref).partition(":")[0].removeprefix("A"))
    names = [low or top for low, top in zip(lines[head - 2], lines[head - 1], strict=True)]
    return {str(line[0]): dict(zip(names, line, strict=True)) for line in lines[head:]}


def text_of(value: object) -> str:
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)


def test_paper_when_another_slip_is_right_shows_its_answer_with_the_own_beside(
    store: Store, slips: tuple[Person, Person]
) -> None:
    one, other = slips
    told = paper(store, one)
    assert "16/08/1964 †" in told
    assert "…… †" in told or "……… †" in told  # taken, and blank there
    assert any("† Lấy theo phiếu khác" in word for word in told)
    beside = next(word for word in told if "phiếu này ghi" in word)
    assert "phiếu ở hộ 7, TDP 2, Phường Kỳ Trinh: " in beside
    assert "Ngày, tháng, năm sinh (phiếu này ghi “1964”)" in beside
    assert "Quê quán (phiếu này bỏ trống)" in beside
    missing = next(word for word in told if "Còn thiếu" in word)
    assert "Quê quán" not in missing  # the other slip knows it
    assert any("† là chỗ lấy theo phiếu khác" in word for word in told)
    assert load_person(store, one.person_uuid) == one
    assert not any("†" in word for word in paper(store, other))

    withdraw(store, one.person_uuid, other.person_uuid)
    assert not any("†" in word for word in paper(store, one))


def test_mark_of_the_paper_when_decided_stays_that_of_the_slips(
    store: Store, slips: tuple[Person, Person]
) -> None:
    one, other = slips
    assert one.household_uuid is not None
    before = household_paper(store, one.household_uuid).printed.mark
    withdraw(store, one.person_uuid, other.person_uuid)
    assert household_paper(store, one.household_uuid).printed.mark == before


def test_lists_when_another_slip_is_right_show_its_answer_and_whole_towns_the_slips(
    store: Store, slips: tuple[Person, Person], tmp_path: Path
) -> None:
    path = tmp_path / "danh sách.xlsx"
    listed = rows(store, path, ExcelKind.LIST)["1"]
    assert text_of(listed["birth_date"]) == "1964-08-16"
    assert "phiếu này ghi “1964”" in listed["Lấy theo phiếu khác"]
    assert rows(store, path, ExcelKind.LIST)["None"]["Lấy theo phiếu khác"] is None

    whole = rows(store, path, ExcelKind.TOWN)["1"]
    assert text_of(whole["birth_date"]) == "1964"
    assert "phiếu này ghi “1964”" in whole["Lấy theo phiếu khác"]

    assert "16" in str(rows(store, path, ExcelKind.QCVN109))
    assert list(rows(store, path, ExcelKind.QCVN109)) == ["1"]  # the second slip of the man is no second man

    withdraw(store, *(slip.person_uuid for slip in slips))
    assert "Lấy theo phiếu khác" not in rows(store, path, ExcelKind.LIST)["1"]


def sources(store: Store, one: Person) -> list[str]:
    return [each.source for each in TakenBoxes(store).of(one.person_uuid)]


def test_taken_when_the_other_slip_has_not_come_or_lies_nowhere_says_what_it_can(store: Store) -> None:
    def person(**household: str | None) -> Person:
        home = make_household(store.clock, **household)
        made = make_person(store.clock, home, full_name="ĐẬU VĂN THÌN")
        save(store, home, made)
        return made

    def take_from(other: uuid.UUID, *, in_hand: uuid.UUID | None = None) -> None:
        decide(
            store, one.person_uuid, other, SAME, leading=one.person_uuid, taken=["religion"], in_hand=in_hand
        )

    one = person()
    typed = store.clock.new_uuid()
    take_from(typed, in_hand=typed)
    assert sources(store, one) == []
    take_from(person(household_no=None, residential_group=None, unit=None).person_uuid)
    assert sources(store, one) == ["phiếu ở hộ chưa đánh số"]
    lost = make_person(store.clock, make_household(store.clock))
    save(store, lost)
    take_from(lost.person_uuid)
    assert sources(store, one) == ["phiếu khác"]  # of two decisions about a box the later stands
