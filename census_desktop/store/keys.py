"""The database key, wrapped once per user.

The store is encrypted with 32 random bytes. `keys.json` beside it holds one slot per user: the key sealed with
XChaCha20-Poly1305 under a key derived from the password by Argon2id (RFC 9106). Everything else in the slot is
associated data, so an edited role or a lowered cost fails to open. Passwords are brought to NFC first: the same
Vietnamese password arrives composed or decomposed depending on the input method.

Beside the slots stands the key sealed to the town's recovery key, which lies on paper in two envelopes: the way in
when nobody remembers a password.
"""

from __future__ import annotations

import base64
import json
import unicodedata
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import nacl.exceptions
import pyrage
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.pwhash import argon2id
from nacl.utils import random as random_bytes

from census_desktop.base.atomic import replace_file
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _

FORMAT = 1
KEY_BYTES = 32
SALT_BYTES = 16
MIN_PASSWORD = 10
_TOO_COMMON = ("1234567890", "0123456789", "matkhau123", "password12", "kyanh12345", "0987654321")


@dataclass(frozen=True, slots=True)
class Cost:
    """Work of one password guess: passes over `memory` bytes."""

    passes: int
    memory: int


MOST_COST = Cost(passes=64, memory=1 << 30)  # an edited file must not bring the laptop down
STANDARD_COST = Cost(passes=3, memory=64 * 1024 * 1024)  # RFC 9106, second recommended choice


@dataclass(frozen=True, slots=True)
class Slot:
    """One user's way to the key.

    Attributes:
        login: short name typed at log-in.
        role: "officer" or "supervisor"; kept by the program, not by cryptography.
        display_name: name printed on lists.
    """

    login: str
    role: str
    display_name: str
    passes: int
    memory: int
    salt: str
    nonce: str
    sealed: str

    def bound(self, database_id: str) -> bytes:
        """What is sealed together with the key and cannot be edited."""
        parts = asdict(self)
        del parts["nonce"], parts["sealed"]
        parts["database"] = database_id
        return json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The content of `keys.json`.

    Attributes:
        database_id: binds slots and recovery to their database.
        slots: one for each user.
        recovery: the key sealed to the town's recovery key (age, base64), "" before the town is known.
    """

    database_id: str
    slots: tuple[Slot, ...]
    recovery: str = ""

    def with_slot(self, slot: Slot) -> KeyRing:
        """With `slot` in place of the one of the same login."""
        return replace(self, slots=tuple(slot if one.login == slot.login else one for one in self.slots))

    def slot(self, login: str) -> Slot | None:
        """The slot of `login`; letter case and surrounding blanks do not matter."""
        wanted = login.strip().casefold()
        return next((slot for slot in self.slots if slot.login.casefold() == wanted), None)


def check_password(password: str, login: str) -> None:
    """Refuse passwords that fall to guessing.

    Raises:
        CensusError: WEAK_PASSWORD.
    """
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < MIN_PASSWORD or plain.casefold() in _TOO_COMMON or len(set(plain)) < 4:
        raise CensusError(
            "WEAK_PASSWORD",
            _("Mật khẩu quá yếu: cần ít nhất {count} ký tự, không dùng dãy số quen thuộc.").format(
                count=MIN_PASSWORD
            ),
            _("Hãy dùng bốn từ dễ nhớ, ví dụ do chương trình gợi ý."),
        )
    if login and login.casefold() in plain.casefold() and len(plain) < MIN_PASSWORD + len(login):
        raise CensusError(
            "WEAK_PASSWORD",
            _("Mật khẩu không được chỉ gồm tên đăng nhập và vài ký tự."),
            _("Hãy chọn mật khẩu khác."),
        )


def new_key() -> bytearray:
    """A fresh database key; a bytearray so that it can be wiped."""
    return bytearray(random_bytes(KEY_BYTES))


def new_database_id() -> str:
    """A random name binding `keys.json` to its database."""
    return random_bytes(16).hex()


def _derive(password: str, salt: bytes, cost: Cost) -> bytes:
    secret = unicodedata.normalize("NFC", password).encode()
    return argon2id.kdf(KEY_BYTES, secret, salt, opslimit=cost.passes, memlimit=cost.memory)


def seal_slot(
    key: bytes | bytearray,
    database_id: str,
    login: str,
    role: str,
    display_name: str,
    password: str,
    cost: Cost,
) -> Slot:
    """Wrap `key` for one user."""
    salt = random_bytes(SALT_BYTES)
    nonce = random_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    empty = Slot(login, role, display_name, cost.passes, cost.memory, _encode(salt), _encode(nonce), "")
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes(key), empty.bound(database_id), nonce, _derive(password, salt, cost)
    )
    return Slot(login, role, display_name, cost.passes, cost.memory, empty.salt, empty.nonce, _encode(sealed))


def open_slot(slot: Slot, database_id: str, password: str) -> bytearray:
    """The database key.

    Raises:
        CensusError: WRONG_PASSWORD, also when the slot was edited.
    """
    try:
        derived = _derive(password, _decode(slot.salt), Cost(slot.passes, slot.memory))
        key = crypto_aead_xchacha20poly1305_ietf_decrypt(
            _decode(slot.sealed), slot.bound(database_id), _decode(slot.nonce), derived
        )
    except (nacl.exceptions.CryptoError, ValueError) as error:
        raise wrong_password() from error
    return bytearray(key)


def wrong_password() -> CensusError:
    """The same sentence for an unknown login and a wrong password."""
    return CensusError(
        "WRONG_PASSWORD",
        _("Tên đăng nhập hoặc mật khẩu không đúng."),
        _("Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại."),
    )


def seal_recovery(key: bytes | bytearray, database_id: str, recipient: str) -> str:
    """Wrap `key` for the holder of the town's recovery key."""
    said = json.dumps({"database": database_id, "key": bytes(key).hex()}).encode()
    return _encode(pyrage.encrypt(said, [pyrage.x25519.Recipient.from_str(recipient)]))


def open_recovery(ring: KeyRing, secret: str) -> bytearray:
    """The database key, by the recovery key of the town.

    Raises:
        CensusError: NO_RECOVERY when the machine never knew the town's recovery key, WRONG_RECOVERY_KEY.
    """
    if not ring.recovery:
        raise CensusError(
            "NO_RECOVERY",
            _("Máy này chưa có đường mở bằng khóa khôi phục của thị xã."),
            _("Hãy tìm người còn nhớ mật khẩu của máy này, hoặc khôi phục từ dữ liệu ở thị xã."),
        )
    try:
        identity = pyrage.x25519.Identity.from_str(secret)
        said: Any = json.loads(pyrage.decrypt(_decode(ring.recovery), [identity]))
        if said["database"] != ring.database_id:
            raise ValueError("database")  # noqa: TRY301  one sentence for everything that does not fit
        return bytearray(bytes.fromhex(said["key"]))
    except (pyrage.IdentityError, pyrage.DecryptError, ValueError, KeyError, TypeError) as error:
        raise CensusError(
            "WRONG_RECOVERY_KEY",
            _("Khóa khôi phục gõ vào không mở được máy này."),
            _("Hãy gõ lại đúng tờ giấy trong phong bì mới nhất; máy nhập khóa cũ thì dùng phong bì cũ."),
        ) from error


def read_key_ring(folder: DataFolder) -> KeyRing:
    """Read `keys.json`.

    Raises:
        CensusError: NOT_SET_UP when there is none, KEYS_DAMAGED when it cannot be read.
    """
    try:
        return parse_key_ring(folder.keys_path.read_bytes())
    except FileNotFoundError as error:
        if folder.exists:  # somebody must not be sent to the first run over his own data
            raise CensusError(
                "NOT_SET_UP",
                _("Mất tệp khóa keys.json trong {folder}; tệp dữ liệu vẫn còn.").format(folder=folder.root),
                _("Hãy khôi phục keys.json từ bản sao lưu; đừng thiết lập lại và đừng xóa gì."),
            ) from error
        raise CensusError(
            "NOT_SET_UP",
            _("Thư mục này chưa có dữ liệu: {folder}.").format(folder=folder.root),
            _("Hãy thiết lập máy lần đầu hoặc chọn đúng thư mục dữ liệu."),
        ) from error
    except PermissionError as error:
        raise CensusError(
            "NOT_PERMITTED",
            _("Người dùng này của máy tính không được phép đọc {folder}.").format(folder=folder.root),
            _("Hãy đăng nhập máy tính bằng người dùng đã thiết lập, hoặc xin quyền đọc và ghi thư mục đó."),
        ) from error
    except OSError as error:
        raise keys_damaged() from error


def parse_key_ring(content: bytes) -> KeyRing:
    """The content of a `keys.json`.

    Raises:
        CensusError: KEYS_DAMAGED.
    """
    try:
        data: Any = json.loads(content)
        if data["format"] != FORMAT:
            raise ValueError("format")  # noqa: TRY301  one sentence for every kind of damage
        slots = tuple(_checked(Slot(**slot)) for slot in data["slots"])
        recovery = data.get("recovery", "")
        if not isinstance(recovery, str):
            raise TypeError("recovery")  # noqa: TRY301  as above
        return KeyRing(database_id=str(data["database"]), slots=slots, recovery=recovery)
    except (ValueError, KeyError, TypeError) as error:
        raise keys_damaged() from error


def keys_damaged() -> CensusError:
    """One sentence for every kind of damage to `keys.json`."""
    return CensusError(
        "KEYS_DAMAGED",
        _("Tệp khóa keys.json không đọc được."),
        _("Hãy khôi phục tệp này từ bản sao lưu; đừng xóa tệp dữ liệu."),
    )


def _checked(slot: Slot) -> Slot:
    """The slot, if every part is of its type and the work it asks for is bearable."""
    for field in fields(Slot):
        wanted = int if field.name in {"passes", "memory"} else str
        if not isinstance(getattr(slot, field.name), wanted):
            raise TypeError(field.name)
    if slot.passes > MOST_COST.passes or slot.memory > MOST_COST.memory:
        raise ValueError("cost")
    return slot


def ring_content(ring: KeyRing) -> bytes:
    """What `parse_key_ring` reads."""
    data = {"format": FORMAT, "database": ring.database_id, "slots": [asdict(slot) for slot in ring.slots]}
    if ring.recovery:
        data["recovery"] = ring.recovery
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def write_key_ring(folder: DataFolder, ring: KeyRing) -> None:
    """Write `keys.json` so that it is complete or not there."""
    replace_file(folder.keys_path, ring_content(ring))


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
