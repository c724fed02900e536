"""`batch`: tập phiếu; cover sheets and what is left of each batch."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from census_desktop.base.text import _, number
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.services.batches import TYPED, BatchState, batch_states, save_batch, withdraw_batch


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "batch", _("tập phiếu: bìa tập, đã gõ bao nhiêu, còn bao nhiêu"))
    parser.add_argument("action", choices=("list", "set", "withdraw"), help=_("việc cần làm"))
    parser.add_argument("words", nargs="*", metavar="…", help=_("set: SỐ_TẬP Ô=NỘI_DUNG …; withdraw: SỐ_TẬP"))
    parser.add_argument("--unit", metavar="CODE@DATE", help=_("của đơn vị này, không phải của máy này"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Do one of the three."""
    if args.action != "list" and not args.words:
        raise WrongUse(_("Cần số tập, ví dụ: batch set 12 people=50"))
    with context.open() as store:
        if args.action == "list":
            states: Sequence[BatchState] = batch_states(store, args.unit)
            context.answer([_document(state) for state in states])
        elif args.action == "set":
            typed = dict(pair.partition("=")[::2] for pair in args.words[1:])
            unknown = set(typed) - set(TYPED)
            if unknown:
                raise WrongUse(_("Không có ô {name}.").format(name=min(unknown)))
            states = (save_batch(store, args.words[0], typed, args.unit),)
            context.answer(_document(states[0]))
        else:
            withdraw_batch(store, args.words[0], args.unit)
            context.answer({"number": args.words[0], "withdrawn": True})
            context.show(_("Đã rút lại bìa tập {number}; phiếu vẫn giữ nguyên.").format(number=args.words[0]))
            return DONE
    context.show_table(
        (_("Số tập"), _("Người thu"), _("Trên bìa"), _("Đã gõ"), _("Còn"), _("Kiểm lần 2")),
        [
            (
                state.number,
                state.batch.collector or "",
                "–" if state.people is None else number(state.people),
                number(state.typed),
                "–" if state.left is None else number(state.left),
                number(state.checked),
            )
            for state in states
        ],
    )
    return DONE


def _document(state: BatchState) -> dict[str, object]:
    sheet = state.batch
    return {
        "unit": sheet.unit,
        "number": sheet.number,
        **{name: getattr(sheet, name) for name in TYPED if getattr(sheet, name) is not None},
        "typed": state.typed,
        "begun": state.begun,
        "typed_households": state.households,
        "checked": state.checked,
        "left": state.left,
        "missing": list(state.missing),
    }
