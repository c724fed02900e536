"""`followup`: phúc tra; raise questions, make a list, enter outcomes by line number, count."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.codes import code_list
from census_desktop.domain.findings import Severity
from census_desktop.services.follow_up import (
    ListRow,
    answer,
    counts,
    list_rows,
    make_list,
    make_lists,
    raise_questions,
)
from census_desktop.store.store import Store

_OUTCOME = ("answer", "outcome_on", "outcome_by")
_DOCUMENT = ("value", "document", "document_no", "seen_by", "seen_on")


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "followup", _("phúc tra: câu hỏi, danh sách, kết quả"))
    parser.add_argument("action", choices=("raise", "list", "answer", "counts"), help=_("việc cần làm"))
    parser.add_argument(
        "words", nargs="*", metavar="…", help=_("answer: SỐ_DÒNG KẾT_QUẢ Ô=NỘI_DUNG …; list: SỐ")
    )
    parser.add_argument("--group", help=_("chỉ thôn, tổ dân phố này"))
    parser.add_argument("--collector", help=_("chỉ người thu phiếu này"))
    parser.add_argument("--warnings", action="store_true", help=_("cả những điều chỉ là cảnh báo"))
    parser.add_argument(
        "--each", action="store_true", help=_("list: mỗi thôn, mỗi người thu phiếu một danh sách")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Do one of the four."""
    with context.open() as store:
        if args.action == "raise":
            _raise(args, context, store)
        elif args.action == "list":
            _list(args, context, store)
        elif args.action == "answer":
            _answer(args.words, context, store)
        _counts(context, store, is_answer=args.action == "counts")
    return DONE


def _raise(args: argparse.Namespace, context: Context, store: Store) -> None:
    severities = tuple(Severity) if args.warnings else (Severity.ERROR,)
    made = raise_questions(
        store, residential_group=args.group, collector=args.collector, severities=severities
    )
    context.answer({"raised": made})
    context.show(_("Thêm {count} câu hỏi.").format(count=number(made)))


def _list(args: argparse.Namespace, context: Context, store: Store) -> None:
    if args.words and not args.words[0].isdigit():
        raise WrongUse(_("Số danh sách phải là một số."))
    if args.words:
        rows = list_rows(store, int(args.words[0]))
    elif args.each:
        rows = tuple(row for made in make_lists(store) for row in made)
    else:
        rows = make_list(store, residential_group=args.group, collector=args.collector)
    context.answer([_row_document(row) for row in rows])
    context.show_table(
        (_("Dòng"), _("Hộ"), _("Chủ hộ"), _("Người"), _("Câu hỏi")),
        [
            (
                row.question.place or "",
                (row.household.household_no if row.household is not None else None) or "",
                row.head_name or "",
                (row.person.full_name if row.person is not None else None) or "",
                row.question.words or "",
            )
            for row in rows
        ],
    )


def _row_document(row: ListRow) -> dict[str, object]:
    question = row.question
    return {
        "place": question.place,
        "about": str(question.about),
        "household": str(question.household) if question.household is not None else None,
        "field": question.box,
        "rule": question.rule,
        "question": question.words,
        "outcome": question.outcome,
    }


def _answer(words: Sequence[str], context: Context, store: Store) -> None:
    if len(words) < 2:
        raise WrongUse(_("Cần số dòng và kết quả, ví dụ: followup answer 3-12 dung"))
    place, outcome, *more = words
    typed = dict(pair.partition("=")[::2] for pair in more)
    unknown = set(typed) - {*_OUTCOME, *_DOCUMENT}
    if unknown:
        raise WrongUse(_("Không có ô {name}.").format(name=min(unknown)))
    question = answer(
        store,
        place,
        outcome,
        {name: typed[name] for name in _OUTCOME if name in typed},
        {name: typed[name] for name in _DOCUMENT if name in typed},
    )
    context.answer({"place": question.place, "outcome": question.outcome})


def _counts(context: Context, store: Store, *, is_answer: bool) -> None:
    told = counts(store)
    if is_answer:
        context.answer({"asked": told.asked, "open": told.open, "by_outcome": dict(told.by_outcome)})
    outcomes = code_list("follow_up_outcome")
    parts = [f"{outcomes.label(code)}: {number(count)}" for code, count in told.by_outcome.items()]
    context.show(
        _("Đã hỏi {asked}, còn {open}. {parts}").format(
            asked=number(told.asked), open=number(told.open), parts=" · ".join(parts)
        )
    )
