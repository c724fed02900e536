"""Where each box stands on the entry form: one line of the table is one line of the paper.

Order is the order of the paper, so that eyes and fingers go down both together. A test checks that every box of the
slip stands here exactly once.
"""

from __future__ import annotations

from dataclasses import dataclass

from census_desktop.base.text import N_


@dataclass(frozen=True, slots=True)
class Row:
    """One line of fields.

    Attributes:
        names: machine names, left to right.
        stretch: the field that takes the room left over; "" keeps it for the words of an error.
        group: rows of a group are hidden until it is asked for ("away", "service"); "" is always shown.
    """

    names: tuple[str, ...]
    stretch: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A card of the form."""

    title: str
    rows: tuple[Row, ...]


def _relative(who: str) -> Row:
    return Row((f"{who}_name", f"{who}_nationality", f"{who}_id"), stretch=f"{who}_name")


SLIP: tuple[Section, ...] = (
    Section(
        N_("Nhân thân"),
        (
            Row(("form_version", "slip_no", "slip_state")),
            Row(("full_name",), stretch="full_name"),
            Row(("birth_date", "blood_group", "sex", "marital_status"), stretch="marital_status"),
            Row(("birth_registration_place",), stretch="birth_registration_place"),
            Row(("native_place",), stretch="native_place"),
            Row(("ethnicity", "nationality", "other_nationality", "religion"), stretch="religion"),
            Row(("personal_id", "old_id")),
        ),
    ),
    Section(
        N_("Cư trú"),
        (
            Row(("permanent_address",), stretch="permanent_address"),
            Row(("current_address",), stretch="current_address"),
        ),
    ),
    Section(
        N_("Cha, mẹ, vợ/chồng, người đại diện hợp pháp"),
        (_relative("father"), _relative("mother"), _relative("spouse"), _relative("representative")),
    ),
    Section(
        N_("Chủ hộ và phiếu"),
        (
            Row(("head_name", "head_id", "relation_to_head"), stretch="head_name"),
            Row(("household_book_no", "declared_on", "signed_declarant", "signed_officer", "signed_chief")),
            Row(("note", "presence", "service"), stretch="note"),
            Row(("presence_since", "presence_reason", "presence_place"), "presence_place", group="away"),
            Row(
                ("presence_declared_by", "presence_contact", "presence_expected_return"),
                "presence_declared_by",
                group="away",
            ),
            Row(("service_counted_at", "service_unit_address"), "service_unit_address", group="service"),
        ),
    ),
)

HOUSEHOLD: tuple[Section, ...] = (
    Section(
        "",
        (
            Row(("residential_group",), stretch="residential_group"),
            Row(("household_no", "phone"), stretch="phone"),
            Row(("address",), stretch="address"),
            Row(("household_book_no",), stretch="household_book_no"),
            Row(("collector",), stretch="collector"),
            Row(("note",), stretch="note"),
        ),
    ),
)

# Shorter words where the crowded form has no room; full labels stay on the tool tips.
LABELS: dict[str, str] = {
    "presence": N_("Có mặt"),
    "service": N_("QĐ/CA"),
    "presence_since": N_("Vắng từ"),
    "presence_place": N_("Ở đâu"),
    "presence_contact": N_("Liên lạc"),
    "presence_expected_return": N_("Dự kiến về"),
    "note": N_("Ghi chú"),
    "collector": N_("Người thu"),
    "slip_state": N_("Tình trạng"),
}

HOUSEHOLD_LABELS: dict[str, str] = {
    "phone": N_("ĐT"),
    "household_book_no": N_("Sổ HK"),
    "note": N_("Ghi chú"),
    "collector": N_("Người thu"),
}

# Usual lengths in characters where the label of a code needs more room than the box on the paper, or less is there.
WIDTHS: dict[str, int] = {"form_version": 22, "household_no": 6}

# Lengths in characters that still do in a narrow window; boxes of other fields keep their usual length.
SLIM_WIDTHS: dict[str, int] = {
    "form_version": 10, "slip_no": 8, "slip_state": 9, "blood_group": 4, "sex": 5, "ethnicity": 7, "nationality": 8,
    "other_nationality": 8, "father_nationality": 8, "mother_nationality": 8, "spouse_nationality": 8,
    "representative_nationality": 8, "relation_to_head": 9, "household_book_no": 10, "presence": 9, "service": 9,
    "presence_reason": 10, "presence_contact": 11, "service_counted_at": 9,
}  # fmt: skip

# Answers that keep a hidden group hidden.
PRESENT = (None, "co_mat")


def names_of(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """All boxes of a form, in the order the cursor visits them."""
    return tuple(name for section in sections for row in section.rows for name in row.names)
