"""The slip: form DC01 "Phiếu thu thập thông tin dân cư", and the household the program builds from slips.

The one list of boxes in the program. Order here is order on paper (the 17 items of the 2015 layout, Thông tư
66/2015/TT-BCA; the layout of Thông tư 104/2020/TT-BCA has the same items). One paper is one person. Every answer
is kept as text in its stored form (dates as ISO prefix, codes as codes); a blank box is None, never "".
Machine names are fixed for ever: Excel, command line and packages use them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.spec import FieldDef, Kind, cells_of, fields_of

ID_LENGTHS = (12, 9)  # personal id number (12) or the older CMND (9)


def _name(label: str, box: str, short: str = "", **more: object) -> FieldDef:
    return FieldDef(label, Kind.NAME, box=box, short=short, max_length=120, **more)  # type: ignore[arg-type]


def _relative_id(label: str, box: str) -> FieldDef:
    return FieldDef(label, Kind.DIGITS, box=box, short=N_("Số ĐD"), width=14, lengths=ID_LENGTHS)


def _relative_nationality(label: str, box: str) -> FieldDef:
    return FieldDef(label, Kind.CODE, box=box, short=N_("QT"), codes="nationality", width=11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One slip (phiếu DC01) = one person (nhân khẩu).

    Attributes:
        person_uuid: made once when the slip is opened, never re-used.
        household_uuid: the household the program put the slip into (membership).
    """

    person_uuid: uuid.UUID
    household_uuid: Annotated[uuid.UUID | None, "membership cell"] = None

    form_version: Annotated[
        str | None, FieldDef(N_("Mẫu phiếu"), Kind.CODE, codes="form_version", width=12)
    ] = None
    slip_no: Annotated[
        str | None, FieldDef(N_("Số tập/số phiếu"), Kind.TEXT, short=N_("Số phiếu"), width=12, max_length=40)
    ] = None
    full_name: Annotated[
        str | None,
        _name(
            N_("Họ, chữ đệm và tên khai sinh"),
            "1",
            N_("Họ và tên KS"),
            required=True,
            help=N_("Viết IN HOA đủ dấu như giấy khai sinh."),
        ),
    ] = None
    birth_date: Annotated[
        str | None,
        FieldDef(
            N_("Ngày, tháng, năm sinh"),
            Kind.DATE,
            box="2",
            short=N_("Ngày sinh"),
            width=11,
            required=True,
            help=N_("14/02/1990, 02/1990 hoặc 1990 khi chỉ biết tháng hay năm."),
        ),
    ] = None
    blood_group: Annotated[
        str | None,
        FieldDef(
            N_("Nhóm máu"),
            Kind.CODE,
            box="3",
            codes="blood",
            width=7,
            sensitive=True,
            help=N_("Chỉ ghi khi có kết luận của cơ quan y tế."),
        ),
    ] = None
    sex: Annotated[
        str | None, FieldDef(N_("Giới tính"), Kind.CODE, box="4", codes="sex", width=7, required=True)
    ] = None
    marital_status: Annotated[
        str | None,
        FieldDef(
            N_("Tình trạng hôn nhân"), Kind.CODE, box="5", short=N_("Hôn nhân"), codes="marital", width=16
        ),
    ] = None
    birth_registration_place: Annotated[
        str | None,
        FieldDef(
            N_("Nơi đăng ký khai sinh"),
            Kind.PLACE,
            box="6",
            short=N_("Nơi ĐK khai sinh"),
            help=N_("Nơi đã đăng ký khai sinh, không phải nơi sinh hay bệnh viện."),
        ),
    ] = None
    native_place: Annotated[str | None, FieldDef(N_("Quê quán"), Kind.PLACE, box="7")] = None
    ethnicity: Annotated[
        str | None,
        FieldDef(N_("Dân tộc"), Kind.CODE, box="8", codes="ethnic", width=12, required=True, sensitive=True),
    ] = None
    nationality: Annotated[
        str | None,
        FieldDef(
            N_("Quốc tịch"),
            Kind.CODE,
            box="9",
            codes="nationality",
            width=12,
            required=True,
            cell="nationality",
        ),
    ] = None
    other_nationality: Annotated[
        str | None,
        FieldDef(
            N_("Quốc tịch khác"),
            Kind.CODE,
            box="9",
            short=N_("QT khác"),
            codes="nationality",
            width=11,
            cell="nationality",
        ),
    ] = None
    religion: Annotated[
        str | None,
        FieldDef(N_("Tôn giáo"), Kind.CODE, box="10", codes="religion", width=13, sensitive=True),
    ] = None
    personal_id: Annotated[
        str | None,
        FieldDef(
            N_("Số định danh cá nhân"),
            Kind.DIGITS,
            box="11",
            short=N_("Số định danh"),
            width=14,
            lengths=(12,),
            help=N_("12 chữ số; bỏ trống khi chưa được cấp."),
        ),
    ] = None
    old_id: Annotated[
        str | None,
        FieldDef(
            N_("Số CMND (9 số)"),
            Kind.DIGITS,
            box="11",
            short=N_("CMND 9 số"),
            width=11,
            lengths=(9,),
            many=True,
            help=N_("Nhiều số cũ: ngăn bằng dấu chấm phẩy."),
        ),
    ] = None
    permanent_address: Annotated[
        str | None, FieldDef(N_("Nơi thường trú"), Kind.PLACE, box="12", short=N_("Thường trú"))
    ] = None
    current_address: Annotated[
        str | None,
        FieldDef(
            N_("Nơi ở hiện tại"),
            Kind.PLACE,
            box="13",
            short=N_("Nơi ở hiện tại"),
            help=N_("Chỉ ghi khi khác nơi thường trú."),
        ),
    ] = None
    father_name: Annotated[str | None, _name(N_("Họ tên cha"), "14", N_("Cha"))] = None
    father_nationality: Annotated[str | None, _relative_nationality(N_("Quốc tịch cha"), "14")] = None
    father_id: Annotated[str | None, _relative_id(N_("Số ĐDCN/CMND của cha"), "14")] = None
    mother_name: Annotated[str | None, _name(N_("Họ tên mẹ"), "14", N_("Mẹ"))] = None
    mother_nationality: Annotated[str | None, _relative_nationality(N_("Quốc tịch mẹ"), "14")] = None
    mother_id: Annotated[str | None, _relative_id(N_("Số ĐDCN/CMND của mẹ"), "14")] = None
    spouse_name: Annotated[str | None, _name(N_("Họ tên vợ/chồng"), "14", N_("Vợ/chồng"))] = None
    spouse_nationality: Annotated[str | None, _relative_nationality(N_("Quốc tịch vợ/chồng"), "14")] = None
    spouse_id: Annotated[str | None, _relative_id(N_("Số ĐDCN/CMND của vợ/chồng"), "14")] = None
    representative_name: Annotated[
        str | None, _name(N_("Họ tên người đại diện hợp pháp"), "14", N_("Người đại diện"))
    ] = None
    representative_nationality: Annotated[
        str | None, _relative_nationality(N_("Quốc tịch người đại diện"), "14")
    ] = None
    representative_id: Annotated[str | None, _relative_id(N_("Số ĐDCN/CMND của người đại diện"), "14")] = None
    head_name: Annotated[str | None, _name(N_("Họ tên chủ hộ"), "15", N_("Chủ hộ"))] = None
    head_id: Annotated[str | None, _relative_id(N_("Số ĐDCN/CMND của chủ hộ"), "15")] = None
    relation_to_head: Annotated[
        str | None,
        FieldDef(
            N_("Quan hệ với chủ hộ"),
            Kind.CODE,
            box="16",
            short=N_("QH chủ hộ"),
            codes="relation_to_head",
            width=13,
        ),
    ] = None
    household_book_no: Annotated[
        str | None,
        FieldDef(N_("Sổ hộ khẩu số"), Kind.TEXT, box="17", short=N_("Sổ hộ khẩu"), width=13, max_length=40),
    ] = None
    declared_on: Annotated[
        str | None, FieldDef(N_("Ngày khai"), Kind.DATE, short=N_("Ngày khai"), width=11)
    ] = None
    signed_declarant: Annotated[
        str | None, FieldDef(N_("Người khai đã ký"), Kind.FLAG, short=N_("NK ký"), width=3)
    ] = None
    signed_officer: Annotated[
        str | None, FieldDef(N_("Công an viên đã ký"), Kind.FLAG, short=N_("CAV ký"), width=3)
    ] = None
    signed_chief: Annotated[
        str | None,
        FieldDef(N_("Trưởng Công an đã ký, đóng dấu"), Kind.FLAG, short=N_("TCA ký"), width=3),
    ] = None
    note: Annotated[str | None, FieldDef(N_("Ghi chú"), Kind.TEXT, max_length=1000)] = None

    slip_state: Annotated[
        str | None, FieldDef(N_("Tình trạng phiếu"), Kind.CODE, codes="slip_state", width=14)
    ] = None
    presence: Annotated[
        str | None, FieldDef(N_("Có mặt/vắng mặt"), Kind.CODE, codes="presence", width=14, cell="presence")
    ] = None
    presence_since: Annotated[
        str | None, FieldDef(N_("Vắng từ ngày"), Kind.DATE, width=11, cell="presence")
    ] = None
    presence_place: Annotated[str | None, FieldDef(N_("Đang ở đâu"), Kind.PLACE, cell="presence")] = None
    presence_reason: Annotated[
        str | None, FieldDef(N_("Lý do vắng"), Kind.CODE, codes="absence_reason", width=16, cell="presence")
    ] = None
    presence_declared_by: Annotated[
        str | None, FieldDef(N_("Người khai hộ"), Kind.NAME, cell="presence", max_length=120)
    ] = None
    presence_contact: Annotated[
        str | None, FieldDef(N_("Liên lạc"), Kind.TEXT, width=14, cell="presence")
    ] = None
    presence_expected_return: Annotated[
        str | None, FieldDef(N_("Dự kiến về"), Kind.DATE, width=11, cell="presence")
    ] = None
    service: Annotated[
        str | None,
        FieldDef(
            N_("Quân đội/công an"),
            Kind.CODE,
            codes="service",
            width=16,
            cell="service",
            help=N_("Luật Cư trú: nơi cư trú của người phục vụ là nơi đơn vị đóng quân, có ngoại lệ."),
        ),
    ] = None
    service_counted_at: Annotated[
        str | None, FieldDef(N_("Tính vào"), Kind.CODE, codes="service_counted_at", width=14, cell="service")
    ] = None
    service_unit_address: Annotated[
        str | None,
        FieldDef(
            N_("Địa chỉ đơn vị"), Kind.PLACE, cell="service", help=N_("Có thể để trống khi không được ghi.")
        ),
    ] = None
    void: Annotated[str | None, FieldDef(N_("Hủy phiếu"), Kind.FLAG, width=3, cell="void")] = None
    void_reason: Annotated[str | None, FieldDef(N_("Lý do hủy"), Kind.TEXT, cell="void")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A household (hộ), built by the program from slips.

    Attributes:
        household_uuid: made once, never re-used; the number on the sheet is not a key.
    """

    household_uuid: uuid.UUID
    unit: Annotated[
        str | None,
        FieldDef(N_("Đơn vị hành chính"), Kind.UNIT, short=N_("Đơn vị"), required=True, cell="location"),
    ] = None
    residential_group: Annotated[
        str | None,
        FieldDef(
            N_("Thôn/tổ dân phố"),
            Kind.TEXT,
            short=N_("Thôn/TDP"),
            width=18,
            required=True,
            cell="location",
            max_length=80,
        ),
    ] = None
    household_no: Annotated[
        str | None, FieldDef(N_("Số thứ tự hộ"), Kind.TEXT, short=N_("Hộ số"), width=8, max_length=20)
    ] = None
    address: Annotated[str | None, FieldDef(N_("Địa chỉ hộ"), Kind.PLACE, short=N_("Địa chỉ"))] = None
    household_book_no: Annotated[
        str | None, FieldDef(N_("Sổ hộ khẩu số"), Kind.TEXT, short=N_("Sổ hộ khẩu"), width=13, max_length=40)
    ] = None
    phone: Annotated[
        str | None, FieldDef(N_("Điện thoại"), Kind.DIGITS, width=13, lengths=(9, 10, 11, 12), max_length=30)
    ] = None
    collector: Annotated[str | None, FieldDef(N_("Người thu phiếu"), Kind.NAME, max_length=120)] = None
    note: Annotated[str | None, FieldDef(N_("Ghi chú"), Kind.TEXT, max_length=1000)] = None
    void: Annotated[str | None, FieldDef(N_("Hủy hộ"), Kind.FLAG, width=3, cell="void")] = None
    void_reason: Annotated[str | None, FieldDef(N_("Lý do hủy"), Kind.TEXT, cell="void")] = None


PERSON_FIELDS = fields_of(Person)
HOUSEHOLD_FIELDS = fields_of(Household)

# Membership is a cell like any other, so that moving a person to another household merges like an edit.
MEMBERSHIP = "household_uuid"
PERSON_CELLS = {**cells_of(PERSON_FIELDS), MEMBERSHIP: (MEMBERSHIP,)}
HOUSEHOLD_CELLS = dict(cells_of(HOUSEHOLD_FIELDS))

# Boxes typed for every slip, in paper order; what follows in `Person` stands beside the paper.
PAPER_FIELDS = tuple(
    name
    for name in PERSON_FIELDS
    if name
    not in {
        "slip_state",
        "presence",
        "presence_since",
        "presence_place",
        "presence_reason",
        "presence_declared_by",
        "presence_contact",
        "presence_expected_return",
        "service",
        "service_counted_at",
        "service_unit_address",
        "void",
        "void_reason",
    }
)
