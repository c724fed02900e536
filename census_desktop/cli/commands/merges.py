"""`merges`: the journal of what was merged here, and taking a merge back."""

from __future__ import annotations

import argparse
from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context, local_moment, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.services.documents import merge_journal_document
from census_desktop.services.merges import MergeEntry, ReversalPlan, journal, plan_reversal, reverse


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "merges", _("các lần gộp đã làm; hoàn tác một lần gộp"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--reverse", type=int, metavar="NUMBER", help=_("hoàn tác lần gộp mang số này"))
    what.add_argument("--out", type=Path, metavar="FILE.pdf", help=_("in sổ các lần gộp ra tệp PDF mới"))
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ xem trước việc hoàn tác"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """List, print, or take one back."""
    if args.dry_run and args.reverse is None:
        raise WrongUse(_("--dry-run chỉ dùng cùng với --reverse."))
    if args.reverse is not None:
        return _reverse(args.reverse, context, is_trial=args.dry_run)
    if args.out is not None:
        return _print(args.out, context)
    with context.open() as store:
        entries = journal(store)
    context.answer([entry_document(entry) for entry in entries])
    context.show_table(
        (_("Số"), _("Lúc"), _("Cán bộ"), _("Gói"), _("Thêm"), _("Đổi"), _("Xung đột"), _("Ghi chú")),
        [
            (
                entry.number,
                local_moment(entry.at),
                entry.officer,
                ", ".join(package.file_name for package in entry.packages),
                *map(number, (entry.added, entry.changed, entry.conflicts)),
                _remark(entry),
            )
            for entry in entries
        ],
    )
    return DONE


def _remark(entry: MergeEntry) -> str:
    if entry.reversed_by is not None:
        return _("đã hoàn tác ở mục {number}").format(number=entry.reversed_by)
    return "" if entry.reverses is None else _("hoàn tác mục {number}").format(number=entry.reverses)


def _reverse(wanted: int, context: Context, *, is_trial: bool) -> int:
    with context.open() as store:
        done = (plan_reversal if is_trial else reverse)(store, wanted, context.control())
    context.answer(reversal_document(done))
    for kept in done.kept:
        context.show(f"{kept.name}: {kept.why}")
    sentence = (
        _("Sẽ hủy {voided} bản ghi, trả lại {restored} bản ghi, giữ nguyên {untouched} bản ghi.")
        if is_trial
        else _("Đã hủy {voided} bản ghi, trả lại {restored} bản ghi, giữ nguyên {untouched} bản ghi.")
    )
    context.show(
        sentence.format(
            voided=number(done.voided), restored=number(done.restored), untouched=number(done.untouched)
        )
    )
    return DONE


def _print(path: Path, context: Context) -> int:
    from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing

    with context.open() as store:
        document = merge_journal_document(store)
    pages = write_pdf([document], path, context.control())
    context.answer({"file": str(path), "pages": pages})
    context.show(_("Đã ghi {path} ({pages} trang).").format(path=path, pages=pages))
    return DONE


def entry_document(entry: MergeEntry) -> dict[str, object]:
    """An entry of the journal as JSON."""
    return without_blanks(
        {
            "number": entry.number,
            "at": entry.at,
            "officer": entry.officer,
            "packages": [package.file_name for package in entry.packages],
            "added": entry.added,
            "changed": entry.changed,
            "conflicts": entry.conflicts,
            "operations": entry.operations,
            "reverses": entry.reverses,
            "reversed_by": entry.reversed_by,
        }
    )


def reversal_document(done: ReversalPlan) -> dict[str, object]:
    """What taking back does, as JSON."""
    return {
        "number": done.entry.number,
        "voided": done.voided,
        "restored": done.restored,
        "untouched": done.untouched,
        "kept": [
            {"kind": kept.kind.value, "record": str(kept.record_uuid), "name": kept.name, "why": kept.why}
            for kept in done.kept
        ],
    }
