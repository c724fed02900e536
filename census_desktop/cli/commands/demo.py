"""`demo`: a whole demonstration town, then its window."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from census_desktop.base.clock import today
from census_desktop.base.text import _, number
from census_desktop.cli.commands.plan import plan_document
from census_desktop.cli.commands.progress import progress_document
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.area import unit_targets
from census_desktop.reports.progress_report import progress_text

if TYPE_CHECKING:
    from census_desktop.services.demo import DemoResult

DEFAULT_PEOPLE = 6_000  # half a minute on an old laptop, and enough of everything to look at
DEFAULT_SEED = 2018


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "demo", _("dựng một thị xã mẫu 12 phường, xã rồi mở cửa sổ"))
    parser.add_argument("--dir", type=Path, default=Path("demo"), metavar="DIR", help=_("thư mục mới (demo)"))
    parser.add_argument(
        "--people",
        type=int,
        default=DEFAULT_PEOPLE,
        metavar="N",
        help=_("số người cả thị xã ({default}; đủ là {full})").format(
            default=number(DEFAULT_PEOPLE), full=number(sum(target.people for target in unit_targets()))
        ),
    )
    parser.add_argument(
        "--seed", type=int, default=DEFAULT_SEED, metavar="N", help=_("cùng số này thì ra cùng dữ liệu")
    )
    parser.add_argument("--again", action="store_true", help=_("xóa thị xã mẫu cũ trong thư mục và làm lại"))
    parser.add_argument("--no-window", action="store_true", help=_("không mở cửa sổ khi xong"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Make the town, say what was made, open the town's window where there is a display."""
    if args.people < 1:
        raise WrongUse(_("--people cần một số lớn hơn 0."))
    from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing
    from census_desktop.services.demo import make_demo, reopen_demo  # lazy: only here are people made up

    folder: Path = args.dir.absolute()
    done = None if args.again else reopen_demo(folder, args.people, args.seed, context.clock)
    if done is None:
        done = make_demo(
            folder,
            args.people,
            args.seed,
            context.control(),
            print_pdf=write_pdf,
            clock=context.clock,
            again=args.again,
        )
    context.answer(_document(done, context))
    _show(done, context)
    if not args.no_window and not context.is_json and has_display():
        _open_window(done, context)
    return DONE


def _document(done: DemoResult, context: Context) -> dict[str, object]:
    return without_blanks(
        {
            "dir": str(done.folder.root),
            "town": str(done.folder.town.root),
            "people": done.people,
            "households": done.households,
            "merge": plan_document(done.merged) if done.merged is not None else None,
            "progress": progress_document(done.progress, today(context.clock)),
            "waiting_package": str(done.waiting) if done.waiting is not None else None,
            "summary": str(done.summary),
            "recovery_key": done.recovery_key or None,
            "accounts": [
                {"login": one.login, "role": one.role.value, "password": one.password}
                for one in done.accounts
            ],
        }
    )


def _show(done: DemoResult, context: Context) -> None:
    context.show("\n" + progress_text(done.progress.units))
    context.show(_("Bảng tổng hợp đã in: {path}").format(path=done.summary))
    if done.waiting is not None:
        context.show(_("Gói chưa gộp, để thử: {path}").format(path=done.waiting))
    context.show(_("Máy thị xã: {path}").format(path=done.folder.town.root))
    for one in done.accounts:
        context.show(
            _("Đăng nhập: {login}, mật khẩu: {password}").format(login=one.login, password=one.password)
        )
    if done.recovery_key:
        context.show(
            _("Khóa khôi phục của thị xã, để tập khi quên mật khẩu: {key}").format(key=done.recovery_key)
        )
    context.show(_("Mở lại: census-desktop --data-dir {town}").format(town=done.folder.town.root))


def has_display() -> bool:
    """True where a window can be shown."""
    if sys.platform.startswith(("win", "darwin")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_window(done: DemoResult, context: Context) -> None:
    """In a process of its own: this one already paints without a screen."""
    is_frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if is_frozen else [sys.executable, "-m", "census_desktop"]
    options = [
        "--data-dir",
        str(done.folder.town.root),
        "--user",
        done.accounts[0].login,
        "--lang",
        context.language,
    ]
    context.say(_("Đang mở cửa sổ của máy thị xã; đóng cửa sổ để kết thúc."))
    subprocess.run([*program, *options], check=False)
