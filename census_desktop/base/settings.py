"""What a person prefers on this computer, such as the language; nothing of the census, so it lies beside no data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from census_desktop.base.atomic import copy_verified, make_folder, replace_file

LANGUAGE = "language"  # "vi" or "en"

_MOST_BYTES = 1 << 20


class Settings:
    """Names and texts in a small JSON file.

    Names this version does not know are kept. A file that cannot be understood is set aside under another name when
    something is to be written, so that neither is lost; until then it counts as empty.

    Attributes:
        path: the file; need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, name: str) -> str | None:
        """The text kept under `name`; None when there is none or it is no text."""
        value = (self._read() or {}).get(name)
        return value if isinstance(value, str) else None

    def put(self, name: str, value: str) -> None:
        """Keep a text under `name`.

        Raises:
            CensusError: the file cannot be written.
        """
        known = self._read()
        make_folder(self.path.parent)
        if known is None:
            copy_verified(self.path, self._free_name())
        body = json.dumps({**(known or {}), name: value}, ensure_ascii=False, indent=2, sort_keys=True)
        replace_file(self.path, f"{body}\n".encode())

    def _read(self) -> Mapping[str, object] | None:
        """Everything in the file, {} when there is no file, None when it cannot be understood."""
        try:
            with self.path.open("rb") as file:
                body = json.loads(file.read(_MOST_BYTES).decode("utf-8"))
        except OSError:
            return {}
        except (ValueError, RecursionError):
            return None
        return body if isinstance(body, dict) else None

    def _free_name(self) -> Path:
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.unreadable-{number}")).exists():
            number += 1
        return aside
