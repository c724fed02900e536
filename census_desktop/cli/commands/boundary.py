"""`boundary`: plans of boundaries looked at, applied, taken back; households of divided units; counts of a day."""

from __future__ import annotations

import argparse
import datetime
import uuid
from collections.abc import Callable
from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.cli.commands.boundary_targets import run_targets
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.boundaries import Place
from census_desktop.domain.dates import parse_partial_date
from census_desktop.domain.spec import BadInput
from census_desktop.reports.document import Document
from census_desktop.services.areas import current_groups
from census_desktop.services.boundaries import Applied, apply_plan, withdraw_plan
from census_desktop.services.boundary_choices import choose_unit, waiting_households
from census_desktop.services.boundary_counts import counts_by_place
from census_desktop.services.boundary_list import PlanDraft, official_plan, read_plan_list
from census_desktop.services.boundary_papers import place_words, plan_paper, waiting_paper
from census_desktop.services.boundary_preview import PlanPreview, preview_plan
from census_desktop.services.units import resolve_unit, unit_name
from census_desktop.store.boundaries import load_plans
from census_desktop.store.store import Store

Run = Callable[[argparse.Namespace, Context], int]


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command and what it does."""
    parser = add_command(commands, "boundary", _("địa giới: xem trước, áp dụng, hoàn tác phương án sắp xếp"))
    deeds = parser.add_subparsers(
        dest="deed", metavar=_("VIỆC"), title=_("các việc"), required=True, parser_class=Parser
    )
    for name, words, act in (
        ("plan", _("xem trước phương án, không đổi gì"), run_plan),
        ("apply", _("áp dụng phương án"), run_apply),
    ):
        _add_source(_deed(deeds, name, words, act))
    _deed(deeds, "list", _("các phương án đã có"), run_list)
    undo = _deed(deeds, "undo", _("hoàn tác một phương án"), run_undo)
    undo.add_argument("plan", metavar="PLAN_UUID", help=_("mã phương án (boundary list)"))
    undo.add_argument("--reason", required=True, metavar="TEXT", help=_("lý do"))
    shares = _deed(deeds, "targets", _("chia chỉ tiêu của đơn vị bị chia theo hộ đã chuyển"), run_targets)
    shares.add_argument("plan", metavar="UUID", help=_("mã phương án"))
    shares.add_argument("--confirm", action="store_true", help=_("xác nhận chỉ tiêu đề xuất"))
    waiting = _deed(deeds, "waiting", _("các hộ phải chọn đơn vị"), run_waiting)
    _add_scope(waiting)
    _add_out(waiting)
    choose = _deed(deeds, "choose", _("chọn đơn vị cho hộ hoặc cả thôn của đơn vị bị chia"), run_choose)
    choose.add_argument("households", nargs="*", metavar="HOUSEHOLD_UUID", help=_("mã hộ"))
    _add_scope(choose)
    choose.add_argument("--to", required=True, metavar="CODE@DAY", help=_("đơn vị mới"))
    choose.add_argument("--to-group", metavar="NAME", help=_("thôn, tổ dân phố mới"))
    report = _deed(deeds, "report", _("số người, số hộ lúc thu, hoặc theo địa giới của một ngày"), run_report)
    report.add_argument("--on", metavar="DAY", help=_("theo địa giới ngày này"))
    report.add_argument("--as-collected", action="store_true", help=_("theo nơi ghi khi thu"))
    report.add_argument("--groups", action="store_true", help=_("đến từng thôn, tổ dân phố"))


def _deed(deeds: Commands[Parser], name: str, words: str, act: Run) -> Parser:
    parser = add_command(deeds, name, words)
    parser.set_defaults(run=act)
    return parser


def _add_source(parser: Parser) -> None:
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE.xlsx", help=_("bảng quy tắc (.xlsx, .csv)")
    )
    parser.add_argument(
        "--official", metavar="DAY", help=_("lấy thay đổi của ngày này trong danh sách địa bàn")
    )
    parser.add_argument(
        "--tell-apart", action="store_true", help=_("thôn trùng tên thì thêm tên đơn vị cũ trong ngoặc")
    )
    parser.add_argument("--title", metavar="TEXT", help=_("tên phương án"))
    parser.add_argument("--on", metavar="DAY", help=_("ngày hiệu lực"))
    parser.add_argument("--basis", metavar="TEXT", help=_("căn cứ pháp lý"))
    _add_out(parser)


def _add_out(parser: Parser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE.pdf", help=_("in ra tệp PDF mới"))


def _write(paper: Document, out: Path | None, context: Context) -> None:
    if out is not None:
        from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing

        write_pdf([paper], out, context.control())


def _add_scope(parser: Parser) -> None:
    parser.add_argument("--unit", metavar="CODE", help=_("chỉ đơn vị này (mã hoặc tên)"))
    parser.add_argument("--group", metavar="NAME", help=_("chỉ thôn/tổ dân phố này"))


def day_from(text: str | None) -> datetime.date | None:
    """A whole day as typed.

    Raises:
        WrongUse: it is none.
    """
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(parse_partial_date(text).iso())
    except (BadInput, ValueError) as error:
        raise WrongUse(_("{text} không phải là một ngày đủ ngày, tháng, năm.").format(text=text)) from error


def _draft(args: argparse.Namespace, store: Store) -> PlanDraft:
    day = day_from(args.official)
    if day is not None:
        return official_plan(day, current_groups(store) if args.tell_apart else None, args.title)
    draft: PlanDraft = read_plan_list(args.file, args.title, day_from(args.on), args.basis)
    return draft


def _must_have_source(args: argparse.Namespace) -> None:
    if (args.file is None) == (args.official is None):
        raise WrongUse(_("Cần một tệp quy tắc, hoặc --official NGÀY."))


def run_plan(args: argparse.Namespace, context: Context) -> int:
    """Show what the plan would do."""
    _must_have_source(args)
    with context.open() as store:
        found = preview_plan(store, _draft(args, store), context.control())
        paper = plan_paper(store, found)
    _write(paper, args.out, context)
    context.answer(preview_document(found))
    _show_preview(found, context)
    return DONE


def run_apply(args: argparse.Namespace, context: Context) -> int:
    """Apply the plan."""
    _must_have_source(args)
    with context.open() as store:
        draft = _draft(args, store)
        found = preview_plan(store, draft, context.control())
        done = apply_plan(store, draft, context.control(), found)
        paper = plan_paper(store, found)
    _write(paper, args.out, context)
    context.answer({**preview_document(found), **_applied_document(done)})
    _show_preview(found, context)
    _tell(context, done)
    return DONE


def preview_document(found: PlanPreview) -> dict[str, object]:
    """The preview as JSON."""
    record = found.draft.record
    return {
        "plan": str(record.boundary_plan_uuid),
        "title": record.title,
        "effective_on": record.effective_on,
        "legal_basis": record.legal_basis,
        "rules": len(found.draft.rules),
        "known": found.is_known,
        "zero_sum": found.is_zero_sum,
        "people": found.people,
        "households": found.households,
        "waiting": found.waiting,
        "drafts": found.drafts,
        "prints": found.prints,
        "remarks": list(found.remarks),
        "moves": [
            without_blanks(
                {
                    "from_unit": move.origin.unit,
                    "from_group": move.origin.group or None,
                    "to_unit": move.target.unit if move.target is not None else None,
                    "to_group": (move.target.group or None) if move.target is not None else None,
                    "people": move.people,
                    "households": move.households,
                }
            )
            for move in found.moves
        ],
        "units": [
            {
                "unit": unit,
                "name": unit_name(unit),
                "people_before": found.before.get(unit, (0, 0))[0],
                "people_after": found.after.get(unit, (0, 0))[0],
                "households_before": found.before.get(unit, (0, 0))[1],
                "households_after": found.after.get(unit, (0, 0))[1],
            }
            for unit in sorted({*found.before, *found.after})
        ],
    }


def _show_preview(found: PlanPreview, context: Context) -> None:
    context.show(f"{found.draft.record.title} – {found.draft.record.legal_basis or _('chưa ghi căn cứ')}")
    context.show_table(
        (_("Từ"), _("Sang"), _("Nhân khẩu"), _("Số hộ")),
        [
            (
                place_words(move.origin),
                place_words(move.target) if move.target is not None else _("phải chọn từng hộ"),
                number(move.people),
                number(move.households),
            )
            for move in found.moves
        ],
    )
    people, households = (
        sum(one for one, _two in found.before.values()),
        sum(two for _one, two in found.before.values()),
    )
    context.show(
        _("Toàn bộ {people} người, {households} hộ trước và sau như nhau.").format(
            people=number(people), households=number(households)
        )
        if found.is_zero_sum
        else _("Tổng trước và sau KHÁC nhau.")
    )
    for remark in found.remarks:
        context.show(remark)


def _applied_document(done: Applied) -> dict[str, object]:
    return {"plan": str(done.plan.boundary_plan_uuid), "moved": done.households, "total_people": done.people}


def _tell(context: Context, done: Applied) -> None:
    context.show(
        _("Đã chuyển {households} hộ; toàn bộ vẫn {people} người.").format(
            households=number(done.households), people=number(done.people)
        )
    )


def run_list(_args: argparse.Namespace, context: Context) -> int:
    """The plans."""
    with context.open() as store:
        plans = load_plans(store).all
    context.answer(
        [
            without_blanks(
                {
                    "plan": str(plan.record.boundary_plan_uuid),
                    "title": plan.record.title,
                    "effective_on": plan.record.effective_on,
                    "legal_basis": plan.record.legal_basis,
                    "rules": len(plan.rules),
                    "withdrawn": plan.record.withdrawn_reason,
                }
            )
            for plan in plans
        ]
    )
    context.show_table(
        (_("Mã"), _("Tên phương án"), _("Ngày hiệu lực"), _("Quy tắc"), _("Đã rút lại")),
        [
            (
                plan.record.boundary_plan_uuid,
                plan.record.title,
                plan.record.effective_on,
                len(plan.rules),
                plan.record.withdrawn_reason,
            )
            for plan in plans
        ],
    )
    return DONE


def run_undo(args: argparse.Namespace, context: Context) -> int:
    """Take a plan back."""
    plan = record_uuid(args.plan)
    with context.open() as store:
        done = withdraw_plan(store, plan, args.reason, context.control())
    context.answer(_applied_document(done))
    context.show(
        _(
            "Đã hoàn tác phương án: {households} hộ trở về đơn vị trước đó; toàn bộ vẫn {people} người."
        ).format(households=number(done.households), people=number(done.people))
    )
    return DONE


def _scope(args: argparse.Namespace) -> tuple[str | None, str | None]:
    return (str(resolve_unit(args.unit)) if args.unit is not None else None), args.group


def run_waiting(args: argparse.Namespace, context: Context) -> int:
    """Households that need a person to choose."""
    with context.open() as store:
        found = waiting_households(store, *_scope(args))
        paper = waiting_paper(store, found)
    _write(paper, args.out, context)
    context.answer(
        [
            without_blanks(
                {
                    "household": str(each.row.household_uuid),
                    "unit": each.row.unit,
                    "residential_group": each.row.residential_group,
                    "household_no": each.row.household_no,
                    "head_name": each.row.head_name,
                    "address": each.address,
                    "people": each.row.people,
                    "plan": str(each.plan.boundary_plan_uuid),
                    "choices": list(each.choices),
                }
            )
            for each in found
        ]
    )
    context.show_table(
        (_("Mã hộ"), _("Thôn/TDP"), _("Hộ số"), _("Chủ hộ"), _("Địa chỉ"), _("Chọn một trong")),
        [
            (
                each.row.household_uuid,
                each.row.residential_group,
                each.row.household_no,
                each.row.head_name,
                each.address,
                ", ".join(unit_name(unit) for unit in each.choices),
            )
            for each in found
        ],
    )
    return DONE


def run_choose(args: argparse.Namespace, context: Context) -> int:
    """Say where they belong."""
    households: list[uuid.UUID] = [record_uuid(each) for each in args.households]
    if not households and args.group is None:
        raise WrongUse(_("Chưa nói hộ nào."), _("Ghi mã hộ, hoặc --unit và --group cho cả thôn."))
    unit = str(resolve_unit(args.to))
    with context.open() as store:
        if not households:
            households = [each.row.household_uuid for each in waiting_households(store, *_scope(args))]
        done = choose_unit(store, households, unit, args.to_group, context.control())
    context.answer(_applied_document(done))
    _tell(context, done)
    return DONE


def run_report(args: argparse.Namespace, context: Context) -> int:
    """People and households by place."""
    day = day_from(args.on)
    if day is not None and args.as_collected:
        raise WrongUse(_("Chọn một trong hai: --on hoặc --as-collected."))
    with context.open() as store:
        found = counts_by_place(store, day=day, as_collected=args.as_collected)
    lines: dict[Place, tuple[int, int]] = {}
    for place, (people, households) in found.items():
        key = place if args.groups else Place(place.unit, "")
        before = lines.get(key, (0, 0))
        lines[key] = (before[0] + people, before[1] + households)
    context.answer(
        [
            without_blanks(
                {
                    "unit": place.unit,
                    "name": unit_name(place.unit),
                    "residential_group": place.group or None,
                    "people": people,
                    "households": households,
                }
            )
            for place, (people, households) in lines.items()
        ]
    )
    context.show_table(
        (_("Đơn vị"), _("Nhân khẩu"), _("Số hộ")),
        [(place_words(place), number(one), number(two)) for place, (one, two) in lines.items()],
    )
    return DONE
