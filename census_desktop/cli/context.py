"""What every command is handed: where the data are, who works, how to speak."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from census_desktop.base.clock import Clock
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.cli.parser import WrongUse
from census_desktop.cli.stop_key import StopKey
from census_desktop.reports.text_table import TextColumn, text_table
from census_desktop.services.learning import learn
from census_desktop.store.keys import wrong_password
from census_desktop.store.opening import accounts, find_account, open_store
from census_desktop.store.store import Store

PASSWORD_VARIABLE = "CENSUS_DESKTOP_PASSWORD"  # noqa: S105  the name of the variable
USER_VARIABLE = "CENSUS_DESKTOP_USER"


_BAR = 24


@dataclass(frozen=True, slots=True)
class Context:
    """One call of the command line."""

    folder: DataFolder
    language: str
    is_json: bool
    password_file: Path | None
    user: str | None
    clock: Clock
    stop_key: StopKey = field(default_factory=StopKey)

    # -- speaking -----------------------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """A message for the person, on standard error."""
        print(sentence, file=sys.stderr)

    def show(self, text: str) -> None:
        """The result for a person, on standard output; nothing when JSON was asked for."""
        if not self.is_json:
            print(text)

    def answer(self, document: object) -> None:
        """The result for a script: the one JSON document on standard output, when asked for."""
        if self.is_json:
            print(json.dumps(document, ensure_ascii=False, indent=2))

    def show_table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Columns for a person; whole numbers stand to the right."""
        if not self.is_json:
            print(table_text(head, rows))

    def control(self) -> JobControl:
        """A job that Ctrl+C stops; its progress as one line that is written over, only where a person watches."""
        is_watched = not self.is_json and sys.stderr is not None and sys.stderr.isatty()
        return self.stop_key.watch(JobControl(_show_progress) if is_watched else JobControl())

    # -- logging in ---------------------------------------------------------------------------------------------

    def password(self, ask: str | None = None) -> str:
        """The password of this call: file, environment, or typed unseen at a terminal.

        Raises:
            WrongUse: NO_PASSWORD, none of the three.
            CensusError: NO_FILE, the file cannot be read.
        """
        given = self.given_password()
        if given is not None:
            return given
        if sys.stdin is not None and sys.stdin.isatty():
            return getpass.getpass(ask or _("Mật khẩu: "))
        raise WrongUse(
            _("Chưa có mật khẩu."),
            _("Hãy dùng --password-file TỆP hoặc biến môi trường {variable}.").format(
                variable=PASSWORD_VARIABLE
            ),
            "NO_PASSWORD",
        )

    def given_password(self) -> str | None:
        """The password from file or environment, None when neither was given."""
        if self.password_file is not None:
            return read_password_file(self.password_file)
        return os.environ.get(PASSWORD_VARIABLE) or None

    def open(self) -> Store:
        """Log in to the data folder.

        Raises:
            CensusError: NOT_SET_UP, WRONG_PASSWORD, IN_USE and the other codes of `open_store`.
        """
        accounts(self.folder)  # says NOT_SET_UP before anybody has to find a password
        password = self.password()
        login = self.user or os.environ.get(USER_VARIABLE) or find_account(self.folder, password)
        if login is None:
            raise wrong_password()
        store = open_store(self.folder, login, password, self.clock)
        learn(store)
        return store


def read_password_file(path: Path) -> str:
    """First line of the file, without its line end (blanks count)."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CensusError(
            "NO_FILE",
            _("Không đọc được tệp mật khẩu {name}.").format(name=path),
            _("Tệp cần là văn bản UTF-8, mật khẩu ở dòng đầu."),
        ) from error
    return text.splitlines()[0] if text else ""


def table_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """An aligned table; None is shown as blank, columns of whole numbers stand to the right."""
    body = [["" if cell is None else str(cell) for cell in row] for row in rows]
    columns = [
        TextColumn(title, is_right=bool(body) and all(_is_number(line[place]) for line in body))
        for place, title in enumerate(head)
    ]
    return text_table(columns, body).rstrip("\n")


def local_moment(stamp: str) -> str:
    """Local day and time for a person; what another machine wrote and cannot be read is shown as it is."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%d/%m/%Y %H:%M:%S")
    except (ValueError, OverflowError, OSError):
        return stamp


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit()


def _show_progress(done: int, total: int, text: str) -> None:
    share = min(1.0, done / total) if total else 0.0
    filled = round(_BAR * share)
    end = "\n" if total and done >= total else ""
    print(
        f"\r{'█' * filled}{'░' * (_BAR - filled)} {share:4.0%}  {text[:60]:<60}",
        end=end,
        file=sys.stderr,
        flush=True,
    )


def without_blanks(document: Mapping[str, object]) -> dict[str, object]:
    """A JSON object without its None values: what is blank is absent."""
    return {name: value for name, value in document.items() if value is not None}
