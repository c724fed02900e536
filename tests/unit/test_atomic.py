"""Files appear complete or not at all."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from census_desktop.base.atomic import (
    NewFile,
    copy_verified,
    explain_os_error,
    fsync_folder,
    make_folder,
    remove_unfinished,
    replace_file,
    same_bytes,
    temporary_folder,
    write_new_file,
)
from census_desktop.base.errors import CensusError
from tests.disk_faults import code_without_rights, open_to_all

OLD, NEW = "Sổ hộ khẩu 2015".encode(), "Sổ hộ khẩu 2026".encode()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def broken(number: int) -> Callable[..., None]:
    """A system call that always answers with this error."""

    def call(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


def test_new_file_when_written_then_appears_with_its_content_and_nothing_else(tmp_path: Path) -> None:
    with NewFile(tmp_path / "gói.dcpkg") as part:
        part.write_bytes(NEW)
        assert names_in(tmp_path) == [part.name]

    assert names_in(tmp_path) == ["gói.dcpkg"]
    assert (tmp_path / "gói.dcpkg").read_bytes() == NEW


def test_new_file_when_the_block_fails_then_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), NewFile(tmp_path / "gói.dcpkg") as part:
        part.write_bytes(NEW)
        _ = 1 / 0

    assert names_in(tmp_path) == []


def test_new_file_when_the_disk_fills_while_writing_then_says_so_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as caught, NewFile(tmp_path / "gói.dcpkg") as part:
        part.write_bytes(NEW)
        Path("/dev/full").write_bytes(NEW)

    assert caught.value.code == "DISK_FULL"
    assert str(tmp_path) in caught.value.message
    assert names_in(tmp_path) == []


def test_new_file_when_the_name_is_taken_then_the_old_file_stays(tmp_path: Path) -> None:
    (tmp_path / "gói.dcpkg").write_bytes(OLD)

    with pytest.raises(CensusError) as caught:
        write_new_file(tmp_path / "gói.dcpkg", NEW)

    assert caught.value.code == "EXISTS"
    assert (tmp_path / "gói.dcpkg").read_bytes() == OLD
    assert names_in(tmp_path) == ["gói.dcpkg"]


def test_new_file_when_somebody_takes_the_name_meanwhile_then_theirs_stays(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as caught, NewFile(tmp_path / "gói.dcpkg") as part:
        part.write_bytes(NEW)
        (tmp_path / "gói.dcpkg").write_bytes(OLD)

    assert caught.value.code == "EXISTS"
    assert (tmp_path / "gói.dcpkg").read_bytes() == OLD
    assert names_in(tmp_path) == ["gói.dcpkg"]


def test_new_file_when_fsync_fails_then_does_not_appear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", broken(errno.EIO))

    with pytest.raises(CensusError) as caught:
        write_new_file(tmp_path / "gói.dcpkg", NEW)

    assert caught.value.code == "WRITE_FAILED"
    assert "gói.dcpkg" in caught.value.message
    assert names_in(tmp_path) == []


def test_new_file_when_finished_then_file_and_folder_were_put_on_the_disk_in_this_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real = os.fsync

    def watched(handle: int) -> None:
        is_folder = os.path.isdir(f"/proc/self/fd/{handle}")  # noqa: PTH112  follows the link of the handle
        steps.append(f"{'folder' if is_folder else 'file'} {names_in(tmp_path)[0].startswith('.')}")
        real(handle)

    monkeypatch.setattr(os, "fsync", watched)
    write_new_file(tmp_path / "gói.dcpkg", NEW)

    assert steps == ["file True", "folder False"]


def test_new_file_when_the_stick_was_pulled_then_says_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as caught:
        write_new_file(tmp_path / "USB" / "gói.dcpkg", NEW)

    assert caught.value.code == "NO_FOLDER"
    assert "USB" in caught.value.message


def test_new_file_when_the_folder_is_read_only_then_says_so() -> None:
    with open_to_all() as root:
        root.chmod(0o555)

        assert code_without_rights(lambda: write_new_file(root / "gói.dcpkg", NEW)) == "READ_ONLY"
        assert names_in(root) == []


def test_replace_file_when_there_is_an_old_one_then_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes(OLD)

    replace_file(tmp_path / "keys.json", NEW)

    assert (tmp_path / "keys.json").read_bytes() == NEW
    assert names_in(tmp_path) == ["keys.json"]


def test_replace_file_when_the_rename_fails_then_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keys.json").write_bytes(OLD)
    monkeypatch.setattr(Path, "replace", broken(errno.EACCES))

    with pytest.raises(CensusError) as caught:
        replace_file(tmp_path / "keys.json", NEW)

    assert caught.value.code == "READ_ONLY"
    assert (tmp_path / "keys.json").read_bytes() == OLD
    assert names_in(tmp_path) == ["keys.json"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "DISK_FULL"),
        (errno.EDQUOT, "DISK_FULL"),
        (errno.EACCES, "READ_ONLY"),
        (errno.EPERM, "READ_ONLY"),
        (errno.EROFS, "READ_ONLY"),
        (errno.ENOENT, "NO_FOLDER"),
        (errno.ENOTDIR, "NO_FOLDER"),
        (errno.EEXIST, "EXISTS"),
        (errno.EIO, "WRITE_FAILED"),
    ],
)
def test_os_error_when_explained_then_has_a_code_a_place_and_advice(number: int, code: str) -> None:
    error = explain_os_error(OSError(number, os.strerror(number)), Path("/media/USB/gói.dcpkg"))

    assert error.code == code
    assert "/media/USB" in error.message or "gói.dcpkg" in error.message
    assert error.advice


def test_os_error_when_the_system_says_nothing_then_still_has_a_reason() -> None:
    assert "hỏng" in explain_os_error(OSError("hỏng"), Path("/media/USB/gói.dcpkg")).message


@pytest.mark.parametrize("size", [0, 17, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_copy_when_verified_then_is_the_same(tmp_path: Path, size: int) -> None:
    source, target = tmp_path / "outbox.dcpkg", tmp_path / "USB.dcpkg"
    source.write_bytes(os.urandom(size))

    copy_verified(source, target)

    assert target.read_bytes() == source.read_bytes()


def test_copy_when_the_target_exists_then_the_old_one_stays(tmp_path: Path) -> None:
    source, target = tmp_path / "outbox.dcpkg", tmp_path / "USB.dcpkg"
    source.write_bytes(NEW)
    target.write_bytes(OLD)

    with pytest.raises(CensusError) as caught:
        copy_verified(source, target)

    assert caught.value.code == "EXISTS"
    assert target.read_bytes() == OLD


def test_copy_when_the_stick_keeps_other_bytes_then_the_bad_copy_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "outbox.dcpkg"
    source.write_bytes(NEW)
    real = os.fsync

    def flips_a_bit(handle: int) -> None:
        real(handle)
        if not os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112  follows the link of the handle
            os.pwrite(handle, b"\0", 3)

    monkeypatch.setattr(os, "fsync", flips_a_bit)
    with pytest.raises(CensusError) as caught:
        copy_verified(source, tmp_path / "USB.dcpkg")

    assert caught.value.code == "COPY_DIFFERS"
    assert names_in(tmp_path) == ["outbox.dcpkg"]


def test_copy_when_the_stick_cannot_be_read_back_then_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "outbox.dcpkg"
    source.write_bytes(NEW)
    monkeypatch.setattr(os, "posix_fadvise", broken(errno.EIO), raising=False)

    with pytest.raises(CensusError) as caught:
        copy_verified(source, tmp_path / "USB.dcpkg")

    assert caught.value.code == "COPY_DIFFERS"
    assert names_in(tmp_path) == ["outbox.dcpkg"]


def test_copy_when_the_source_cannot_be_read_then_blames_the_source(tmp_path: Path) -> None:
    with pytest.raises(CensusError) as caught:
        copy_verified(tmp_path / "đã rút.dcpkg", tmp_path / "USB.dcpkg")

    assert caught.value.code == "READ_FAILED"
    assert "đã rút.dcpkg" in caught.value.message
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("other", [NEW[:-1], NEW + b"\0", OLD], ids=["shorter", "longer", "changed"])
def test_same_bytes_when_files_differ_then_no(tmp_path: Path, other: bytes) -> None:
    (tmp_path / "a").write_bytes(NEW)
    (tmp_path / "b").write_bytes(other)

    assert not same_bytes(tmp_path / "a", tmp_path / "b")
    assert same_bytes(tmp_path / "a", tmp_path / "a")


def test_same_bytes_when_the_system_cannot_drop_its_cache_then_still_compares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(NEW)
    monkeypatch.delattr(os, "posix_fadvise", raising=False)

    assert same_bytes(tmp_path / "a", tmp_path / "a")


def test_make_folder_when_new_then_only_its_owner_may_look(tmp_path: Path) -> None:
    made = make_folder(tmp_path / "dữ liệu" / "backups")

    assert made.is_dir()
    assert made.stat().st_mode & 0o077 == 0
    assert make_folder(made) == made


def test_make_folder_when_a_file_has_the_name_then_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "backups").write_bytes(OLD)

    with pytest.raises(CensusError) as caught:
        make_folder(tmp_path / "backups")

    assert caught.value.code == "EXISTS"
    assert "backups" in caught.value.message
    assert (tmp_path / "backups").read_bytes() == OLD


def test_make_folder_when_a_parent_is_a_file_then_says_there_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "backups").write_bytes(OLD)

    with pytest.raises(CensusError) as caught:
        make_folder(tmp_path / "backups" / "2026")

    assert caught.value.code == "NO_FOLDER"


def test_fsync_folder_when_the_file_system_refuses_then_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", broken(errno.EINVAL))

    fsync_folder(tmp_path)


def test_fsync_folder_when_the_disk_fails_then_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", broken(errno.EIO))

    with pytest.raises(OSError, match="Input/output"):
        fsync_folder(tmp_path)


def test_fsync_folder_when_on_windows_then_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "fsync", broken(errno.EIO))

    fsync_folder(tmp_path)


def test_remove_unfinished_when_a_process_was_killed_then_only_its_leftovers_go(tmp_path: Path) -> None:
    unfinished = NewFile(tmp_path / "sao lưu.censusbackup")
    unfinished.__enter__().write_bytes(NEW)
    (tmp_path / f"{names_in(tmp_path)[0]}-journal").write_bytes(NEW)
    (tmp_path / "cũ.censusbackup").write_bytes(OLD)

    remove_unfinished(tmp_path)
    remove_unfinished(tmp_path / "không có")

    assert names_in(tmp_path) == ["cũ.censusbackup"]


def test_temporary_folder_when_left_then_is_gone_with_its_content() -> None:
    with temporary_folder() as folder:
        (folder / "a").write_bytes(NEW)

    assert not folder.exists()
