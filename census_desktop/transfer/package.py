"""The package file: three lines of text for the outside, a sealed stream of operations inside.

    CENSUS-DCPKG 1
    {canonical JSON head: who, to whom, running number, counts, size and hash of the rest; no personal data}
    base64 Ed25519 signature of the head
    age file, holding zstd, holding lines: the head's core again, the operations byte for byte, {"end": n}

The outer signature lets everything hostile be refused before anything is decrypted or inflated. The core repeated
inside ties the content to its sender: a second registered machine cannot put its own envelope round it. Nothing
here is ever held inflated: lines are made and read one by one; only the compressed body is in memory at once.
"""

from __future__ import annotations

import enum
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Any, cast

import msgspec
import zstandard

from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.text import _
from census_desktop.domain.operations import FORMAT as OPERATION_FORMAT
from census_desktop.transfer.envelope import DeviceText, Identity, UnitText, seal, unseal
from census_desktop.transfer.refusals import refuse

MAGIC = b"CENSUS-DCPKG "
FORMAT = 1
SUFFIX = ".dcpkg"
MAX_FILE = 200 * 1024 * 1024  # bytes of a package file
MAX_INFLATED = 400 * 1024 * 1024  # bytes of all lines
MAX_RATIO = 200  # inflated to compressed; operations carry random ids and reach 15 at most
_FREE_OF_RATIO = 8 * 1024 * 1024  # bytes any package may inflate to
MAX_HEAD = 16 * 1024  # bytes of line 2
MAX_LINE = 64 * 1024  # bytes of one operation
_MAX_WINDOW = 8 * 1024 * 1024  # bytes zstd may keep while inflating
_BLOCK = 1 << 20
_LEVEL = 3


class PackageKind(enum.StrEnum):
    """What a package is for."""

    SLIPS = "slips"  # a ward's records on their way to the town
    RECEIPT = "receipt"  # the town's answer to a unit: what it has, and what became of it


# A device, or for a receipt a unit: all its machines may read it.
ReceiverText = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_@-]{0,39}\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What the envelope says of its content; repeated inside.

    Attributes:
        unit: unit text of the sender.
        device: id of the sending machine.
        sequence: running number of the sender's packages, from 1.
        to: device id of the receiver; of a receipt the unit text.
        previous: payload hash of the sender's previous package, None for the first.
        format: version of the package format.
        schema: version of the operations inside.
        created: wall time of the sender, ISO 8601 UTC, for people only.
        people: records of people in the package.
        households: records of households.
        operations: lines of operations.
        kind: slips or receipt.
        audit_entries: entries of the sender's audit chain when it was written.
        audit_head: hash of the newest of them; whoever keeps it can show that the end of the chain was cut off.
    """

    unit: UnitText
    device: DeviceText
    sequence: Count
    to: ReceiverText
    previous: Hash | None
    format: Count
    schema: Count
    created: Annotated[str, msgspec.Meta(max_length=40)]
    people: Count
    households: Count
    operations: Count
    kind: PackageKind = PackageKind.SLIPS
    audit_entries: Count = 0
    audit_head: Hash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Line 2: the core, and what the sealed rest must be.

    Attributes:
        core: see `Core`.
        payload_size: bytes after line 3.
        payload_sha256: their hash, hexadecimal.
    """

    core: Core
    payload_size: Count
    payload_sha256: Hash


@dataclass(frozen=True, slots=True)
class Front:
    """A package whose outside has been read; nothing of it is believed yet.

    Attributes:
        path: where it lies.
        head: what the head says.
        line: the head's bytes as signed.
        signature: what stands in line 3.
        payload_at: offset of the sealed rest.
    """

    path: Path
    head: Head
    line: bytes
    signature: str
    payload_at: int


def canonical(value: Any) -> bytes:
    """JSON in UTF-8 with sorted keys and no blanks: one content, one sequence of bytes."""
    return json.dumps(
        msgspec.to_builtins(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def package_name(core: Core) -> str:
    """File name of a package: unit code, device, number; a receipt is named after the unit it is for."""
    if core.kind is PackageKind.RECEIPT:
        return f"{core.to.partition('@')[0]}-receipt-{core.device}-{core.sequence:04d}{SUFFIX}"
    return f"{core.unit.partition('@')[0]}-{core.device}-{core.sequence:04d}{SUFFIX}"


# ------------------------------------------------------------------------------------------------------ writing


class _LineSource:
    """Operation lines as a stream for the compressor; remembers why it broke, the libraries only say that it did."""

    def __init__(self, core: Core, lines: Iterable[bytes], receipt: bytes | None) -> None:
        self._chunks = self._all(core, lines, receipt)
        self._rest = bytearray()
        self.failure: BaseException | None = None

    @staticmethod
    def _all(core: Core, lines: Iterable[bytes], receipt: bytes | None) -> Iterator[bytes]:
        if (receipt is None) != (core.kind is not PackageKind.RECEIPT):
            raise BugError("a receipt has one receipt line, other packages none")
        yield canonical(core) + b"\n"
        if receipt is not None:
            yield receipt + b"\n"
        count = total = 0
        for line in lines:
            if len(line) > MAX_LINE or b"\n" in line:
                raise BugError("an operation that no receiver would read")
            count += 1
            total += len(line) + 1
            if total > MAX_INFLATED - MAX_LINE:
                raise _too_much()
            yield line + b"\n"
        if count != core.operations:
            raise BugError(f"{count} operations, the head promises {core.operations}")
        yield canonical({"end": count}) + b"\n"

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""
        wanted = _BLOCK if size < 0 else size
        try:
            while len(self._rest) < wanted:
                self._rest += next(self._chunks)
        except StopIteration:
            pass
        except BaseException as failure:
            self.failure = failure
            raise
        taken = bytes(self._rest[:wanted])
        del self._rest[:wanted]
        return taken


def _too_much() -> CensusError:
    return CensusError(
        "TOO_BIG",
        _("Dữ liệu quá nhiều cho một gói."),
        _("Hãy liên hệ người phụ trách phần mềm."),
    )


def build_package(
    core: Core,
    lines: Iterable[bytes],
    recipients: tuple[str, ...],
    identity: Identity,
    receipt: bytes | None = None,
) -> tuple[Head, bytes]:
    """Compress, seal and sign; returns the head and the whole file.

    Args:
        core: what the envelope says; its counts must be those of `lines`.
        lines: canonical operation lines, without line ends.
        recipients: age recipients who may read it.
        identity: keys of the sender.
        receipt: the line between core and operations; a package of kind receipt has one, others none.

    Raises:
        CensusError: TOO_BIG when receivers would refuse the package.
        CancelledError: from `lines`, when the user stopped the export.
    """
    source = _LineSource(core, lines, receipt)
    body = io.BytesIO()
    try:
        with zstandard.ZstdCompressor(level=_LEVEL).stream_reader(cast("IO[bytes]", source)) as compressed:
            seal(compressed, body, recipients)
    except BugError:
        if source.failure is not None:
            raise source.failure from None
        raise
    payload = body.getbuffer()
    head = Head(core=core, payload_size=len(payload), payload_sha256=hashlib.sha256(payload).hexdigest())
    line = canonical(head)
    front = b"\n".join((MAGIC + str(FORMAT).encode(), line, identity.sign_head(line).encode(), b""))
    if len(front) + len(payload) > MAX_FILE:
        raise _too_much()
    return head, front + payload


# ------------------------------------------------------------------------------------------------------ reading


def read_front(path: Path) -> Front:
    """Read the three text lines of a file that may be anything.

    Raises:
        PackageRefused: NO_FILE, TOO_BIG, NOT_PKG, NEWER_PACKAGE, DAMAGED or BAD_SIGNATURE.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise refuse("TOO_BIG")
        with path.open("rb") as reader:
            _check_magic(reader.readline(64))
            line = reader.readline(MAX_HEAD + 1)
            if len(line) > MAX_HEAD or not line.endswith(b"\n"):
                raise refuse("DAMAGED_HEAD")
            head = _read_head(line[:-1])
            signature = reader.readline(200)
            return Front(
                path, head, line[:-1], signature.decode("ascii", "replace").rstrip("\n"), reader.tell()
            )
    except OSError as error:
        raise refuse("NO_FILE") from error


def _check_magic(first: bytes) -> None:
    version = first.removeprefix(MAGIC).removesuffix(b"\n")
    if not first.startswith(MAGIC) or not first.endswith(b"\n") or not version.isdigit():
        raise refuse("NOT_PKG")
    if int(version) > FORMAT:
        raise refuse("NEWER_PACKAGE")


def _read_head(line: bytes) -> Head:
    try:
        head = msgspec.json.decode(line, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse("DAMAGED_HEAD") from error
    if head.core.format > FORMAT or head.core.schema > OPERATION_FORMAT:
        raise refuse("NEWER_PACKAGE")
    return head


def check_payload(front: Front) -> None:
    """Compare size and hash of the sealed rest with the signed head.

    Raises:
        PackageRefused: DAMAGED, or NO_FILE when the file went away.
    """
    digest = hashlib.sha256()
    size = 0
    try:
        with front.path.open("rb") as reader:
            reader.seek(front.payload_at)
            while block := reader.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise refuse("NO_FILE") from error
    if size != front.head.payload_size or digest.hexdigest() != front.head.payload_sha256:
        raise refuse("DAMAGED")


def open_payload(front: Front, identity: Identity) -> io.BytesIO:
    """Decrypt the rest; what comes out is still compressed.

    Raises:
        PackageRefused: WRONG_KEY or DAMAGED.
    """
    compressed = io.BytesIO()
    with front.path.open("rb") as reader:
        reader.seek(front.payload_at)
        unseal(reader, compressed, identity)
    compressed.seek(0)
    return compressed


def operation_lines(
    front: Front, compressed: io.BytesIO, on_receipt: Callable[[bytes], None] | None = None
) -> Iterator[bytes]:
    """Inflate and hand out the operation lines, checking core, limits and the end marker.

    Nothing may be kept of the lines before the iterator has ended without an error.

    Args:
        front: the outside, believed.
        compressed: what `open_payload` gave.
        on_receipt: called with the receipt line of a package of that kind.

    Raises:
        PackageRefused: MISMATCH, BOMB or DAMAGED.
    """
    lines = _split(_inflate(compressed))
    if next(lines, None) != canonical(front.head.core):
        raise refuse("MISMATCH")
    if front.head.core.kind is PackageKind.RECEIPT:
        receipt = next(lines, None)
        if receipt is None:
            raise refuse("CUT")
        if on_receipt is not None:
            on_receipt(receipt)
    promised = front.head.core.operations
    held: bytes | None = None
    count = 0
    for line in lines:
        if held is not None:
            count += 1
            if count > promised:
                raise refuse("CUT")
            yield held
        held = line
    if count != promised or held != canonical({"end": count}):
        raise refuse("CUT")


def _inflate(compressed: io.BytesIO) -> Iterator[bytes]:
    total = 0
    most = min(MAX_INFLATED, max(_FREE_OF_RATIO, MAX_RATIO * compressed.getbuffer().nbytes))
    machine = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
    try:
        with machine.stream_reader(compressed, read_across_frames=True) as reader:
            while block := reader.read(MAX_LINE):
                total += len(block)
                if total > most:
                    raise refuse("BOMB")
                yield block
    except zstandard.ZstdError as error:
        raise refuse("CUT") from error


def _split(blocks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            if len(line) > MAX_LINE:
                raise refuse("BOMB")
            yield line
        if len(rest) > MAX_LINE:
            raise refuse("BOMB")
    if rest:
        raise refuse("CUT")
