"""Identity numbers: the 12-digit personal number (số định danh cá nhân) and the 9-digit CMND.

Structure by Nghị định 137/2015/NĐ-CP, Điều 13, and Thông tư 59/2021/TT-BCA, Điều 4: three digits for the province
that registered the birth, one for century and sex, two for the year of birth, six at random. There is no check
digit. Numbers with a wrong structure were really issued, so everything here states facts; the rules make warnings.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import cache

from census_desktop.base.text import _
from census_desktop.domain.code_names import FEMALE, MALE
from census_desktop.domain.codes import code_list
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean, fold

PERSONAL_ID_LENGTH = 12
OLD_ID_LENGTH = 9
FIRST_YEAR = 1900  # people born earlier have no century digit
LAST_YEAR = 2399

_SEPARATORS = re.compile(r"[ .\-]")
_DIGITS = re.compile(r"[0-9]+")
_WORDS = re.compile(r"[a-z]+")
_LONGEST_NAME = 5  # words: "ba ria vung tau", "quang nam da nang", one more to be safe
# After these a name is that of a smaller place: "phường Hòa Bình" says nothing about the province Hòa Bình.
_SMALLER_KINDS = frozenset(
    {"phuong", "xa", "tran", "thon", "xom", "duong", "khu", "khoi", "ap", "ban", "quan", "huyen"}
)
_CITY = re.compile(r"tp|thanhpho")  # "TP. Hồ Chí Minh" stands in the list without the kind too


class IdentityFault(enum.Enum):
    """What does not fit between a number and the other answers of a slip."""

    UNKNOWN_PROVINCE = "unknown_province"
    SEX_DIFFERS = "sex_differs"
    BIRTH_YEAR_DIFFERS = "birth_year_differs"
    PROVINCE_DIFFERS = "province_differs"


@dataclass(frozen=True, slots=True)
class IdentityMismatch:
    """One thing that does not fit.

    Attributes:
        fault: what it is.
        in_number: what the number says (province name or code, sex code, year).
        in_answer: what the slip says, "" where the slip has no part in it.
    """

    fault: IdentityFault
    in_number: str
    in_answer: str = ""


@dataclass(frozen=True, slots=True)
class PersonalId:
    """A 12-digit number taken apart.

    Attributes:
        province: three digits, see the code list "cccd_province"; a country for births registered abroad.
        century_digit: 0 to 9, even for men; 0 and 1 for 1900–1999, 2 and 3 for 2000–2099 and so on.
        year_digits: last two digits of the year of birth.
        serial: six digits without meaning.
    """

    province: str
    century_digit: str
    year_digits: str
    serial: str

    @property
    def number(self) -> str:
        """All twelve digits."""
        return self.province + self.century_digit + self.year_digits + self.serial

    @property
    def sex(self) -> str:
        """Code of the list "sex"."""
        return FEMALE if int(self.century_digit) % 2 else MALE

    @property
    def birth_year(self) -> int:
        """The whole year of birth."""
        return FIRST_YEAR + 100 * (int(self.century_digit) // 2) + int(self.year_digits)

    @property
    def province_name(self) -> str | None:
        """Name of the province of 2015–2025 that registered the birth; None when the digits are not of a province."""
        item = code_list("cccd_province").get(self.province)
        return item.label if item is not None else None


def clean_digits(text: str) -> str:
    """The digits of a number as stored: blanks, dots and hyphens between them removed, leading zeros kept.

    Raises:
        BadInput: blank, or anything else stands between the digits.
    """
    digits = _SEPARATORS.sub("", clean(text))
    if not _DIGITS.fullmatch(digits):
        raise BadInput(text, _("Chỉ ghi chữ số 0–9."))
    return digits


def parse_personal_id(text: str) -> PersonalId:
    """Take a 12-digit number apart.

    Raises:
        BadInput: not twelve digits.
    """
    digits = clean_digits(text)
    if len(digits) != PERSONAL_ID_LENGTH:
        raise BadInput(
            text,
            _("Số định danh cá nhân có {expected} chữ số, ở đây có {found}.").format(
                expected=PERSONAL_ID_LENGTH, found=len(digits)
            ),
        )
    return PersonalId(digits[:3], digits[3], digits[4:6], digits[6:])


def is_old_id(digits: str) -> bool:
    """True for nine digits, the form of a CMND; such numbers are neither stable nor unique."""
    return len(digits) == OLD_ID_LENGTH and _DIGITS.fullmatch(digits) is not None


def old_id_provinces(digits: str) -> tuple[str, ...]:
    """Codes of the provinces that may have issued a CMND, by its first two or three digits; () when not known.

    Prefixes are shared (18 by Nghệ An and Hà Tĩnh) and the table has gaps: a hint, never a reason to refuse.
    """
    return tuple(
        item.code
        for item in code_list("cccd_province")
        if any(
            digits.startswith(prefix.strip())
            for prefix in item.more.get("cmnd_prefix", "").split(";")
            if prefix
        )
    )


def make_personal_id(province: str, sex: str, year: int, serial: int) -> str:
    """Build a number for made-up people.

    Args:
        province: three digits.
        sex: code of the list "sex".
        year: year of birth, 1900 to 2399.
        serial: 0 to 999,999.

    Raises:
        ValueError: the parts cannot stand in a number.
    """
    if not (len(province) == 3 and _DIGITS.fullmatch(province)) or sex not in {MALE, FEMALE}:
        raise ValueError(f"no province and sex: {province!r}, {sex!r}")
    if not (FIRST_YEAR <= year <= LAST_YEAR and 0 <= serial <= 999_999):
        raise ValueError(f"no year and serial: {year}, {serial}")
    century_digit = 2 * ((year - FIRST_YEAR) // 100) + (sex == FEMALE)
    return f"{province}{century_digit}{year % 100:02d}{serial:06d}"


def mismatches(
    number: PersonalId,
    *,
    sex: str | None = None,
    birth_date: PartialDate | None = None,
    birth_registration_place: str | None = None,
) -> tuple[IdentityMismatch, ...]:
    """Everything in `number` that does not fit the other answers; blank answers fit everything.

    The province is that of the birth registration, not of the native place and not of the permanent address.
    """
    found: list[IdentityMismatch] = []
    if number.province_name is None:
        found.append(IdentityMismatch(IdentityFault.UNKNOWN_PROVINCE, number.province))
    if sex is not None and sex != number.sex:
        found.append(IdentityMismatch(IdentityFault.SEX_DIFFERS, number.sex, sex))
    if birth_date is not None and birth_date.year != number.birth_year:
        found.append(
            IdentityMismatch(IdentityFault.BIRTH_YEAR_DIFFERS, str(number.birth_year), str(birth_date.year))
        )
    if birth_registration_place is not None and number.province_name is not None:
        provinces = provinces_in(birth_registration_place)
        if provinces and number.province not in provinces:
            found.append(
                IdentityMismatch(
                    IdentityFault.PROVINCE_DIFFERS, number.province_name, birth_registration_place
                )
            )
    return tuple(found)


def provinces_in(place: str) -> frozenset[str]:
    """Codes of the provinces a place may lie in, judged by its last words; empty when these name no province.

    Knows present, merged (from 01/07/2025) and former names: "Nghệ Tĩnh" is Nghệ An or Hà Tĩnh.
    """
    words = _WORDS.findall(fold(place))
    for start in range(max(0, len(words) - _LONGEST_NAME), len(words)):
        codes = _province_names().get("".join(words[start:]))
        if codes is not None and (start == 0 or words[start - 1] not in _SMALLER_KINDS):
            return codes
    return frozenset()


@cache
def _province_names() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for item in code_list("cccd_province"):
        former = item.more.get("former_names", "").split(";")
        for name in (*item.spellings, item.more["label_2025"], *former):
            words = _WORDS.findall(fold(name))
            if words and not _CITY.match("".join(words)):
                names.setdefault("".join(words), set()).add(item.code)
    return {name: frozenset(codes) for name, codes in names.items()}
