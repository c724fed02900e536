"""Declared, shown, confirmed: the slip is never overwritten, and what holds follows the order of sources."""

from __future__ import annotations

import uuid

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.evidence import Evidence, claim, rank
from census_desktop.services.evidence import (
    add_evidence,
    claims_of,
    confirm_evidence,
    standing,
    withdraw_evidence,
)
from census_desktop.store.opening import open_store
from census_desktop.store.records import load_person
from census_desktop.store.store import Store
from census_desktop.store.verify import verify
from tests.builders import SUPERVISOR, SUPERVISOR_PASSWORD, save_family


def test_document_when_shown_stands_beside_the_slip_and_holds(ward_store: Store) -> None:
    _household, people = save_family(ward_store)
    head = people[0]
    shown = add_evidence(
        ward_store,
        head.person_uuid,
        "birth_date",
        {"value": "2/3/1962", "document": "khai sinh", "document_no": "45/1962", "seen_by": "Trần Thị Lan"},
    )
    (known,) = claims_of(ward_store, head.person_uuid)
    assert (known.declared, known.standing, known.is_disputed) == (head.birth_date, "1962-03-02", True)
    assert known.shown == (shown,)
    assert known.confirmed is None
    assert load_person(ward_store, head.person_uuid) == head  # the slip is as it was declared
    assert standing(ward_store, head).birth_date == "1962-03-02"
    assert standing(ward_store, people[1]) == people[1]
    assert verify(ward_store).ok


def test_documents_when_they_differ_then_the_order_of_the_decree_decides() -> None:
    about = uuid.UUID(int=7)

    def evidence(number: int, document: str, value: str, **more: str) -> Evidence:
        return Evidence(
            evidence_uuid=uuid.UUID(int=number),
            about=about,
            box="sex",
            value=value,
            document=document,
            **more,
        )

    card, birth, residence = evidence(1, "CC", "1"), evidence(2, "KS", "2"), evidence(3, "CT", "1")
    other_box = Evidence(evidence_uuid=uuid.UUID(int=9), about=about, box="full_name", value="LÊ ẨN")
    assert [rank(one) for one in ("CT", "KS", "CC", "KH", None, "?")] == [1, 2, 3, 4, 9, 9]
    assert claim("sex", "1", [card, birth, other_box]).standing == "2"
    assert claim("sex", "1", [card, birth, residence]).shown == (residence, birth, card)
    confirmed = evidence(4, "CC", "1", confirmed="1")
    assert claim("sex", "2", [birth, confirmed]).standing == "1"  # confirmed outweighs the order
    later, earlier = evidence(5, "KS", "1", seen_on="2019-02"), evidence(6, "KS", "2", seen_on="2018-12-01")
    assert claim("sex", None, [earlier, later]).standing == "1"
    assert not claim("sex", "1", [later]).is_disputed
    assert claim("sex", "1", []).standing == "1"


def test_document_when_withdrawn_counts_no_more(ward_store: Store) -> None:
    _household, people = save_family(ward_store)
    shown = add_evidence(
        ward_store, people[0].person_uuid, "full_name", {"value": "ĐẬU VĂN THÌN B", "document": "03"}
    )
    withdraw_evidence(ward_store, shown.evidence_uuid)
    assert claims_of(ward_store, people[0].person_uuid) == ()


def test_confirming_when_an_officer_tries_is_refused(ward_store: Store) -> None:
    _household, people = save_family(ward_store)
    shown = add_evidence(ward_store, people[0].person_uuid, "sex", {"value": "nam", "document": "HK"})
    with pytest.raises(CensusError) as refused:
        confirm_evidence(ward_store, shown.evidence_uuid)
    assert refused.value.code == "NOT_ALLOWED"
    ward_store.close()

    with open_store(ward_store.folder, SUPERVISOR.login, SUPERVISOR_PASSWORD, ward_store.clock) as store:
        confirm_evidence(store, shown.evidence_uuid)
        assert claims_of(store, people[0].person_uuid)[0].confirmed is not None
        confirm_evidence(store, shown.evidence_uuid, is_confirmed=False)
        assert claims_of(store, people[0].person_uuid)[0].confirmed is None


@pytest.mark.parametrize(
    ("box", "typed", "code"),
    [
        ("note", {"value": "x", "document": "KS"}, "UNKNOWN_FIELD"),
        ("sex", {"value": "nam", "document": "KS", "colour": "xanh"}, "UNKNOWN_FIELD"),
        ("birth_date", {"value": "31/2/1990", "document": "KS"}, "BAD_VALUE"),
        ("sex", {"value": "nam", "document": "giấy gói"}, "BAD_VALUE"),
        ("sex", {"value": "nam"}, "BAD_VALUE"),
        ("sex", {"value": "", "document": "KS"}, "BAD_VALUE"),
    ],
)
def test_document_when_it_cannot_be_read_is_refused_in_words(
    ward_store: Store, box: str, typed: dict[str, str], code: str
) -> None:
    _household, people = save_family(ward_store)
    with pytest.raises(CensusError) as refused:
        add_evidence(ward_store, people[0].person_uuid, box, typed)
    assert refused.value.code == code
    assert claims_of(ward_store, people[0].person_uuid) == ()


def test_nobody_when_asked_about_is_told(ward_store: Store) -> None:
    for act in (
        lambda: claims_of(ward_store, uuid.UUID(int=5)),
        lambda: withdraw_evidence(ward_store, uuid.UUID(int=5)),
    ):
        with pytest.raises(CensusError) as refused:
            act()
        assert refused.value.code == "NO_SUCH_RECORD"
