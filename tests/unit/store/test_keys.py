"""The key of the store, wrapped once per user."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from pathlib import Path
from typing import Any, Literal

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.store import keys
from tests.builders import CHEAP, LOGIN, PASSWORD

DATABASE = "0f" * 16


def seal(key: bytearray, password: str = PASSWORD) -> keys.Slot:
    return keys.seal_slot(key, DATABASE, LOGIN, "officer", "Nguyễn Thị Hoà", password, CHEAP)


def refusal(slot: keys.Slot, password: str = PASSWORD, database: str = DATABASE) -> str:
    with pytest.raises(CensusError) as caught:
        keys.open_slot(slot, database, password)
    return caught.value.code


def test_slot_when_opened_with_its_password_then_gives_the_key() -> None:
    key = keys.new_key()

    assert keys.open_slot(seal(key), DATABASE, PASSWORD) == key


def test_slot_when_the_password_is_wrong_then_stays_shut() -> None:
    assert refusal(seal(keys.new_key()), "mưa rào tháng bảy") == "WRONG_PASSWORD"


@pytest.mark.parametrize(("stored", "typed"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_slot_when_the_input_method_composes_differently_then_opens(
    stored: Literal["NFC", "NFD"], typed: Literal["NFC", "NFD"]
) -> None:
    key = keys.new_key()
    slot = seal(key, unicodedata.normalize(stored, PASSWORD))

    assert keys.open_slot(slot, DATABASE, unicodedata.normalize(typed, PASSWORD)) == key


@pytest.mark.parametrize(
    "edited",
    [
        {"role": "supervisor"},
        {"login": "tuan.tq"},
        {"display_name": "Trần Quốc Tuấn"},
        {"passes": CHEAP.passes + 1},
        {"memory": CHEAP.memory * 2},
        {"memory": 1},
        {"passes": 0},
        {"salt": "AAAAAAAAAAAAAAAAAAAAAA=="},
        {"salt": "AAAA"},
        {"salt": "không phải base64"},
        {"nonce": "AAAA"},
        {"sealed": ""},
    ],
    ids=str,
)
def test_slot_when_edited_then_stays_shut(edited: dict[str, Any]) -> None:
    assert refusal(dataclasses.replace(seal(keys.new_key()), **edited)) == "WRONG_PASSWORD"


def test_slot_when_carried_to_another_database_then_stays_shut() -> None:
    assert refusal(seal(keys.new_key()), database="ab" * 16) == "WRONG_PASSWORD"


def test_slot_when_sealed_twice_then_looks_different_each_time() -> None:
    key = keys.new_key()
    first, second = seal(key), seal(key)

    assert first.salt != second.salt
    assert first.sealed != second.sealed


def test_standard_cost_when_set_then_is_that_of_rfc_9106_for_little_memory() -> None:
    assert keys.Cost(passes=3, memory=64 * 1024 * 1024) == keys.STANDARD_COST


@pytest.mark.parametrize(
    "password",
    [
        "",
        "mưa rào",
        "1234567890",
        "0123456789",
        "MatKhau123",
        "aaaaaaaaaaaa",
        "ababababab",
        f"{LOGIN}123",
        f"!{LOGIN.upper()}2026",
    ],
)
def test_password_when_easily_guessed_then_is_refused(password: str) -> None:
    with pytest.raises(CensusError) as caught:
        keys.check_password(password, LOGIN)

    assert caught.value.code == "WEAK_PASSWORD"
    assert password not in caught.value.message or not password


def test_password_when_short_only_because_composed_then_is_refused() -> None:
    decomposed = unicodedata.normalize("NFD", "mưa rào ậ")
    assert len(decomposed) > keys.MIN_PASSWORD > len("mưa rào ậ")

    with pytest.raises(CensusError):
        keys.check_password(decomposed, LOGIN)


@pytest.mark.parametrize(
    ("password", "login"), [(PASSWORD, LOGIN), ("biển ngang lặng sóng", ""), (f"{LOGIN} ra biển sớm", LOGIN)]
)
def test_password_when_long_enough_then_is_accepted(password: str, login: str) -> None:
    keys.check_password(password, login)


def test_key_ring_when_written_then_is_read_back(tmp_path: Path) -> None:
    folder, slot = DataFolder(tmp_path), seal(keys.new_key())

    keys.write_key_ring(folder, keys.KeyRing(DATABASE, (slot,)))

    ring = keys.read_key_ring(folder)
    assert ring == keys.KeyRing(DATABASE, (slot,))
    assert ring.slot(f"  {LOGIN.upper()} ") == slot
    assert ring.slot("ai đó") is None


def test_key_ring_when_read_by_a_person_then_shows_no_key(tmp_path: Path) -> None:
    folder, key = DataFolder(tmp_path), keys.new_key()
    keys.write_key_ring(folder, keys.KeyRing(DATABASE, (seal(key),)))

    written = folder.keys_path.read_bytes()

    assert bytes(key) not in written
    assert key.hex().encode() not in written.lower()
    assert "Nguyễn Thị Hoà".encode() in written


def test_key_ring_when_missing_then_says_the_folder_is_not_set_up(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as caught:
        keys.read_key_ring(DataFolder(tmp_path))

    assert caught.value.code == "NOT_SET_UP"
    assert str(tmp_path) in caught.value.message


def damaged_rings() -> dict[str, bytes]:
    """Key files as accidents and hands leave them."""
    slot = dataclasses.asdict(seal(keys.new_key()))
    right: dict[str, Any] = {"format": 1, "database": DATABASE, "slots": [slot]}

    def with_slot(**parts: Any) -> dict[str, Any]:
        return right | {"slots": [slot | parts]}

    written = {
        "other format": right | {"format": 2},
        "no slots": {"format": 1, "database": DATABASE},
        "slot of another shape": right | {"slots": [{"login": LOGIN}]},
        "slot with more": with_slot(colour="xanh"),
        "slots no list": right | {"slots": 5},
        "a list": [],
        "login a number": with_slot(login=7),
        "memory a text": with_slot(memory="8192"),
        "memory of a supercomputer": with_slot(memory=1 << 42),
        "work for ever": with_slot(passes=1_000_000),
    }
    files = {name: json.dumps(data).encode() for name, data in written.items()}
    return files | {"empty": b"", "cut off": json.dumps(right).encode()[:-9], "not text": b"\xff\xfe\x00"}


@pytest.mark.parametrize("name", damaged_rings())
def test_key_ring_when_damaged_then_says_so_and_keeps_the_file(tmp_path: Path, name: str) -> None:
    folder, content = DataFolder(tmp_path), damaged_rings()[name]
    folder.keys_path.write_bytes(content)

    with pytest.raises(CensusError) as caught:
        keys.read_key_ring(folder)

    assert caught.value.code == "KEYS_DAMAGED"
    assert folder.keys_path.read_bytes() == content
