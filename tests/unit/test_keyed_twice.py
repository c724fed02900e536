"""Records of second keying and the numbers of batches."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.batches import batch_of, batch_uuid_of, sequence_of, slip_no_of
from census_desktop.domain.keyed_twice import (
    keyed_box_uuid_of,
    login_and_device,
    officer_on,
    officers_from,
    officers_text,
)

SONG_TRI, KY_TRINH = "18754@2015-04-10", "18820@2015-04-10"
logins = st.text(st.characters(categories=["L", "Nd"], include_characters=". "), min_size=1).filter(
    lambda login: login == login.strip()
)


@given(st.lists(logins))
def test_officers_when_written_are_read_back(authors: list[str]) -> None:
    assert officers_from(officers_text(authors)) == {each: authors.count(each) for each in authors}


@pytest.mark.parametrize("text", [None, "", "hoa", "hoa.nt x", "hoa.nt -1", " 3", "hoa.nt ²"])
def test_officers_when_not_readable_are_left_out(text: str | None) -> None:
    assert officers_from(text) == {}


def test_officers_when_named_twice_are_added() -> None:
    assert officers_from("hoa.nt 2; lan 3; hoa.nt 4") == {"hoa.nt": 6, "lan": 3}


@given(logins, st.text(st.characters(categories=["Lu", "Nd"], include_characters="-")))
def test_officer_when_written_with_the_machine_is_read_back(login: str, device: str) -> None:
    assert login_and_device(officer_on(login, device)) == (login, device)
    assert login_and_device("hoa.nt") == ("hoa.nt", "")


def test_box_when_decided_on_two_machines_is_one_record() -> None:
    slip = uuid.UUID(int=7)
    assert keyed_box_uuid_of(slip, "sex") == keyed_box_uuid_of(slip, "sex")
    assert keyed_box_uuid_of(slip, "sex") != keyed_box_uuid_of(slip, "full_name")


@pytest.mark.parametrize(
    ("slip_no", "batch", "sequence"),
    [
        ("12/34", "12", 34),
        (" 12 / 34", "12", 34),
        ("A-3/007", "A-3", 7),
        ("12", "", 0),
        ("", "", 0),
        (None, "", 0),
        ("/5", "", 5),
        ("12/", "12", 0),
        ("12/3a", "12", 0),
        ("12/²", "12", 0),
        ("12/9999999", "12", 0),
        ("12/3/4", "12", 0),
    ],
)
def test_slip_number_when_read_names_batch_and_place(slip_no: str | None, batch: str, sequence: int) -> None:
    assert (batch_of(slip_no), sequence_of(slip_no)) == (batch, sequence)


@given(st.integers(1, 9999))
def test_slip_number_when_written_is_read_back(sequence: int) -> None:
    written = slip_no_of("12", sequence)
    assert (batch_of(written), sequence_of(written)) == ("12", sequence)


def test_batch_when_named_on_two_machines_is_one_record() -> None:
    assert batch_uuid_of(SONG_TRI, " a3") == batch_uuid_of(SONG_TRI, "A3")
    assert batch_uuid_of(SONG_TRI, "3") != batch_uuid_of(KY_TRINH, "3")
