"""The only place that writes files.

A file appears under its name only when it is complete and on the disk: written beside under a temporary name,
flushed, fsynced, renamed, then the folder is fsynced. On FAT sticks a rename *over* an old name can lose both
files when power fails, so what goes to a stick takes a name never used before (`NewFile`, `write_new_file`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _

_BLOCK = 1 << 20


def fsync_folder(folder: Path) -> None:
    """Put the folder's entries on the disk; Windows has no such call and needs none for NTFS renames."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some stick file systems refuse it
            raise
    finally:
        os.close(handle)


def _fsync_file(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def explain_os_error(error: OSError, path: Path) -> CensusError:
    """The plain sentence for a failed write to `path`."""
    folder = str(path.parent)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CensusError(
            "DISK_FULL",
            _("Ổ đĩa đã đầy, không ghi được vào {folder}.").format(folder=folder),
            _("Hãy xóa bớt tệp khác trên ổ đĩa đó rồi làm lại; dữ liệu đã lưu không bị ảnh hưởng."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CensusError(
            "READ_ONLY",
            _("Không được phép ghi vào {folder}.").format(folder=folder),
            _("Hãy chọn thư mục khác hoặc bỏ chế độ chỉ đọc của ổ đĩa."),
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return CensusError(
            "NO_FOLDER",
            _("Không thấy thư mục {folder}.").format(folder=folder),
            _("Hãy kiểm tra USB đã cắm chưa và chọn lại thư mục."),
        )
    if error.errno == errno.EEXIST:
        return CensusError(
            "EXISTS",
            _("Đã có tệp {name} trong {folder}.").format(name=path.name, folder=folder),
            _("Hãy chọn tên khác; tệp cũ được giữ nguyên."),
        )
    return CensusError(
        "WRITE_FAILED",
        _("Không ghi được tệp {name}: {reason}.").format(name=path.name, reason=error.strerror or str(error)),
        _("Hãy thử ổ đĩa hoặc USB khác; dữ liệu đã lưu không bị ảnh hưởng."),
    )


class NewFile:
    """Context manager for a large file: yields a temporary path to write to, then makes it appear as `path`.

    The file appears complete or not at all; an existing `path` is never touched unless `replace` is true.

    Raises:
        CensusError: DISK_FULL, READ_ONLY, NO_FOLDER, EXISTS or WRITE_FAILED; nothing is left behind.
    """

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self.path = path
        self._replace = replace
        # "." and "/" have no name; they are folders, which __enter__ says.
        self._part = path.parent / f".{path.name}.{secrets.token_hex(4)}.part"

    def __enter__(self) -> Path:
        """The temporary path, in the same folder."""
        try:
            if not self._replace and self.path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            self._part.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise explain_os_error(error, self.path) from error
        return self._part

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Publish on success, remove the temporary file on failure."""
        try:
            if error is None:
                _fsync_file(self._part)
                if not self._replace and self.path.exists():
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
                self._part.replace(self.path)
                fsync_folder(self.path.parent)
        except OSError as failure:
            raise explain_os_error(failure, self.path) from failure
        finally:
            with contextlib.suppress(OSError):
                self._part.unlink()
        if isinstance(error, OSError):
            raise explain_os_error(error, self.path) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` as `path`, taking the place of an older file of that name (never for files on a stick)."""
    with NewFile(path, replace=True) as part:
        part.write_bytes(data)


def write_new_file(path: Path, data: bytes) -> None:
    """Write `data` as `path`, which must not exist yet."""
    with NewFile(path) as part:
        part.write_bytes(data)


def write_verified(path: Path, data: bytes, *, replace: bool = False) -> None:
    """Write `data` as `path`, read it back from the disk and compare.

    Raises:
        CensusError: the codes of `NewFile`, or COPY_DIFFERS when the disk gives back other bytes or none; a bad file
            does not stay.
    """
    with NewFile(path, replace=replace) as part:
        part.write_bytes(data)
    try:
        with path.open("rb") as reader:
            _forget_pages(reader.fileno())
            is_same = reader.read() == data
    except OSError:
        is_same = False
    if not is_same:
        raise _copy_differs(path)


def copy_verified(source: Path, target: Path) -> None:
    """Copy `source` to the new name `target`, fsync, read back from the disk and compare.

    Raises:
        CensusError: the codes of `NewFile`, READ_FAILED when `source` cannot be read, or COPY_DIFFERS when the
            stick gives back other bytes or none; a bad copy does not stay.
    """
    with NewFile(target) as part, part.open("wb") as writer:
        for block in _blocks_of(source):
            writer.write(block)
    try:
        is_same = same_bytes(source, target)
    except OSError:  # a dying stick takes the bytes and then cannot give them back
        is_same = False
    if not is_same:
        raise _copy_differs(target)


def _copy_differs(target: Path) -> CensusError:
    """The sentence for a bad copy, which is taken away."""
    with contextlib.suppress(OSError):
        target.unlink()
    return CensusError(
        "COPY_DIFFERS",
        _("Tệp {name} đọc lại từ ổ đĩa không giống bản gốc.").format(name=target.name),
        _("USB có thể đã hỏng: hãy dùng USB khác và xuất lại."),
    )


def _blocks_of(source: Path) -> Iterator[bytes]:
    """The content of `source`; its failure is told apart from a failure of the disk written to."""
    try:
        with source.open("rb") as reader:
            while block := reader.read(_BLOCK):
                yield block
    except OSError as error:
        raise CensusError(
            "READ_FAILED",
            _("Không đọc được tệp {name}: {reason}.").format(
                name=source.name, reason=error.strerror or str(error)
            ),
            _("Hãy kiểm tra ổ đĩa hoặc USB chứa tệp đó rồi làm lại."),
        ) from error


def same_bytes(first: Path, second: Path) -> bool:
    """True when both files hold the same bytes; the page cache of `second` is dropped first where possible."""
    with first.open("rb") as one, second.open("rb") as other:
        _forget_pages(other.fileno())
        while True:
            block = one.read(_BLOCK)
            if block != other.read(_BLOCK):
                return False
            if not block:
                return True


def _forget_pages(handle: int) -> None:
    """Let the next read come from the disk, where the system can be asked for it."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def remove_unfinished(folder: Path) -> None:
    """Delete what `NewFile` left in `folder` when its process was killed; nobody else may be writing there."""
    for path in folder.glob(".*.part*"):
        with contextlib.suppress(OSError):
            path.unlink()


def make_folder(path: Path) -> Path:
    """Create a folder (and its parents), readable by its owner only, if it is not there yet."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError as error:  # a file has the name
        raise explain_os_error(error, path) from error
    except OSError as error:
        raise explain_os_error(error, path / "-") from error
    return path


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone after the block, for trials that leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="census-", ignore_cleanup_errors=True) as name:
        yield Path(name)
