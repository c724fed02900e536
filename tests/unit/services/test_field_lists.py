"""Lines of field lists from a real store."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.registered import Registered, Visit
from census_desktop.reports.document import texts
from census_desktop.services.documents import progress_paper
from census_desktop.services.field_lists import (
    Scope,
    absent_document,
    absent_lines,
    followup_document,
    group_list_document,
    missing_document,
    missing_lines,
)
from census_desktop.services.follow_up import answer
from census_desktop.services.slip_papers import blank_slip, slip_documents
from census_desktop.store.transaction import Action
from tests.builders import (
    KY_TRINH,
    SONG_TRI,
    edit,
    make_household,
    make_person,
    make_store,
    save,
    save_family,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from census_desktop.store.store import Store

ALL = Scope()
WARD = Scope(SONG_TRI)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, "ST-01") as opened:
        yield opened


def register(store: Store, **answers: object) -> Registered:
    usual: dict[str, object] = {
        "unit": SONG_TRI,
        "residential_group": "Tổ dân phố 2",
        "household_no": "7",
        "head_name": "Trần Hữu Lý",
        "people": "4",
        "collector": "Lê Ý",
    }
    entry = dataclasses.replace(Registered(registered_uuid=store.clock.new_uuid()), **(usual | answers))  # type: ignore[arg-type]
    with store.transaction(Action.EDIT) as tx:
        tx.save(entry)
    return entry


def visit(store: Store, about: Registered, day: str, result: str) -> None:
    with store.transaction(Action.EDIT) as tx:
        tx.save(
            Visit(
                visit_uuid=store.clock.new_uuid(),
                about=about.registered_uuid,
                visited_on=day,
                result=result,
            )
        )


def test_missing_when_registered_without_slip_names_the_head_and_the_last_visit(store: Store) -> None:
    entry = register(store)
    visit(store, entry, "2026-11-02", "tu_choi")
    visit(store, entry, "2026-10-01", "vang")
    visit(store, dataclasses.replace(entry, registered_uuid=store.clock.new_uuid()), "2026-10-01", "vang")
    (line,) = missing_lines(store, WARD)
    assert (line.place, line.household_no, line.name) == ("Tổ dân phố 2", "7", "Trần Hữu Lý")
    assert line.why == "Có trong danh sách đăng ký, chưa có phiếu (4 người)"
    assert line.last_visit == "02/11/2026: Từ chối, lần 2"
    assert line.collector == "Lê Ý"


def test_missing_when_typed_exempt_or_elsewhere_is_not_listed(store: Store) -> None:
    household, _people = save_family(store)
    register(store, household=household.household_uuid)
    register(store, exempt="1", exempt_reason="đã chuyển đi")
    register(store, unit=KY_TRINH)
    assert missing_lines(store, WARD) == []
    (line,) = missing_lines(store, ALL)
    assert line.place == "Phường Kỳ Trinh – Tổ dân phố 2"


def test_missing_when_known_from_slips_tells_how(store: Store) -> None:
    empty = make_household(store.clock, household_no="1")
    home = make_household(store.clock, household_no="2")
    save(store, empty, home)
    husband = make_person(
        store.clock, home, spouse_name="Võ Thị Hường", marital_status="2", slip_state="dang_nhap"
    )
    save(store, husband)
    found = [(line.household_no, line.name, line.why) for line in missing_lines(store, WARD)]
    assert found == [
        ("1", None, "Hộ đã mở, chưa có phiếu nào"),
        ("2", "ĐẬU VĂN THÌN", "Tình trạng phiếu: Đang nhập"),
        ("2", "Võ Thị Hường", "Được ghi là vợ/chồng của ĐẬU VĂN THÌN, chưa có phiếu trong hộ"),
    ]
    wife = make_person(store.clock, home, full_name="VÕ THỊ HƯỜNG", sex="2", relation_to_head="V")
    save(store, wife)
    assert all(line.name != "Võ Thị Hường" for line in missing_lines(store, WARD))


def test_missing_when_the_head_is_only_named_is_listed_once(store: Store) -> None:
    home = make_household(store.clock)
    children = [
        make_person(store.clock, home, full_name=name, relation_to_head="CD", head_name="Trần Hữu Lý")
        for name in ("Trần Thị Thơm", "Trần Văn Tứ")
    ]
    save(store, home, *children)
    assert [line.name for line in missing_lines(store, WARD)] == ["Trần Hữu Lý"]


def test_absent_when_listed_are_those_who_were_not_met(store: Store) -> None:
    _household, people = save_family(store)
    edit(store, people[0], presence="co_mat")
    edit(
        store,
        people[2],
        presence="vang_khai_ho",
        presence_since="2018-03",
        presence_place="Lào",
        presence_reason="lam_viec_nuoc_ngoai",
        presence_declared_by="Võ Thị Hường",
    )
    (line,) = absent_lines(store, WARD)
    assert line.name == "ĐẬU THỊ HOÀ"
    assert (line.since, line.where) == ("__/03/2018", "Lào, Làm việc ở nước ngoài")
    assert line.declared_by == "Võ Thị Hường"


def test_followup_when_printed_numbers_the_open_questions_and_can_be_printed_again(store: Store) -> None:
    home = make_household(store.clock, residential_group=None)
    save(store, home, make_person(store.clock, home, personal_id="042264000123"))
    first = list(texts(followup_document(store, WARD)))
    assert "(Danh sách số 1, Phường Sông Trí)" in first
    assert "1-1" in first
    assert "Chưa ghi thôn/tổ dân phố: " in " ".join(first)
    assert any("Theo số định danh" in word for word in first)
    assert list(texts(followup_document(store, WARD, list_no=1))) == first
    with pytest.raises(CensusError) as caught:
        followup_document(store, WARD)
    assert caught.value.code == "NO_QUESTIONS"
    with pytest.raises(CensusError) as caught:
        followup_document(store, WARD, list_no=9)
    assert "số 9" in caught.value.message
    answer(store, "1-1", "tu_choi")


def test_followup_when_the_household_has_nobody_asks_about_it(store: Store) -> None:
    save(store, make_household(store.clock))
    assert "Hộ chưa có phiếu nào." in texts(followup_document(store, WARD))


def test_documents_when_made_for_a_group_say_which(store: Store) -> None:
    save_family(store)
    scope = Scope(SONG_TRI, "Tổ dân phố 3")
    for make in (group_list_document, missing_document, absent_document):
        assert "(Tổ dân phố 3, Phường Sông Trí)" in texts(make(store, scope))
    assert Scope().words() == "Thị xã Kỳ Anh"
    assert not scope.holds(SONG_TRI, "Tổ dân phố 2")


def test_progress_when_printed_is_issued_by_the_machines_unit(store: Store) -> None:
    words = list(texts(progress_paper(store)))
    assert "CÔNG AN PHƯỜNG SÔNG TRÍ" in words
    assert "CÔNG AN THỊ XÃ KỲ ANH" in words


def test_slips_when_asked_by_person_or_household_are_forms(store: Store, tmp_path: Path) -> None:
    household, people = save_family(store)
    alone = make_person(store.clock, None, full_name="Y KŎ ŬNG")
    save(store, alone)
    (one,) = slip_documents(store, people[1].person_uuid)
    assert "VÕ THỊ HƯỜNG" in texts(one)
    assert "Sông Trí" in texts(one)
    assert len(slip_documents(store, household.household_uuid)) == 3
    assert "Y KŎ ŬNG" in texts(slip_documents(store, alone.person_uuid)[0])
    with pytest.raises(CensusError) as caught:
        slip_documents(store, store.clock.new_uuid())
    assert caught.value.code == "NO_SUCH_RECORD"
    assert "Sông Trí" in texts(blank_slip(store))
    with make_store(tmp_path, "KA-01", unit="449") as town:
        assert "Sông Trí" not in texts(blank_slip(town))
        assert "Kỳ Anh" in texts(blank_slip(town))
