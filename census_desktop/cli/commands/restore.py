"""`restore`: a new installation of a backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context, read_password_file
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.machines import restore


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "restore", _("khôi phục bản sao lưu vào thư mục dữ liệu mới"))
    parser.add_argument("backup", type=Path, metavar="BACKUP", help=_("tệp .censusbackup"))
    parser.add_argument(
        "--keys", type=Path, metavar="FILE", help=_("keys.json của bản sao lưu (mặc định: tìm ở cạnh nó)")
    )
    parser.add_argument(
        "--recovery-key-file",
        type=Path,
        metavar="FILE",
        help=_("khóa khôi phục của thị xã khi không ai nhớ mật khẩu; mật khẩu đưa vào là mật khẩu mới"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Restore into the data folder, which must be new."""
    done = restore(
        args.backup,
        context.folder,
        password=context.password(),
        clock=context.clock,
        login=context.user,
        keys_file=args.keys,
        recovery_key=None if args.recovery_key_file is None else read_password_file(args.recovery_key_file),
    )
    context.answer(
        {
            "unit": done.unit,
            "role": done.machine_role.value,
            "device": done.device,
            "former": done.former,
            "public_key_file": str(done.public_key_file),
            "fingerprint": done.fingerprint,
            "people": done.people,
            "households": done.households,
        }
    )
    context.show(
        _("Đã khôi phục {people} nhân khẩu, {households} hộ vào {folder}.").format(
            people=number(done.people), households=number(done.households), folder=context.folder.root
        )
    )
    context.show(
        _(
            "Mã máy mới là {device} (trước đây {former}); hãy đăng ký lại tệp khóa này ở bên kia: {path}"
        ).format(device=done.device, former=done.former, path=done.public_key_file)
    )
    context.show(
        _("Đối chiếu dấu vân tay qua điện thoại: {fingerprint}").format(fingerprint=done.fingerprint)
    )
    return DONE
