"""The folder of a demonstration town: made, recognised, replaced; never anything that is not a demonstration."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.atomic import explain_os_error, make_folder, write_new_file
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.store.locking import lock_folder

MARKER = "census-demo.json"
_MARK = "census-desktop-demo"


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Where the parts of a demonstration lie, all below `root`."""

    root: Path

    @property
    def town(self) -> DataFolder:
        """The town's machine."""
        return DataFolder(self.root / "town")

    def ward(self, code: str) -> DataFolder:
        """The machine of the ward with this unit code."""
        return DataFolder(self.root / "wards" / code)

    @property
    def stick(self) -> Path:
        """What stands for the USB stick."""
        return self.root / "usb"

    @property
    def readme(self) -> Path:
        """What was made, and how to log in."""
        return self.root / "README.txt"

    @property
    def recovery(self) -> Path:
        """The recovery key of the made-up town; a real one lies in a sealed envelope and on no disk."""
        return self.root / "recovery-key.txt"

    def known_recovery_key(self) -> str:
        """The recovery key written here, "" when an earlier version made the demonstration."""
        try:
            return self.recovery.read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    @property
    def summary(self) -> Path:
        """The printed summary."""
        return self.root / "household-summary.pdf"

    @property
    def is_demo(self) -> bool:
        """True when a demonstration was made here before."""
        return bool(self._marker())

    def is_complete(self, people: int, seed: int) -> bool:
        """True when the demonstration here is finished and of this size and seed."""
        marker = self._marker()
        return self.readme.exists() and (marker.get("people"), marker.get("seed")) == (people, seed)

    def _marker(self) -> dict[str, object]:
        try:
            marker = json.loads((self.root / MARKER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return marker if isinstance(marker, dict) and marker.get("what") == _MARK else {}


def prepare(folder: DemoFolder, *, again: bool, people: int, seed: int) -> None:
    """Make the empty folder of a demonstration.

    Args:
        folder: new or empty, or (with `again`) an earlier demonstration, which is removed.
        again: replace an earlier demonstration.
        people: for the marker.
        seed: for the marker.

    Raises:
        CensusError: DEMO_EXISTS, NOT_A_DEMO, IN_USE, READ_ONLY, NO_FOLDER.
    """
    root = folder.root
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        if not folder.is_demo:
            raise CensusError(
                "NOT_A_DEMO",
                _("Thư mục {folder} đã có tệp khác, không phải dữ liệu mẫu.").format(folder=root),
                _("Hãy chọn thư mục khác bằng --dir; không có gì bị xóa."),
            )
        if not again:
            raise CensusError(
                "DEMO_EXISTS",
                _("Thị xã mẫu đã có trong {folder}.").format(folder=root),
                _("Mở lại: census-desktop --data-dir {town}. Làm lại từ đầu: thêm --again.").format(
                    town=folder.town.root
                ),
            )
        _remove(folder)
    make_folder(root)
    marker = {"what": _MARK, "people": people, "seed": seed}
    write_new_file(root / MARKER, json.dumps(marker).encode())


def _remove(folder: DemoFolder) -> None:
    """Remove an earlier demonstration, unless a program is working on one of its machines."""
    wards = folder.root / "wards"
    machines = [folder.town, *(DataFolder(path) for path in (wards.iterdir() if wards.is_dir() else ()))]
    for machine in machines:
        if machine.exists:
            lock_folder(machine).release()
    try:
        for path in folder.root.iterdir():
            if path.name == MARKER:
                continue  # last: what is half removed can still be recognised
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        (folder.root / MARKER).unlink()
    except OSError as error:
        raise explain_os_error(error, folder.root / MARKER) from error
