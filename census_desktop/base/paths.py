"""Where things lie on disk: packaged resources and the data folder of an installation."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "CensusDesktop"
SETTINGS_VARIABLE = "CENSUS_DESKTOP_SETTINGS"


def resource_root() -> Path:
    """The folder of packaged read-only files: beside the package in a checkout, inside the frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    return Path(__file__).resolve().parents[2] / "resources"


def resource(name: str) -> Path:
    """Path of a packaged file or folder, for example ``resource("codes/sex.csv")``."""
    return resource_root() / name


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The files of one installation (one laptop, one unit), all below `root`.

    Nothing here is ever on a stick or a network drive; packages travel, the folder does not.
    """

    root: Path

    @property
    def database_path(self) -> Path:
        """The encrypted store."""
        return self.root / "census.db"

    @property
    def keys_path(self) -> Path:
        """The database key, wrapped once per user."""
        return self.root / "keys.json"

    @property
    def lock_path(self) -> Path:
        """Held by the one process that works on this folder."""
        return self.root / "in-use.lock"

    @property
    def backups_path(self) -> Path:
        """Verified encrypted snapshots."""
        return self.root / "backups"

    @property
    def outbox_path(self) -> Path:
        """Every package ever written here, kept for ever."""
        return self.root / "outbox"

    @property
    def inbox_path(self) -> Path:
        """Local copies of packages being read; the stick itself is never worked on."""
        return self.root / "inbox"

    @property
    def logs_path(self) -> Path:
        """Logs and crash reports, without personal data."""
        return self.root / "logs"

    @property
    def setting_up_path(self) -> Path:
        """Stands while an installation is being set up. Found later without keys, the set-up was cut off."""
        return self.root / "setting-up"

    @property
    def exists(self) -> bool:
        """True when an installation has been set up here."""
        if self.keys_path.exists():  # written last
            return True
        return self.database_path.exists() and not self.setting_up_path.exists()


def default_data_folder() -> DataFolder:
    """The data folder used when none is named on the command line."""
    return DataFolder(Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)))


def settings_path() -> Path:
    """The file of this person's preferences; another one can be named in the environment."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named:
        return Path(named)
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False)) / "settings.json"
