"""Other people's files: heads, columns, letters, dates, numbers and households; nothing is lost silently."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from census_desktop.domain.legacy_encodings import Encoding
from census_desktop.store.records import counts, iter_households, iter_people
from census_desktop.transfer.import_report import Fate
from census_desktop.transfer.sheet_plan import BookPlan, look_again, look_at_book, to_memory, words_of
from tests.messy_sheets import HEAD, HOA, HUONG, THIN, TITLE, people_of, take, to_tcvn3, to_vni, write_book
from tests.sheets import homes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from census_desktop.store.store import Store


def _old(letters: Callable[[str], str], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[letters(value) if isinstance(value, str) else value for value in row] for row in rows]


# ------------------------------------------------------------------------------------------------ heads and columns


def test_sheet_when_it_has_titles_numbers_totals_and_a_signature_takes_the_people(
    store: Store, tmp_path: Path
) -> None:
    rows = [
        *TITLE,
        HEAD,
        (1, 2, 3, 4, 5, 6, 7),
        THIN,
        HUONG,
        HOA,
        ("Tổng cộng", None, None, 3),
        (),
        (None, None, None, None, "Người lập biểu"),
    ]
    done = take(store, write_book(tmp_path / "a.xlsx", {"Tổ 3": rows}))
    assert (done.rows, done.added, done.errors) == (3, 3, ())
    assert [(one.row, one.message) for one in done.left_out] == [
        (5, "Dòng đánh số cột."), (9, "Dòng tổng cộng."), (11, "Dòng ghi chú, không có họ tên."),
    ]  # fmt: skip
    people = people_of(store)
    assert people["Đậu Văn Thìn"].personal_id == "042064001234"
    assert people["Võ Thị Hường"].old_id == "183456789"
    assert [person.birth_date for person in people.values()] == ["1964-08-15", "1967", "1992-02-05"]
    assert homes(store) == [["Đậu Văn Thìn", "Võ Thị Hường", "Đậu Thị Hoà"]]
    assert [household.residential_group for household in iter_households(store)] == ["Tổ dân phố 3"]
    (restored,) = [one for one in done.fates if one.message and one.fate is Fate.ADDED]
    assert "042064001234" in restored.message


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ("HỌ VÀ TÊN", "full_name"), ("  họ tên ", "full_name"), ("(2) Họ, chữ đệm và tên khai sinh", "full_name"),
        ("Ngày, tháng, năm sinh", "birth_date"), ("NTNS", "birth_date"), ("Giới", "sex"), ("HKTT", "permanent_address"),
        ("Số CCCD", "personal_id"), ("Số CMND", "id_any"), ("SĐT", "phone"), ("QH với chủ hộ", "relation_to_head"),
        ("Nguyên quán", "native_place"), ("Thôn/Xóm", "residential_group"), ("Nghề nghiệp", ""), ("", ""),
        ("Họ và tên (theo giấy khai sinh)", "full_name"), ("TT", "numbering"), ("full_name", "full_name"),
    ],
)  # fmt: skip
def test_head_when_written_as_people_write_it_is_known(tmp_path: Path, head: str, target: str) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": [("Họ tên khác", head), ("Võ Thị Hường", "x")]})
    columns = look_at_book(path).sheets[0].columns
    assert columns[-1].target == target or (target == "full_name" and len({c.target for c in columns}) > 1)


def test_head_when_of_two_rows_is_read_as_one(store: Store, tmp_path: Path) -> None:
    rows = [
        ("STT", "Họ và tên", "Năm sinh", None, "Quê quán"),
        (None, None, "Nam", "Nữ", None),
        (1, "Đậu Văn Thìn", 1964, None, "Xã Kỳ Hà"),
        (2, "Võ Thị Hường", None, "14/02/1967", "Xã Kỳ Hà"),
    ]
    path = write_book(tmp_path / "a.xlsx", {"A": rows}, merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2"))
    assert take(store, path).added == 2
    people = people_of(store)
    assert (people["Đậu Văn Thìn"].sex, people["Đậu Văn Thìn"].birth_date) == ("1", "1964")
    assert (people["Võ Thị Hường"].sex, people["Võ Thị Hường"].birth_date) == ("2", "1967-02-14")


def test_columns_when_day_month_year_stand_apart_are_one_date(store: Store, tmp_path: Path) -> None:
    rows = [
        ("Họ tên", "Ngày", "Tháng", "Năm", "Nam", "Nữ"),
        ("Lê Minh Tú", 5, 2, 1990, "x", None),
        ("Lê Thị Na", None, None, 1950, None, "x"),
    ]
    assert take(store, write_book(tmp_path / "a.xlsx", {"A": rows})).added == 2
    people = people_of(store)
    assert (people["Lê Minh Tú"].birth_date, people["Lê Minh Tú"].sex) == ("1990-02-05", "1")
    assert (people["Lê Thị Na"].birth_date, people["Lê Thị Na"].sex) == ("1950", "2")


def test_columns_when_a_person_corrects_them_are_remembered_for_the_same_heads(
    store: Store, tmp_path: Path
) -> None:
    rows = [("Họ tên", "Cột lạ", "Đạo"), ("Lê Minh Tú", "Xã Kỳ Hà", "lương")]
    path = write_book(tmp_path / "a.xlsx", {"A": rows})
    look = look_at_book(path)
    (plan,) = look.plan.sheets
    corrected = plan.with_target(2, "native_place")
    fixed = {("religion", "lương"): "Không"}
    assert take(store, path, plan=BookPlan((corrected,), fixed)).added == 1
    (person,) = iter_people(store)
    assert (person.native_place, person.religion) == ("Xã Kỳ Hà", "99")
    memory = {plan.fingerprint: to_memory(corrected, fixed)}
    other = write_book(tmp_path / "b.xlsx", {"B": [rows[0], ("Võ Thị Hường", "Xã Kỳ Nam", "lương")]})
    again = look_at_book(other, memory.get)
    assert again.plan.sheets[0].columns == corrected.columns
    assert words_of(memory[plan.fingerprint]) == fixed


def test_plan_when_a_target_is_given_to_another_column_takes_it_from_the_first(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": [("Họ tên", "Tên thường gọi"), ("Lê Minh Tú", "Tú")]})
    plan = look_at_book(path).plan.sheets[0].with_target(2, "full_name")
    assert plan.columns == {2: "full_name"}
    assert plan.with_target(2, "").columns == {}


# ---------------------------------------------------------------------------------------------------------- letters


@pytest.mark.parametrize("font", ["", ".VnTime", "Times New Roman"])
def test_sheet_when_in_tcvn3_gives_the_right_names(store: Store, tmp_path: Path, font: str) -> None:
    rows = [
        [to_tcvn3(value) if isinstance(value, str) else value for value in row]
        for row in (*TITLE, HEAD, THIN, HUONG, HOA)
    ]
    path = write_book(tmp_path / "a.xlsx", {"A": rows}, font=font)
    assert take(store, path).added == 3
    assert set(people_of(store)) == {"Đậu Văn Thìn", "Võ Thị Hường", "Đậu Thị Hoà"}


def test_sheet_when_in_the_capitals_font_gives_capitals(store: Store, tmp_path: Path) -> None:
    rows = [
        [to_tcvn3(value) if isinstance(value, str) else value for value in row] for row in (HEAD, THIN, HUONG)
    ]
    take(store, write_book(tmp_path / "a.xlsx", {"A": rows}, font=".VnTimeH"))
    assert set(people_of(store)) == {"ĐẬU VĂN THÌN", "VÕ THỊ HƯỜNG"}


@pytest.mark.parametrize("font", ["", "VNI-Times"])
def test_sheet_when_in_vni_gives_the_right_names(store: Store, tmp_path: Path, font: str) -> None:
    rows = [
        [to_vni(value) if isinstance(value, str) else value for value in row]
        for row in (HEAD, THIN, HUONG, HOA)
    ]
    path = write_book(tmp_path / "a.xlsx", {"A": rows}, font=font)
    assert look_at_book(path).sheets[0].encoding is Encoding.VNI
    assert take(store, path).added == 3
    assert set(people_of(store)) == {"Đậu Văn Thìn", "Võ Thị Hường", "Đậu Thị Hoà"}


def test_sheet_when_unicode_stands_in_an_old_font_stays_unicode(store: Store, tmp_path: Path) -> None:
    take(store, write_book(tmp_path / "a.xlsx", {"A": [HEAD, THIN, (2, "Lê Hà", 1990)]}, font=".VnTime"))
    assert set(people_of(store)) == {"Đậu Văn Thìn", "Lê Hà"}


def test_sheet_when_decomposed_or_with_eth_is_composed(store: Store, tmp_path: Path) -> None:
    rows = [("Ho\u0323 va\u0300 te\u0302n", "Năm sinh"), ("\u00d0a\u0323\u0302u Va\u0306n Thi\u0300n", 1964)]
    take(store, write_book(tmp_path / "a.xlsx", {"A": rows}))
    assert set(people_of(store)) == {"Đậu Văn Thìn"}


# ----------------------------------------------------------------------------------------------- dates and numbers


@pytest.mark.parametrize(
    ("value", "born"),
    [
        (1964, "1964"), ("1964", "1964"), ("8/1964", "1964-08"), ("15-8-1964", "1964-08-15"), (23604, "1964-08-15"),
        (15081964, "1964-08-15"), (5081964, "1964-08-05"), (datetime.datetime(1964, 8, 15, 7), "1964-08-15"),  # noqa: DTZ001
        ("ngày 15 tháng 8 năm 1964", "1964-08-15"), ("tháng 8 năm 1964", "1964-08"), ("sinh năm 1964", "1964"),
        ("1964-08-15 00:00:00", "1964-08-15"), (" 15/08/1964 ", "1964-08-15"),
    ],
)  # fmt: skip
def test_date_when_there_is_one_reading_is_read(store: Store, tmp_path: Path, value: Any, born: str) -> None:
    take(store, write_book(tmp_path / "a.xlsx", {"A": [("Họ tên", "Ngày sinh"), ("Đậu Văn Thìn", value)]}))
    assert [person.birth_date for person in iter_people(store)] == [born]


@pytest.mark.parametrize("value", [21990, "31/02/1990", "14/02/90", "=1+1", 3.5, "không rõ"])
def test_date_when_it_may_be_several_or_none_is_refused_by_row(
    store: Store, tmp_path: Path, value: Any
) -> None:
    path = write_book(
        tmp_path / "a.xlsx", {"A": [("Họ tên", "Ngày sinh"), ("Đậu Văn Thìn", value), ("Lê Minh Tú", 1990)]}
    )
    done = take(store, path)
    assert [(one.sheet, one.row, one.field) for one in done.errors] == [("A", 2, "birth_date")]
    assert (done.added, counts(store)[0]) == (1, 1)


@pytest.mark.parametrize(
    ("head", "value", "stored"),
    [
        ("Số CCCD", 42064001234, "042064001234"), ("Số CCCD", 1064001234, "001064001234"),
        ("Số CMND", 18345678, "018345678"),
        ("Số CMND", "183456789", "183456789"), ("Số CMND", "042064001234", "042064001234"),
        ("SĐT", 393865123, "0393865123"),
        ("Số CCCD", 42064001234.0, "042064001234"),
    ],
)  # fmt: skip
def test_number_when_it_lost_its_zeros_gets_them_back(
    store: Store, tmp_path: Path, head: str, value: Any, stored: str
) -> None:
    take(store, write_book(tmp_path / "a.xlsx", {"A": [("Họ tên", head), ("Đậu Văn Thìn", value)]}))
    (person,), (household,) = list(iter_people(store)), list(iter_households(store))
    assert stored in {person.personal_id, person.old_id, household.phone}


@pytest.mark.parametrize(
    ("head", "value"), [("Số CCCD", 4206400), ("SĐT", 12345), ("Số CCCD", 4206400123456)]
)
def test_number_when_it_cannot_be_known_is_refused_by_row(
    store: Store, tmp_path: Path, head: str, value: int
) -> None:
    done = take(store, write_book(tmp_path / "a.xlsx", {"A": [("Họ tên", head), ("Đậu Văn Thìn", value)]}))
    assert (done.added, done.wrong) == (0, 1)


# ------------------------------------------------------------------------------------------------------- households


def test_households_when_cells_are_merged_belong_together(store: Store, tmp_path: Path) -> None:
    rows = [
        ("Hộ số", "Địa chỉ", "Họ tên", "Năm sinh"),
        (12, "Ngõ 5", "Đậu Văn Thìn", 1964), (None, None, "Võ Thị Hường", 1967), (13, "Ngõ 6", "Lê Minh Tú", 1990),
    ]  # fmt: skip
    path = write_book(tmp_path / "a.xlsx", {"Thôn Hoa Đông": rows}, merged=("A2:A3", "B2:B3"))
    done = take(store, path)
    assert homes(store) == [["Lê Minh Tú"], ["Đậu Văn Thìn", "Võ Thị Hường"]]
    assert {household.address for household in iter_households(store)} == {"Ngõ 5", "Ngõ 6"}
    assert [(one.head, one.people, one.how, one.number) for one in done.households] == [
        ("Đậu Văn Thìn", 2, "place", "12"), ("Lê Minh Tú", 1, "place", "13"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "sizes"),
    [
        ((1, 2, 3, 1, 2), [2, 3]), ((1, None, None, 2, None), [2, 3]), (("1", "1.1", "1.2", "2", "2.1"), [2, 3]),
        ((1, 2, 3, 4, 5), [1, 1, 1, 1, 1]), (("a", 2, 3, 4, 5), [1, 1, 1, 1, 1]),
    ],
)  # fmt: skip
def test_households_when_the_numbering_tells_follow_it(
    store: Store, tmp_path: Path, numbers: Sequence[Any], sizes: list[int]
) -> None:
    names = ("Đậu Văn Thìn", "Võ Thị Hường", "Đậu Thị Hoà", "Lê Minh Tú", "Lê Thị Na")
    rows: list[tuple[Any, ...]] = [("TT", "Họ tên"), *zip(numbers, names, strict=True)]
    take(store, write_book(tmp_path / "a.xlsx", {"A": rows}))
    assert sorted(map(len, homes(store))) == sizes


def test_households_when_only_the_head_has_the_book_number_take_their_members(
    store: Store, tmp_path: Path
) -> None:
    rows = [
        ("Họ tên", "Số sổ hộ khẩu"),
        ("Đậu Văn Thìn", "3100123"),
        ("Võ Thị Hường", None),
        ("Lê Minh Tú", "3100124"),
    ]
    done = take(store, write_book(tmp_path / "a.xlsx", {"A": rows}))
    assert homes(store) == [["Lê Minh Tú"], ["Đậu Văn Thìn", "Võ Thị Hường"]]
    assert {one.how for one in done.households} == {"book"}


def test_groups_when_lines_across_the_table_name_them_hold_for_the_rows_below(
    store: Store, tmp_path: Path
) -> None:
    rows = [
        ("Hộ số", "Họ tên", "Năm sinh"),
        ("Tổ dân phố 1",), (1, "Đậu Văn Thìn", 1964), ("Tổ dân phố 2",), (1, "Võ Thị Hường", 1967),
    ]  # fmt: skip
    take(store, write_book(tmp_path / "a.xlsx", {"A": rows}))
    assert {one.residential_group for one in iter_households(store)} == {"Tổ dân phố 1", "Tổ dân phố 2"}


def test_telephone_when_of_each_person_stays_with_the_person(store: Store, tmp_path: Path) -> None:
    rows = [
        ("Hộ số", "Họ tên", "Năm sinh", "SĐT", "Ghi chú"),
        (12, "Đậu Văn Thìn", 1964, "0912345678", None), (12, "Võ Thị Hường", 1967, "0987654321", "đã gọi"),
        (12, "Đậu Thị Hoà", 1992, None, None),
    ]  # fmt: skip
    path = write_book(tmp_path / "a.xlsx", {"Thôn Hoa Đông": rows})
    done = take(store, path)
    assert (done.added, done.errors) == (3, ())
    assert [household.phone for household in iter_households(store)] == ["0912345678"]
    people = people_of(store)
    assert people["Võ Thị Hường"].note == "đã gọi; Điện thoại: 0987654321"
    assert people["Đậu Thị Hoà"].note is None
    assert "ghi vào ghi chú" in done.fates[1].message
    assert take(store, path).skipped == 3


def test_telephone_when_the_note_is_full_is_an_error_of_its_row(store: Store, tmp_path: Path) -> None:
    rows = [
        ("Hộ số", "Họ tên", "SĐT", "Ghi chú"),
        (12, "Đậu Văn Thìn", "0912345678", None), (12, "Võ Thị Hường", "0987654321", "x" * 990),
    ]  # fmt: skip
    done = take(store, write_book(tmp_path / "a.xlsx", {"Thôn Hoa Đông": rows}))
    assert (done.added, [(one.row, one.field) for one in done.errors]) == (1, [(3, "phone")])


def test_head_when_repeated_in_old_letters_is_left_out(store: Store, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": _old(to_tcvn3, [HEAD, THIN, HEAD, HUONG])})
    assert [one.message for one in take(store, path).left_out] == ["Dòng lặp lại tên cột."]


def test_letters_when_the_heads_are_known_from_a_file_in_other_letters_are_the_files_own(
    store: Store, tmp_path: Path
) -> None:
    first = write_book(tmp_path / "a.xlsx", {"A": _old(to_tcvn3, [HEAD, THIN])}, font=".VnTime")
    look = look_at_book(first)
    assert look.sheets[0].encoding is Encoding.TCVN3
    memory = {look.sheets[0].fingerprint: to_memory(look.plan.sheets[0], {})}
    second = write_book(tmp_path / "b.xlsx", {"A": _old(to_vni, [HEAD, HUONG])})
    again = look_at_book(second, memory.get)
    assert again.plan.sheets[0].encoding is Encoding.VNI
    take(store, second, plan=again.plan)
    assert set(people_of(store)) == {"Võ Thị Hường"}


def test_sheet_when_looked_at_with_other_letters_shows_other_words(tmp_path: Path) -> None:
    look = look_at_book(write_book(tmp_path / "a.xlsx", {"A": _old(to_vni, [HEAD, HUONG])}))
    as_found = look_again(look, 0, Encoding.UNICODE)
    assert as_found.encoding is Encoding.UNICODE
    assert as_found.columns[1].samples[-1] == to_vni("Võ Thị Hường")
    assert look_again(look, 0, Encoding.VNI).columns[1].samples == ("Võ Thị Hường",)


def test_name_when_it_is_a_number_is_an_error_of_its_row(store: Store, tmp_path: Path) -> None:
    done = take(store, write_book(tmp_path / "a.xlsx", {"A": [("Họ tên", "Năm sinh"), (6, 1990)]}))
    assert (done.added, [(one.row, one.field) for one in done.errors]) == (0, [(2, "full_name")])
