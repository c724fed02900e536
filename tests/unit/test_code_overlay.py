"""Entries laid over code lists: what is called what on which day, and what may never happen to a code."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from census_desktop.domain.code_overlay import (
    OPEN_LISTS,
    is_leaned_on,
    number_column,
    overlaid,
    overlaid_lists,
    taken_word,
)
from census_desktop.domain.code_records import CodeEntry, code_entry_uuid_of
from census_desktop.domain.codes import (
    LIST_NAMES,
    TRANSLATED_LISTS,
    Code,
    CodeList,
    code_list,
    shipped_list,
    use_code_lists,
)
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.evidence import rank
from census_desktop.domain.formats import is_stored_form, show_answer

BEFORE, DAY = datetime.date(2026, 10, 31), datetime.date(2026, 11, 1)


def entry(
    code: str, label: str, list_name: str = "ethnic", first: str = "2026-11-01", **said: str
) -> CodeEntry:
    return CodeEntry(
        code_entry_uuid=code_entry_uuid_of(list_name, code, first),
        list_name=list_name,
        code=code,
        label=label,
        valid_from=first,
        **said,
    )


PA_KO = entry("pa_ko", "Pa Kô", other="Pa Cô mới; Pa Kôh", number="57", note="ghi theo lời khai")
ETHNIC = shipped_list("ethnic")


def test_code_when_new_then_read_shown_and_offered_from_its_day_on() -> None:
    early, now = overlaid(ETHNIC, [PA_KO], BEFORE), overlaid(ETHNIC, [PA_KO], DAY)
    assert "pa_ko" not in early
    assert early.items == ETHNIC.items
    assert now.items[:-1] == ETHNIC.items
    for typed in ("pa_ko", "Pa Kô", "pa ko", "57", "Pa Kôh", "PA CÔ MỚI"):
        assert now.parse(typed) == "pa_ko"
    assert now.suggest("pa k")[0].code == "pa_ko"
    item = now.get("pa_ko")
    assert item is not None
    assert (item.note, item.more) == ("ghi theo lời khai", {"number_2008": "57"})


def test_code_when_named_anew_then_keeps_its_meaning_and_its_old_words() -> None:
    renamed = entry("02", "Công giáo La Mã", "religion")
    again = entry("02", "Thiên Chúa giáo", "religion", "2027-01-01", number="12")
    now = overlaid(shipped_list("religion"), [again, renamed], DAY)
    later = overlaid(shipped_list("religion"), [again, renamed], datetime.date(2027, 1, 1))
    assert [item.code for item in later.items] == [item.code for item in shipped_list("religion").items]
    assert (now.label("02"), later.label("02")) == ("Công giáo La Mã", "Thiên Chúa giáo")
    for typed in ("Công giáo", "Công giáo La Mã", "Thiên Chúa giáo", "Kitô giáo"):
        assert later.parse(typed) == "02"
    item = later.get("02")
    assert item is not None
    assert item.numbers == ("12",)


def test_code_when_it_ends_then_not_offered_but_read_and_printed_for_ever() -> None:
    ended = entry("03", "Phật giáo Hòa Hảo", "religion", valid_to="2026-11-02")
    last, after = (
        overlaid(shipped_list("religion"), [ended], datetime.date(2026, 11, day)) for day in (2, 3)
    )
    assert "03" in {item.code for item in last.items}
    assert "03" not in {item.code for item in after.items}
    assert [item.code for item in after.ended] == ["03"]
    assert after.suggest("Hòa Hảo") == ()
    assert "03" in after
    assert (after.label("03"), after.parse("Hòa Hảo")) == ("Phật giáo Hòa Hảo", "03")
    again = overlaid(
        after, [entry("03", "Phật giáo Hòa Hảo", "religion", "2027-01-01")], datetime.date(2027, 1, 1)
    )
    assert again.ended == ()


def test_code_when_like_another_then_checked_like_it() -> None:
    now = overlaid(
        shipped_list("relation_to_head"),
        [
            entry("CDO", "Con đỡ đầu", "relation_to_head", same_as="CDAU"),
            entry("LA", "Người lạ", "relation_to_head"),
        ],
        DAY,
    )
    like, stranger = now.get("CDO"), now.get("LA")
    assert like is not None
    assert stranger is not None
    assert like.more == {"sex": "2", "group": "child-in-law"}
    assert stranger.more == {}
    form = overlaid(
        shipped_list("form_version"), [entry("TT-2027", "Thông tư mới", "form_version")], DAY
    ).get("TT-2027")
    assert form is not None
    assert form.more["valid_from"] == "2026-11-01"


def test_entries_when_incomplete_or_of_closed_lists_then_passed_over() -> None:
    spoiled = [replace(PA_KO, code=None), replace(PA_KO, label=None), replace(PA_KO, valid_from=None)]
    assert overlaid(ETHNIC, spoiled, DAY).items == ETHNIC.items
    nameless = replace(PA_KO, list_name=None)
    assert overlaid_lists([entry("x", "X", "slip_state"), nameless], DAY) == ()
    (only,) = overlaid_lists([PA_KO, entry("y", "Y", "slip_state")], DAY)
    assert only.name == "ethnic"


def test_lists_when_used_then_every_box_reads_them_until_they_are_put_back() -> None:
    box = PERSON_FIELDS["ethnicity"]
    use_code_lists(overlaid_lists([PA_KO, entry("BB", "Biên bản", "document_kind")], DAY))
    assert is_stored_form(box, "pa_ko")
    assert show_answer(box, "pa_ko") == "Pa Kô"
    assert rank("BB") == rank(None)  # trusted least where nothing is said about it
    use_code_lists(())
    assert code_list("ethnic") is ETHNIC
    assert show_answer(box, "pa_ko") == "pa_ko"


@pytest.mark.parametrize(
    ("said", "word", "owner"),
    [
        (entry("x", "Tày"), "Tày", "tay"),
        (entry("x", "TÀY"), "TÀY", "tay"),
        (entry("x", "Lạ", other="Mới; Thái Trắng"), "Thái Trắng", "thai"),
        (entry("x", "Lạ", number="3"), "3", "thai"),
        (entry("x", "Lạ", number="003"), "003", "thai"),
        (entry("kinh", "Tày"), "Tày", "tay"),
    ],
)
def test_word_when_it_means_another_code_then_told(said: CodeEntry, word: str, owner: str) -> None:
    found = taken_word(ETHNIC, said)
    assert found is not None
    assert (found[0], found[1].code) == (word, owner)


def test_word_when_new_own_or_shared_already_then_free() -> None:
    assert taken_word(ETHNIC, PA_KO) is None
    assert taken_word(ETHNIC, entry("kinh", "Kinh", other="Việt")) is None
    assert taken_word(ETHNIC, entry("x", "Tây")) is None  # marks count
    shared = CodeList("fruit", [Code("1", "Cam", ("Cam ngọt",)), Code("2", "Cam sành", ("Cam ngọt",))])
    assert taken_word(shared, entry("2", "Cam sành", other="Cam ngọt")) is None


def test_open_lists_when_named_then_there_and_what_the_program_leans_on_is_known() -> None:
    assert set(OPEN_LISTS) <= set(LIST_NAMES)
    assert is_leaned_on("relation_to_head", "CH")
    assert not is_leaned_on("relation_to_head", "CD")
    assert not is_leaned_on("ethnic", "kinh")
    assert number_column(ETHNIC) == "number_2008"
    assert number_column(shipped_list("nationality")) == "number"
    assert "ethnic" not in TRANSLATED_LISTS
