"""`absence`, `service`, `collective`: people who are away, people who serve, houses that are no families."""

from __future__ import annotations

import argparse
import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from census_desktop.base.clock import today
from census_desktop.base.text import _, number
from census_desktop.cli.commands.boundary import day_from
from census_desktop.cli.commands.edit import record_uuid
from census_desktop.cli.context import Context, without_blanks
from census_desktop.cli.parser import DONE, Commands, Parser, WrongUse, add_command
from census_desktop.domain.boundaries import is_same_group
from census_desktop.domain.codes import code_list
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import answers
from census_desktop.reports.document import Document
from census_desktop.services import absence as away
from census_desktop.services.absence_papers import absent_paper, reminder_paper, service_paper, tet_paper
from census_desktop.services.service import fill_by_rule, masked, service_counts, service_lines
from census_desktop.services.units import resolve_unit, unit_name
from census_desktop.store.away import Told, collectives
from census_desktop.store.records import load_household, load_person
from census_desktop.store.store import Store

Run = Callable[[argparse.Namespace, Context], int]


def add_parser(commands: Commands[Parser]) -> None:
    """Declare the commands and what they do."""
    parser = add_command(commands, "absence", _("người vắng mặt: danh sách, nhắc, Tết, tỷ lệ, nơi khác"))
    deeds = _deeds(parser)
    _listed(deeds, "list", _("mọi người đang vắng"), run_list)
    remind = _listed(deeds, "remind", _("đến ngày phải hỏi lại"), run_remind)
    remind.add_argument("--until", metavar="DAY", help=_("đến hết ngày này (mặc định: hôm nay)"))
    remind.add_argument("--done", action="store_true", help=_("ghi là đã hỏi hôm nay"))
    _listed(deeds, "tet", _("danh sách hỏi dịp Tết"), run_tet)
    _deed(deeds, "coverage", _("tỷ lệ có và không kể người vắng lâu ngày"), run_coverage)
    _deed(deeds, "elsewhere", _("người vắng ở đây nhưng có phiếu ở đơn vị khác"), run_elsewhere)
    _setter(deeds, RecordKind.AWAY, _("mã nhân khẩu"))
    parser = add_command(commands, "service", _("quân đội, công an: danh sách, quy tắc tính, giữ kín"))
    deeds = _deeds(parser)
    _listed(deeds, "list", _("mọi người đang phục vụ, tính ở đâu, theo luật nào"), run_service)
    _deed(deeds, "fill", _("ghi nơi tính theo luật cho phiếu còn bỏ trống"), run_fill)
    _setter(deeds, RecordKind.DUTY, _("mã nhân khẩu"))
    parser = add_command(commands, "collective", _("hộ tập thể: doanh trại, ký túc xá, cơ sở bảo trợ"))
    deeds = _deeds(parser)
    _deed(deeds, "list", _("các hộ tập thể"), run_collectives)
    _setter(deeds, RecordKind.COLLECTIVE, _("mã hộ"))


def _deeds(parser: Parser) -> Commands[Parser]:
    return parser.add_subparsers(
        dest="deed", metavar=_("VIỆC"), title=_("các việc"), required=True, parser_class=Parser
    )


def _deed(deeds: Commands[Parser], name: str, words: str, act: Run) -> Parser:
    parser = add_command(deeds, name, words)
    parser.set_defaults(run=act)
    return parser


def _listed(deeds: Commands[Parser], name: str, words: str, act: Run) -> Parser:
    parser = _deed(deeds, name, words, act)
    parser.add_argument("--unit", metavar="CODE", help=_("chỉ đơn vị này (mã hoặc tên)"))
    parser.add_argument("--group", metavar="NAME", help=_("chỉ thôn/tổ dân phố này"))
    parser.add_argument("--out", type=Path, metavar="FILE.pdf", help=_("in ra tệp PDF mới"))
    return parser


def _setter(deeds: Commands[Parser], kind: RecordKind, about: str) -> None:
    parser = _deed(
        deeds, "set", _("ghi các ô bên cạnh phiếu"), lambda args, context: run_set(args, context, kind)
    )
    parser.add_argument("record", metavar="UUID", help=about)
    names = ", ".join(name for name in FIELDS[kind] if name != "about")
    parser.add_argument("values", metavar="BOX=VALUE", nargs="*", help=names)


def _scope(args: argparse.Namespace) -> tuple[str | None, str | None]:
    return (str(resolve_unit(args.unit)) if args.unit is not None else None), args.group


def _write(paper: Document, out: Path | None, context: Context) -> None:
    if out is not None:
        from census_desktop.printing.pdf import write_pdf  # lazy: Qt only when printing

        write_pdf([paper], out, context.control())


def _told(told: Told, **more: object) -> dict[str, object]:
    person, home = told.person, told.household
    beside = answers(told.away, FIELDS[RecordKind.AWAY]) if told.away is not None else {}
    beside.pop("about", None)
    return without_blanks(
        {
            "person_uuid": str(person.person_uuid),
            "full_name": person.full_name,
            "birth_date": person.birth_date,
            "unit": home.unit,
            "residential_group": home.residential_group,
            "household_no": home.household_no,
            "presence": person.presence,
            "presence_since": person.presence_since,
            "presence_place": person.presence_place,
            "presence_reason": person.presence_reason,
            "presence_declared_by": person.presence_declared_by,
            "presence_contact": person.presence_contact,
            "presence_expected_return": person.presence_expected_return,
            **beside,
            **more,
        }
    )


def _table(context: Context, rows: Iterable[tuple[Told, Sequence[object]]], *titles: str) -> None:
    context.show_table(
        (_("Thôn/TDP"), _("Hộ số"), _("Họ và tên"), _("Vắng từ ngày"), *titles),
        [
            (
                told.household.residential_group,
                told.household.household_no,
                told.person.full_name,
                told.person.presence_since,
                *more,
            )
            for told, more in rows
        ],
    )


def run_list(args: argparse.Namespace, context: Context) -> int:
    """Everybody who is away."""
    with context.open() as store:
        found = away.absent_people(store, *_scope(args))
        _write(absent_paper(store, found, *_scope(args)), args.out, context)
    context.answer([_told(one) for one in found])
    _table(context, [(one, (one.person.presence_place,)) for one in found], _("Đang ở đâu"))
    return DONE


def run_remind(args: argparse.Namespace, context: Context) -> int:
    """Who has to be asked again."""
    until = day_from(args.until)
    with context.open() as store:
        until = until or today(store.clock)
        found = away.reminders(store, until, *_scope(args))
        _write(reminder_paper(store, found, until, *_scope(args)), args.out, context)
        if args.done:
            away.mark_reminded(store, tuple(one.told.person.person_uuid for one in found))
    _show_reminders(found, context)
    return DONE


def run_tet(args: argparse.Namespace, context: Context) -> int:
    """Whom families expect for Tết."""
    with context.open() as store:
        tet, found = away.tet_list(store, None, *_scope(args))
        _write(tet_paper(store, found, tet, *_scope(args)), args.out, context)
    context.show(_("Tết: {day:%d/%m/%Y}").format(day=tet))
    _show_reminders(found, context)
    return DONE


def _show_reminders(found: Sequence[away.Reminder], context: Context) -> None:
    context.answer(
        [_told(one.told, day=one.day.isoformat() if one.day else None, what=one.what) for one in found]
    )
    _table(context, [(one.told, (_paper(one.day), one.what)) for one in found], _("Ngày"), _("Việc"))


def _paper(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""


def run_coverage(_args: argparse.Namespace, context: Context) -> int:
    """Slips against targets with and without those away for long."""
    with context.open() as store:
        found = away.coverage(store)
    context.answer(
        [
            {
                "unit": line.unit, "name": line.name, "target": line.target, "people": line.people,
                "away": line.away, "long_away": line.long_away, "abroad": line.abroad,
                "declared": line.declared, "percent": round(line.percent, 2),
                "percent_present": round(line.percent_present, 2),
            }
            for line in found
        ]
    )  # fmt: skip
    context.show_table(
        (
            _("Đơn vị"), _("Chỉ tiêu"), _("Đã nhập"), _("Vắng"), _("Vắng lâu ngày"), _("Ở nước ngoài"),
            _("Đã khai tạm vắng"), "%", _("% không kể vắng lâu"),
        ),
        [
            (
                line.name, number(line.target), number(line.people), number(line.away), number(line.long_away),
                number(line.abroad), number(line.declared), f"{line.percent:.1f}", f"{line.percent_present:.1f}",
            )
            for line in found
        ],
    )  # fmt: skip
    return DONE


def run_elsewhere(_args: argparse.Namespace, context: Context) -> int:
    """Slips of the same people in other units."""
    with context.open() as store:
        found = [(one, _who(store, one.here), _who(store, one.there)) for one in away.elsewhere(store)]
    context.answer(
        [
            {"here": str(one.here), "there": str(one.there), "by_number": one.by_number, "here_at": here[1],
             "there_at": there[1]}
            for one, here, there in found
        ]
    )  # fmt: skip
    context.show_table(
        (_("Họ và tên"), _("Vắng ở"), _("Có phiếu ở"), _("Căn cứ")),
        [
            (here[0], here[1], there[1], _("số định danh") if one.by_number else _("tên, ngày sinh"))
            for one, here, there in found
        ],
    )
    return DONE


def _who(store: Store, person_uuid: uuid.UUID) -> tuple[str, str]:
    person = load_person(store, person_uuid)
    home = (
        load_household(store, person.household_uuid) if person is not None and person.household_uuid else None
    )
    name = (person.full_name if person is not None else None) or "–"
    place = (home.residential_group or "", unit_name(home.unit or "")) if home is not None else ()
    return name, ", ".join(part for part in place if part)


def run_service(args: argparse.Namespace, context: Context) -> int:
    """Everybody who serves."""
    unit, group = _scope(args)
    with context.open() as store:
        found = tuple(
            line
            for line in service_lines(store, unit)
            if group is None or is_same_group(group, line.told.household.residential_group)
        )
        shown = [(line, masked(store, line.told.person)) for line in found]
        _write(service_paper(store, found, unit, group), args.out, context)
    kinds, places = code_list("service"), code_list("service_counted_at")
    context.answer(
        [
            without_blanks(
                {
                    "person_uuid": str(person.person_uuid),
                    "full_name": person.full_name,
                    "unit": line.told.household.unit,
                    "service": person.service,
                    "lodging": line.told.duty.lodging if line.told.duty is not None else None,
                    "service_unit_address": person.service_unit_address,
                    "said": line.said,
                    "rule": line.rule.place,
                    "why": _(line.rule.why),
                    "source": _(line.rule.source),
                    "counted": line.counted,
                    "settled": line.is_settled,
                }
            )
            for line, person in shown
        ]
    )
    context.show_table(
        (_("Họ và tên"), _("Đơn vị"), _("Quân đội/công an"), _("Phiếu ghi"), _("Theo luật"), _("Căn cứ")),
        [
            (
                person.full_name,
                unit_name(line.told.household.unit or ""),
                kinds.label(person.service or ""),
                places.label(line.said) if line.said else None,
                places.label(line.rule.place),
                _(line.rule.source),
            )
            for line, person in shown
        ],
    )
    counts = service_counts(found)
    context.show(" · ".join(f"{places.label(place)}: {number(count)}" for place, count in counts.items()))
    return DONE


def run_fill(_args: argparse.Namespace, context: Context) -> int:
    """Write what the rule says where the slip says nothing."""
    with context.open() as store:
        done = fill_by_rule(store)
    context.answer({"filled": done})
    context.show(_("Đã ghi nơi tính theo luật cho {count} phiếu.").format(count=number(done)))
    return DONE


def run_collectives(_args: argparse.Namespace, context: Context) -> int:
    """Households that are no families."""
    kinds = code_list("collective_kind")
    with context.open() as store:
        found = [(load_household(store, about), each) for about, each in collectives(store).items()]
    lines = [(home, each) for home, each in found if home is not None]
    context.answer(
        [
            without_blanks(
                {
                    "household_uuid": str(home.household_uuid), "unit": home.unit,
                    "residential_group": home.residential_group, "household_no": home.household_no,
                    "kind": each.kind, "manager": each.manager, "capacity": each.capacity,
                }
            )
            for home, each in lines
        ]
    )  # fmt: skip
    context.show_table(
        (_("Đơn vị"), _("Thôn/TDP"), _("Hộ số"), _("Loại hộ tập thể"), _("Người quản lý"), _("Số người ở")),
        [
            (
                unit_name(home.unit or ""), home.residential_group, home.household_no,
                kinds.label(each.kind or ""), each.manager, each.capacity,
            )
            for home, each in lines
        ],
    )  # fmt: skip
    return DONE


def run_set(args: argparse.Namespace, context: Context, kind: RecordKind) -> int:
    """Write boxes beside a slip, or show them."""
    about = record_uuid(args.record)
    typed = dict(pair.partition("=")[::2] for pair in args.values)
    if any("=" not in pair for pair in args.values):
        raise WrongUse(_("Mỗi ô viết dạng TÊN=GIÁ_TRỊ."))
    with context.open() as store:
        changed = away.write_about(store, kind, about, typed)
        record = away.record_about(store, kind, about)
    fields = {name: field for name, field in FIELDS[kind].items() if name != "about"}
    context.answer({"changed": changed, **answers(record, fields)})
    context.show(_("Đã đổi {count} ô.").format(count=changed))
    return DONE
