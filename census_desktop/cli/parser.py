"""argparse that speaks the user's language and takes global options before or after the command."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import N_, _, language

USAGE = "USAGE"
DONE, REFUSED, WRONG = 0, 1, 2  # exit codes, a promise to scripts

# What argparse says by itself, for our commands; anything else stays in English.
_ARGPARSE_TEXTS = {
    "usage: ": N_("cách dùng: "),
    "options": N_("tùy chọn"),
    "positional arguments": N_("tham số"),
    "show this help message and exit": N_("hiện phần trợ giúp này"),
    "the following arguments are required: %s": N_("còn thiếu: %s"),
    "unrecognized arguments: %s": N_("không hiểu: %s"),
    "expected one argument": N_("cần một giá trị"),
    "expected at least one argument": N_("cần ít nhất một giá trị"),
    "invalid %(type)s value: %(value)r": N_("giá trị không hợp lệ: %(value)r"),
    "invalid choice: %(value)r (choose from %(choices)s)": N_(
        "không có lựa chọn %(value)r (có: %(choices)s)"
    ),
    "argument %(argument_name)s: %(message)s": N_("%(argument_name)s: %(message)s"),
    "not allowed with argument %s": N_("không dùng cùng với %s"),
    "one of the arguments %s is required": N_("cần một trong các tham số %s"),
    "ambiguous option: %(option)s could match %(matches)s": N_("%(option)s có thể là %(matches)s"),
    "unknown parser %(parser_name)r (choices: %(choices)s)": N_(
        "không có lệnh %(parser_name)r (có: %(choices)s)"
    ),
}


# Opens the window on a data folder in a language, with a login filled in; returns the exit code.
OpenWindow = Callable[[DataFolder, str, str | None], int]


class WrongUse(CensusError):
    """The command line was written wrongly; exit code 2."""

    def __init__(self, message: str, advice: str = "", code: str = USAGE) -> None:
        super().__init__(code, message, advice)


def _argparse_text(message: str) -> str:
    source = _ARGPARSE_TEXTS.get(message)
    return message if source is None or language() == "en" else _(source)


def _argparse_plural(one: str, many: str, count: int) -> str:
    return _argparse_text(one if count == 1 else many)


# argparse looks its sentences up in gettext's global domain; ours are in a catalogue of their own.
argparse._ = _argparse_text  # type: ignore[attr-defined]
argparse.ngettext = _argparse_plural  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """Raises `WrongUse` instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Wrong use, in plain words with the usage line."""
        raise WrongUse(
            _("Lệnh viết chưa đúng: {what}.").format(what=message),
            _("Xem cách dùng bằng: {command} --help").format(command=self.prog),
        )


Commands = argparse._SubParsersAction


def global_options() -> Parser:
    """Options that may stand before or after the command; without defaults, so that neither place wipes the other."""
    parent = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = parent.add_argument_group(_("tùy chọn chung"))
    group.add_argument("--data-dir", type=Path, metavar="DIR", help=_("thư mục dữ liệu của máy này"))
    group.add_argument("--lang", choices=("vi", "en"), help=_("ngôn ngữ hiển thị"))
    group.add_argument("--json", action="store_true", help=_("in một tài liệu JSON ra đầu ra chuẩn"))
    group.add_argument(
        "--password-file", type=Path, metavar="FILE", help=_("đọc mật khẩu ở dòng đầu của tệp")
    )
    group.add_argument(
        "--user", metavar="LOGIN", help=_("tên đăng nhập (mặc định: tài khoản mà mật khẩu mở được)")
    )
    return parent


def add_command(commands: Commands[Parser], name: str, help_text: str) -> Parser:
    """A sub-command with the global options."""
    return commands.add_parser(name, help=help_text, description=help_text, parents=[global_options()])
