"""`evidence`: what documents show against a slip."""

from __future__ import annotations

import argparse

from census_desktop.base.text import _
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.evidence import Claim, Evidence
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import answers
from census_desktop.services.evidence import add_evidence, claims_of, confirm_evidence, withdraw_evidence


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the command."""
    parser = add_command(commands, "evidence", _("giấy tờ đối chiếu với phiếu"))
    parser.add_argument("action", choices=("list", "add", "confirm", "withdraw"), help=_("việc cần làm"))
    parser.add_argument("uuid", metavar="UUID", help=_("mã người; với confirm và withdraw là mã giấy tờ"))
    parser.add_argument("words", nargs="*", metavar="…", help=_("add: Ô value=… document=… document_no=…"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Do one of the four."""
    record = record_uuid(args.uuid)
    with context.open() as store:
        if args.action == "list":
            found = claims_of(store, record)
            context.answer([_claim_document(one) for one in found])
            _show(context, found)
            return DONE
        if args.action == "add":
            if not args.words:
                raise WrongUse(_("Cần tên ô, ví dụ: evidence add MÃ birth_date value=1962 document=KS"))
            box, *more = args.words
            made = add_evidence(store, record, box, dict(pair.partition("=")[::2] for pair in more))
        elif args.action == "confirm":
            made = confirm_evidence(store, record)
        else:
            made = withdraw_evidence(store, record)
    context.answer(_document(made))
    context.show(_("Đã lưu."))
    return DONE


def _document(one: Evidence) -> dict[str, str]:
    return {"evidence_uuid": str(one.evidence_uuid), **answers(one, FIELDS[RecordKind.EVIDENCE])}


def _claim_document(one: Claim) -> dict[str, object]:
    return {
        "field": one.box,
        "declared": one.declared,
        "standing": one.standing,
        "disputed": one.is_disputed,
        "shown": [_document(each) for each in one.shown],
    }


def _show(context: Context, found: tuple[Claim, ...]) -> None:
    kinds = FIELDS[RecordKind.EVIDENCE]["document"]
    rows = []
    for one in found:
        field = PERSON_FIELDS[one.box]
        for each in one.shown:
            shown = show_answer(field, each.value)
            seen = show_answer(kinds, each.document)
            mark = "✓" if each.confirmed is not None else ""
            rows.append((_(field.label), show_answer(field, one.declared), shown, seen, mark))
    context.show_table((_("Ô"), _("Phiếu ghi"), _("Giấy tờ ghi"), _("Loại giấy tờ"), _("Xác nhận")), rows)
