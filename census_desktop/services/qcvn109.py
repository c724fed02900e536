"""People in the shape of QCVN 109:2017/BTTTT, the message of the national population database.

One row is one person, one column one element, named by its path. `docs/qcvn109.md` is written from `ELEMENTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from census_desktop.base.text import _
from census_desktop.domain.codes import Code, code_list
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.formats import show_answer, split_many
from census_desktop.domain.places import Place, gazetteer
from census_desktop.services.excel_sheets import Family, Scope, head_lines
from census_desktop.store.store import Store
from census_desktop.transfer.sheet_shape import Form, OutColumn, OutSheet, OutValue, day_or_text

_COUNTRY = "VN"
_LEVELS = ("MaTinhThanh", "MaQuanHuyen", "MaPhuongXa")  # with the number of names in a place of that level


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the message.

    Attributes:
        path: its name, with those it lies in.
        box: machine name of the box it is made from.
        rule: how, for the page about it.
        value: the making itself.
        form: how its cells are kept.
        words: the same in words, for a column beside a code; None where it speaks for itself.
    """

    path: str
    box: str
    rule: str
    value: Callable[[Person], OutValue]
    form: Form = Form.TEXT
    words: Callable[[Person], OutValue] | None = None


def _as_stored(box: str) -> Callable[[Person], OutValue]:
    return lambda person: getattr(person, box)


def _shown(box: str) -> Callable[[Person], OutValue]:
    return lambda person: show_answer(PERSON_FIELDS[box], getattr(person, box)) or None


def _code(box: str, number: str, unknown: str | None) -> Callable[[Person], OutValue]:
    """The official number of a code; `unknown` for a blank box, None for a value the standard has no number for."""

    def value(person: Person) -> OutValue:
        stored = getattr(person, box)
        if stored is None:
            return unknown
        found: Code | None = code_list(PERSON_FIELDS[box].codes).get(stored)
        return found.more.get(number) if found is not None else None

    return value


def _coded(path: str, box: str, number: str, unknown: str | None = None) -> Element:
    said = "number of the standard; the words stand beside it"
    return Element(path, box, said, _code(box, number, unknown), words=_shown(box))


def _id(path: str, box: str, length: int) -> Element:
    def value(person: Person) -> OutValue:
        numbers = [one for one in split_many(getattr(person, box)) if len(one) == length]
        return numbers[-1] if numbers else None  # the newest of earlier numbers stands last

    return Element(path, box, "only a number of that many digits; of several the last", value)


def _place(path: str, box: str) -> Iterator[Element]:
    for level, name in enumerate(_LEVELS):
        yield Element(
            f"{path}.{name}",
            box,
            "code of the list of 2019 or 2025, where the place is on it",
            partial(_code_of_place, box, level),
        )
    yield Element(f"{path}.ChiTiet", box, "the words of the slip", _as_stored(box))
    yield Element(f"{path}.QuocGia", box, "VN where the place is on the lists", partial(_country, box))


def _code_of_place(box: str, level: int, person: Person) -> OutValue:
    return _codes_of(getattr(person, box))[level]


def _country(box: str, person: Person) -> OutValue:
    return _COUNTRY if any(_codes_of(getattr(person, box))) else None


@lru_cache(maxsize=8192)  # few places make up most answers
def _codes_of(text: str | None) -> tuple[str | None, str | None, str | None]:
    """Codes of province, district and commune of a place; the words before a known place are house and street."""
    found: Place | None = None
    rest = text or ""
    while rest and found is None:
        found = gazetteer().find(rest)
        rest = rest.partition(",")[2].strip()
    if found is None:
        return None, None, None
    outer = [_code_named(", ".join(found.within[at:])) for at in range(len(found.within))]
    codes = [*reversed(outer), found.code]
    if len(codes) == 2 and found.name.startswith(("Phường", "Xã", "Đặc khu")):
        return codes[0], None, codes[1]  # since 01/07/2025 there are no districts
    first, second, third = (*codes, None, None)[:3]
    return first, second, third


def _code_named(name: str) -> str | None:
    """The code of what a place lies in; a province is listed with its kind and written without."""
    for kind in ("", "Tỉnh ", "Thành phố "):
        place = gazetteer().find(kind + name)
        if place is not None:
            return place.code
    return None


def _relative(path: str, who: str) -> Iterator[Element]:
    yield _id(f"{path}.SoDinhDanh", f"{who}_id", 12)
    yield _id(f"{path}.SoCMND", f"{who}_id", 9)
    if f"{who}_nationality" in PERSON_FIELDS:
        box = f"{who}_nationality"
        yield Element(f"{path}.QuocTich", box, "two letters of ISO 3166", _as_stored(box))
    yield Element(f"{path}.HoVaTen", f"{who}_name", "the words of the slip", _as_stored(f"{who}_name"))


ELEMENTS: Sequence[Element] = (
    _id("SoDinhDanh", "personal_id", 12),
    _id("SoCMND", "old_id", 9),
    Element("HoVaTen.Ho", "full_name", "blank: names cannot be taken apart for sure", lambda _person: None),
    Element(
        "HoVaTen.ChuDem", "full_name", "blank: names cannot be taken apart for sure", lambda _person: None
    ),
    Element("HoVaTen.Ten", "full_name", "the whole name, in the words of the slip", _as_stored("full_name")),
    _coded("GioiTinh", "sex", "number_qcvn109", "0"),
    _coded("DanToc", "ethnicity", "number_2008"),
    _coded("TonGiao", "religion", "number_qcvn109"),
    _coded("TinhTrangHonNhan", "marital_status", "number_qcvn109", "0"),
    _coded("NhomMau", "blood_group", "number_qcvn109", "00"),
    Element(
        "NgayThangNamSinh.Nam",
        "birth_date",
        "the year, which is known even where the day is not",
        lambda person: (person.birth_date or "")[:4] or None,
    ),
    Element(
        "NgayThangNamSinh.NgayThangNam",
        "birth_date",
        "a whole date as yyyy-mm-dd; blank where only month or year is known",
        lambda person: day_or_text(person.birth_date) if len(person.birth_date or "") == 10 else None,
        Form.ISO_DATE,
    ),
    *_place("NoiDangKyKhaiSinh", "birth_registration_place"),
    *_place("QueQuan", "native_place"),
    *_place("ThuongTru", "permanent_address"),
    *_place("NoiOHienTai", "current_address"),
    Element(
        "QuocTich",
        "nationality",
        "two letters of ISO 3166",
        _as_stored("nationality"),
        words=_shown("nationality"),
    ),
    *_relative("Cha", "father"),
    *_relative("Me", "mother"),
    *_relative("VoChong", "spouse"),
    *_relative("NguoiDaiDien", "representative"),
    *_relative("ChuHo", "head"),
    Element(
        "ChuHo.QuanHe",
        "relation_to_head",
        "code of this program: there is no official list",
        _as_stored("relation_to_head"),
        words=_shown("relation_to_head"),
    ),
    Element("SoSoHoKhau", "household_book_no", "the words of the slip", _as_stored("household_book_no")),
)


def qcvn109_sheet(store: Store, scope: Scope, found: Sequence[Family]) -> OutSheet:
    """All people of a scope in the shape of the message; each once, as the slip that counts has them."""
    columns: list[OutColumn] = [OutColumn("", _("STT"), Form.NUMBER, 7)]
    makers: list[Callable[[Person], OutValue]] = []
    for element in ELEMENTS:
        label = _(PERSON_FIELDS[element.box].label)
        columns.append(OutColumn(element.path, label, element.form, max(12, len(element.path) * 0.8)))
        makers.append(element.value)
        if element.words is not None:
            columns.append(OutColumn("", _("{box} (chữ)").format(box=label), width=18))
            makers.append(element.words)

    def rows() -> Iterator[Sequence[OutValue]]:
        for place, person in enumerate(_everybody(found), start=1):
            yield [place, *(make(person) for make in makers)]

    return OutSheet(
        "QCVN 109",
        _("DỮ LIỆU DÂN CƯ THEO CẤU TRÚC QCVN 109:2017/BTTTT"),
        (
            *head_lines(store, scope, found, is_shown=False),
            _("Tên phần tử đứng trên tên cột; cách lập: docs/qcvn109.md"),
        ),
        tuple(columns),
        sum(1 for _person in _everybody(found)),
        rows,
        fixed_columns=1,
        shows_names=True,
    )


def _everybody(found: Iterable[Family]) -> Iterator[Person]:
    for family in found:
        yield from family.counted
