"""The real command line, called in this process; and two machines set up for it."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from census_desktop.base.paths import DataFolder
from census_desktop.cli.main import main
from census_desktop.services.set_up import initialise
from census_desktop.store.keys import Cost
from census_desktop.store.opening import MachineRole, open_store
from tests.fake_clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from census_desktop.store.store import Store

CHEAP = Cost(passes=1, memory=8192)  # tests do not guard secrets
OFFICER = "hoa"
PASSWORD = "mưa rào tháng sáu"
SUPERVISOR_PASSWORD = "nắng tháng ba đường xa"
SONG_TRI = "18754@2015-04-10"

FAMILY: tuple[dict[str, str], ...] = (
    {"full_name": "Nguyễn Văn Thìn", "birth_date": "1952", "sex": "Nam", "relation_to_head": "CH"},
    {"full_name": "Võ Thị Hường", "birth_date": "02/1955", "sex": "Nữ", "relation_to_head": "V"},
    {"full_name": "Nguyễn Thị Hoà", "birth_date": "14/02/1990", "sex": "Nữ", "relation_to_head": "Con"},
)


@dataclass(frozen=True, slots=True)
class Answered:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The code of the refusal."""
        return str(self.json["error"]["code"])


@dataclass(slots=True)
class Machine:
    """One installation and the words to reach it."""

    root: Path
    clock: FakeClock
    key: Path = field(default_factory=Path)
    recovery_key: str = ""

    @property
    def folder(self) -> DataFolder:
        return DataFolder(self.root)

    @property
    def password_file(self) -> Path:
        path = self.root.with_name(f"mat-khau-{self.root.name}.txt")
        if not path.exists():
            path.write_text(f"{PASSWORD}\n", encoding="utf-8")
        return path

    def run(self, *words: str | Path) -> Answered:
        """A command on this machine, without --json."""
        options = ("--data-dir", self.root, "--password-file", self.password_file)
        return run(*options, *words, clock=self.clock)

    def ask(self, *words: str | Path) -> Answered:
        """A command on this machine, with --json."""
        return self.run("--json", *words)

    def open(self) -> Store:
        """The store behind the command line."""
        return open_store(self.folder, OFFICER, PASSWORD, self.clock)

    def dump(self) -> list[dict[str, str]]:
        """Every record."""
        done = self.run("dump")
        assert done.code == 0, done.err
        return [json.loads(line) for line in done.out.splitlines()]

    def person(self, full_name: str) -> dict[str, str]:
        """The one person of that name."""
        (found,) = [record for record in self.dump() if record.get("full_name") == full_name]
        return found


def run(*words: str | Path, clock: FakeClock | None = None) -> Answered:
    """Call the command line as a script would, with its output caught."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words], clock=clock)
    return Answered(code, out.getvalue(), err.getvalue())


def set_up(root: Path, role: MachineRole, number: int, unit: str, town_key: Path | None = None) -> Machine:
    """An installation with cheap passwords."""
    machine = Machine(root, FakeClock(machine=number))
    done = initialise(
        machine.folder,
        machine_role=role,
        unit_text=unit,
        officer_login=OFFICER,
        officer_password=PASSWORD,
        supervisor_password=SUPERVISOR_PASSWORD,
        town_key=town_key,
        clock=machine.clock,
        cost=CHEAP,
    )
    machine.key, machine.recovery_key = done.public_key_file, done.recovery_key or ""
    return machine


def town_and_ward(root: Path) -> tuple[Machine, Machine]:
    """A town, and a ward of Sông Trí that knows the town's key; the ward is not registered yet."""
    town = set_up(root / "town", MachineRole.TOWN, 1, "449")
    return town, set_up(root / "ward", MachineRole.WARD, 2, SONG_TRI, town.key)


def write_sheet(path: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str] | None = None) -> Path:
    """A spreadsheet with machine names in its first row."""
    names = (
        list(columns) if columns is not None else list(dict.fromkeys(name for row in rows for name in row))
    )
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    book.save(path)
    return path


def household_rows(people: Sequence[Mapping[str, str]] = FAMILY, **household: str) -> list[dict[str, str]]:
    """Rows of one household of Tổ dân phố 3."""
    place = {"residential_group": "Tổ dân phố 3", "household_no": "12", **household}
    common = {"ethnicity": "Kinh", "nationality": "Việt Nam", "head_name": "NGUYỄN VĂN THÌN"}
    return [{**place, **common, **person} for person in people]
