"""`devices`: machines whose keys are known here; on the town also revoking and replacing them."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.cli.commands.register import machine_document
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.services.exchange import known_machines
from census_desktop.services.laptops import Laptop, laptops, stretches
from census_desktop.services.machines import NewKeys, renew_keys, replace, revoke
from census_desktop.store.store import Store

_WORDS_AFTER = {"list": 0, "revoke": 1, "replace": 2, "renew": 0}


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "devices", _("các máy đã đăng ký; thu hồi, thay thế máy"))
    parser.add_argument(
        "action",
        nargs="?",
        choices=tuple(_WORDS_AFTER),
        default="list",
        help=_("liệt kê, thu hồi, thay thế; đổi khóa của thị xã"),
    )
    parser.add_argument(
        "--with-recovery", action="store_true", help=_("khi đổi khóa: làm cả khóa khôi phục mới")
    )
    parser.add_argument(
        "words", nargs="*", metavar="DEVICE [FILE.pub]", help=_("mã máy; khi thay thế thêm khóa của máy mới")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """List, or revoke or replace one."""
    if len(args.words) != _WORDS_AFTER[args.action]:
        raise WrongUse(
            _("Số tham số chưa đúng."),
            _("Ví dụ: devices; devices revoke MÃ_MÁY; devices replace MÃ_MÁY TỆP.pub"),
        )
    with context.open() as store:
        if args.action == "list":
            return _show_all(store, context)
        if args.action == "renew":
            return _show_renewed(renew_keys(store, with_recovery=args.with_recovery), context)
        machine = (
            revoke(store, args.words[0])
            if args.action == "revoke"
            else replace(store, args.words[0], Path(args.words[1]))
        )
    context.answer(machine_document(machine))
    if args.action == "revoke":
        context.show(_("Đã thu hồi máy {device}; gói của máy này bị từ chối.").format(device=machine.device))
    else:
        context.show(
            _("Máy {device} thay cho máy {former}, máy cũ đã bị thu hồi.").format(
                device=machine.device, former=args.words[0]
            )
        )
        context.show(
            _("Đối chiếu dấu vân tay qua điện thoại: {fingerprint}").format(fingerprint=machine.fingerprint)
        )
    return DONE


def _show_renewed(done: NewKeys, context: Context) -> int:
    context.answer(
        without_blanks(
            {
                "public_key_file": str(done.public_key_file),
                "fingerprint": done.fingerprint,
                "recovery_key": done.recovery_key,
            }
        )
    )
    context.show(_("Đã đổi khóa; mang tệp này tới mọi phường, xã: {path}").format(path=done.public_key_file))
    context.show(_("Dấu vân tay mới: {fingerprint}").format(fingerprint=done.fingerprint))
    if done.recovery_key is not None:
        context.show(
            _("Khóa khôi phục (in ra, niêm phong, không lưu trên máy): {key}").format(key=done.recovery_key)
        )
    return DONE


def _came_document(laptop: Laptop | None) -> dict[str, object]:
    """What has come from a machine; nothing before its first package."""
    if laptop is None or laptop.last_in is None:
        return {}
    return {
        "last_sequence": laptop.last_in.sequence,
        "last_package_at": laptop.last_in.at,
        "missing": list(laptop.missing),
        "twice": list(laptop.twice),
    }


def _came_words(laptop: Laptop | None) -> tuple[str, str]:
    if laptop is None or laptop.last_in is None:
        return "", ""
    return f"{laptop.last_in.sequence} ({laptop.last_in.at[:10]})", stretches(laptop.missing)


def _show_all(store: Store, context: Context) -> int:
    machines = known_machines(store)
    came = {one.device: one for one in laptops(store)}
    context.answer([{**machine_document(one), **_came_document(came.get(one.device))} for one in machines])
    context.show_table(
        (
            _("Máy"),
            _("Đơn vị"),
            _("Dấu vân tay"),
            _("Đăng ký"),
            _("Thu hồi"),
            _("Gói mới nhất"),
            _("Số chưa nhận"),
        ),
        [
            (
                one.device,
                one.unit_name,
                one.fingerprint,
                one.registered_at[:10],
                (one.revoked_at or "")[:10],
                *_came_words(came.get(one.device)),
            )
            for one in machines
        ],
    )
    return DONE
