"""Household summary (bảng tổng hợp thông tin hộ gia đình): what is stored of one household, to check and sign.

Taken back to the house for the second check (phúc tra): the family reads it, writes corrections beside, and signs.
What is missing, looks wrong or was told in several ways is marked for the pen; so is what changed since the last
print. The code on it finds the household again and tells whether it was changed after printing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence

from census_desktop.base.text import N_, _, in_vietnamese, number
from census_desktop.domain.code_names import FEMALE, HEAD, MALE, MARRIED, PRESENT
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_CELLS, PERSON_FIELDS, Household, Person
from census_desktop.domain.spec import answers
from census_desktop.domain.vietnamese import upper_name
from census_desktop.reports.document import (
    DOUBT,
    TICK_BOX,
    Align,
    Cell,
    Column,
    Document,
    Doubtful,
    Heading,
    KeyValues,
    Legend,
    Note,
    Pair,
    Paragraph,
    QrCode,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)
from census_desktop.reports.doubts import CHANGED_SIGN, TAKEN_SIGN, Doubts, as_taken, taken_words
from census_desktop.reports.issue import Issue
from census_desktop.reports.wording import chief_of_police, paper_date, short_date

HOME_NATIONALITY = "VN"
DOTS_SHORT = "………"
SPARE_ROWS = 1  # for people of the house who have no slip yet

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
    issue: Issue,
    doubts: Doubts | None = None,
) -> Document:
    """The paper for one household.

    Args:
        household: the household.
        members: its people, head first; void slips are left out.
        issue: who prints it and when; its body is the household's unit as named on that day.
        doubts: what to mark for the pen.
    """
    doubts = doubts or Doubts()
    people = [person for person in members if person.void is None]
    mark = content_mark(household, people)  # of the slips themselves, whatever counts
    counted = [as_taken(person, doubts.taken_by(person)) for person in people]
    return Document(
        title=_paper_name(household),
        blocks=(
            issue.header(),
            Title(
                _("BẢNG TỔNG HỢP THÔNG TIN HỘ GIA ĐÌNH"),
                _("(Lập từ Phiếu thu thập thông tin dân cư DC01, dùng để phúc tra)"),
            ),
            *_void_mark(household),
            _household_block(household, counted, issue.body_name, mark, doubts),
            *_household_remarks(household, doubts),
            _people_table(household, people, doubts),
            Legend(_legend(people, doubts)),
            Note(
                _(
                    "Tôi đã đọc bảng này, ghi những chỗ sai vào cột “Sửa lại” và chịu trách nhiệm về nội dung đã khai."
                )
            ),
            _signatures(household, issue.body_name),
        ),
        footer=_("{paper} · mã {mark}").format(paper=_paper_name(household), mark=mark),
        footer_right=issue.foot(),
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


def _household_remarks(household: Household, doubts: Doubts) -> Iterable[Paragraph]:
    """Since the last print, and what to ask about the household as a whole."""
    changes = doubts.changes_of_household(household.household_uuid)
    if changes is not None:
        yield Paragraph(changes)
    for ask in doubts.asks(household.household_uuid):
        yield Paragraph(f"{TICK_BOX} {ask}")


def _legend(people: Sequence[Person], doubts: Doubts) -> str:
    """How to read the marks that stand on this paper; only those."""
    parts = [_("Chỗ chấm là mục còn trống.")]
    if doubts.findings or doubts.variants:
        parts.append(
            _(
                "Nền xám và {doubt} là chỗ cần hỏi lại; hỏi xong đánh dấu × vào {box}, ghi câu đúng vào cột “Sửa lại”."
            ).format(doubt=DOUBT, box=TICK_BOX)
        )
    if doubts.since is not None and any(person.person_uuid in doubts.since.changed for person in people):
        parts.append(_("{sign} là chỗ đổi từ lần in trước.").format(sign=CHANGED_SIGN))
    if any(doubts.taken_by(person) for person in people):
        parts.append(_("{sign} là chỗ lấy theo phiếu khác của cùng một người.").format(sign=TAKEN_SIGN))
    return " ".join(parts)


def _household_block(
    household: Household, people: list[Person], unit_name: str, mark: str, doubts: Doubts
) -> KeyValues:
    asked = doubts.boxes(household.household_uuid)

    def pair(label: str, box: str, value: str | None, share: float = 1.0) -> Pair:
        return Pair(label, value, share, box in asked)

    head = next((person.full_name for person in people if person.relation_to_head == HEAD), None)
    head = head or next((person.head_name for person in people if person.head_name), None)
    men = sum(person.sex == MALE for person in people)
    women = sum(person.sex == FEMALE for person in people)
    unknown = len(people) - men - women
    words = (
        _("{people} người ({men} nam, {women} nữ, {unknown} chưa rõ)")
        if unknown
        else _("{people} người ({men} nam, {women} nữ)")
    )
    total = words.format(
        people=number(len(people)), men=number(men), women=number(women), unknown=number(unknown)
    )
    left = 0.65  # the right column holds the longer answers
    return KeyValues(
        rows=(
            (Pair(_("Chủ hộ"), _name(head)),),
            (
                pair(_("Đơn vị"), "unit", unit_name or None, left),
                pair(_("Thôn/tổ dân phố"), "residential_group", household.residential_group),
            ),
            (pair(_("Địa chỉ"), "address", household.address),),
            (
                pair(_("Hộ số"), "household_no", household.household_no, left),
                pair(_("Sổ hộ khẩu số"), "household_book_no", household.household_book_no),
            ),
            (pair(_("Điện thoại"), "phone", household.phone, left), Pair(_("Số nhân khẩu"), total)),
            (pair(_("Người thu phiếu"), "collector", household.collector),),
        ),
        qr=QrCode(reference_code(household, mark), mark),
    )


def _people_table(household: Household, people: list[Person], doubts: Doubts) -> Table:
    columns = tuple(
        Column(_(title), width, align, is_bold, is_for_hand)
        for title, width, align, is_bold, is_for_hand in _COLUMNS
    )
    rows = [_person_row(place, person, household, doubts) for place, person in enumerate(people, start=1)]
    rows += [Row((None,) * len(columns)) for _spare in range(SPARE_ROWS)]
    return Table(columns, tuple(rows))


def _person_row(place: int, own: Person, household: Household, doubts: Doubts) -> Row:
    asked, taken = doubts.boxes(own.person_uuid), doubts.taken_by(own)
    person, theirs = as_taken(own, taken), {each.box for each in taken}

    def cell(text: str | None, *boxes: str) -> Cell:
        if not theirs.isdisjoint(boxes):
            text = f"{text or DOTS_SHORT} {TAKEN_SIGN}"
        return text if asked.isdisjoint(boxes) else Doubtful(text)

    return Row(
        cells=(
            str(place),
            cell(_name(person.full_name), "full_name"),
            cell(paper_date(person.birth_date), "birth_date"),
            cell(_label("sex", person.sex), "sex"),
            cell(_label("relation_to_head", person.relation_to_head), "relation_to_head"),
            cell(person.personal_id or person.old_id, "personal_id", *_shown_old_id(person)),
            cell(_ethnicity_and_religion(person), "ethnicity", "religion"),
            None,
        ),
        details=(*_changes(person, doubts), *_taken(own, doubts), *_details(person, household, asked)),
        asks=doubts.asks(person.person_uuid),
    )


def _taken(own: Person, doubts: Doubts) -> Iterable[Pair]:
    words = taken_words(own, doubts.taken_by(own))
    if words is not None:
        yield Pair(_("{sign} Lấy theo phiếu khác").format(sign=TAKEN_SIGN), words)


def _shown_old_id(person: Person) -> tuple[str, ...]:
    return () if person.personal_id else ("old_id",)


def _changes(person: Person, doubts: Doubts) -> Iterable[Pair]:
    since = doubts.since
    changed = None if since is None else since.about(person.person_uuid)
    if since is not None and changed is not None:
        day = short_date(since.printed_on)
        yield Pair(_("{sign} Đổi từ lần in {day}").format(sign=CHANGED_SIGN, day=day), changed)


def _ethnicity_and_religion(person: Person) -> str | None:
    """Both in one cell; when only one is known, dots show that the other is missing."""
    if person.ethnicity is None and person.religion is None:
        return None
    return _joined(
        _label("ethnic", person.ethnicity) or DOTS_SHORT, _label("religion", person.religion) or DOTS_SHORT
    )


def _details(person: Person, household: Household, asked: Collection[str]) -> Iterable[Pair]:
    """Answers below a person's row: always those a family must check, the rest when filled or to be asked again."""

    def pair(label: str, value: str | None, *boxes: str) -> Pair:
        return Pair(label, value, is_doubtful=any(box in asked for box in boxes))

    def optional(label: str, value: str | None, *boxes: str) -> Iterable[Pair]:
        found = pair(label, value, *boxes)
        return () if value is None and not found.is_doubtful else (found,)

    yield pair(_("Thường trú"), _place(person.permanent_address, household), "permanent_address")
    yield from optional(_("Nơi ở hiện tại"), _place(person.current_address, household), "current_address")
    yield from optional(_("Có mặt/vắng mặt"), _presence(person), *PERSON_CELLS["presence"])
    yield from optional(_("Quân đội/công an"), _label("service", person.service), *PERSON_CELLS["service"])
    yield pair(_("Nơi ĐK khai sinh"), person.birth_registration_place, "birth_registration_place")
    yield pair(_("Quê quán"), person.native_place, "native_place")
    nationality = _joined(
        _label("nationality", person.nationality), _label("nationality", person.other_nationality)
    )
    if person.nationality != HOME_NATIONALITY or person.other_nationality is not None:
        yield pair(_("Quốc tịch"), nationality, "nationality", "other_nationality")
    yield from optional(_("Hôn nhân"), _label("marital", person.marital_status), "marital_status")
    if person.personal_id is not None:
        yield from optional(_("CMND cũ"), person.old_id, "old_id")
    yield pair(_("Cha"), _relative(person.father_name, person.father_id), "father_name", "father_id")
    yield pair(_("Mẹ"), _relative(person.mother_name, person.mother_id), "mother_name", "mother_id")
    spouse = pair(_("Vợ/chồng"), _relative(person.spouse_name, person.spouse_id), "spouse_name", "spouse_id")
    if spouse.value is not None or spouse.is_doubtful or person.marital_status == MARRIED:
        yield spouse
    representative = _relative(person.representative_name, person.representative_id)
    yield from optional(_("Người đại diện"), representative, "representative_name", "representative_id")


def _place(place: str | None, household: Household) -> str | None:
    """The words of the paper, or a short remark when they are those of the household, which stand above."""
    return _("như địa chỉ hộ") if place is not None and place == household.address else place


def _presence(person: Person) -> str | None:
    """Where somebody is who was not met; nothing for those who were."""
    if person.presence in {None, PRESENT}:
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
        ),
        height_mm=17.0,
    )
