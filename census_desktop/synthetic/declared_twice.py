"""Towns in which some people are declared again in another ward: the truth that linkage is measured against.

Who is declared twice, who only looks alike, and what is missing for everybody is decided here; how the second slip
differs from the first is a `Hand`. `TypingHand` is the one that linkage was tuned with; benchmarks report on others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from census_desktop.domain.dc01 import Household, Person
from census_desktop.synthetic.dice import Dice, SeededClock
from census_desktop.synthetic.second_slips import Hand, Slip, one_letter_off
from census_desktop.synthetic.town import SyntheticTown, generate_town

TwicePair = tuple[int, int]

_FAMILIES = 0.4  # of those declared again: with their whole household
_INTO_OTHERS = 0.5  # of the others: on the sheet of another household
_BOXES = (
    "full_name", "birth_date", "sex", "personal_id", "old_id", "father_name", "father_id", "mother_name", "mother_id",
    "spouse_name", "spouse_id", "native_place", "birth_registration_place", "household_book_no", "relation_to_head",
    "phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hardness:
    """What is missing or alike in the whole town.

    Attributes:
        twice: share of people declared again.
        no_parents, no_ids, no_native: shares of all slips without them.
        year_only_old: share of slips of people born before 1965 that give only the year.
        lookalikes: share of people with a namesake of about the same age elsewhere (cousins).
        alike_siblings: share of households where two children have names one letter apart.
        errors: factor for all errors on second slips.
    """

    twice: float = 0.02
    no_parents: float = 0.0
    no_ids: float = 0.0
    no_native: float = 0.0
    year_only_old: float = 0.0
    lookalikes: float = 0.0
    alike_siblings: float = 0.0
    errors: float = 1.0


EASY = Hardness()
# A fifth has no number anyway, so that half of all slips are without one.
HARD = Hardness(
    no_parents=0.35,
    no_ids=0.35,
    no_native=0.15,
    year_only_old=0.3,
    lookalikes=0.005,
    alike_siblings=0.01,
    errors=1.5,
)


@dataclass(slots=True)
class TwiceTown:
    """Slips in order, and which of them are the same person.

    Attributes:
        slips: boxes by machine name, beside them `person_uuid` and `household_uuid` as 32 hex digits.
        pairs: positions of the two slips of one person.
    """

    slips: list[Slip]
    pairs: list[TwicePair]


def town_with_doubles(
    seed: int, hand: Hand, hardness: Hardness = HARD, people: int | None = None
) -> TwiceTown:
    """One town.

    Args:
        seed: of the town and of its errors.
        hand: fills in the second slips.
        hardness: how much is missing.
        people: before anybody is declared again; 60,191 when not given.
    """
    town = generate_town(seed, people)
    return _Maker(seed, hand, hardness).make(town)


def many_towns(seed: int, hand: Hand, hardness: Hardness, people: int) -> Iterator[tuple[Slip, int]]:
    """Slips of as many towns as it takes, each with the position of its first slip (-1 for none).

    Every town is a district of its own: places, numbers and serials of one do not occur in another.
    """
    offset, number, left = 0, 0, people
    while left > 0:
        whole = generate_town(seed + number).people
        town = town_with_doubles(seed + number, hand, hardness, None if left >= whole else left)
        second = {other: one for one, other in town.pairs}
        for place, slip in enumerate(town.slips):
            first = second.get(place, -1)
            yield _moved_to_district(slip, number), first + offset if first >= 0 else -1
        offset += len(town.slips)
        left -= whole
        number += 1


_DISTRICTS = (
    "Kỳ Anh", "Cẩm Xuyên", "Thạch Hà", "Can Lộc", "Đức Thọ", "Hương Sơn", "Hương Khê", "Vũ Quang", "Lộc Hà",
    "Nghi Xuân", "Hồng Lĩnh", "Diễn Châu", "Yên Thành", "Quỳnh Lưu", "Nghi Lộc", "Đô Lương", "Thanh Chương",
    "Nam Đàn", "Hưng Nguyên", "Tân Kỳ", "Anh Sơn", "Con Cuông", "Quế Phong", "Quỳ Châu", "Quỳ Hợp", "Tương Dương",
)  # fmt: skip
_OWN_COMMUNE = "Kỳ "


def _moved_to_district(slip: Slip, number: int) -> Slip:
    if not number:
        return slip
    moved = dict(slip)
    district = _DISTRICTS[number % len(_DISTRICTS)]
    for box in ("native_place", "birth_registration_place"):
        place = moved.get(box)
        if place is not None and "Kỳ Anh" in place:
            moved[box] = place.replace("Kỳ Anh", district).replace(
                _OWN_COMMUNE, f"{district.partition(' ')[0]} "
            )
    for box in ("personal_id", "old_id", "father_id", "mother_id", "spouse_id"):
        text = moved.get(box)
        if text is not None:
            moved[box] = "; ".join(_moved_number(each.strip(), number) for each in text.split(";"))
    return moved


def _moved_number(text: str, number: int) -> str:
    if len(text) > 10:  # another digit in the serial, and after ten towns another province
        return f"{int(text[:3] or 0) + number // 9:03d}{text[3:6]}{number % 9}{text[7:]}"
    return f"{(18 + number) % 100:02d}{text[2:]}"


class _Maker:
    def __init__(self, seed: int, hand: Hand, hardness: Hardness) -> None:
        self._dice = Dice("declared twice", seed)
        self._clock = SeededClock("declared twice", seed)
        self._hand = hand
        self._hardness = hardness

    def make(self, town: SyntheticTown) -> TwiceTown:
        slips: list[Slip] = []
        homes: list[list[int]] = []
        for household, people in town:
            homes.append(list(range(len(slips), len(slips) + len(people))))
            slips += [_slip(person, household) for person in people]
        self._make_alike(slips, homes)
        pairs: list[TwicePair] = []
        self._declare_again(slips, homes, pairs)
        for slip in slips:
            self._leave_out(slip)
        return TwiceTown(slips, pairs)

    def _declare_again(self, slips: list[Slip], homes: list[list[int]], pairs: list[TwicePair]) -> None:
        wanted = round(len(slips) * self._hardness.twice)
        families = round(wanted * _FAMILIES)
        known = set[int]()
        while len(pairs) < wanted:
            home = self._dice.one_of(homes)
            if known.intersection(home):
                continue
            chosen = home if len(pairs) < families else [self._dice.one_of(home)]
            known.update(home)
            self._put_elsewhere(slips, homes, chosen, pairs)

    def _put_elsewhere(
        self, slips: list[Slip], homes: list[list[int]], chosen: Sequence[int], pairs: list[TwicePair]
    ) -> None:
        new_home = self._clock.new_uuid().hex
        book: str | None = f"43{self._dice.bits(23):07d}"
        relation: str | None = None
        if len(chosen) == 1 and self._dice.chance(_INTO_OTHERS):
            host = slips[self._dice.one_of(homes)[0]]
            new_home, book, relation = str(host["household_uuid"]), host["household_book_no"], "HO"
        elif len(chosen) == 1:
            relation = "CH"
        phone = (
            slips[chosen[0]]["phone"]
            if self._dice.chance(0.45)
            else f"0200{self._dice.bits(19) % 1_000_000:06d}"
        )
        for place in chosen:
            slip = self._hand.again(dict(slips[place]), self._dice, self._hardness.errors)
            slip |= {
                "person_uuid": self._clock.new_uuid().hex,
                "household_uuid": new_home,
                "household_book_no": book,
            }
            slip |= {"phone": phone if relation != "HO" else None}
            if relation is not None:
                slip["relation_to_head"] = relation
            pairs.append((place, len(slips)))
            slips.append(slip)

    def _make_alike(self, slips: list[Slip], homes: list[list[int]]) -> None:
        """Namesakes of about the same age in other households, and sisters and brothers with names alike."""
        dice = self._dice
        peers: dict[tuple[str | None, str], list[Slip]] = {}
        for slip in slips:
            peers.setdefault((slip["sex"], (slip["birth_date"] or "")[:4]), []).append(slip)
        for _number in range(round(len(slips) * self._hardness.lookalikes)):
            one = dice.one_of(slips)
            other = dice.one_of(peers[one["sex"], (one["birth_date"] or "")[:4]])
            if one["household_uuid"] != other["household_uuid"] and one["full_name"]:
                other["full_name"] = one["full_name"]
                if dice.chance(0.5):
                    other["native_place"] = other["birth_registration_place"] = one["native_place"]
        for _number in range(round(len(homes) * self._hardness.alike_siblings)):
            children = [
                slips[place] for place in dice.one_of(homes) if slips[place]["relation_to_head"] == "CD"
            ]
            if len(children) > 1 and children[0]["full_name"]:
                words = children[0]["full_name"].split()
                children[1]["full_name"] = " ".join([*words[:-1], one_letter_off(words[-1], dice)])

    def _leave_out(self, slip: Slip) -> None:
        hardness, dice = self._hardness, self._dice
        if dice.chance(hardness.no_parents):
            slip |= dict.fromkeys(("father_name", "father_id", "mother_name", "mother_id"))
        if dice.chance(hardness.no_ids):
            slip |= dict.fromkeys(("personal_id", "old_id"))
        if dice.chance(hardness.no_native):
            slip["native_place"] = None
        born = slip["birth_date"]
        if born and born < "1965" and dice.chance(hardness.year_only_old):
            slip["birth_date"] = born[:4]


def _slip(person: Person, household: Household) -> Slip:
    slip: Slip = {name: getattr(person, name) for name in _BOXES if name != "phone"}
    return slip | {
        "phone": household.phone,
        "person_uuid": person.person_uuid.hex,
        "household_uuid": household.household_uuid.hex,
    }
