"""Hostile and damaged packages: each is refused with its own code and leaves no trace."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import zstandard

from census_desktop.base.jobs import JobControl
from census_desktop.store.opening import MachineRole
from census_desktop.store.records import counts
from census_desktop.transfer import package as package_room
from census_desktop.transfer.inbox import read_plan
from census_desktop.transfer.package import read_front
from tests.transfer_forgery import (
    bits,
    bomb,
    cut,
    edit_head,
    end,
    inside,
    junk,
    long_line,
    package,
    resigned,
    sealed,
    sparse,
    zstd,
)
from tests.transfer_world import KY_TRINH, SONG_TRI, Machine, World, all_lines, family, merge, state

Hostile = tuple[str, str, "Callable[[World, Machine], Path]"]
HOSTILE: list[Hostile] = [
    ("missing file", "NO_FILE", lambda world, _ward: world.stick / "đã rút.dcpkg"),
    ("folder", "NO_FILE", lambda world, _ward: world.stick),
    ("empty file", "NOT_PKG", lambda world, _ward: junk(world, b"")),
    ("spreadsheet", "NOT_PKG", lambda world, _ward: junk(world, b"PK\x03\x04" + b"0" * 100)),
    ("database", "NOT_PKG", lambda world, _ward: junk(world, b"SQLite format 3\0" + b"\0" * 100)),
    ("magic without version", "NOT_PKG", lambda world, _ward: junk(world, b"CENSUS-DCPKG x\n")),
    ("only magic", "DAMAGED", lambda world, _ward: junk(world, b"CENSUS-DCPKG 1\n")),
    ("next format", "NEWER_PACKAGE", lambda world, _ward: junk(world, b"CENSUS-DCPKG 2\n{}\n")),
    ("next format in head", "NEWER_PACKAGE", lambda world, ward: edit_head(world.export(ward), format=2)),
    ("next schema", "NEWER_PACKAGE", lambda world, ward: edit_head(world.export(ward), schema=9)),
    ("too big", "TOO_BIG", lambda world, _ward: sparse(world, package_room.MAX_FILE + 1)),
    ("long head", "DAMAGED", lambda world, _ward: junk(world, b"CENSUS-DCPKG 1\n" + b" " * 20_000 + b"\n")),
    ("head not JSON", "DAMAGED", lambda world, _ward: junk(world, b"CENSUS-DCPKG 1\n{\xff}\n\n")),
    ("head with a path", "DAMAGED", lambda world, ward: edit_head(world.export(ward), device="../x")),
    ("head with a negative count", "DAMAGED", lambda world, ward: edit_head(world.export(ward), people=-1)),
    ("flip in the brace of the head", "DAMAGED", lambda world, ward: bits(world.export(ward), 15)),
    ("flip in the unit of the head", "BAD_SIGNATURE",
     lambda world, ward: edit_head(world.export(ward), unit="18755@2015-04-10")),
    ("head edited: counts", "BAD_SIGNATURE", lambda world, ward: edit_head(world.export(ward), people=2)),
    ("flip in the signature", "BAD_SIGNATURE",
     lambda world, ward: bits(path := world.export(ward), path.read_bytes().index(b"}\n") + 10)),
    ("signature cut off", "BAD_SIGNATURE",
     lambda world, ward: cut(path := world.export(ward), path.read_bytes().index(b"}\n") + 2)),
    ("flip in the payload", "DAMAGED", lambda world, ward: bits(world.export(ward), -20)),
    ("last byte missing", "DAMAGED", lambda world, ward: cut(world.export(ward), -1)),
    ("payload missing", "DAMAGED",
     lambda world, ward: cut(path := world.export(ward), path.read_bytes().index(b"age-encryption"))),
    ("something added", "DAMAGED",
     lambda world, ward: junk(world, world.export(ward).read_bytes() + b"\n")),
    ("forged by a stranger", "BAD_SIGNATURE",
     lambda world, ward: package(world, ward, signer=world.machine("ST-09", SONG_TRI, MachineRole.WARD).identity)),
    ("another ward's data", "WRONG_WARD", lambda world, ward: package(world, ward, unit=KY_TRINH)),
    ("for another town", "NOT_FOR_US", lambda world, ward: package(world, ward, to="TX-02")),
    ("sealed to another key", "WRONG_KEY",
     lambda world, ward: package(world, ward, recipients=(ward.public.recipient,))),
    ("envelope of another machine", "MISMATCH", resigned),
    ("core differs inside", "MISMATCH", lambda world, ward: sealed(world, ward, zstd(b"{}", end(0)))),
    ("nothing inside", "MISMATCH", lambda world, ward: sealed(world, ward, zstd())),
    ("fewer people than promised", "MISMATCH", lambda world, ward: package(world, ward, people=4)),
    ("inflates without end", "BOMB", bomb),
    ("line without end", "BOMB", long_line),
    ("end marker missing", "DAMAGED",
     lambda world, ward: sealed(world, ward, zstd(*(made := inside(world, ward))[1:0], made[0], *made[1]))),
    ("end marker lies", "DAMAGED",
     lambda world, ward: sealed(world, ward, zstd((made := inside(world, ward))[0], *made[1], end(3)))),
    ("lines after the end marker", "DAMAGED",
     lambda world, ward: sealed(world, ward, zstd((made := inside(world, ward))[0], *made[1], end(4), end(4)))),
    ("last line unfinished", "DAMAGED",
     lambda world, ward: sealed(
         world, ward, zstandard.ZstdCompressor().compress((made := inside(world, ward))[0] + b"\n" + made[1][0]))),
    ("not compressed", "DAMAGED", lambda world, ward: sealed(world, ward, b"khong nen".ljust(500))),
    ("operation that is none", "MALFORMED",
     lambda world, ward: package(world, ward, lines=[b'{"of":"person","record":"x"}'], people=1, households=0)),
    ("line that is not JSON", "MALFORMED",
     lambda world, ward: package(world, ward, lines=[b"Nguy\xe1\xbb\x85n"], people=1, households=0)),
    ("unknown box", "MALFORMED",
     lambda world, ward: package(world, ward, lines=[
         line.replace(b'"sex"', b'"gender"') for line in all_lines(ward.store)])),
]  # fmt: skip


@pytest.mark.parametrize(("code", "make"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_package_when_hostile_is_refused_with_its_code_and_leaves_no_trace(
    world: World, ward: Machine, code: str, make: Callable[[World, Machine], Path]
) -> None:
    path = make(world, ward)
    before = state(world.town.store)
    planned = read_plan(world.town.store, [path], JobControl())
    merged = merge(world, path)
    assert [(each.status, each.code) for each in merged.packages] == [("refused", code)]
    assert planned == merged
    assert merged.packages[0].message.endswith(".")
    assert "{" not in merged.packages[0].message
    assert state(world.town.store) == before


def test_package_when_the_machine_is_unknown_is_refused_until_it_is_registered(world: World) -> None:
    ward = world.ward(is_registered=False)
    family(ward.store)
    path = world.export(ward)
    before = state(world.town.store)
    assert merge(world, path).packages[0].code == "UNKNOWN_DEVICE"
    assert state(world.town.store) == before
    world.register(ward.public)
    assert merge(world, path).packages[0].status == "merged"


def test_package_when_the_machine_is_revoked_is_refused(world: World, ward: Machine) -> None:
    path = world.export(ward)
    world.register(ward.public, revoked_at="2026-11-23T02:00:00+00:00")
    line = merge(world, path).packages[0]
    assert (line.status, line.code) == ("refused", "REVOKED")
    assert counts(world.town.store) == (0, 0)


def test_package_when_any_byte_of_the_outside_is_flipped_is_never_taken(world: World, ward: Machine) -> None:
    path = world.export(ward)
    good, front = path.read_bytes(), read_front(path)
    altered = many(
        world,
        (
            good[:at] + bytes([good[at] ^ flip]) + good[at + 1 :]
            for at in range(front.payload_at)
            for flip in (4, 32)
        ),
    )

    lines = read_plan(world.town.store, altered, JobControl()).packages

    assert len(lines) == 2 * front.payload_at
    assert {line.status for line in lines} == {"refused"}
    assert {line.code for line in lines} <= {
        "NOT_PKG", "NEWER_PACKAGE", "DAMAGED", "BAD_SIGNATURE", "UNKNOWN_DEVICE", "WRONG_WARD", "NOT_FOR_US",
    }  # fmt: skip


def test_package_when_cut_anywhere_is_never_taken(world: World, ward: Machine) -> None:
    path = world.export(ward)
    good = path.read_bytes()
    lines = read_plan(
        world.town.store, many(world, (good[:size] for size in range(0, len(good), 7))), JobControl()
    ).packages
    assert {line.status for line in lines} == {"refused"}
    assert {line.code for line in lines} <= {"NOT_PKG", "DAMAGED", "BAD_SIGNATURE"}


def many(world: World, contents: Iterable[bytes]) -> list[Path]:
    """Files with these contents, to be read at one go."""
    folder = world.root / "nhiều tệp"
    folder.mkdir()
    paths = []
    for number, content in enumerate(contents):
        paths.append(folder / f"{number}.dcpkg")
        paths[-1].write_bytes(content)
    return paths


def test_signature_when_base64_is_padded_with_junk_is_refused(world: World, ward: Machine) -> None:
    path = world.export(ward)
    front = read_front(path)
    signature = base64.b64decode(front.signature)
    path.write_bytes(path.read_bytes().replace(front.signature.encode(), base64.b64encode(signature) + b" !"))
    assert merge(world, path).packages[0].code == "BAD_SIGNATURE"


def test_package_when_it_inflates_beyond_the_limit_is_refused(
    world: World, ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = world.export(ward)
    monkeypatch.setattr(package_room, "MAX_INFLATED", 500)
    assert merge(world, path).packages[0].code == "BOMB"
    assert counts(world.town.store) == (0, 0)
