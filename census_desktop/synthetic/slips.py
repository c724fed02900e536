"""From a family to slips: names, births and numbers settled, then the boxes filled as an officer would."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from census_desktop.domain.code_names import ENTERED, FEMALE, MALE, MARRIED
from census_desktop.synthetic.dice import Dice, Weighted
from census_desktop.synthetic.dirt import Answers, has_fact
from census_desktop.synthetic.families import DAYS_IN_YEAR, REFERENCE_DAY, Human
from census_desktop.synthetic.people import (
    ELSEWHERE,
    HA_TINH,
    Locality,
    Numbers,
    make_name,
    surnames,
)

FIRST_DAY = datetime.date(2018, 7, 2)  # of the collection in Hà Tĩnh
LAST_DAY = datetime.date(2018, 11, 30)
_IDS_AT_BIRTH = 2016  # newborns are given a 12-digit number from then on
_AGE_OF_ID_CARD = 14.0
_CARD_SHARE = 0.04  # of adults: already has a 12-digit number from another province's card drive
_ELSEWHERE_SHARE = 0.12  # of people who married into the household
_PARENTS_FORGOTTEN = 0.05  # of people over seventy: no parents' names on the slip
_NEWBORN = datetime.timedelta(days=14)

_ETHNIC = Weighted([("kinh", 99.6), ("muong", 0.15), ("thai", 0.15), ("lao", 0.1)])
_RELIGIONS = Weighted([("99", 88.3), ("02", 11.2), ("01", 0.5)])
_BLOOD = Weighted([("04", 45), ("01", 21), ("02", 29), ("03", 5)])
_BLOOD_SHARE = 0.04
_ABSENT = Weighted([("vang_khai_ho", 80), ("vang_khong_lien_lac", 12), ("hen_lai", 8)])
_REASONS = Weighted(
    [("lam_viec_ngoai_tinh", 48), ("lam_viec_nuoc_ngoai", 26), ("hoc_tap", 16), ("lam_viec_trong_tinh", 10)]
)
_WHERE = {
    "lam_viec_ngoai_tinh": ("Thành phố Hồ Chí Minh", "Bình Dương", "Hà Nội", "Đồng Nai", "Đà Nẵng"),
    "lam_viec_nuoc_ngoai": ("Lào", "Thái Lan", "Đài Loan", "Hàn Quốc", "Nhật Bản"),
    "hoc_tap": ("Vinh, Nghệ An", "Huế", "Hà Nội", "Thành phố Hồ Chí Minh"),
    "lam_viec_trong_tinh": ("Thành phố Hà Tĩnh, Hà Tĩnh", "Thị xã Hồng Lĩnh, Hà Tĩnh"),
}


class Registrar:
    """Settles who the people of one unit are."""

    def __init__(self, dice: Dice, place: Locality, numbers: Numbers) -> None:
        self._dice = dice
        self._place = place
        self._numbers = numbers

    def settle(self, family: Sequence[Human]) -> None:
        """Give everybody of the household, and whom they name, a name, a birth and numbers."""
        taken: set[str] = set()
        for human in family:
            self._settle(human, taken, depth=1)

    def _settle(self, human: Human, taken: set[str], depth: int) -> None:
        if human.name:
            return
        human.born = REFERENCE_DAY - datetime.timedelta(days=int(human.age * DAYS_IN_YEAR))
        if depth and human.father is None and not human.has_unknown_father:
            human.father = Human(MALE, human.age + self._dice.real(21, 38))
        if depth and human.mother is None:
            human.mother = Human(FEMALE, human.age + self._dice.real(19, 34))
        for parent in (human.father, human.mother):
            if parent is not None:
                self._settle(parent, taken, depth=1 if parent.relation else 0)
        source = human.father or (human.mother if human.has_unknown_father else None)
        surname = source.name.partition(" ")[0] if source is not None else self._dice.pick(surnames())
        human.name = make_name(self._dice, human.sex, human.born.year, surname, taken)
        if human.relation:
            self._papers(human)
        if human.spouse is not None:
            self._settle(human.spouse, taken, depth=1 if human.spouse.relation else 0)
            if not human.spouse.relation:
                self._papers(human.spouse)

    def _papers(self, human: Human) -> None:
        """Places and numbers; the 12-digit number carries the province that registered the birth."""
        province = HA_TINH
        place: str | None = self._place.registered(human.born)
        is_married_in = human.relation in {"V", "C", "CDAU", "CRE"}
        if is_married_in and self._dice.chance(_ELSEWHERE_SHARE):
            place, province = self._dice.one_of(ELSEWHERE)
            human.native_place = place
        else:
            human.native_place = self._place.former
        if human.age < 6 and has_fact(self._dice, "unregistered"):
            human.birth_place = None
            return
        human.birth_place = place
        if human.born.year >= _IDS_AT_BIRTH:
            human.personal_id = self._numbers.personal_id(province, human.sex, human.born.year)
        elif human.age >= _AGE_OF_ID_CARD and not has_fact(self._dice, "no_id"):
            self._card(human, province)

    def _card(self, human: Human, province: str) -> None:
        has_card = human.age >= 16 and self._dice.chance(_CARD_SHARE)
        if has_card:
            human.personal_id = self._numbers.personal_id(province, human.sex, human.born.year)
        if not has_card or self._dice.chance(0.5):
            human.old_id = self._numbers.old_id()
            if has_fact(self._dice, "two_old_ids"):
                human.old_id = f"{human.old_id}; {self._numbers.old_id()}"


class HouseholdDay:
    """What all slips of one household share: address, book, the day they were declared."""

    def __init__(self, dice: Dice, place: Locality, group: str, book: str) -> None:
        self.address = f"{group}, {place.name}"
        self.book = book
        self.declared_on = FIRST_DAY + datetime.timedelta(days=dice.between(0, (LAST_DAY - FIRST_DAY).days))
        self.ethnicity = dice.pick(_ETHNIC)
        self.religion = dice.pick(_RELIGIONS)


def fill_in(dice: Dice, family: Sequence[Human], human: Human, day: HouseholdDay, slip_no: str) -> Answers:
    """The boxes of one slip in stored form; blank ones may be absent."""
    head = family[0]
    declared_on = day.declared_on
    if declared_on <= human.born:  # born while the collection was on
        declared_on = human.born + _NEWBORN
    slip: Answers = {
        "form_version": "TT66-2015",
        "slip_no": slip_no,
        "full_name": human.name,
        "birth_date": _birth_date(dice, human),
        "blood_group": dice.pick(_BLOOD) if dice.chance(_BLOOD_SHARE) else None,
        "sex": human.sex,
        "marital_status": human.marital,
        "birth_registration_place": human.birth_place,
        "native_place": human.native_place,
        "ethnicity": day.ethnicity,
        "nationality": "VN",
        "religion": day.religion,
        "personal_id": human.personal_id,
        "old_id": human.old_id,
        "permanent_address": day.address,
        "head_name": head.name,
        "head_id": head.number,
        "relation_to_head": human.relation,
        "household_book_no": day.book,
        "declared_on": declared_on.isoformat(),
        "signed_declarant": "1",
        "signed_officer": "1",
        "signed_chief": "1",
        "slip_state": ENTERED,
        "presence": "co_mat",
    }
    _relatives(dice, slip, human, head)
    _whereabouts(dice, slip, human, family, declared_on)
    return slip


def _birth_date(dice: Dice, human: Human) -> str:
    whole = human.born.isoformat()
    if has_fact(dice, "year_only_old" if human.born.year < 1965 else "year_only_young"):
        return whole[:4]
    return whole[:7] if has_fact(dice, "month_only") else whole


def _relatives(dice: Dice, slip: Answers, human: Human, head: Human) -> None:
    """Item 14: father, mother, spouse, and who stands for a child whose parents are far away."""
    if human.age < 70 or not dice.chance(_PARENTS_FORGOTTEN):
        _relative(slip, "father", human.father)
        _relative(slip, "mother", human.mother)
    if human.marital == MARRIED:
        _relative(slip, "spouse", human.spouse)
    if human.age < 18 and head not in {human.father, human.mother} and human.relation in {"CHN", "CHG"}:
        parents = (human.father, human.mother)
        if not any(parent is not None and parent.relation for parent in parents):
            _relative(slip, "representative", head)


def _relative(slip: Answers, box: str, relative: Human | None) -> None:
    if relative is None:
        return
    slip[f"{box}_name"] = relative.name
    slip[f"{box}_nationality"] = "VN"
    slip[f"{box}_id"] = relative.number


def _whereabouts(
    dice: Dice, slip: Answers, human: Human, family: Sequence[Human], declared_on: datetime.date
) -> None:
    """Soldiers and people far away; the family declares for them."""
    others = [one for one in family if one is not human and one.age >= 18]
    witness = others[0].name if others else None
    if human.sex == MALE and 18 <= human.age < 26 and has_fact(dice, "soldier"):
        slip |= {
            "presence": "vang_khai_ho",
            "presence_since": f"{declared_on.year - dice.between(0, 1)}-02",  # the call-up after Tết
            "presence_reason": "nghia_vu",
            "presence_declared_by": witness,
            "service": "nghia_vu_quan_su" if dice.chance(0.8) else "nghia_vu_cong_an",
            "service_counted_at": "tai_don_vi",
        }
    elif 18 <= human.age < 41 and has_fact(dice, "away"):
        slip["presence"] = state = dice.pick(_ABSENT)
        if state == "hen_lai":
            return
        slip["presence_reason"] = reason = dice.pick(_REASONS) if state == "vang_khai_ho" else "khong_ro"
        if state == "vang_khai_ho":
            since = declared_on - datetime.timedelta(days=dice.between(30, 900))
            slip |= {
                "presence_since": since.isoformat()[:7],
                "presence_place": dice.one_of(_WHERE[reason]),
                "presence_declared_by": witness,
            }
