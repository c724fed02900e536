"""The power goes while a package is written to a stick that keeps what it likes of what was not yet flushed.

The order of the program's own writes is recorded; then every state a FAT stick may be left in is built from it: before
a flush any subset of the pieces may be there, under the part name or, once renamed, under the final one.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from census_desktop.base.jobs import JobControl
from census_desktop.transfer.inbox import read_plan
from census_desktop.transfer.outbox import export_package
from tests.transfer_world import Machine, World, all_lines, family, files, merge

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 512  # bytes; smaller than a sector cluster, so that small packages have many pieces too


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ward(world: World) -> Machine:
    made = world.ward()
    for number in range(8):
        family(made.store, str(number))
    return made


def recorded_export(
    world: World, ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, list[tuple[str, str]]]:
    """Export, and what happened to names on the stick: flushed or renamed, in order."""
    done: list[tuple[str, str]] = []
    flush, rename = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        done.append(("flush", str(Path(f"/proc/self/fd/{handle}").readlink())))
        flush(handle)

    def replace(self: Path, target: Any) -> Path:
        done.append(("rename", str(self)))
        done.append(("to", str(target)))
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        patch.setattr(Path, "replace", replace)
        path = export_package(ward.store, world.stick, JobControl()).path
    return path, [(what, name) for what, name in done if name.startswith(str(world.stick))]


def test_export_when_writes_are_recorded_then_the_content_is_flushed_before_it_gets_a_name_never_used(
    world: World, ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = world.export(ward)
    before = older.read_bytes(), older.stat().st_mtime_ns, older.stat().st_ino
    family(ward.store, "90")

    path, done = recorded_export(world, ward, monkeypatch)

    assert [what for what, _name in done] == ["flush", "rename", "to", "flush"]
    assert done[0][1] == done[1][1] != str(path)  # the part was flushed, then renamed
    assert done[2][1] == str(path) != str(older)
    assert done[3][1] == str(world.stick)  # the folder, so that the name stays
    assert (older.read_bytes(), older.stat().st_mtime_ns, older.stat().st_ino) == before
    assert files(world.stick) == sorted((older.name, path.name))


def left_behind(content: bytes, chance: random.Random) -> bytes:
    """What a stick may hold of a file that was not flushed: pieces, others zero or of an older file, any length."""
    size = chance.choice((len(content), chance.randrange(len(content))))
    pieces = []
    for at in range(0, size, PIECE):
        piece = content[at : min(at + PIECE, size)]
        kept = chance.random() < chance.choice((0.5, 0.9, 0.99))
        pieces.append(piece if kept else chance.choice((bytes(len(piece)), chance.randbytes(len(piece)))))
    return b"".join(pieces)


@pytest.mark.parametrize("seed", range(3))
def test_stick_when_the_power_went_in_the_middle_then_only_whole_packages_are_taken_and_nothing_is_lost(
    world: World, ward: Machine, seed: int
) -> None:
    chance = random.Random(seed)
    older = world.export(ward)
    family(ward.store, "90")
    newer = world.export(ward)
    content = newer.read_bytes()
    folder = world.root / "sau khi mất điện"
    folder.mkdir()
    torn = []
    for number in range(350):
        left = left_behind(content, chance)
        torn.append(folder / f"{number}.dcpkg")
        torn[-1].write_bytes(left)

    lines = read_plan(world.town.store, torn, JobControl()).packages

    for path, line in zip(torn, lines, strict=True):
        assert (line.status == "refused") == (path.read_bytes() != content)
    assert sum(line.status == "refused" for line in lines) > 200
    (old,) = merge(world, older).packages
    assert old.status == "merged"
    merge(world, *torn, newer)
    assert all_lines(world.town.store) == all_lines(ward.store)
