"""Packages from store to stick: names, numbers, and what stops an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import BugError, CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.store.opening import MachineRole
from census_desktop.store.packages import out_packages
from census_desktop.transfer import package as package_room
from census_desktop.transfer.outbox import export_package
from census_desktop.transfer.package import read_front
from tests.transfer_forgery import package
from tests.transfer_world import SONG_TRI, Machine, World, family, files, merge, stopping

if TYPE_CHECKING:
    from pathlib import Path


def test_export_when_repeated_gives_new_names_and_chains_the_hashes(world: World, ward: Machine) -> None:
    first, second = read_front(world.export(ward)), read_front(world.export(ward))
    assert (first.head.core.sequence, second.head.core.sequence) == (1, 2)
    assert second.head.core.previous == first.head.payload_sha256
    assert [each.payload_sha256 for each in out_packages(ward.store)] == [
        first.head.payload_sha256, second.head.payload_sha256,
    ]  # fmt: skip
    assert files(ward.store.folder.outbox_path) == files(world.stick)
    for name in files(world.stick):
        assert (ward.store.folder.outbox_path / name).read_bytes() == (world.stick / name).read_bytes()


def test_export_when_nothing_is_in_yet_gives_an_empty_package(world: World) -> None:
    done = merge(world, world.export(world.ward()))
    assert (done.packages[0].status, done.people, done.added) == ("merged", 0, 0)


def _export_fails(ward: Machine, out_dir: Path) -> str:
    before = out_packages(ward.store), files(ward.store.folder.outbox_path)
    with pytest.raises(CensusError) as caught:
        export_package(ward.store, out_dir, JobControl())
    assert (out_packages(ward.store), files(ward.store.folder.outbox_path)) == before
    return caught.value.code


def test_export_when_the_town_key_is_missing_is_refused(world: World) -> None:
    lonely = world.machine("ST-01", SONG_TRI, MachineRole.WARD)
    family(lonely.store)
    assert _export_fails(lonely, world.stick) == "NO_RECEIVER"
    assert files(world.stick) == []


def test_export_when_the_folder_is_missing_is_refused(world: World, ward: Machine) -> None:
    assert _export_fails(ward, world.stick / "không có") == "NO_FOLDER"


def test_export_when_the_folder_is_read_only_is_refused(
    world: World, ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "os.access", lambda *_args, **_kinds: False
    )  # the tests may run as root, whom nothing stops
    assert _export_fails(ward, world.stick) == "READ_ONLY"


def test_export_when_the_stick_is_full_is_refused_and_may_be_repeated(
    world: World, ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, target: Path) -> None:
        raise CensusError("DISK_FULL", f"Ổ đĩa đã đầy: {target.parent}.")

    with monkeypatch.context() as patched:
        patched.setattr("census_desktop.transfer.outbox.copy_verified", full)
        assert _export_fails(ward, world.stick) == "DISK_FULL"
    assert read_front(world.export(ward)).head.core.sequence == 1


def test_export_when_the_stick_gives_back_other_bytes_takes_the_copy_back(
    world: World, ward: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("census_desktop.base.atomic.same_bytes", lambda _one, _other: False)
    assert _export_fails(ward, world.stick) == "COPY_DIFFERS"
    assert files(world.stick) == []


def test_export_when_the_name_is_taken_on_the_stick_leaves_the_old_file(world: World, ward: Machine) -> None:
    old = world.stick / "18754-ST-01-0001.dcpkg"
    old.write_bytes("gói của máy trước".encode())
    assert _export_fails(ward, world.stick) == "EXISTS"
    assert old.read_bytes().decode() == "gói của máy trước"


def test_export_when_the_store_was_restored_does_not_use_a_number_again(world: World, ward: Machine) -> None:
    """The outbox is not part of a backup; what stands there has been given away."""
    outbox = ward.store.folder.outbox_path
    outbox.mkdir()
    (outbox / "18754-ST-01-0007.dcpkg").write_bytes(b"")
    (outbox / "18754-ST-01-bản sao.dcpkg").write_bytes(b"")
    assert read_front(world.export(ward)).head.core.sequence == 8


@pytest.mark.parametrize("after", [0, 1])
def test_export_when_stopped_leaves_nothing_behind(world: World, ward: Machine, after: int) -> None:
    with pytest.raises(CancelledError):
        export_package(ward.store, world.stick, stopping(after))
    assert files(world.stick) == []
    assert files(ward.store.folder.outbox_path) == []
    assert out_packages(ward.store) == ()


def test_build_when_the_operations_are_not_as_many_as_promised_is_a_bug(world: World, ward: Machine) -> None:
    with pytest.raises(BugError, match="promises"):
        package(world, ward, operations=5)


@pytest.mark.parametrize("line", [b"x" * 70_000, b"{}\n{}"])
def test_build_when_a_line_could_not_be_read_back_is_a_bug(world: World, ward: Machine, line: bytes) -> None:
    with pytest.raises(BugError, match="no receiver"):
        package(world, ward, lines=[line])


@pytest.mark.parametrize(("limit", "value"), [("MAX_FILE", 900), ("MAX_INFLATED", 66_000)])
def test_build_when_receivers_would_refuse_the_size_is_refused_here(
    world: World, ward: Machine, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(package_room, limit, value)
    assert _export_fails(ward, world.stick) == "TOO_BIG"
