"""The field language."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

import pytest

from census_desktop.domain.spec import BadInput, FieldDef, Kind, answers, cells_of, fields_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Boat:
    """A record of our own, so that the language is tested apart from the slip."""

    boat_uuid: uuid.UUID
    owner: Annotated[str | None, "remark", FieldDef("Chủ thuyền", Kind.NAME, short="Chủ")] = None
    lost: Annotated[str | None, FieldDef("Đã mất", Kind.FLAG, cell="lost")] = None
    lost_on: Annotated[str | None, FieldDef("Ngày mất", Kind.DATE, cell="lost")] = None


def test_fields_when_read_then_are_the_declared_boxes_in_order_with_their_names() -> None:
    fields = fields_of(_Boat)

    assert list(fields) == ["owner", "lost", "lost_on"]
    assert [field.name for field in fields.values()] == list(fields)
    assert fields["owner"].kind is Kind.NAME


def test_fields_when_read_then_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        fields_of(_Boat)["owner"] = FieldDef("Khác", Kind.TEXT)  # type: ignore[index]


def test_cells_when_boxes_share_one_then_hold_them_together() -> None:
    assert dict(cells_of(fields_of(_Boat))) == {"owner": ("owner",), "lost": ("lost", "lost_on")}


def test_form_label_when_there_is_a_short_one_then_is_short() -> None:
    fields = fields_of(_Boat)

    assert fields["owner"].form_label == "Chủ"
    assert fields["lost"].form_label == "Đã mất"


def test_answers_when_boxes_are_blank_then_leave_them_out() -> None:
    boat = _Boat(boat_uuid=uuid.UUID(int=1), owner="Lê Văn Biển")

    assert answers(boat, fields_of(_Boat)) == {"owner": "Lê Văn Biển"}


def test_bad_input_when_raised_then_keeps_what_was_typed() -> None:
    error = BadInput(" 31/02/1990", "Không có ngày này.")

    assert error.text == " 31/02/1990"
    assert error.why == str(error) == "Không có ngày này."
