"""SQLite's errors in plain words.

The world being in the way (full disk, read-only folder, locked or damaged file) becomes a `CensusError`;
a broken constraint or bad SQL is our own mistake and becomes a `BugError`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3
from sqlalchemy.exc import DBAPIError

from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.text import N_, _

_SAFE = N_("Dữ liệu đã lưu trước đó vẫn còn nguyên.")

_UNSAFE = frozenset({"NOT_OURS", "DAMAGED", "DISK_ERROR"})  # here nobody can promise that
_LEAST_FREE = 64 * 1024  # bytes; with less SQLite cannot make its shared memory and calls that an I/O error

# By SQLite error name (prefix): code, what happened, what to do.
_SENTENCES: tuple[tuple[str, str, str, str], ...] = (
    ("SQLITE_FULL", "DISK_FULL", N_("Ổ đĩa đã đầy, chưa ghi được."),
     N_("Hãy xóa bớt tệp khác rồi làm lại.") ),
    ("SQLITE_READONLY", "READ_ONLY", N_("Thư mục dữ liệu đang ở chế độ chỉ đọc."),
     N_("Hãy cho phép ghi vào thư mục dữ liệu rồi mở lại chương trình.")),
    ("SQLITE_CANTOPEN", "READ_ONLY", N_("Không mở được tệp dữ liệu để ghi."),
     N_("Hãy kiểm tra thư mục dữ liệu còn đó và được phép ghi.")),
    ("SQLITE_BUSY", "BUSY", N_("Dữ liệu đang bận vì một việc khác đang ghi."),
     N_("Hãy chờ việc đó xong rồi làm lại.")),
    ("SQLITE_LOCKED", "BUSY", N_("Dữ liệu đang bận vì một việc khác đang ghi."),
     N_("Hãy chờ việc đó xong rồi làm lại.")),
    ("SQLITE_NOTADB", "NOT_OURS", N_("Tệp dữ liệu không mở được bằng khóa của máy này."),
     N_("Tệp có thể đã bị thay bằng tệp khác; hãy khôi phục từ bản sao lưu.")),
    ("SQLITE_CORRUPT", "DAMAGED", N_("Tệp dữ liệu bị hỏng một phần."),
     N_("Đừng xóa gì; hãy khôi phục từ bản sao lưu gần nhất.")),
    ("SQLITE_IOERR", "DISK_ERROR", N_("Ổ đĩa báo lỗi khi đọc hoặc ghi."),
     N_("Hãy xem ổ đĩa còn chỗ trống không; nếu còn, hãy sao lưu ra USB và kiểm tra ổ đĩa.")),
)  # fmt: skip


def explain(error: BaseException, folder: Path | None = None) -> CensusError | BugError:
    """The user's sentence for a driver error, or a `BugError` when the program is to blame.

    Args:
        error: as the driver raised it.
        folder: where the database lies, to tell a full disk from a failing one.
    """
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if not name and "not a database" in str(error):
        name = "SQLITE_NOTADB"
    is_io = name.startswith("SQLITE_IOERR")
    if is_io and folder is not None and shutil.disk_usage(folder).free < _LEAST_FREE:
        name = "SQLITE_FULL"
    for prefix, code, message, advice in _SENTENCES:
        if name.startswith(prefix):
            return CensusError(code, _(message), _(advice) if code in _UNSAFE else f"{_(advice)} {_(_SAFE)}")
    return BugError(f"{name or type(error).__name__}: {error}")


@contextmanager
def explained() -> Iterator[None]:
    """Turn driver errors of the block into `CensusError` or `BugError`."""
    try:
        yield
    except DBAPIError as error:
        raise explain(error.orig if error.orig is not None else error) from error
    except sqlcipher3.dbapi2.Error as error:  # ATTACH and the scratch database go past SQLAlchemy
        raise explain(error) from error
