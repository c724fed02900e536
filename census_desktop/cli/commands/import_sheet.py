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
    parser.add_argument(
        "file", type=Path, metavar="FILE.xlsx", help=_("bảng tính theo mẫu, hoặc của nơi khác")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ xem kết quả, không ghi gì"))
    parser.add_argument(
        "--bad-rows",
        choices=("refuse", "skip", "queue"),
        default="refuse",
        help=_("dòng có ô không đọc được: báo lỗi, bỏ qua hay để chờ xem lại"),
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE.xlsx", help=_("ghi kết quả từng dòng ra tệp mới")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Import; 1 when some rows could not be read."""
    from census_desktop.services.spreadsheets import import_sheet, save_report  # lazy: openpyxl only here
    from census_desktop.transfer.import_report import Choice  # lazy: the same

    with context.open() as store:
        done = import_sheet(
            store,
            args.file,
            dry_run=args.dry_run,
            control=context.control(),
            bad_rows=Choice(args.bad_rows),
        )
    if args.report is not None:
        save_report(done, args.file.name, args.report)
    context.answer(
        {
            "rows": done.rows,
            "added": done.added,
            "skipped": done.skipped,
            "queued": done.queued,
            "errors": [
                {"row": one.row, "field": one.field, "message": one.message, "sheet": one.sheet}
                for one in done.errors
            ],
            "left_out": [
                {"row": one.row, "sheet": one.sheet, "message": one.message} for one in done.left_out
            ],
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
            wrong=number(done.wrong),
        )
    )
    told = [(one.row, one.field, one.message) for one in done.errors]
    told += [(one.row, "", one.message) for one in done.left_out]
    if told:
        context.show_table((_("Dòng"), _("Ô"), _("Lỗi")), told)
    return REFUSED if done.errors else DONE
