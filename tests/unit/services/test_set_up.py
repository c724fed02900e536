"""First run: what it makes, and that nothing is left when it fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.services.passphrase import WORDS, new_passphrase, words
from census_desktop.services.set_up import SetUpResult, initialise
from census_desktop.services.units import resolve_unit, unit_name
from census_desktop.store.opening import MachineRole, accounts, find_account, open_store
from census_desktop.store.progress import targets
from census_desktop.store.settings import setting
from census_desktop.transfer.envelope import read_public_file
from census_desktop.transfer.machine import own_identity, town
from tests.command_line import CHEAP, PASSWORD, SONG_TRI

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock


def first_run(folder: DataFolder, clock: FakeClock, **answers: object) -> SetUpResult:
    """Set up a ward of Sông Trí unless told otherwise."""
    given: dict[str, object] = {
        "machine_role": MachineRole.WARD,
        "unit_text": "18754",
        "officer_login": "hoa",
        "officer_password": PASSWORD,
        **answers,
    }
    return initialise(folder, clock=clock, cost=CHEAP, **given)  # type: ignore[arg-type]


def town_key(tmp_path: Path, clock: FakeClock) -> Path:
    """The public file of a town."""
    folder = DataFolder(tmp_path / "thị xã")
    return first_run(folder, clock, machine_role=MachineRole.TOWN, unit_text="449").public_key_file


def test_ward_when_set_up_has_two_accounts_keys_and_its_own_target(
    data_folder: DataFolder, clock: FakeClock, tmp_path: Path
) -> None:
    done = first_run(data_folder, clock, town_key=town_key(tmp_path, clock))
    assert [(one.login, one.role.value) for one in done.accounts] == [
        ("hoa", "officer"),
        ("giamsat", "supervisor"),
    ]
    assert [one.login for one in accounts(data_folder)] == ["hoa", "giamsat"]
    assert done.unit == SONG_TRI
    assert done.recovery_key is None
    assert done.public_key_file == data_folder.root / "keys" / f"{done.device}.pub"
    with open_store(data_folder, "HOA", PASSWORD, clock) as store:
        assert store.installation.device == done.device
        assert read_public_file(done.public_key_file) == own_identity(store).public
        receiver = town(store)
        assert receiver is not None
        assert receiver.unit == "449"
        assert targets(store) == {SONG_TRI: (8174, 2437)}


def test_town_when_set_up_gives_the_recovery_key_once(data_folder: DataFolder, clock: FakeClock) -> None:
    done = first_run(data_folder, clock, machine_role=MachineRole.TOWN, unit_text="449")
    assert done.recovery_key is not None
    assert done.public_key_file.name == "town.pub"
    assert read_public_file(done.public_key_file).town_recovery_recipient is not None
    with open_store(data_folder, "hoa", PASSWORD, clock) as store:
        assert done.recovery_key not in (setting(store, "identity") or "")
        assert sum(people for people, _households in targets(store).values()) == 60_191


def test_supervisor_when_no_password_is_given_gets_a_phrase_that_opens(
    data_folder: DataFolder, clock: FakeClock
) -> None:
    done = first_run(data_folder, clock)
    phrase = done.accounts[1].password
    assert phrase is not None
    assert find_account(data_folder, phrase) == "giamsat"
    assert done.accounts[0].password is None


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"unit_text": "99999"}, "UNKNOWN_UNIT"),
        ({"unit_text": "18754@2016-01-01"}, "UNKNOWN_UNIT"),
        ({"unit_text": "449"}, "UNKNOWN_UNIT"),
        ({"machine_role": MachineRole.TOWN, "unit_text": "18754"}, "UNKNOWN_UNIT"),
        ({"officer_login": " "}, "NO_LOGIN"),
        ({"officer_login": "GiamSat"}, "SAME_LOGIN"),
        ({"officer_password": "hoa1990"}, "WEAK_PASSWORD"),
        ({"supervisor_password": "123"}, "WEAK_PASSWORD"),
    ],
)
def test_first_run_when_an_answer_is_wrong_makes_nothing(
    answers: dict[str, object], code: str, data_folder: DataFolder, clock: FakeClock
) -> None:
    with pytest.raises(CensusError) as caught:
        first_run(data_folder, clock, **answers)
    assert caught.value.code == code
    assert not data_folder.exists
    assert first_run(data_folder, clock).unit == SONG_TRI


def test_first_run_when_the_town_key_is_no_key_makes_nothing(
    data_folder: DataFolder, clock: FakeClock, tmp_path: Path
) -> None:
    other = tmp_path / "danh-sach.pub"
    other.write_text("Võ Thị Hường", encoding="utf-8")
    with pytest.raises(CensusError) as caught:
        first_run(data_folder, clock, town_key=other)
    assert caught.value.code == "NOT_A_KEY_FILE"
    assert not data_folder.root.exists()


def test_first_run_when_the_town_key_was_altered_makes_nothing(
    data_folder: DataFolder, clock: FakeClock, tmp_path: Path
) -> None:
    key = town_key(tmp_path, clock)
    altered = tmp_path / "town.pub"
    altered.write_text(json.dumps(json.loads(key.read_text()) | {"unit": "18754"}))
    with pytest.raises(CensusError) as caught:
        first_run(data_folder, clock, town_key=altered)
    assert caught.value.code == "BAD_SIGNATURE"
    assert not data_folder.root.exists()


def test_first_run_when_the_key_is_another_wards_leaves_the_folder_free(
    data_folder: DataFolder, clock: FakeClock, tmp_path: Path
) -> None:
    other = first_run(DataFolder(tmp_path / "Kỳ Hà"), clock, unit_text="18808").public_key_file
    with pytest.raises(CensusError) as caught:
        first_run(data_folder, clock, town_key=other)
    assert caught.value.code == "NOT_A_TOWN"
    assert not data_folder.exists
    assert first_run(data_folder, clock).unit == SONG_TRI


def test_first_run_when_data_are_there_leaves_them(data_folder: DataFolder, clock: FakeClock) -> None:
    done = first_run(data_folder, clock)
    with pytest.raises(CensusError) as caught:
        first_run(data_folder, clock, officer_login="thin")
    assert caught.value.code == "ALREADY_SET_UP"
    with open_store(data_folder, "hoa", PASSWORD, clock) as store:
        assert store.installation.device == done.device


def test_first_run_when_a_file_is_in_the_way_says_so(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "du-lieu").write_text("x")
    with pytest.raises(CensusError) as caught:
        first_run(DataFolder(tmp_path / "du-lieu" / "may"), clock)
    assert caught.value.code == "NO_FOLDER"


def test_machines_when_set_up_one_after_the_other_have_different_ids(
    tmp_path: Path, clock: FakeClock
) -> None:
    devices = {first_run(DataFolder(tmp_path / name), clock).device for name in ("một", "hai", "ba")}
    assert len(devices) == 3
    assert all(device.isalnum() and device.islower() for device in devices)


def test_words_when_typed_with_the_input_method_on_stay_as_they_are() -> None:
    assert len(words()) >= 1600
    for word in words():
        assert word.isascii()
        assert not set(word) & set("wzjf")
        assert not word.endswith(("s", "x", "r"))
        assert all(word.count(letter) == 1 for letter in set(word) & set("aeodu"))


def test_passphrase_when_made_twice_differs() -> None:
    first, second = new_passphrase(), new_passphrase()
    assert first != second
    assert len(first.split("-")) == WORDS
    assert set(first.split("-")) <= set(words())


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("18754", "18754@2015-04-10"),  # not the larger Sông Trí of 2025
        ("18754@2020-01-01", "18754@2020-01-01"),
        ("Phường Sông Trí", "18754@2015-04-10"),
        ("phường hưng trí", "18754@2020-01-01"),
        ("18814", "18814@2025-07-01"),  # only ever this one
    ],
)
def test_unit_when_written_without_a_day_is_the_one_of_the_collection(text: str, unit: str) -> None:
    assert str(resolve_unit(text)) == unit


def test_unit_when_unknown_is_named_by_its_own_text() -> None:
    assert unit_name(SONG_TRI) == "Phường Sông Trí"
    assert unit_name("449") == "Thị xã Kỳ Anh"
    assert unit_name("99999@2015-04-10") == "99999@2015-04-10"
    assert unit_name("Sông Trí") == "Sông Trí"
