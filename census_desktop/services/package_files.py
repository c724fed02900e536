"""Which packages are meant when somebody points at a stick, a folder or files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.store.opening import Installation, MachineRole
from census_desktop.transfer.package import SUFFIX, PackageKind, read_front

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def package_files(paths: Sequence[Path], own: Installation | None = None) -> tuple[Path, ...]:
    """The files meant: a folder (the stick) stands for the packages in it.

    When the folder itself holds none, the folders in it are looked into: wards, days and rounds often have each their
    own on a stick. Deeper ones are not, so that choosing a whole disk by mistake stays quick.

    Args:
        paths: files and folders.
        own: who reads; one stick carries both directions, so what this machine wrote itself, and on a ward what is
            on its way to the town, is passed over in a folder. A file that is named is never passed over.

    Raises:
        CensusError: NO_PACKAGES when a folder holds none.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = _packages_in(path, f"*{SUFFIX}", own) or _packages_in(path, f"*/*{SUFFIX}", own)
        if not inside:
            raise CensusError(
                "NO_PACKAGES",
                _("Trong {folder} không có gói dữ liệu nào ({suffix}).").format(folder=path, suffix=SUFFIX),
                _("Hãy kiểm tra USB và chọn lại thư mục."),
            )
        found += inside
    return tuple(dict.fromkeys(found))


def _packages_in(folder: Path, pattern: str, own: Installation | None) -> list[Path]:
    """Packages for this machine under a folder, in the order of names; hidden files and folders are passed over."""
    return sorted(
        one
        for one in folder.glob(pattern)
        if one.is_file()
        and not any(part.startswith(".") for part in one.relative_to(folder).parts)
        and not _is_outgoing(one, own)
    )


def _is_outgoing(path: Path, own: Installation | None) -> bool:
    """True for a package that is on its way from here, or from another machine of a ward, to somebody else."""
    if own is None:
        return False
    try:
        core = read_front(path).head.core
    except CensusError:
        return False  # the plan will say what is wrong with it
    if core.device == own.device:
        return True
    if own.machine_role is MachineRole.WARD:
        return core.to != (own.unit if core.kind is PackageKind.RECEIPT else own.device)
    return False
