"""`codes`: what the town has added to the code lists; taken in from a list, written as one, or a list shown."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, add_command
from census_desktop.domain.code_overlay import OPEN_LISTS
from census_desktop.domain.codes import code_list
from census_desktop.services.known_codes import code_entries, code_entry_words, code_list_title

if TYPE_CHECKING:
    from census_desktop.services.code_lists import CodesTaken


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(
        commands, "codes", _("danh mục: mã thị xã thêm hoặc đổi tên; nhập từ bảng tính, ghi ra bảng tính")
    )
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE.xlsx", help=_("bảng mã mới (.xlsx, .csv); chỉ máy thị xã")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ xem, không ghi gì"))
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE.xlsx",
        help=_("ghi các mã đã thêm ra bảng tính để sửa rồi nhập lại; cũng là tệp mẫu"),
    )
    parser.add_argument(
        "--list", choices=tuple(OPEN_LISTS), help=_("xem cả một danh mục như máy này đang dùng")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Take a list in, write one, or show."""
    from census_desktop.services.code_lists import load_codes, save_code_sheet  # lazy: openpyxl only here
    from census_desktop.transfer.code_sheet import COLUMNS  # lazy: the same

    with context.open() as store:
        if args.file is not None:
            _tell(load_codes(store, args.file, dry_run=args.dry_run), context, is_dry=args.dry_run)
        elif args.out is not None:
            rows = save_code_sheet(store, args.out)
            context.answer({"file": str(args.out), "rows": rows})
            context.show(_("Đã ghi {path}: {rows} dòng.").format(path=args.out, rows=number(rows)))
        elif args.list is not None:
            _show_list(args.list, context)
        else:
            entries = code_entries(store)
            context.answer(
                [without_blanks({name: getattr(entry, name) for name in COLUMNS}) for entry in entries]
            )
            for entry in entries:
                context.show(f"{code_list_title(entry.list_name)}: {code_entry_words(entry)}")
            if not entries:
                context.show(_("Chưa có mã nào thêm vào danh mục của phần mềm."))
    return DONE


def _tell(taken: CodesTaken, context: Context, *, is_dry: bool) -> None:
    context.answer({"rows": taken.rows, "added": taken.added, "changed": taken.changed})
    words = (
        _("Xem thử {rows} dòng: {added} mã mới, {changed} mã đổi; chưa ghi gì.")
        if is_dry
        else _(
            "Đã nhận {rows} dòng: {added} mã mới, {changed} mã đổi. Các phường, xã nhận cùng biên nhận tới."
        )
    )
    context.show(
        words.format(rows=number(taken.rows), added=number(taken.added), changed=number(taken.changed))
    )


def _show_list(name: str, context: Context) -> None:
    codes = code_list(name)
    rows = [*((item, True) for item in codes.items), *((item, False) for item in codes.ended)]
    context.answer(
        [
            without_blanks(
                {
                    "code": item.code,
                    "label": item.label,
                    "other": list(item.other) or None,
                    "note": item.note or None,
                    "numbers": list(item.numbers) or None,
                    "offered": is_offered,
                }
            )
            for item, is_offered in rows
        ]
    )
    context.show_table(
        (_("Mã"), _("Tên gọi"), _("Số"), _("Cách ghi khác")),
        [
            (
                item.code,
                codes.shown(item) if is_offered else _("{label} (thôi dùng)").format(label=codes.shown(item)),
                "; ".join(item.numbers),
                "; ".join(item.other),
            )
            for item, is_offered in rows
        ],
    )
