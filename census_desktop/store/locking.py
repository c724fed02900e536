"""One process per data folder."""

from __future__ import annotations

from filelock import BaseFileLock, FileLock, Timeout

from census_desktop.base.atomic import explain_os_error
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _


def lock_folder(folder: DataFolder) -> BaseFileLock:
    """Take the folder for this process; the operating system frees it even after a crash.

    Raises:
        CensusError: IN_USE when another program has it, READ_ONLY or NO_FOLDER when it cannot be locked.
    """
    lock = FileLock(folder.lock_path, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise CensusError(
            "IN_USE",
            _("Chương trình đang mở dữ liệu này ở một cửa sổ khác."),
            _("Hãy dùng cửa sổ đang mở, hoặc đóng nó rồi mở lại."),
        ) from error
    except OSError as error:
        raise explain_os_error(error, folder.lock_path) from error
    return lock
