"""Columns of the browse room, and what a narrow window does without."""

from __future__ import annotations

from census_desktop.base.text import N_, _
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.gui.models.row_table import Column
from census_desktop.services.units import unit_name
from census_desktop.store.browse import HouseholdLine, PersonLine

UNIT_TITLE = N_("Đơn vị")
# What a narrow list does without first; the details beside it say it all.
SPARED = ("Giới", "Quan hệ", "Số định danh", "Điện thoại", "Thôn/TDP")
SCROLL_BAR = 14  # pixels
NAME_LETTERS = 20  # a name must have room for
# Of the width: the list, the details.
SHARES = [6800, 3200]
SHARES_WITH_HISTORY = [5200, 4800]


def _label(list_name: str, code: str | None) -> str:
    return code_list(list_name).label(code) if code is not None else ""


PERSON_COLUMNS: tuple[Column[PersonLine], ...] = (
    Column(
        N_("Họ và tên"),
        lambda line: line.full_name or _("(chưa có tên)"),
        0,
        sign=lambda line: "refused" if line.is_void else "",
    ),
    Column(N_("Ngày sinh"), lambda line: show_answer(PERSON_FIELDS["birth_date"], line.birth_date), 9),
    Column(N_("Giới"), lambda line: _label("sex", line.sex), 4),
    Column(N_("Số định danh"), lambda line: line.personal_id or line.old_id or "", 12),
    Column(N_("Quan hệ"), lambda line: _label("relation_to_head", line.relation_to_head), 9),
    Column(N_("Hộ số"), lambda line: line.household_no or "", 4),
    Column(N_("Thôn/TDP"), lambda line: line.residential_group or "", 20),
    Column(UNIT_TITLE, lambda line: unit_name(line.unit) if line.unit else "", 14),
)
HOUSEHOLD_COLUMNS: tuple[Column[HouseholdLine], ...] = (
    Column(
        N_("Hộ số"),
        lambda line: line.household_no or "–",
        7,
        sign=lambda line: "refused" if line.is_void else "",
    ),
    Column(N_("Chủ hộ"), lambda line: line.head_name or _("chưa có phiếu"), 0),
    Column(N_("Người"), lambda line: str(line.people), 5, is_right=True),
    Column(N_("Thôn/TDP"), lambda line: line.residential_group or "", 20),
    Column(UNIT_TITLE, lambda line: unit_name(line.unit) if line.unit else "", 14),
    Column(N_("Điện thoại"), lambda line: line.phone or "", 11),
)
