"""Where the stick is: file dialogs begin there, so that nobody has to look for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QWidget

from census_desktop.gui import messages

# Of sticks as they are sold, and of what old offices format them with.
_STICK_SYSTEMS = {b"vfat", b"msdos", b"exfat", b"fat", b"fat32", b"fuseblk"}
_STICK_PLACES = ("/media/", "/run/media/", "/mnt/", "/Volumes/")

_last: Path | None = None


def choose_stick(parent: QWidget, title: str) -> Path | None:
    """Let the user point at a folder of the stick; None when he changed his mind.

    The dialog begins where it ended last time while that is still there, else at a stick that is in, else at home.
    """
    global _last  # noqa: PLW0603  a habit of the person at this machine, not worth a file
    chosen = messages.choose_folder(parent, title, start_folder())
    if chosen is not None:
        _last = chosen
    return chosen


def start_folder() -> Path:
    """Where a dialog about sticks begins."""
    if _last is not None and _last.is_dir():
        return _last
    return next(iter(sticks()), Path.home())


def sticks() -> tuple[Path, ...]:
    """Volumes that look like sticks: removable by their place or their file system, ready and not the system's."""
    return tuple(
        Path(volume.rootPath())
        for volume in QStorageInfo.mountedVolumes()
        if volume.isValid()
        and volume.isReady()
        and not volume.isRoot()
        and is_stick(volume.rootPath(), bytes(volume.fileSystemType().data()))
    )


def is_stick(root: str, system: bytes, places: Iterable[str] = _STICK_PLACES) -> bool:
    """True for a volume that is probably a stick.

    Args:
        root: where it is mounted.
        system: its file system as the operating system calls it.
        places: folders below which removable volumes appear.
    """
    if root.startswith("/boot"):
        return False  # FAT too, but of the machine itself
    return system.lower() in _STICK_SYSTEMS or any(root.startswith(place) for place in places)
