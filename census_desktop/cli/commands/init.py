"""`init`: first-run set-up without a window."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.cli.context import Context, read_password_file, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.services.areas import read_area, speak_about
from census_desktop.services.exchange import look_at_key, must_match
from census_desktop.services.set_up import SetUpResult, default_supervisor, initialise
from census_desktop.services.units import town_code, unit_name
from census_desktop.store.opening import MachineRole


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "init", _("thiết lập máy lần đầu"))
    parser.add_argument(
        "--role", choices=("ward", "town"), required=True, help=_("máy phường/xã hay máy thị xã")
    )
    parser.add_argument(
        "--unit",
        metavar="CODE",
        help=_("mã đơn vị, ví dụ 18754 (đơn vị của đợt thu thập) hoặc 18754@2015-04-10; thị xã: bỏ qua"),
    )
    parser.add_argument("--officer", metavar="NAME", required=True, help=_("tên đăng nhập của cán bộ"))
    parser.add_argument(
        "--supervisor",
        metavar="NAME",
        help=_("tên đăng nhập của người giám sát (giamsat)"),
    )
    parser.add_argument(
        "--supervisor-password-file",
        type=Path,
        metavar="FILE",
        help=_("mật khẩu của người giám sát; không có thì chương trình đặt bốn từ và in ra một lần"),
    )
    parser.add_argument("--town-key", type=Path, metavar="FILE", help=_("tệp town.pub do thị xã gửi"))
    parser.add_argument(
        "--fingerprint", metavar="MARK", help=_("dấu vân tay của town.pub do thị xã đọc; khác tệp thì dừng")
    )
    parser.add_argument(
        "--collects", action="store_true", help=_("máy phường, xã này gom từ các máy khác trong phường")
    )
    parser.add_argument(
        "--area", type=Path, metavar="FILE.xlsx", help=_("danh sách địa bàn của thị xã khác (.xlsx, .csv)")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Set up the data folder."""
    role = MachineRole(args.role)
    if args.area is not None:
        speak_about(read_area(args.area))
    unit = args.unit or (town_code() if role is MachineRole.TOWN else None)
    if unit is None:
        raise WrongUse(_("Máy phường, xã cần --unit CODE."), _("Ví dụ: --unit 18754"))
    if role is MachineRole.TOWN and args.town_key is not None:
        raise WrongUse(_("--town-key chỉ dùng cho máy phường, xã."))
    if role is MachineRole.TOWN and args.collects:
        raise WrongUse(_("--collects chỉ dùng cho máy phường, xã."))
    if args.fingerprint is not None and args.town_key is None:
        raise WrongUse(_("--fingerprint cần --town-key."))
    if args.town_key is not None:
        must_match(look_at_key(args.town_key), args.fingerprint)
    supervisor_file: Path | None = args.supervisor_password_file
    done = initialise(
        context.folder,
        machine_role=role,
        unit_text=unit,
        officer_login=args.officer,
        officer_password=context.password(_("Đặt mật khẩu cho {name}: ").format(name=args.officer)),
        supervisor_login=args.supervisor or default_supervisor(args.officer),
        supervisor_password=read_password_file(supervisor_file) if supervisor_file is not None else None,
        town_key=args.town_key,
        is_collecting=args.collects,
        area_list=args.area,
        clock=context.clock,
    )
    _show(done, context)
    return DONE


def _show(done: SetUpResult, context: Context) -> None:
    context.answer(
        without_blanks(
            {
                "unit": done.unit,
                "role": done.machine_role.value,
                "device": done.device,
                "public_key_file": str(done.public_key_file),
                "fingerprint": done.fingerprint,
                "recovery_key": done.recovery_key,
                "accounts": [
                    without_blanks({"login": one.login, "role": one.role.value, "password": one.password})
                    for one in done.accounts
                ],
            }
        )
    )
    context.show(
        _("Đã thiết lập máy {device} cho {unit}.").format(device=done.device, unit=unit_name(done.unit))
    )
    context.show(_("Khóa công khai (mang sang máy bên kia): {path}").format(path=done.public_key_file))
    context.show(_("Dấu vân tay của máy này: {fingerprint}").format(fingerprint=done.fingerprint))
    for account in done.accounts:
        if account.password is not None:
            context.show(
                _("Mật khẩu của {login} (chỉ hiện một lần, hãy ghi lại): {password}").format(
                    login=account.login, password=account.password
                )
            )
    if done.recovery_key is not None:
        context.show(
            _("Khóa khôi phục (in ra, niêm phong, không lưu trên máy): {key}").format(key=done.recovery_key)
        )
