"""`import`: slips from a spreadsheet, with a result for every row."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, REFUSED, Commands, Parser, add_command


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "import", _("nhập phiếu từ tệp Excel"))
    parser.add_argument("file", type=Path, metavar="FILE.xlsx", help=_("bảng tính theo tệp mẫu"))
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ xem kết quả, không ghi gì"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Import; 1 when some rows could not be read."""
    from census_desktop.services.spreadsheets import import_sheet  # lazy: openpyxl only for spreadsheets

    with context.open() as store:
        done = import_sheet(store, args.file, dry_run=args.dry_run, control=context.control())
    context.answer(
        {
            "rows": done.rows,
            "added": done.added,
            "skipped": done.skipped,
            "queued": done.queued,
            "errors": [{"row": one.row, "field": one.field, "message": one.message} for one in done.errors],
        }
    )
    if args.dry_run:
        context.show(_("Chạy thử: chưa ghi gì."))
    context.show(
        _("{rows} dòng: thêm {added}, đã có {skipped}, chờ xem lại {queued}, dòng lỗi {wrong}.").format(
            rows=number(done.rows),
            added=number(done.added),
            skipped=number(done.skipped),
            queued=number(done.queued),
            wrong=number(len({one.row for one in done.errors})),
        )
    )
    if done.errors:
        context.show_table(
            (_("Dòng"), _("Ô"), _("Lỗi")), [(one.row, one.field, one.message) for one in done.errors]
        )
    return REFUSED if done.errors else DONE
