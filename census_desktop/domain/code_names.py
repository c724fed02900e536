"""Codes that rules and rooms mention by name; each stands in a list of `resources/codes` (a test says so)."""

from __future__ import annotations

HEAD = "CH"  # relation_to_head: chủ hộ
MALE, FEMALE = "1", "2"  # sex
SINGLE, MARRIED, DIVORCED, WIDOWED = "1", "2", "3a", "3b"  # marital
# slip_state: chưa thu, đã thu, đang nhập, đã nhập, đã kiểm lần 2, phúc tra, đủ điều kiện, trả lại, hủy
NOT_COLLECTED, COLLECTED, UNFINISHED, ENTERED, CHECKED_TWICE, IN_REVIEW, ELIGIBLE, RETURNED, VOIDED = (
    "chua_thu", "da_thu", "dang_nhap", "da_nhap", "da_kiem_lan_2", "phuc_tra", "du_dieu_kien", "tra_lai", "huy",
)  # fmt: skip

PRESENT = "co_mat"  # presence: was met

SAME, DIFFERENT, TWINS, LOOK = "same", "different", "twins", "look"  # link_verdict

REFUSED, MOVED_AWAY, GONE = (
    "tu_choi",
    "da_chuyen",
    "khong_con",
)  # visit_result: nothing will come from the last two

BY_LIST = {
    "visit_result": (REFUSED, MOVED_AWAY, GONE),
    "link_verdict": (SAME, DIFFERENT, TWINS, LOOK),
    "presence": (PRESENT,),
    "relation_to_head": (HEAD,),
    "sex": (MALE, FEMALE),
    "marital": (SINGLE, MARRIED, DIVORCED, WIDOWED),
    "slip_state": (
        NOT_COLLECTED,
        COLLECTED,
        UNFINISHED,
        ENTERED,
        CHECKED_TWICE,
        IN_REVIEW,
        ELIGIBLE,
        RETURNED,
        VOIDED,
    ),
}
