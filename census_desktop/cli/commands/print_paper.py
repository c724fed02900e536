"""`print`: papers as PDF files."""

from __future__ import annotations

import argparse
import dataclasses
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from census_desktop.base.text import _
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.reports.dc01_form import LAYOUT_2015, LAYOUT_2020
from census_desktop.reports.key_card import key_card
from census_desktop.services.documents import (
    household_of,
    log_printed,
    merge_journal_document,
    progress_paper,
)
from census_desktop.services.field_lists import (
    Scope,
    absent_document,
    followup_document,
    group_list_document,
    missing_document,
    missing_documents,
)
from census_desktop.services.slip_papers import blank_slip, slip_documents
from census_desktop.services.units import resolve_unit
from census_desktop.store.store import MachineRole, Store
from census_desktop.store.walk import House, houses

if TYPE_CHECKING:
    from census_desktop.reports.document import Document

LAYOUTS = {"2015": LAYOUT_2015, "2020": LAYOUT_2020}
Make = Callable[[Store, argparse.Namespace], "tuple[Document, ...]"]


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command and its papers."""
    parser = add_command(commands, "print", _("in ra tệp PDF"))
    papers = parser.add_subparsers(
        dest="paper", metavar=_("GIẤY"), title=_("các loại giấy"), required=True, parser_class=Parser
    )
    household = _paper(papers, "household", _("bảng tổng hợp của một hộ, nhiều hộ, một thôn hay cả đơn vị"))
    household.add_argument(
        "records", metavar="HOUSEHOLD_UUID", nargs="*", help=_("mã hộ (hoặc mã một nhân khẩu của hộ)")
    )
    _add_scope(household)
    household.add_argument("--all", action="store_true", help=_("mọi hộ của máy này"))
    household.add_argument(
        "--by-group", action="store_true", help=_("mỗi thôn/tổ dân phố một tệp; --out là thư mục")
    )
    household.add_argument(
        "--duplex", action="store_true", help=_("sẽ in hai mặt: mỗi hộ bắt đầu ở mặt trước một tờ")
    )
    household.add_argument("--printed", action="store_true", help=_("ghi vào sổ là giấy đã in"))
    household.set_defaults(run=print_households)
    slip = _paper(papers, "dc01", _("phiếu DC01 đã điền của một người hay cả hộ, hoặc phiếu trống"))
    slip.add_argument(
        "record", metavar="UUID", nargs="?", help=_("mã nhân khẩu hoặc mã hộ; bỏ trống: phiếu trống")
    )
    slip.add_argument(
        "--layout", choices=tuple(LAYOUTS), help=_("bố cục 2015 hoặc 104/2020 (mặc định: theo phiếu)")
    )
    slip.set_defaults(run=_printer_of(_slips))
    for name, words, make in (
        ("list", _("danh sách hộ theo thứ tự nhà"), group_list_document),
        ("absent", _("danh sách người vắng mặt"), absent_document),
    ):
        listed = _paper(papers, name, words)
        _add_scope(listed)
        listed.set_defaults(run=_printer_of(_of_scope(make)))
    missing = _paper(papers, "missing", _("danh sách chưa có phiếu, mỗi người thu một tờ"))
    _add_scope(missing)
    missing.add_argument("--collector", metavar="NAME", help=_("chỉ người thu này"))
    missing.set_defaults(run=_printer_of(_missing))
    followup = _paper(papers, "followup", _("danh sách phúc tra"))
    _add_scope(followup)
    followup.add_argument("--list", type=int, metavar="N", help=_("in lại danh sách số này"))
    followup.set_defaults(
        run=_printer_of(lambda store, args: (followup_document(store, _scope(store, args), args.list),))
    )
    report = _paper(papers, "progress", _("báo cáo tiến độ, hoặc từng thôn của một đơn vị"))
    report.add_argument("--unit", metavar="CODE", help=_("từng thôn, tổ dân phố của đơn vị này"))
    report.set_defaults(run=_printer_of(_progress))
    for name, words, whole in (
        ("journal", _("nhật ký gộp"), merge_journal_document),
        ("keys", _("bảng phím để cạnh bàn phím"), lambda _store: key_card()),
    ):
        _paper(papers, name, words).set_defaults(run=_printer_of(_of_store(whole)))


def _paper(papers: Commands[Parser], name: str, words: str) -> Parser:
    parser = add_command(papers, name, words)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=_("tệp PDF mới"))
    return parser


def _add_scope(parser: Parser) -> None:
    parser.add_argument("--unit", metavar="CODE", help=_("chỉ đơn vị này (mã hoặc tên)"))
    parser.add_argument("--group", metavar="NAME", help=_("chỉ thôn/tổ dân phố này"))


def _scope(store: Store, args: argparse.Namespace) -> Scope:
    """The unit asked for; a ward's machine prints its own unit, the town's all of them."""
    if args.unit is not None:
        return Scope(str(resolve_unit(args.unit)), args.group)
    own = store.installation
    return Scope(own.unit if own.machine_role is MachineRole.WARD else None, args.group)


def _of_scope(make: Callable[[Store, Scope], Document]) -> Make:
    return lambda store, args: (make(store, _scope(store, args)),)


def _missing(store: Store, args: argparse.Namespace) -> tuple[Document, ...]:
    scope = dataclasses.replace(_scope(store, args), collector=args.collector)
    return missing_documents(store, scope) or (missing_document(store, scope),)


def _of_store(make: Callable[[Store], Document]) -> Make:
    return lambda store, _args: (make(store),)


def _progress(store: Store, args: argparse.Namespace) -> tuple[Document, ...]:
    return (progress_paper(store, None if args.unit is None else str(resolve_unit(args.unit))),)


def _slips(store: Store, args: argparse.Namespace) -> tuple[Document, ...]:
    layout = LAYOUTS.get(args.layout)
    if args.record is None:
        return (blank_slip(store, layout),)
    return slip_documents(store, record_uuid(args.record), layout)


def _printer_of(make: Make) -> Callable[[argparse.Namespace, Context], int]:
    """A command that writes what `make` gives into one file."""

    def run(args: argparse.Namespace, context: Context) -> int:
        if getattr(args, "record", None) is not None:
            record_uuid(args.record)  # a wrong one is told before a password is asked
        from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing

        with context.open() as store:
            documents = make(store, args)
        pages = write_pdf(documents, args.out, context.control())
        return _told(context, [args.out], pages)

    return run


def print_households(args: argparse.Namespace, context: Context) -> int:
    """Write the summaries of the households asked for, and log them when they are said to be printed."""
    from census_desktop.printing import batch  # lazy: Qt only when printing

    records = [
        record_uuid(record) for record in args.records
    ]  # wrong ones are told before a password is asked
    if not (records or args.unit or args.group or args.all):
        raise WrongUse(
            _("Chưa nói in hộ nào."), _("Ghi mã hộ, hoặc --unit, --group, hoặc --all để in mọi hộ.")
        )
    if records and args.by_group:
        raise WrongUse(
            _("--by-group dùng với cả thôn, đơn vị hoặc --all, không dùng với mã hộ."),
            _("Bỏ mã hộ, hoặc bỏ --by-group."),
        )
    with context.open() as store:
        control = context.control()
        if args.by_group:
            output = batch.write_files_by_group(
                store, _houses(store, args), args.out, control, is_duplex=args.duplex
            )
        else:
            output = batch.write_one_file(
                store, _chosen(store, args, records), args.out, control, is_duplex=args.duplex
            )
        logged = log_printed(store, output.printed) if args.printed else 0
    return _told(context, output.files, output.pages, households=len(output.printed), logged=logged)


def _chosen(store: Store, args: argparse.Namespace, records: list[uuid.UUID]) -> list[uuid.UUID]:
    if records:
        return [household_of(store, record) for record in records]
    return [house.household_uuid for house in _houses(store, args)]


def _houses(store: Store, args: argparse.Namespace) -> tuple[House, ...]:
    """Households of the place asked for that have people; an empty sheet is on the list of missing slips instead."""
    scope = Scope() if args.all else _scope(store, args)
    found = houses(store, unit=scope.unit, residential_group=scope.residential_group)
    return tuple(house for house in found if house.people)


def _told(context: Context, files: list[Path], pages: int, **more: int) -> int:
    names = [str(path) for path in files]
    context.answer({"file": names[0], "files": names, "pages": pages, **more})
    if len(names) == 1:
        context.show(_("Đã ghi {path} ({pages} trang).").format(path=names[0], pages=pages))
    else:
        context.show(
            _("Đã ghi {count} tệp vào {folder} ({pages} trang).").format(
                count=len(names), folder=files[0].parent, pages=pages
            )
        )
    return DONE
