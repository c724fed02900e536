"""Households for tests of papers: real kinds of names, none of them a real person."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from census_desktop.domain.dc01 import Household, Person
from census_desktop.reports.household_summary import household_summary
from census_desktop.reports.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from census_desktop.reports.document import Document
    from census_desktop.reports.doubts import Doubts

HOUSEHOLD = uuid.UUID("01933c5e-7aaa-7000-8000-000000000012")
ADDRESS = "Tổ dân phố Hưng Thịnh, phường Sông Trí, thị xã Kỳ Anh, tỉnh Hà Tĩnh"
LONG_ADDRESS = (
    "Số nhà 123/45/6, ngõ 78, đường Nguyễn Trọng Bình, tổ dân phố Trần Phú, "
    "phường Sông Trí, thị xã Kỳ Anh, Hà Tĩnh"
)
PRINTED_ON = date(2026, 2, 5)
PRINTED_AT = datetime(2026, 2, 5, 8, 30)  # noqa: DTZ001  shown as it is
ISSUE = Issue("Phường Sông Trí", PRINTED_ON, "Nguyễn Thị Hoà", "Thị xã Kỳ Anh", PRINTED_AT)
NAMES = (
    "Nguyễn Phúc Tôn Nữ Hoàng Thị Khánh Vân Anh",
    "Đậu Văn Thìn",
    "Nguyễn Thị Hoà",
    "Võ Thị Hường",
    "H'Hen Niê",
    "Y Ngông Niê Kdăm",
    "Lê Ý",
)


def person(number: int, **answers: str | None) -> Person:
    """A filled slip; `answers` replace what stands in it."""
    filled: dict[str, str | None] = {
        "full_name": f"{NAMES[number % len(NAMES)]}",
        "birth_date": "1990-02-14",
        "sex": "2",
        "marital_status": "1",
        "birth_registration_place": "Xã Kỳ Hưng, huyện Kỳ Anh, tỉnh Nghệ Tĩnh",
        "native_place": "Xã Kỳ Hưng, huyện Kỳ Anh, tỉnh Hà Tĩnh",
        "ethnicity": "kinh",
        "nationality": "VN",
        "religion": "99",
        "personal_id": f"0421900{number:05d}",
        "permanent_address": ADDRESS if number % 2 == 0 else LONG_ADDRESS,
        "father_name": "Đậu Văn Tý",
        "mother_name": "Nguyễn Thị Nhị",
        "relation_to_head": "CH" if number == 0 else "HO",
    }
    return Person(person_uuid=uuid.UUID(int=number + 1), household_uuid=HOUSEHOLD, **(filled | answers))


def household(**answers: str | None) -> Household:
    """A filled household; `answers` replace what stands in it."""
    filled: dict[str, str | None] = {
        "unit": "18754@2015-04-10",
        "residential_group": "Tổ dân phố Hưng Thịnh",
        "household_no": "12",
        "address": ADDRESS,
        "household_book_no": "350123456",
        "phone": "0912345678",
        "collector": "Nguyễn Thị Hoà",
    }
    return Household(household_uuid=HOUSEHOLD, **(filled | answers))


def four_people() -> tuple[Person, ...]:
    """A family with what is seldom: a birth year alone, an old number, somebody away, minority letters."""
    return (
        person(0, full_name="Đậu Văn Thìn", birth_date="1952", sex="1", marital_status="2",
               spouse_name="Võ Thị Hường", spouse_id="042155004321"),
        person(1, full_name="Võ Thị Hường", birth_date="1955-02", relation_to_head="V", marital_status="2",
               personal_id=None, old_id="183456789", spouse_name="Đậu Văn Thìn", father_name=None),
        person(2, full_name="Đậu Nguyễn Thuỳ Dương", relation_to_head="CD", old_id="184567890",
               current_address="Bản Thà Khẹt, tỉnh Khăm Muộn, Lào", presence="vang_khai_ho",
               presence_reason="lam_viec_nuoc_ngoai", presence_since="2018-03", presence_place="Lào",
               presence_expected_return="2019", presence_declared_by="Võ Thị Hường"),
        person(3, full_name="H'Hen Niê", birth_date="1995-12-01", relation_to_head="CDAU", ethnicity="e_de",
               religion=None, personal_id=None, nationality="VN", other_nationality="LA", marital_status="2",
               native_place="Buôn Čư M'gar, xã Ea Tul, tỉnh Đắk Lắk", mother_name="H'Bia Ê\u0306ban",
               father_name="Y Ngông Niê Kdăm", father_id="066060001234", representative_name="Y Kŏ Ŭng"),
    )  # fmt: skip


def summary(people: Sequence[Person], of: Household | None = None, doubts: Doubts | None = None) -> Document:
    """The paper of a household, printed on a day known to the tests."""
    return household_summary(
        household() if of is None else of,
        people,
        ISSUE,
        doubts,
    )


def many_people(count: int) -> tuple[Person, ...]:
    """A household of `count` people; one in five blank but for the name."""
    blanks = dict.fromkeys(
        ("birth_date", "sex", "ethnicity", "religion", "personal_id", "permanent_address", "father_name",
         "mother_name", "native_place", "marital_status", "birth_registration_place", "nationality")
    )  # fmt: skip
    return tuple(
        person(
            number, full_name=f"{NAMES[number % len(NAMES)]} {number}", **(blanks if number % 5 == 4 else {})
        )
        for number in range(count)
    )
