"""One module per command: `add_parser` declares its words, `run` does it and returns the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from census_desktop.cli.commands import (
    absence,
    area,
    backup,
    batch,
    boundary,
    check,
    codes,
    conflicts,
    decide,
    demo,
    devices,
    dump,
    duplicates,
    edit,
    evidence,
    excel,
    export,
    followup,
    groups,
    history,
    import_sheet,
    init,
    merge,
    merges,
    notices,
    password,
    plan,
    print_paper,
    progress,
    register,
    registered,
    rekey,
    resolve,
    restore,
    self_test,
    targets,
    template,
    verify,
    waiting,
)
from census_desktop.cli.parser import Commands, Parser


class Command(Protocol):
    """What a module of this package offers."""

    def add_parser(self, commands: Commands[Parser]) -> None:
        """Declare the command."""
        ...


COMMANDS: Sequence[Command] = (
    demo,
    init,
    import_sheet,
    waiting,
    template,
    export,
    register,
    devices,
    plan,
    merge,
    notices,
    merges,
    conflicts,
    resolve,
    duplicates,
    decide,
    check,
    followup,
    evidence,
    batch,
    rekey,
    progress,
    targets,
    registered,
    area,
    codes,
    boundary,
    groups,
    absence,
    print_paper,
    excel,
    edit,
    history,
    dump,
    backup,
    restore,
    password,
    verify,
    self_test,
)
