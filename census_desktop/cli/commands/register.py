"""`register`: accept the public key of the other side."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.services.exchange import KnownMachine, examine_key, must_match, register_device


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "register", _("đăng ký khóa công khai của máy bên kia"))
    parser.add_argument(
        "file", type=Path, metavar="FILE.pub", help=_("trên thị xã: khóa của phường; ngược lại: town.pub")
    )
    parser.add_argument(
        "--fingerprint", metavar="MARK", help=_("dấu vân tay bên kia đọc; khác tệp thì không đăng ký")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Register and show the fingerprint that people compare."""
    with context.open() as store:
        must_match(examine_key(store, args.file), args.fingerprint)
        machine = register_device(store, args.file)
    context.answer(machine_document(machine))
    context.show(
        _("Đã đăng ký máy {device} của {unit}.").format(device=machine.device, unit=machine.unit_name)
    )
    if machine.is_vouched:
        context.show(_("Khóa mới đã được khóa cũ của thị xã ký chứng nhận."))
    context.show(
        _("Đối chiếu dấu vân tay qua điện thoại: {fingerprint}").format(fingerprint=machine.fingerprint)
    )
    return DONE


def machine_document(machine: KnownMachine) -> dict[str, object]:
    """A machine as JSON."""
    document: dict[str, object] = {
        "device": machine.device,
        "role": machine.machine_role.value,
        "unit": machine.unit,
        "name": machine.unit_name,
        "fingerprint": machine.fingerprint,
    }
    if machine.registered_at:
        document["registered_at"] = machine.registered_at
    if machine.revoked_at is not None:
        document["revoked_at"] = machine.revoked_at
    if machine.is_vouched:
        document["vouched"] = True
    return document
