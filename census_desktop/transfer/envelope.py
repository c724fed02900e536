"""Signing and sealing: who sent a package, and who may read it.

Every installation has an Ed25519 key (it signs) and an X25519 key (others seal to it, in the age format, so that
the plain `age` tool opens a package in an emergency). Private halves live only inside the encrypted store. Public
halves travel as a small self-signed JSON file that people compare by fingerprint, because nothing but a telephone
call tells a true file on a stick from a forged one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Protocol

import msgspec
import pyrage
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from census_desktop.base.atomic import write_new_file
from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.text import _
from census_desktop.transfer.refusals import refuse

PUBLIC_FORMAT = "CENSUS-DCPUB 1"
MAX_PUBLIC_FILE = 16_384  # bytes
_PUBLIC_DOMAIN = b"CENSUS-DCPUB-SIG-v1\0"
_HEAD_DOMAIN = b"CENSUS-DCPKG-SIG-v1\0"
_VOUCH_DOMAIN = b"CENSUS-DCPUB-NEXT-v1\0"
_ROLES = ("ward", "town")

# Device and unit become parts of file names, so nothing but plain letters, digits and a few marks is allowed.
DeviceText = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z")]
UnitText = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,10}(@[0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")]


class Readable(Protocol):
    """A source of bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, b"" at the end."""
        ...


class Writable(Protocol):
    """A sink of bytes."""

    def write(self, data: bytes, /) -> int:
        """Take all of `data`."""
        ...


@dataclass(frozen=True, slots=True)
class PublicDevice:
    """What others may know of a machine.

    Attributes:
        device: id of the installation, part of file names.
        unit: unit text of a ward ("18754@2015-04-10"), code of the town ("449").
        machine_role: "ward" or "town".
        verify_key: Ed25519 public key, base64.
        recipient: age X25519 recipient ("age1…").
        label: words for people, for example which laptop it is.
        town_recovery_recipient: age recipient of the town's recovery key; only a town names one.
    """

    device: DeviceText
    unit: UnitText
    machine_role: str
    verify_key: str
    recipient: str
    label: str = ""
    town_recovery_recipient: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The private keys of this installation; never leaves the encrypted store.

    Attributes:
        device: id of the installation.
        unit: as in `PublicDevice`.
        machine_role: "ward" or "town".
        signing_seed: 32 bytes of the Ed25519 key, hexadecimal.
        age_secret: the age identity ("AGE-SECRET-KEY-1…").
        label: words for people.
        town_recovery_recipient: a town's recovery recipient, told to the wards in its public file.
        vouch: signature of the former key of this installation over the public half, "" for first keys.
    """

    device: str
    unit: str
    machine_role: str
    signing_seed: str = field(repr=False)
    age_secret: str = field(repr=False)
    label: str = ""
    town_recovery_recipient: str | None = None
    vouch: str = ""

    @property
    def public(self) -> PublicDevice:
        """The public half."""
        return PublicDevice(
            device=self.device,
            unit=self.unit,
            machine_role=self.machine_role,
            verify_key=base64.b64encode(bytes(self._signing_key().verify_key)).decode(),
            recipient=str(pyrage.x25519.Identity.from_str(self.age_secret).to_public()),
            label=self.label,
            town_recovery_recipient=self.town_recovery_recipient,
        )

    def to_text(self) -> str:
        """The whole identity as text, to be kept in the encrypted store."""
        return msgspec.json.encode(self).decode()

    @staticmethod
    def from_text(text: str) -> Identity:
        """Read `to_text` back.

        Raises:
            BugError: the text is not an identity; the store holds something else.
        """
        try:
            return msgspec.json.decode(text, type=Identity)
        except msgspec.DecodeError as error:
            raise BugError("the stored identity cannot be read") from error

    def _signing_key(self) -> SigningKey:
        return SigningKey(bytes.fromhex(self.signing_seed))

    def sign_head(self, line: bytes) -> str:
        """Signature of a package head line, base64."""
        return self._sign(_HEAD_DOMAIN, line)

    def sign_public(self, public: PublicDevice) -> str:
        """Signature of the own public half, base64; only the label may have been chosen anew."""
        if replace(public, label=self.label) != self.public:
            raise BugError("a public file is signed only by its own machine")
        return self._sign(_PUBLIC_DOMAIN, _public_line(public))

    def vouch_for(self, successor: Identity) -> Identity:
        """The keys that take the place of these ones, with the signature by which others believe it."""
        return replace(successor, vouch=self._sign(_VOUCH_DOMAIN, _public_line(successor.public)))

    def _sign(self, domain: bytes, line: bytes) -> str:
        return base64.b64encode(self._signing_key().sign(domain + line).signature).decode()


def new_identity(
    device: str,
    unit: str,
    machine_role: str,
    *,
    label: str = "",
    town_recovery_recipient: str | None = None,
) -> Identity:
    """Make fresh keys for an installation."""
    return Identity(
        device=device,
        unit=unit,
        machine_role=str(machine_role),
        signing_seed=bytes(SigningKey.generate()).hex(),
        age_secret=str(pyrage.x25519.Identity.generate()),
        label=label,
        town_recovery_recipient=town_recovery_recipient,
    )


def new_recovery_key() -> tuple[str, str]:
    """A recovery key of the town: (private text to print and lock away, recipient for the public file)."""
    key = pyrage.x25519.Identity.generate()
    return str(key), str(key.to_public())


def fingerprint(public: PublicDevice) -> str:
    """100 bits of SHA-256 over both public keys, as five groups to read out on the telephone."""
    digest = hashlib.sha256(f"{public.verify_key}\n{public.recipient}".encode("ascii")).digest()
    text = base64.b32encode(digest).decode()[:20]
    return "-".join(text[start : start + 4] for start in range(0, 20, 4))


def write_public_file(public: PublicDevice, identity: Identity, path: Path) -> None:
    """Write the self-signed public file of `identity` under the new name `path`.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER or WRITE_FAILED.
    """
    write_new_file(path, public_text(public, identity).encode() + b"\n")


def public_text(public: PublicDevice, identity: Identity) -> str:
    """The content of the public file: JSON with the machine's own signature, and that of its former key."""
    vouch = {"vouch": identity.vouch} if identity.vouch else {}
    return json.dumps(
        {
            "format": PUBLIC_FORMAT,
            **msgspec.to_builtins(public),
            "signature": identity.sign_public(public),
            **vouch,
        },
        ensure_ascii=False,
        indent=1,
    )


def read_public_file(path: Path) -> PublicDevice:
    """Read a public file brought by somebody; its fingerprint must still be compared by people.

    Raises:
        CensusError: NO_FILE when it cannot be read, NOT_A_KEY_FILE when it is something else, BAD_SIGNATURE when it
            was altered.
    """
    try:
        with path.open("rb") as reader:
            data = reader.read(MAX_PUBLIC_FILE + 1)
    except OSError as error:
        raise CensusError(
            "NO_FILE",
            _("Không đọc được tệp khóa {name}.").format(name=path),
            _("Hãy kiểm tra USB còn cắm không và chọn lại tệp .pub."),
        ) from error
    if len(data) > MAX_PUBLIC_FILE:
        raise _not_a_key_file(path.name)
    return parse_public_text(data.decode("utf-8", errors="replace"), path.name)


def parse_public_text(text: str, name: str = "") -> PublicDevice:
    """Check the content of a public file.

    Args:
        text: the content.
        name: file name for the sentence shown.

    Raises:
        CensusError: NOT_A_KEY_FILE or BAD_SIGNATURE.
    """
    try:
        data: dict[str, Any] = msgspec.json.decode(text, type=dict[str, Any])
        signature = data.pop("signature")
        data.pop("vouch", None)
        if data.pop("format") != PUBLIC_FORMAT or not isinstance(signature, str):
            raise _not_a_key_file(name)
        public = msgspec.convert(data, PublicDevice)
        for recipient in filter(None, (public.recipient, public.town_recovery_recipient)):
            pyrage.x25519.Recipient.from_str(recipient)
    except (msgspec.MsgspecError, KeyError, pyrage.RecipientError) as error:
        raise _not_a_key_file(name) from error
    if public.machine_role not in _ROLES:
        raise _not_a_key_file(name)
    if not _is_signed(public.verify_key, _PUBLIC_DOMAIN, _public_line(public), signature):
        raise CensusError(
            "BAD_SIGNATURE",
            _("Chữ ký của tệp khóa công khai không đúng: tệp có thể đã bị sửa."),
            _("Hãy chép lại tệp từ máy gửi rồi đối chiếu dấu vân tay."),
        )
    return public


def is_vouched(text: str, former: PublicDevice) -> bool:
    """True when the public file with this content, already checked, was signed by the key that `former` had.

    Whoever compared the former fingerprint need not compare the new one.
    """
    vouch = msgspec.json.decode(text, type=dict[str, Any]).get("vouch", "")
    public = parse_public_text(text)
    is_same = (public.device, public.unit) == (former.device, former.unit)
    return is_same and _is_signed(former.verify_key, _VOUCH_DOMAIN, _public_line(public), str(vouch))


def _public_line(public: PublicDevice) -> bytes:
    return json.dumps(
        msgspec.to_builtins(public), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _not_a_key_file(name: str) -> CensusError:
    return CensusError(
        "NOT_A_KEY_FILE",
        _("Tệp {name} không phải là tệp khóa công khai của phần mềm.").format(name=name),
        _("Hãy chọn tệp có đuôi .pub do phần mềm tạo ra."),
    )


def is_head_signed(verify_key: str, line: bytes, signature: str) -> bool:
    """True when `signature` over the head line was made by the holder of `verify_key`."""
    return _is_signed(verify_key, _HEAD_DOMAIN, line, signature)


def _is_signed(verify_key: str, domain: bytes, line: bytes, signature: str) -> bool:
    try:
        VerifyKey(_bytes_of(verify_key)).verify(domain + line, _bytes_of(signature))
    except (BadSignatureError, ValueError, TypeError, binascii.Error):
        return False
    return True


def _bytes_of(text: str) -> bytes:
    """Base64 in its one spelling: the bits its last letter does not use are zero, so that no letter can be changed.

    Raises:
        ValueError: it is not base64, or another spelling of the same bytes (RFC 4648, 3.5).
    """
    found = base64.b64decode(text, validate=True)
    if base64.b64encode(found).decode("ascii") != text:
        raise ValueError("not the usual base64 of these bytes")
    return found


def seal(source: Readable, target: Writable, recipients: tuple[str, ...]) -> None:
    """Encrypt everything `source` gives to each of `recipients`.

    Raises:
        BugError: a recipient is not one, or the source broke.
    """
    try:
        keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
        pyrage.encrypt_io(source, target, keys)
    except (pyrage.EncryptError, pyrage.RecipientError, OSError) as error:
        raise BugError("sealing failed") from error


def unseal(source: Readable, target: Writable, identity: Identity) -> None:
    """Decrypt an age stream into `target`; what was written is worthless when this raises.

    Raises:
        PackageRefused: WRONG_KEY when it is sealed to somebody else, DAMAGED when it was altered or cut.
    """
    try:
        pyrage.decrypt_io(source, target, [pyrage.x25519.Identity.from_str(identity.age_secret)])
    except pyrage.DecryptError as error:
        raise refuse("WRONG_KEY") from error
    except OSError as error:
        raise refuse("DAMAGED") from error
