"""`rekey`: kiểm lần 2; draw slips, key one again, list what differs, decide it, count who was wrong."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.domain.progress import SAMPLE_OF
from census_desktop.domain.second_keying import KEYED_TWICE
from census_desktop.domain.spec import BadInput
from census_desktop.services.second_keying import (
    SecondKeying,
    decide,
    draw_batch,
    draw_sample,
    keying_errors,
)
from census_desktop.store.second_keying import ComparedBox, KeyingTask, compared_boxes, keying_tasks
from census_desktop.store.store import Store


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "rekey", _("kiểm lần 2: lấy phiếu, nhập lại, quyết định, đếm nhầm"))
    parser.add_argument(
        "action", choices=("draw", "list", "key", "differences", "decide", "errors"), help=_("việc cần làm")
    )
    parser.add_argument(
        "words", nargs="*", metavar="…", help=_("key: PERSON_UUID Ô=NỘI_DUNG …; decide: MÃ_Ô NỘI_DUNG")
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--every",
        type=int,
        default=SAMPLE_OF,
        metavar="N",
        help=_("draw: cứ N hộ lấy một, bắt đầu ngẫu nhiên (mặc định 20)"),
    )
    how.add_argument("--batch", metavar="NUMBER", help=_("draw: cả tập phiếu này"))
    parser.add_argument("--unit", metavar="CODE@DATE", help=_("draw: chỉ đơn vị này"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Do one of the six."""
    with context.open() as store:
        if args.action == "draw":
            _draw(args, context, store)
        elif args.action == "list":
            _list(context, keying_tasks(store))
        elif args.action == "key":
            _key(args.words, context, store)
        elif args.action == "differences":
            _differences(context, compared_boxes(store))
        elif args.action == "decide":
            _decide(args.words, context, store)
        else:
            _errors(context, store)
    return DONE


def _draw(args: argparse.Namespace, context: Context, store: Store) -> None:
    if args.batch is not None:
        count = draw_batch(store, args.batch, args.unit)
    else:
        count = draw_sample(store, args.every, args.unit)
    context.answer({"drawn": count})
    context.show(_("Đã lấy {count} phiếu để kiểm.").format(count=number(count)))


def _list(context: Context, tasks: Sequence[KeyingTask]) -> None:
    context.answer([_task_document(task) for task in tasks])
    context.show_table(
        (_("Số phiếu"), _("Hộ"), _("Thôn/TDP"), _("Người thứ"), _("Phiếu")),
        [
            (
                task.slip_no or "",
                task.household_no or "",
                task.residential_group or "",
                f"{task.place}/{task.people}",
                task.person_uuid,
            )
            for task in tasks
        ],
    )


def _task_document(task: KeyingTask) -> dict[str, object]:
    return {
        "person_uuid": str(task.person_uuid),
        "slip_no": task.slip_no,
        "household_no": task.household_no,
        "residential_group": task.residential_group,
        "unit": task.unit,
        "place": task.place,
        "people": task.people,
    }


def _key(words: Sequence[str], context: Context, store: Store) -> None:
    """Boxes not named are blank on the paper; what differs waits for a third person."""
    if not words:
        raise WrongUse(_("Cần mã phiếu và các ô, ví dụ: rekey key PERSON_UUID sex=nam"))
    typed = dict(pair.partition("=")[::2] for pair in words[1:])
    unknown = set(typed) - set(KEYED_TWICE)
    if unknown:
        raise WrongUse(_("Không có ô {name}.").format(name=min(unknown)))
    keying = SecondKeying(store, record_uuid(words[0]))
    while keying.remaining:
        name = keying.remaining[0]
        try:
            keying.key(name, typed.get(name, ""))
        except BadInput as problem:
            raise _unreadable(name, problem) from problem
    found = keying.finish()
    context.answer({"agreed": found.agreed, "corrected": found.corrected, "open": found.open})
    context.show(
        _("Khớp {agreed} ô, chờ người thứ ba {open} ô.").format(agreed=found.agreed, open=found.open)
    )


def _unreadable(name: str, problem: BadInput) -> CensusError:
    return CensusError(
        "BAD_VALUE", _("{box}: {why}").format(box=_(PERSON_FIELDS[name].label), why=problem.why)
    )


def _differences(context: Context, boxes: Sequence[ComparedBox]) -> None:
    context.answer(
        [
            {
                "keyed_box_uuid": str(box.keyed_box_uuid),
                **_task_document(box.task),
                "field": box.field,
                "first": box.first,
                "second": box.second,
                "first_officer": box.first_officer,
                "second_officer": box.second_officer,
            }
            for box in boxes
        ]
    )
    known = [box for box in boxes if box.field in PERSON_FIELDS]
    context.show_table(
        (_("Số phiếu"), _("Hộ"), _("Ô"), _("Lần nhập đầu"), _("Lần nhập 2"), _("Mã ô")),
        [
            (
                box.task.slip_no or "",
                box.task.household_no or "",
                _(PERSON_FIELDS[box.field].label),
                show_answer(PERSON_FIELDS[box.field], box.first),
                show_answer(PERSON_FIELDS[box.field], box.second),
                box.keyed_box_uuid,
            )
            for box in known
        ],
    )


def _decide(words: Sequence[str], context: Context, store: Store) -> None:
    if len(words) != 2:
        raise WrongUse(_("Cần mã ô và nội dung phiếu giấy ghi; ô trống trên giấy thì viết ''."))
    box = record_uuid(words[0])
    try:
        wrong = decide(store, box, words[1])
    except BadInput as problem:
        raise CensusError("BAD_VALUE", problem.why) from problem
    context.answer({"keyed_box_uuid": str(box), "wrong": wrong.value})
    context.show(_("Đã ghi: {who}.").format(who=code_list("keying_wrong").label(wrong.value)))


def _errors(context: Context, store: Store) -> None:
    found = keying_errors(store)
    context.answer([{"officer": one.officer, "boxes": one.boxes, "wrong": one.wrong} for one in found])
    context.show_table(
        (_("Tài khoản"), _("Số ô so"), _("Nhầm"), _("Phần nghìn")),
        [(one.officer, one.boxes, one.wrong, round(one.per_thousand)) for one in found],
    )
