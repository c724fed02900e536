"""Why two slips may be one person, in words for the supervisor: what agrees, what does not, and how much it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from census_desktop.base.text import N_, _
from census_desktop.linkage.comparing import (
    Birth,
    Fellows,
    Marks,
    Middle,
    Number,
    Places,
    Plain,
    Relative,
    Word,
)
from census_desktop.linkage.model import FELLOWS, LEVELS
from census_desktop.linkage.search import Found

_SAYS_SOMETHING = 0.7  # log₂: what changes the odds less is not worth a line
_NAME = ("surname", "middle", "given", "marks")

_WORDS: dict[str, dict[int, str]] = {
    "given": {
        Word.SAME: N_("cùng tên"),
        Word.NEAR: N_("tên gần giống (lệch một chữ cái hoặc đọc giống nhau)"),
        Word.OTHER: N_("khác tên"),
    },
    "surname": {
        Word.SAME: N_("cùng họ"),
        Word.NEAR: N_("họ gần giống (như Hoàng và Huỳnh)"),
        Word.OTHER: N_("khác họ"),
    },
    "middle": {
        Middle.SAME: N_("cùng chữ đệm"),
        Middle.DROPPED: N_("một phiếu thiếu chữ đệm"),
        Middle.OTHER: N_("khác chữ đệm"),
    },
    "birth": {
        Birth.SAME: N_("cùng ngày sinh"),
        Birth.SWAPPED: N_("ngày và tháng sinh đổi chỗ cho nhau"),
        Birth.UNKNOWN_DAY: N_("cùng năm sinh, ngày 01/01 hoặc không rõ ngày"),
        Birth.ONE_PART: N_("ngày sinh lệch một phần, cùng năm"),
        Birth.YEAR_SLIP: N_("cùng ngày tháng sinh, năm lệch một chữ số"),
        Birth.SAME_YEAR: N_("cùng năm sinh, khác ngày"),
        Birth.NEAR_YEAR: N_("năm sinh cách nhau một, hai năm"),
        Birth.OTHER: N_("khác ngày sinh"),
    },
    "sex": {Plain.SAME: N_("cùng giới tính"), Plain.OTHER: N_("khác giới tính")},
    "personal_id": {
        Number.SAME: N_("cùng số định danh"),
        Number.SLIP: N_("số định danh lệch một chữ số"),
        Number.OTHER: N_("khác số định danh"),
    },
    "old_id": {
        Number.SAME: N_("cùng số CMND"),
        Number.SLIP: N_("số CMND lệch một chữ số"),
        Number.OTHER: N_("khác số CMND"),
    },
    "father": {
        Relative.SAME: N_("cùng tên cha"),
        Relative.MARKS: N_("tên cha chỉ khác dấu"),
        Relative.NEAR: N_("tên cha gần giống"),
        Relative.OTHER: N_("khác tên cha"),
    },
    "mother": {
        Relative.SAME: N_("cùng tên mẹ"),
        Relative.MARKS: N_("tên mẹ chỉ khác dấu"),
        Relative.NEAR: N_("tên mẹ gần giống"),
        Relative.OTHER: N_("khác tên mẹ"),
    },
    "spouse": {
        Relative.SAME: N_("cùng tên vợ/chồng"),
        Relative.MARKS: N_("tên vợ/chồng chỉ khác dấu"),
        Relative.NEAR: N_("tên vợ/chồng gần giống"),
        Relative.OTHER: N_("khác tên vợ/chồng"),
    },
    "relative_ids": {
        Plain.SAME: N_("cùng số giấy tờ của cha, mẹ hoặc vợ/chồng"),
        Plain.OTHER: N_("khác số giấy tờ của cha, mẹ, vợ/chồng"),
    },
    "places": {
        Places.BOTH: N_("cùng quê quán và nơi đăng ký khai sinh"),
        Places.ONE: N_("cùng quê quán hoặc nơi đăng ký khai sinh"),
        Places.HALF: N_("quê quán và nơi đăng ký khai sinh chỉ giống một nửa"),
        Places.DISTRICT: N_("quê quán cùng huyện, không ghi rõ xã"),
        Places.OTHER: N_("khác quê quán"),
    },
    "contact": {
        Plain.SAME: N_("cùng điện thoại hoặc sổ hộ khẩu"),
        Plain.OTHER: N_("khác điện thoại và sổ hộ khẩu"),
    },
    FELLOWS: {
        Fellows.SAME: N_("người khác của hai hộ cũng trùng nhau"),
        Fellows.OTHER: N_("không ai khác của hai hộ trùng nhau"),
        Fellows.TWO_FAMILIES: N_("là chủ hộ hoặc vợ, chồng chủ hộ của hai gia đình khác nhau"),
    },
}
_WHOLE_NAME = {
    Marks.SAME: N_("cùng họ tên"),
    Marks.BARE: N_("cùng họ tên, một phiếu ghi không dấu"),
    Marks.OTHER: N_("họ tên chỉ khác dấu"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against.

    Attributes:
        box: what was compared: "given", "birth", "fellows" …
        text: a few words (translated).
        weight: log₂ of how much likelier this is for one person than for strangers; below 0 speaks against.
    """

    box: str
    text: str
    weight: float


def reasons_of(found: Found, place: int) -> tuple[Reason, ...]:
    """What speaks for and against a pair, the most telling first; what says nothing is left out."""
    evidence, model = found.evidence, found.model
    weights: dict[str, float] = {}
    levels: dict[str, int] = {}
    for box in LEVELS:
        level = int(evidence.levels[box][place])
        if level:
            levels[box] = level
            chance = max(float(evidence.by_chance[box][place]), 1e-12)
            weights[box] = float(np.log2(model.match[box][level]) - np.log2(chance))
    reasons = [Reason(box, _(_WORDS[box][levels[box]]), weights[box]) for box in levels if box not in _NAME]
    reasons += _name_reasons(levels, weights)
    told = [reason for reason in reasons if abs(reason.weight) >= _SAYS_SOMETHING]
    return tuple(sorted(told, key=lambda reason: -abs(reason.weight)))


def _name_reasons(levels: dict[str, int], weights: dict[str, float]) -> list[Reason]:
    """The parts of a name that agrees as a whole are one reason."""
    parts = [box for box in _NAME if box in levels]
    if "marks" in levels:
        return [Reason("name", _(_WHOLE_NAME[Marks(levels["marks"])]), sum(weights[box] for box in parts))]
    return [Reason(box, _(_WORDS[box][levels[box]]), weights[box]) for box in parts]
