"""The keys of this machine and of its town, kept as settings inside the encrypted store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.store.settings import setting
from census_desktop.transfer.envelope import Identity, PublicDevice, parse_public_text, public_text

if TYPE_CHECKING:
    from census_desktop.store.store import Store
    from census_desktop.store.transaction import Transaction

IDENTITY_SETTING = "identity"
FORMER_SETTING = "former_identities"
TOWN_PUBLIC_SETTING = "town_public"
COLLECTING_SETTING = "collecting"


def keep_identity(tx: Transaction, identity: Identity) -> None:
    """Store the private keys of this installation."""
    tx.put_setting(IDENTITY_SETTING, identity.to_text())


def own_identity(store: Store) -> Identity:
    """The private keys of this installation.

    Raises:
        CensusError: NO_IDENTITY when set-up did not make any.
    """
    text = setting(store, IDENTITY_SETTING)
    if text is None:
        raise CensusError(
            "NO_IDENTITY",
            _("Máy này chưa có khóa ký gói dữ liệu."),
            _("Hãy chạy lại bước thiết lập ban đầu."),
        )
    return Identity.from_text(text)


def renew_identity(tx: Transaction, identity: Identity, former: tuple[Identity, ...]) -> None:
    """Take new keys and keep the former ones for reading what is still on its way to them."""
    keep_identity(tx, identity)
    tx.put_setting(FORMER_SETTING, json.dumps([each.to_text() for each in former]))


def former_identities(store: Store) -> tuple[Identity, ...]:
    """Keys this installation had before it was restored from a backup, newest first; they only read."""
    text = setting(store, FORMER_SETTING)
    return () if text is None else tuple(Identity.from_text(each) for each in json.loads(text))


def own_public_text(store: Store) -> str:
    """The content of this machine's public file."""
    identity = own_identity(store)
    return public_text(identity.public, identity)


def keep_town(tx: Transaction, text: str) -> PublicDevice:
    """Remember the town this ward sends to.

    Args:
        tx: the transaction to write in.
        text: content of the town's public file.

    Raises:
        CensusError: NOT_A_KEY_FILE, BAD_SIGNATURE, or NOT_A_TOWN when it is the file of a ward's machine.
    """
    public = parse_public_text(text)
    if public.machine_role != "town" or public.town_recovery_recipient is None:
        raise CensusError(
            "NOT_A_TOWN",
            _("Tệp khóa này không phải của máy thị xã."),
            _("Hãy chọn tệp town.pub do máy thị xã tạo ra."),
        )
    tx.put_setting(TOWN_PUBLIC_SETTING, text)
    return public


def town(store: Store) -> PublicDevice | None:
    """The town this ward sends to, None before its key was given."""
    text = setting(store, TOWN_PUBLIC_SETTING)
    return None if text is None else parse_public_text(text)


def keep_collecting(tx: Transaction, *, is_collecting: bool) -> None:
    """Remember whether this ward machine collects from the others of its ward."""
    tx.put_setting(COLLECTING_SETTING, "1" if is_collecting else "")


def is_collecting(store: Store) -> bool:
    """True on a ward machine that was set up to collect from the others of its ward before going to the town."""
    return setting(store, COLLECTING_SETTING) == "1"
