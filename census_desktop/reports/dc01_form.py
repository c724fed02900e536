"""The slip itself, form DC01, filled from what is stored: in the layout of 2015 or of 104/2020, or blank.

Labels, order, squares and choices are read from the one list of boxes in `domain.dc01`; here stands only which boxes
share a line. Both layouts have the same 17 items; that of 104/2020 asks for the place in finer steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from census_desktop.base.text import N_, _, in_vietnamese
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.formats import show_answer, split_many
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import DOTS, Block, Document, Note, Signature, Signatures, Title
from census_desktop.reports.form_blocks import FormHead, FormLine, FormPart, Squares, Ticks, Written
from census_desktop.reports.issue import Issue
from census_desktop.reports.wording import chief_of_police

# Boxes that share a line; every numbered box of the slip once, in the order of the paper (a test says so).
LINES: tuple[tuple[str, ...], ...] = (
    ("full_name",),
    ("birth_date", "blood_group"),
    ("sex",),
    ("marital_status",),
    ("birth_registration_place",),
    ("native_place",),
    ("ethnicity", "nationality", "other_nationality"),
    ("religion",),
    ("personal_id",),
    ("old_id",),
    ("permanent_address",),
    ("current_address",),
    ("father_name", "father_nationality"),
    ("father_id",),
    ("mother_name", "mother_nationality"),
    ("mother_id",),
    ("spouse_name", "spouse_nationality"),
    ("spouse_id",),
    ("representative_name", "representative_nationality"),
    ("representative_id",),
    ("head_name",),
    ("head_id",),
    ("relation_to_head", "household_book_no"),
)
TICKED_LISTS = ("blood", "sex", "marital")  # short lists whose choices are printed with boxes to tick
# Shares of the line for written answers that stand beside others.
_SHARES = {"father_name": 1.4, "mother_name": 1.4, "spouse_name": 1.4, "representative_name": 1.3}
# The first box of each item; only it carries the number of the item.
_NUMBERED = frozenset(
    {PERSON_FIELDS[name].box: name for line in reversed(LINES) for name in reversed(line)}.values()
)
_DATE_SQUARES = ((2, 2), (1, 2), (0, 4))  # part of the stored date, squares

LAYOUT_2015, LAYOUT_2020 = "TT66-2015", "TT104-2020"
_REFERENCES = {
    LAYOUT_2015: N_("Mẫu DC01 ban hành kèm theo Thông tư số 66/2015/TT-BCA ngày 15/12/2015"),
    LAYOUT_2020: N_("Mẫu DC01 ban hành kèm theo Thông tư số 104/2020/TT-BCA"),
}


@dataclass(frozen=True, slots=True)
class SlipPlace:
    """Where a slip was collected, for the head of the form; None leaves the line open.

    Attributes:
        province: "Hà Tĩnh".
        district: "Kỳ Anh".
        commune: "Phường Sông Trí".
        residential_group: thôn, ấp, bản or tổ.
        house: xóm or house number.
    """

    province: str | None = None
    district: str | None = None
    commune: str | None = None
    residential_group: str | None = None
    house: str | None = None


@in_vietnamese()
def dc01_form(person: Person | None, place: SlipPlace, issue: Issue, layout: str | None = None) -> Document:
    """One slip as the form.

    Args:
        person: whose slip; None gives an empty form to hand out.
        place: for the head of the form.
        issue: whose police stand under the signatures, and who prints it.
        layout: `LAYOUT_2015` or `LAYOUT_2020`; that of the slip when None, of 2015 when it is not known.
    """
    layout = layout or (person.form_version if person is not None else None) or LAYOUT_2015
    is_finer = layout != LAYOUT_2015
    answers: Mapping[str, str | None] = {
        name: None if person is None else getattr(person, name) for name in PERSON_FIELDS
    }
    blocks: list[Block] = [
        FormHead(
            _(_REFERENCES.get(layout, _REFERENCES[LAYOUT_2020])), tuple(_places(place, is_finer=is_finer))
        ),
        Title(_("PHIẾU THU THẬP THÔNG TIN DÂN CƯ")),
        *(FormLine(tuple(_part(name, answers) for name in line)) for line in LINES),
    ]
    if answers["note"] is not None:
        blocks.append(Note(_("Ghi chú: {note}").format(note=answers["note"])))
    blocks.append(_signatures(answers, issue))
    number = answers["slip_no"]
    return Document(
        title=_("Phiếu DC01"),
        blocks=tuple(blocks),
        footer=_("Phiếu số {no}").format(no=number) if number else _("Phiếu DC01"),
        footer_right=issue.foot(),
    )


def _places(place: SlipPlace, *, is_finer: bool) -> tuple[Written, ...]:
    lines = [
        Written(_("Tỉnh/thành phố:"), place.province),
        Written(_("Quận/huyện/thị xã:"), place.district),
        Written(_("Xã/phường/thị trấn:"), place.commune),
    ]
    if is_finer:
        lines += [
            Written(_("Thôn/ấp/bản/phum/sóc/tổ:"), place.residential_group),
            Written(_("Làng/phố:"), None),
            Written(_("Xóm/số nhà:"), place.house),
        ]
    return tuple(lines)


def _part(name: str, answers: Mapping[str, str | None]) -> FormPart:
    field, answer = PERSON_FIELDS[name], answers[name]
    label = f"{_(field.label)}:"
    if name in _NUMBERED:
        label = f"{field.box}. {label}"
    if field.kind is Kind.DATE:
        return Squares(label, _date_squares(answer))
    if field.kind is Kind.DIGITS:
        return Squares(label, _number_squares(field, answer))
    if field.codes in TICKED_LISTS:
        words = tuple(code_list(field.codes).label(code.code) for code in code_list(field.codes))
        return Ticks(label, words, show_answer(field, answer) or None)
    shown = show_answer(field, answer) or None
    if field.kind is Kind.NAME and shown is not None:
        shown = upper_name(shown)
    return Written(label, shown, _SHARES.get(name, 1.0))


def _date_squares(stored: str | None) -> tuple[tuple[int, str | None], ...]:
    """Day, month, year; parts that are not known stay open."""
    parts = stored.split("-") if stored is not None else []
    known = [*parts, *[None] * (3 - len(parts))]
    return tuple((squares, known[2 - place]) for place, (_part, squares) in enumerate(_DATE_SQUARES))


def _number_squares(field: FieldDef, stored: str | None) -> tuple[tuple[int, str | None], ...]:
    """As many squares as the number may have digits; several old numbers stand one behind the other."""
    numbers = split_many(stored) or (None,)
    return tuple((max(field.lengths), number) for number in numbers)


def _signatures(answers: Mapping[str, str | None], issue: Issue) -> Signatures:
    declared = answers["declared_on"]
    day, month, year = ["…", "…", "…"] if declared is None else [*declared.split("-"), "…", "…"][2::-1]
    signed = _("(đã ký)")
    hint = _("(Ký, ghi rõ họ tên)")

    def hint_of(box: str, words: str) -> str:
        return signed if answers[box] else words

    return Signatures(
        (
            Signature(
                chief_of_police(issue.body_name)
                if issue.body_name
                else _("TRƯỞNG CÔNG AN {dots}").format(dots=DOTS),
                hint_of("signed_chief", _("(Ký tên, đóng dấu)")),
            ),
            Signature(_("CẢNH SÁT KHU VỰC/CÔNG AN VIÊN"), hint_of("signed_officer", hint)),
            Signature(
                _("Ngày {day} tháng {month} năm {year}").format(day=day, month=month, year=year)
                + "\n"
                + _("NGƯỜI KHAI"),
                hint_of("signed_declarant", hint),
            ),
        ),
        height_mm=16.0,
    )
