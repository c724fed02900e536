"""Code lists: the packaged data and the reading of what people type."""

from __future__ import annotations

import unicodedata

import pytest

from census_desktop.base.errors import BugError
from census_desktop.base.paths import resource
from census_desktop.domain.codes import CODES, LIST_NAMES, Code, CodeList, code_list, read_table
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.spec import BadInput, Kind
from census_desktop.domain.vietnamese import clean, fold

ALL_CODES = [(name, item) for name in LIST_NAMES for item in code_list(name)]
FRUIT = CodeList(
    "fruit",
    [
        Code("1", "Cam", ("Cam sành",), more={"number": "01"}),
        Code("2", "Cám", more={"number_old": "3"}),
        Code("3x", "Chanh", ("Chanh-đào", "Cam"), more={"number": "03"}),
        Code("4", "Ổi/Mận", more={"number": "30"}),
    ],
)


@pytest.mark.parametrize("name", LIST_NAMES)
def test_list_file_when_read_then_clean_and_unambiguous(name: str) -> None:
    codes = code_list(name)
    assert len(codes) > 1
    assert len({item.code.casefold() for item in codes}) == len(codes)
    assert len({item.label.casefold() for item in codes}) == len(codes)
    for row in read_table(f"codes/{name}.csv"):
        assert None not in row
        assert list(row)[:4] == ["code", "label", "other", "note"]
        assert all(value == clean(value) for value in row.values())
        assert row["code"].isascii()
        assert row["label"]


@pytest.mark.parametrize(("name", "item"), ALL_CODES, ids=lambda part: getattr(part, "code", part))
def test_parse_when_code_label_or_capitals_then_same_code(name: str, item: Code) -> None:
    codes = code_list(name)
    assert codes.parse(item.code) == item.code
    assert codes.parse(item.label) == item.code
    assert codes.parse(item.label.upper()) == item.code
    assert codes.parse(unicodedata.normalize("NFD", f" {item.label} ")) == item.code
    assert item in codes.suggest(item.label)


def test_lists_when_slip_asks_for_codes_then_all_there() -> None:
    fields = [*PERSON_FIELDS.values(), *HOUSEHOLD_FIELDS.values()]
    assert {field.codes for field in fields if field.kind is Kind.CODE} <= set(CODES)


def test_lists_when_files_counted_then_all_listed() -> None:
    files = {path.stem for path in resource("codes").glob("*.csv")}
    assert files == {*LIST_NAMES, "column_names", "surnames", "given_names"}


def test_codes_mapping_when_asked_then_same_list_once() -> None:
    assert CODES["sex"] is code_list("sex")
    assert len(CODES) == len(LIST_NAMES) == len(list(CODES))
    with pytest.raises(KeyError):
        CODES["colour"]
    with pytest.raises(BugError):
        code_list("../codes/sex")


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("sex", "nu", "2"),
        ("sex", "NAM", "1"),
        ("sex", "2", "2"),
        ("marital", "goá", "3b"),
        ("marital", "Đã kết hôn", "2"),
        ("marital", "ly hon", "3a"),
        ("blood", "ab", "03"),
        ("blood", "4", "04"),
        ("ethnic", "01", "kinh"),
        ("ethnic", "1", "kinh"),
        ("ethnic", "Thổ", "tho"),
        ("ethnic", "Vân Kiều", "bru_van_kieu"),
        ("ethnic", "h'mông", "mong"),
        ("ethnic", "Ơ đu", "o_du"),
        ("religion", "khong", "99"),
        ("religion", "Thiên Chúa giáo", "02"),
        ("nationality", "vn", "VN"),
        ("nationality", "viet nam", "VN"),
        ("nationality", "Áo", "AT"),
        ("nationality", "ao", "AO"),
        ("nationality", "Mỹ", "US"),
        ("relation_to_head", "vo", "V"),
        ("relation_to_head", "Bố", "BD"),
        ("relation_to_head", "02", "V"),
        ("presence", "vắng", "vang_khai_ho"),
        ("form_version", "104/2020", "TT104-2020"),
        ("slip_state", "đã nhập", "da_nhap"),
        ("cccd_province", "hà tĩnh", "042"),
        ("cccd_province", "042", "042"),
    ],
)
def test_parse_when_spelled_as_people_do_then_code(name: str, typed: str, code: str) -> None:
    assert CODES[name].parse(typed) == code


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("ethnic", "04", "Mường, Hoa"),
        ("ethnic", "4", "Mường, Hoa"),
        ("marital", "3", "Ly hôn, Góa"),
        ("sex", "0", "không có trong danh mục"),
        ("sex", "", "không có trong danh mục"),
        ("relation_to_head", "Cháu", "không có trong danh mục"),
        ("religion", "13a", "không có trong danh mục"),
    ],
)
def test_parse_when_unknown_or_ambiguous_then_refused_with_sentence(
    name: str, typed: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence) as refusal:
        CODES[name].parse(typed)
    assert refusal.value.text == typed


def test_parse_when_marks_missing_then_stricter_readings_go_first() -> None:
    assert FRUIT.parse("cám") == "2"
    assert FRUIT.parse("CAM") == "1"
    assert FRUIT.parse("cam sanh") == "1"
    assert FRUIT.parse("30") == "4"
    with pytest.raises(BadInput, match="Cám, Chanh"):
        FRUIT.parse("3")


def test_with_column_when_numbering_is_known_then_no_doubt() -> None:
    ethnic = CODES["ethnic"]
    assert [item.label for item in ethnic.with_column("number_2008", "04")] == ["Mường"]
    assert [item.label for item in ethnic.with_column("number_1979", "04")] == ["Hoa"]
    assert [item.code for item in CODES["marital"].with_column("number_qcvn109", "3")] == ["3a", "3b"]
    assert ethnic.with_column("number_2008", "99") == ()


def test_ethnic_when_numberings_listed_then_each_is_complete() -> None:
    for column in ("number_2008", "number_1979"):
        numbers = sorted(item.more[column] for item in CODES["ethnic"])
        assert numbers == [f"{number:02d}" for number in range(1, 57)]


def test_nationality_when_counted_then_whole_iso_list() -> None:
    codes = [item.code for item in CODES["nationality"]]
    assert codes[0] == "VN"
    assert len(codes) == 249 + 1  # and the stateless
    assert all(len(code) == 2 and code.isupper() for code in codes)


def test_provinces_when_counted_then_63_even_with_former_names() -> None:
    provinces = CODES["cccd_province"]
    assert len(provinces) == 63
    nghe_tinh = [item.label for item in provinces if "Nghệ Tĩnh" in item.more.get("former_names", "")]
    assert nghe_tinh == ["Nghệ An", "Hà Tĩnh"]


@pytest.mark.parametrize(
    ("name", "typed", "first"),
    [
        ("ethnic", "tay", "Tày"),
        ("ethnic", "k", "Kinh"),
        ("ethnic", "01", "Kinh"),
        ("religion", "kh", "Không"),
        ("marital", "da", "Đang có vợ/chồng"),
        ("marital", "3", "Ly hôn"),
        ("relation_to_head", "vo", "Vợ"),
        ("relation_to_head", "v", "Vợ"),
        ("relation_to_head", "con", "Con đẻ"),
        ("nationality", "áo", "Áo"),
        ("nationality", "ao", "Angola"),
        ("nationality", "thuy", "Thụy Điển"),
        ("sex", "n", "Nam"),
        ("presence", "khong lien", "Vắng mặt, không liên lạc được"),
    ],
)
def test_suggest_when_few_letters_then_best_first(name: str, typed: str, first: str) -> None:
    assert CODES[name].suggest(typed)[0].label == first


def test_suggest_when_ranked_then_code_name_prefix_word_inside() -> None:
    fruit = CodeList(
        "fruit",
        [
            Code("9", "Dưa cam"),
            Code("8", "Ca cao"),
            Code("7", "Sắn (cam)"),
            Code("6", "Dacam"),
            Code("5", "Camellia"),
            Code("camx", "Táo"),
            Code("3", "Cám"),
            Code("2", "Cam"),
            Code("1", "Ổi"),
        ],
    )
    assert [item.code for item in fruit.suggest("cam")] == ["2", "3", "camx", "5", "9", "7", "6"]
    assert [item.code for item in fruit.suggest("cam", limit=2)] == ["2", "3"]


def test_suggest_when_blank_then_head_of_list_and_nothing_when_unknown() -> None:
    assert CODES["sex"].suggest(" ") == CODES["sex"].items
    assert len(CODES["nationality"].suggest("", limit=5)) == 5
    assert CODES["sex"].suggest("xyz") == ()


def test_label_when_code_is_from_a_newer_list_then_shown_as_it_is() -> None:
    assert CODES["sex"].label("1") == "Nam"
    assert CODES["sex"].label("7") == "7"
    assert CODES["sex"].get("7") is None
    assert "1" in CODES["sex"]
    assert "7" not in CODES["sex"]


def test_labels_when_folded_then_every_label_still_found() -> None:
    for name, item in ALL_CODES:
        if name != "nationality":  # Áo and Bỉ without marks are the codes of other countries
            assert code_list(name).parse(fold(item.label)) == item.code


@pytest.mark.parametrize(("name", "item"), ALL_CODES, ids=lambda part: getattr(part, "code", part))
def test_digits_when_whole_code_then_first_and_meant_with_or_without_zeros(name: str, item: Code) -> None:
    codes = code_list(name)
    for number in {one for one in (item.code, *item.numbers) if one.isdecimal()}:
        for typed in (number, number.lstrip("0") or number):
            try:
                meant = codes.parse(typed)
            except BadInput:
                continue  # two numberings disagree: nothing is taken
            best = codes.suggest(typed)[0]
            assert (best.code, codes.is_meant(typed, best)) == (meant, True)


@pytest.mark.parametrize(
    ("name", "typed"), [("religion", "0"), ("ethnic", "0"), ("ethnic", "04"), ("marital", "3")]
)
def test_digits_when_no_whole_code_or_two_then_not_meant(name: str, typed: str) -> None:
    codes = code_list(name)
    best = codes.suggest(typed)
    assert best
    assert not codes.is_meant(typed, best[0])
    assert codes.is_meant("kh", codes.items[0])


def test_province_when_its_zeros_are_left_out_then_read() -> None:
    assert code_list("cccd_province").parse("42") == code_list("cccd_province").parse("042")
