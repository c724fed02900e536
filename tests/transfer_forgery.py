"""Packages no honest machine writes: altered, cut, forged, swollen."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import zstandard

from census_desktop.base.jobs import JobControl
from census_desktop.store.audit import chain_head
from census_desktop.transfer.envelope import Identity, seal
from census_desktop.transfer.outbox import export_package
from census_desktop.transfer.package import build_package, canonical, read_front
from tests.transfer_world import KY_TRINH, Machine, World, all_lines, files


def package(
    world: World,
    ward: Machine,
    *,
    lines: list[bytes] | None = None,
    signer: Identity | None = None,
    recipients: tuple[str, ...] | None = None,
    **core: Any,
) -> Path:
    """Build a package by hand, outside the outbox, with any part of the head made up."""
    drafts = world.root / f"nháp {len(files(world.root))}"
    drafts.mkdir()
    front = read_front(export_package(ward.store, drafts, JobControl()).path)
    lines = list(all_lines(ward.store)) if lines is None else lines
    made = replace(front.head.core, **{"sequence": 1, "operations": len(lines), **core})
    _head, content = build_package(
        made, lines, recipients or (world.town.public.recipient,), signer or ward.identity
    )
    path = world.stick / f"làm tay {len(files(world.stick))}.dcpkg"
    path.write_bytes(content)
    return path


def sealed(world: World, ward: Machine, inside: bytes, **core: Any) -> Path:
    """A well signed package with `inside` as its compressed content."""
    front = read_front(world.export(ward))
    body = io.BytesIO()
    seal(io.BytesIO(inside), body, (world.town.public.recipient,))
    payload = body.getvalue()
    head = replace(
        front.head,
        core=replace(front.head.core, **core),
        payload_size=len(payload),
        payload_sha256=hashlib.sha256(payload).hexdigest(),
    )
    line = canonical(head)
    path = world.stick / "đúng chữ ký.dcpkg"
    path.write_bytes(b"\n".join((b"CENSUS-DCPKG 1", line, ward.identity.sign_head(line).encode(), payload)))
    return path


def inside(world: World, ward: Machine, **changed: Any) -> tuple[bytes, list[bytes]]:
    """Core line and operation lines of the package the ward would write next."""
    first = read_front(world.export(ward)).head
    with ward.store.read() as connection:
        chain = chain_head(connection)
    next_one: dict[str, Any] = {
        "sequence": 2,
        "previous": first.payload_sha256,
        "audit_entries": chain.number,
        "audit_head": chain.hash.hex(),
    }
    core = replace(first.core, **(next_one | changed))
    return canonical(core), list(all_lines(ward.store))


def zstd(*lines: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(b"".join(line + b"\n" for line in lines))


def end(count: int) -> bytes:
    return canonical({"end": count})


def bits(path: Path, at: int) -> Path:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    return path


def cut(path: Path, size: int) -> Path:
    path.write_bytes(path.read_bytes()[:size])
    return path


def edit_head(path: Path, **core: object) -> Path:
    magic, line, rest = path.read_bytes().split(b"\n", 2)
    head = json.loads(line)
    head["core"] |= core
    path.write_bytes(b"\n".join((magic, canonical(head), rest)))
    return path


def resigned(world: World, ward: Machine) -> Path:
    """Another registered machine puts its own envelope round the ward's sealed content."""
    thief = world.ward("KT-01", KY_TRINH)
    front = read_front(world.export(ward))
    head = replace(front.head, core=replace(front.head.core, device="KT-01", unit=KY_TRINH))
    line = canonical(head)
    signed = thief.identity.sign_head(line).encode()
    path = world.stick / "đánh tráo.dcpkg"
    path.write_bytes(
        b"\n".join((b"CENSUS-DCPKG 1", line, signed, front.path.read_bytes()[front.payload_at :]))
    )
    return path


def junk(world: World, content: bytes) -> Path:
    path = world.stick / "tệp lạ.dcpkg"
    path.write_bytes(content)
    return path


def sparse(world: World, size: int) -> Path:
    path = junk(world, b"CENSUS-DCPKG 1\n")
    with path.open("rb+") as writer:
        writer.truncate(size)
    return path


def repeat(line: bytes, megabytes: int) -> bytes:
    many = (line + b"\n") * (1_000_000 // (len(line) + 1) + 1)
    machine = zstandard.ZstdCompressor().compressobj()
    return b"".join([*(machine.compress(many) for _each in range(megabytes)), machine.flush()])


def bomb(world: World, ward: Machine) -> Path:
    """Some kilobytes that promise and hold 60 MB of operations."""
    core, lines = inside(world, ward, operations=10**9)
    head = zstandard.ZstdCompressor().compress(core + b"\n")
    return sealed(world, ward, head + repeat(lines[0], 60), operations=10**9)


def long_line(world: World, ward: Machine) -> Path:
    core, _lines = inside(world, ward)
    return sealed(world, ward, zstd(core, b'{"at":"' + b" " * 70_000 + b'"}', end(1)))
