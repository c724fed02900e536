"""How the window looks on this machine: light or dark, size of letters. Kept beside the data, not in them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from census_desktop.base.atomic import make_folder, replace_file
from census_desktop.base.paths import DataFolder
from census_desktop.gui.theme import Scheme

FILE = "preferences.json"
SIZES = (9.0, 10.0, 11.0, 12.0)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Taste of whoever works here.

    Attributes:
        scheme: light or dark.
        points: size of the screen font, one of `SIZES`.
        has_sounds: a beep for what looks wrong.
    """

    scheme: Scheme = Scheme.LIGHT
    points: float = 10.0
    has_sounds: bool = True

    def larger(self, steps: int) -> Preferences:
        """Letters `steps` sizes larger (smaller when negative), within `SIZES`."""
        place = min(max(SIZES.index(self.points) + steps, 0), len(SIZES) - 1)
        return replace(self, points=SIZES[place])

    def other_scheme(self) -> Preferences:
        """Dark for light, light for dark."""
        return replace(self, scheme=Scheme.LIGHT if self.scheme is Scheme.DARK else Scheme.DARK)


def read_preferences(folder: DataFolder) -> Preferences:
    """What was chosen last; the usual look when nothing was or the file cannot be read."""
    try:
        found = json.loads((folder.root / FILE).read_text(encoding="utf-8"))
        chosen = Preferences(
            Scheme(found["scheme"]), float(found["points"]), bool(found.get("has_sounds", True))
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Preferences()
    return chosen if chosen.points in SIZES else replace(chosen, points=10.0)


def keep_preferences(folder: DataFolder, chosen: Preferences) -> None:
    """Remember the choice.

    Raises:
        CensusError: DISK_FULL, READ_ONLY.
    """
    make_folder(folder.root)
    replace_file(folder.root / FILE, (json.dumps(asdict(chosen)) + "\n").encode())
