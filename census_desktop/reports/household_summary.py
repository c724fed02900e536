"""Household summary (bảng tổng hợp thông tin hộ gia đình): what is stored of one household, to check and sign.

Taken back to the house for the second check (phúc tra): the family reads it, writes corrections beside, and signs.
The code on it finds the household again and tells whether it was changed after printing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from census_desktop.base.text import N_, _, in_vietnamese, number
from census_desktop.domain.code_names import FEMALE, HEAD, MALE, MARRIED
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.spec import answers
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    Align,
    Column,
    Document,
    Header,
    Heading,
    KeyValues,
    Note,
    Pair,
    QrCode,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)
from census_desktop.reports.wording import (
    chief_of_police,
    name_without_type,
    paper_date,
    place_and_date,
    police_of,
    short_date,
)

TOWN_NAME = N_("Thị xã Kỳ Anh")
HOME_NATIONALITY = "VN"
DOTS_SHORT = "………"
SPARE_ROWS = 2  # for people of the house who have no slip yet

_MARK_BYTES = 4
_COLUMNS = (
    (N_("STT"), 9.0, Align.CENTER, False, False),
    (N_("Họ, chữ đệm và tên khai sinh"), 38.0, Align.LEFT, True, False),
    (N_("Ngày sinh"), 20.0, Align.CENTER, False, False),
    (N_("Giới tính"), 10.5, Align.CENTER, False, False),
    (N_("Quan hệ với chủ hộ"), 19.0, Align.LEFT, False, False),
    (N_("Số ĐDCN/ CMND"), 24.5, Align.CENTER, False, False),
    (N_("Dân tộc, tôn giáo"), 17.0, Align.LEFT, False, False),
    (N_("Sửa lại (nếu sai)"), 27.0, Align.LEFT, False, True),
)


def content_mark(household: Household, members: Iterable[Person]) -> str:
    """Eight letters that change with any answer of the household; on paper and in the code, without any name.

    Not a protection against forgery: it tells whether a signed paper still shows what is stored.
    """
    content = [
        {"household_uuid": household.household_uuid.hex, **answers(household, HOUSEHOLD_FIELDS)},
        *(
            {"person_uuid": person.person_uuid.hex, **answers(person, PERSON_FIELDS)}
            for person in sorted(members, key=lambda person: person.person_uuid)
        ),
    ]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.blake2b(canonical, digest_size=_MARK_BYTES, person=b"dc01-paper").hexdigest().upper()


def reference_code(household: Household, mark: str) -> str:
    """Text of the code on the paper: record and content mark, only letters a small code can hold densely."""
    return f"DC01:H:{household.household_uuid.hex.upper()}:{mark}"


@in_vietnamese()
def household_summary(
    household: Household,
    members: Sequence[Person],
    *,
    officer: str,
    printed_on: date,
    unit_name: str,
    parent_name: str | None = None,
    printed_at: datetime | None = None,
) -> Document:
    """The paper for one household.

    Args:
        household: the household.
        members: its people, head first; void slips are left out.
        officer: who prints it, for the foot line.
        printed_on: local day, for the date line.
        unit_name: "Phường Sông Trí", the unit as named on the day of printing; "" when not known.
        parent_name: the unit above; the town when None.
        printed_at: local moment for the foot line; the day alone when None.
    """
    people = [person for person in members if person.void is None]
    mark = content_mark(household, people)
    stamp = short_date(printed_on) if printed_at is None else printed_at.strftime("%d/%m/%Y %H:%M")
    return Document(
        title=_paper_name(household),
        blocks=(
            Header(
                parent_body=police_of(_(TOWN_NAME) if parent_name is None else parent_name),
                issuing_body=police_of(unit_name),
                place_and_date=place_and_date(name_without_type(unit_name), printed_on),
            ),
            Title(
                _("BẢNG TỔNG HỢP THÔNG TIN HỘ GIA ĐÌNH"),
                _("(Lập từ Phiếu thu thập thông tin dân cư DC01, dùng để phúc tra)"),
            ),
            *_void_mark(household),
            _household_block(household, people, unit_name, mark),
            _people_table(household, people),
            Note(
                _(
                    "Tôi đã đọc bảng này, ghi những chỗ sai vào cột “Sửa lại” và chịu trách nhiệm về nội dung đã khai."
                )
            ),
            _signatures(household, unit_name),
        ),
        footer=_("{paper} · mã {mark}").format(paper=_paper_name(household), mark=mark),
        footer_right=_("In {stamp} · {officer}").format(stamp=stamp, officer=officer),
    )


def _void_mark(household: Household) -> tuple[Heading, ...]:
    """A sheet of a household that was taken back must not be signed by mistake."""
    if household.void is None:
        return ()
    return (Heading(_("HỘ ĐÃ HỦY, KHÔNG DÙNG ĐỂ KÝ: {reason}").format(reason=household.void_reason or "…")),)


def _paper_name(household: Household) -> str:
    if household.household_no is None:
        return _("Phiếu hộ chưa đánh số")
    return _("Phiếu hộ {no}").format(no=household.household_no)


def _household_block(household: Household, people: list[Person], unit_name: str, mark: str) -> KeyValues:
    head = next((person.full_name for person in people if person.relation_to_head == HEAD), None)
    head = head or next((person.head_name for person in people if person.head_name), None)
    men = sum(person.sex == MALE for person in people)
    women = sum(person.sex == FEMALE for person in people)
    total = _("{people} người ({men} nam, {women} nữ)").format(
        people=number(len(people)), men=number(men), women=number(women)
    )
    left = 0.65  # the right column holds the longer answers
    return KeyValues(
        rows=(
            (Pair(_("Chủ hộ"), _name(head)),),
            (
                Pair(_("Đơn vị"), unit_name or None, left),
                Pair(_("Thôn/tổ dân phố"), household.residential_group),
            ),
            (Pair(_("Địa chỉ"), household.address),),
            (
                Pair(_("Hộ số"), household.household_no, left),
                Pair(_("Sổ hộ khẩu số"), household.household_book_no),
            ),
            (Pair(_("Điện thoại"), household.phone, left), Pair(_("Số nhân khẩu"), total)),
            (Pair(_("Người thu phiếu"), household.collector),),
        ),
        qr=QrCode(reference_code(household, mark), mark),
    )


def _people_table(household: Household, people: list[Person]) -> Table:
    columns = tuple(
        Column(_(title), width, align, is_bold, is_for_hand)
        for title, width, align, is_bold, is_for_hand in _COLUMNS
    )
    rows = [_person_row(place, person, household) for place, person in enumerate(people, start=1)]
    rows += [Row((None,) * len(columns)) for _spare in range(SPARE_ROWS)]
    return Table(columns, tuple(rows))


def _person_row(place: int, person: Person, household: Household) -> Row:
    return Row(
        cells=(
            str(place),
            _name(person.full_name),
            paper_date(person.birth_date),
            _label("sex", person.sex),
            _label("relation_to_head", person.relation_to_head),
            person.personal_id or person.old_id,
            _ethnicity_and_religion(person),
            None,
        ),
        details=tuple(_details(person, household)),
    )


def _ethnicity_and_religion(person: Person) -> str | None:
    """Both in one cell; when only one is known, dots show that the other is missing."""
    if person.ethnicity is None and person.religion is None:
        return None
    return _joined(
        _label("ethnic", person.ethnicity) or DOTS_SHORT, _label("religion", person.religion) or DOTS_SHORT
    )


def _details(person: Person, household: Household) -> Iterable[Pair]:
    """Answers below a person's row: always the ones a family must check, the rest only when filled."""
    yield Pair(_("Thường trú"), _place(person.permanent_address, household))
    if person.current_address is not None:
        yield Pair(_("Nơi ở hiện tại"), _place(person.current_address, household))
    yield from _optional(_("Có mặt/vắng mặt"), _presence(person))
    yield from _optional(_("Quân đội/công an"), _label("service", person.service))
    yield Pair(_("Nơi ĐK khai sinh"), person.birth_registration_place)
    yield Pair(_("Quê quán"), person.native_place)
    nationality = _joined(
        _label("nationality", person.nationality), _label("nationality", person.other_nationality)
    )
    if person.nationality != HOME_NATIONALITY or person.other_nationality is not None:
        yield Pair(_("Quốc tịch"), nationality)
    yield Pair(_("Hôn nhân"), _label("marital", person.marital_status))
    if person.personal_id is not None:
        yield from _optional(_("CMND cũ"), person.old_id)
    yield Pair(_("Cha"), _relative(person.father_name, person.father_id))
    yield Pair(_("Mẹ"), _relative(person.mother_name, person.mother_id))
    spouse = _relative(person.spouse_name, person.spouse_id)
    if spouse is not None or person.marital_status == MARRIED:
        yield Pair(_("Vợ/chồng"), spouse)
    yield from _optional(_("Người đại diện"), _relative(person.representative_name, person.representative_id))


def _optional(label: str, value: str | None) -> Iterable[Pair]:
    return () if value is None else (Pair(label, value),)


def _place(place: str | None, household: Household) -> str | None:
    """The words of the paper, or a short remark when they are those of the household, which stand above."""
    return _("như địa chỉ hộ") if place is not None and place == household.address else place


def _presence(person: Person) -> str | None:
    """Where somebody is who was not met; nothing for those who were."""
    if person.presence in (None, "co_mat"):
        return None
    since = paper_date(person.presence_since)
    back = paper_date(person.presence_expected_return)
    return _joined(
        _label("presence", person.presence),
        _label("absence_reason", person.presence_reason),
        person.presence_place,
        _("từ {since}").format(since=since) if since else None,
        _("dự kiến về {back}").format(back=back) if back else None,
        _("{who} khai hộ").format(who=_name(person.presence_declared_by))
        if person.presence_declared_by
        else None,
    )


def _relative(name: str | None, id_number: str | None) -> str | None:
    if id_number is None:
        return _name(name)
    return _("{name} (số {id})").format(name=_name(name) or "", id=id_number).strip()


def _name(name: str | None) -> str | None:
    return None if name is None else upper_name(name)


def _label(list_name: str, code: str | None) -> str | None:
    return None if code is None else code_list(list_name).label(code)


def _joined(*parts: str | None) -> str | None:
    return ", ".join(part for part in parts if part) or None


def _signatures(household: Household, unit_name: str) -> Signatures:
    return Signatures(
        (
            Signature(_("NGƯỜI KHAI/CHỦ HỘ"), _("(Ký, ghi rõ họ tên)")),
            Signature(_("CÁN BỘ THU THẬP"), _("(Ký, ghi rõ họ tên)"), household.collector),
            Signature(chief_of_police(unit_name), _("(Ký tên, đóng dấu)")),
        )
    )
