"""`password`: a new password, also when the old one is forgotten; `unlock`: the town's help for that."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.cli.context import Context, read_password_file
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.services.recovery import make_unlock, reset_password, set_password, use_unlock


def add_parser(commands: Commands[Parser]) -> None:
    """Declare both commands."""
    parser = add_command(commands, "password", _("đổi mật khẩu, hoặc đặt lại khi đã quên"))
    parser.add_argument("--login", metavar="LOGIN", help=_("tài khoản (mặc định: của người đang làm)"))
    parser.add_argument(
        "--new-password-file", type=Path, required=True, metavar="FILE", help=_("mật khẩu mới ở dòng đầu")
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--recovery-key-file", type=Path, metavar="FILE", help=_("khóa khôi phục của thị xã ở dòng đầu")
    )
    way.add_argument(
        "--unlock", type=Path, metavar="FILE", help=_("tệp mở khóa do thị xã cấp; mật khẩu là mã bốn từ")
    )
    parser.set_defaults(run=run)
    unlock = add_command(commands, "unlock", _("thị xã: cấp tệp mở khóa cho máy đã quên mật khẩu"))
    unlock.add_argument("keys", type=Path, metavar="keys.json", help=_("tệp keys.json của máy đó"))
    unlock.add_argument("--login", required=True, metavar="LOGIN", help=_("tài khoản cần mở"))
    unlock.add_argument(
        "--recovery-key-file",
        type=Path,
        required=True,
        metavar="FILE",
        help=_("khóa khôi phục của thị xã ở dòng đầu"),
    )
    unlock.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("thư mục, thường là USB"))
    unlock.set_defaults(run=run_unlock)


def run(args: argparse.Namespace, context: Context) -> int:
    """Give the account its new password."""
    new = read_password_file(args.new_password_file)
    if args.recovery_key_file is not None:
        if args.login is None:
            raise WrongUse(_("Cần --login."), _("Ví dụ: --login hoa"))
        login = args.login
        key = read_password_file(args.recovery_key_file)
        reset_password(context.folder, key, login, new, context.clock)
    elif args.unlock is not None:
        login = use_unlock(context.folder, args.unlock, context.password(), new, context.clock)
    else:
        with context.open() as store:
            login = args.login or store.account.login
            set_password(store, login, new)
    context.answer({"login": login})
    context.show(_("Đã đặt mật khẩu mới cho {login}.").format(login=login))
    return DONE


def run_unlock(args: argparse.Namespace, context: Context) -> int:
    """Make the unlock file and tell its code."""
    with context.open() as store:
        done = make_unlock(store, args.keys, read_password_file(args.recovery_key_file), args.login, args.out)
    context.answer({"file": str(done.path), "login": done.login, "code": done.code})
    context.show(_("Tệp mở khóa cho {login}: {path}").format(login=done.login, path=done.path))
    context.show(_("Mã mở khóa (đọc qua điện thoại, không ghi kèm tệp): {code}").format(code=done.code))
    return DONE
