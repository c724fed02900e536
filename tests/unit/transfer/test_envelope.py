"""Keys, public files and fingerprints."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.store.opening import create_store
from census_desktop.store.store import Account, Installation, MachineRole, Role
from census_desktop.store.transaction import Action
from census_desktop.transfer.envelope import (
    Identity,
    fingerprint,
    is_head_signed,
    new_identity,
    new_recovery_key,
    parse_public_text,
    public_text,
    read_public_file,
    seal,
    unseal,
    write_public_file,
)
from census_desktop.transfer.machine import IDENTITY_SETTING, keep_town, own_identity, own_public_text, town
from tests.fake_clock import FakeClock
from tests.transfer_world import CHEAP

if TYPE_CHECKING:
    from pathlib import Path

    from tests.transfer_world import Machine, World

UNIT = "18754@2015-04-10"


def _identity(device: str = "ST-01") -> Identity:
    return new_identity(device, UNIT, "ward", label="Máy tính xách tay phường Sông Trí")


def test_identity_when_kept_as_text_comes_back_the_same() -> None:
    identity = _identity()
    assert Identity.from_text(identity.to_text()) == identity


def test_identity_when_shown_hides_its_secrets() -> None:
    identity = _identity()
    assert identity.signing_seed not in repr(identity)
    assert identity.age_secret not in repr(identity)


def test_identity_when_text_is_something_else_is_a_bug() -> None:
    with pytest.raises(BugError):
        Identity.from_text('{"device": 1}')


def test_public_file_when_written_and_read_gives_the_public_half(tmp_path: Path) -> None:
    _secret, recovery = new_recovery_key()
    town = new_identity("TX-01", "449", "town", label="Máy thị xã", town_recovery_recipient=recovery)
    path = tmp_path / "town.pub"
    write_public_file(town.public, town, path)
    assert read_public_file(path) == town.public
    assert town.signing_seed not in path.read_text(encoding="utf-8")
    assert town.age_secret not in path.read_text(encoding="utf-8")


def test_public_file_when_labelled_anew_is_still_signed() -> None:
    identity = _identity()
    public = replace(identity.public, label="Máy của tổ 3")
    assert parse_public_text(public_text(public, identity)).label == "Máy của tổ 3"


def test_public_file_when_of_another_machine_is_not_signed() -> None:
    with pytest.raises(BugError):
        public_text(_identity("ST-02").public, _identity())


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("device", "ST-99"),
        ("unit", "18820@2015-04-10"),
        ("machine_role", "town"),
        ("label", "Máy khác"),
        ("verify_key", new_identity("X", UNIT, "ward").public.verify_key),
        ("recipient", new_identity("X", UNIT, "ward").public.recipient),
        ("town_recovery_recipient", new_recovery_key()[1]),
        ("signature", "AAAA"),
        ("signature", "không phải base64"),
    ],
)
def test_public_file_when_any_part_is_altered_is_refused(part: str, value: str) -> None:
    identity = _identity()
    data = json.loads(public_text(identity.public, identity))
    data[part] = value
    with pytest.raises(CensusError) as caught:
        parse_public_text(json.dumps(data), "ST-01.pub")
    assert caught.value.code == "BAD_SIGNATURE"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("format", "CENSUS-DCPUB 9"),
        ("signature", 5),
        ("device", "../../town"),
        ("device", ""),
        ("unit", "Sông Trí"),
        ("machine_role", "chief"),
        ("recipient", "age1xyz"),
        ("town_recovery_recipient", "age1xyz"),
        ("verify_key", None),
    ],
)
def test_public_file_when_a_part_makes_no_sense_is_no_key_file(part: str, value: object) -> None:
    identity = _identity()
    data = json.loads(public_text(identity.public, identity))
    data[part] = value
    with pytest.raises(CensusError) as caught:
        parse_public_text(json.dumps(data), "ST-01.pub")
    assert caught.value.code == "NOT_A_KEY_FILE"
    assert "ST-01.pub" in caught.value.message


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe\x00", b"CENSUS-DCPKG 1\n", b"{}", b" " * 20_000])
def test_public_file_when_it_is_something_else_is_no_key_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "town.pub"
    path.write_bytes(content)
    with pytest.raises(CensusError) as caught:
        read_public_file(path)
    assert caught.value.code == "NOT_A_KEY_FILE"


def test_public_file_when_missing_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as caught:
        read_public_file(tmp_path / "không có.pub")
    assert caught.value.code == "NO_FILE"
    assert "không có.pub" in caught.value.message


def test_fingerprint_when_read_out_has_five_groups_and_depends_on_both_keys() -> None:
    one, other = _identity().public, _identity().public
    assert [len(group) for group in fingerprint(one).split("-")] == [4] * 5
    assert fingerprint(one) == fingerprint(replace(one, label="khác"))
    assert fingerprint(one) != fingerprint(replace(one, verify_key=other.verify_key))
    assert fingerprint(one) != fingerprint(replace(one, recipient=other.recipient))


def test_head_signature_when_made_for_a_public_file_does_not_serve_for_a_head() -> None:
    """Domain separation: no signature can be moved to another kind of document."""
    identity = _identity()
    document = json.loads(public_text(identity.public, identity))
    signature = document.pop("signature")
    del document["format"]
    line = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert not is_head_signed(identity.public.verify_key, line, signature)
    assert is_head_signed(identity.public.verify_key, line, identity.sign_head(line))


def test_signature_when_spelt_otherwise_does_not_hold() -> None:
    """The last letter of 64 bytes in base64 has four bits nobody reads: another letter gives the same bytes."""
    identity = _identity()
    line = b'{"unit": "18754"}'
    signature = identity.sign_head(line)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = signature[:-3] + letters[letters.index(signature[-3]) + 1] + "=="
    assert base64.b64decode(other) == base64.b64decode(signature)
    assert not is_head_signed(identity.public.verify_key, line, other)


def test_seal_when_several_may_read_opens_for_each_of_them() -> None:
    first, second = _identity(), _identity("ST-02")
    for reader in (first, second):
        sealed, opened = io.BytesIO(), io.BytesIO()
        seal(io.BytesIO("Nguyễn Thị Hoà".encode()), sealed, (first.public.recipient, second.public.recipient))
        sealed.seek(0)
        unseal(sealed, opened, reader)
        assert opened.getvalue().decode() == "Nguyễn Thị Hoà"


def test_seal_when_recipient_is_nonsense_is_a_bug() -> None:
    with pytest.raises(BugError):
        seal(io.BytesIO(b""), io.BytesIO(), ("age1xyz",))


def test_seal_when_cut_by_its_own_sender_is_damaged() -> None:
    identity = _identity()
    sealed = io.BytesIO()
    seal(io.BytesIO(b"x" * 200_000), sealed, (identity.public.recipient,))
    with pytest.raises(CensusError) as caught:
        unseal(io.BytesIO(sealed.getvalue()[:-40_000]), io.BytesIO(), identity)
    assert caught.value.code == "DAMAGED"


def test_town_key_when_of_another_machine_is_not_kept(world: World, ward: Machine) -> None:
    other = new_identity("KT-01", UNIT, "ward")
    with pytest.raises(CensusError) as caught, ward.store.transaction(Action.SETTING) as transaction:
        keep_town(transaction, public_text(other.public, other))
    assert caught.value.code == "NOT_A_TOWN"
    assert town(ward.store) == world.town.public


def test_own_keys_when_set_up_are_given_as_a_public_file(ward: Machine) -> None:
    assert parse_public_text(own_public_text(ward.store)) == ward.public


def test_own_keys_when_set_up_made_none_are_missed(ward: Machine) -> None:
    with ward.store.transaction(Action.SETTING) as transaction:
        transaction.put_setting(IDENTITY_SETTING, "")
    with pytest.raises(BugError):
        own_identity(ward.store)


def test_own_keys_when_the_store_is_older_than_keys_are_missed_in_plain_words(tmp_path: Path) -> None:
    account = Account("canbo", Role.OFFICER, "Cán bộ nhập liệu")
    installation = Installation(MachineRole.WARD, UNIT, "ST-01")
    people = [(account, "mưa rào tháng sáu")]
    with create_store(DataFolder(tmp_path), installation, people, FakeClock(), cost=CHEAP) as store:
        with pytest.raises(CensusError) as caught:
            own_identity(store)
        assert caught.value.code == "NO_IDENTITY"
        assert town(store) is None
