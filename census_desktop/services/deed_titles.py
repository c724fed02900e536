"""Saved work in words, for lists of what can be taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from census_desktop.base.text import N_, _
from census_desktop.domain.code_names import HEAD
from census_desktop.domain.counter import VOID
from census_desktop.domain.dc01 import MEMBERSHIP
from census_desktop.domain.operations import Operation, OpKind
from census_desktop.domain.records import CELLS, FIELDS, RecordKind
from census_desktop.store.deeds import Deed
from census_desktop.store.records import load_household, load_person
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

_MOST_BOXES = 3


_OTHER_NAMES = {
    RecordKind.LINK: N_("kết luận trùng người"),
    RecordKind.ACCEPTANCE: N_("lời giải thích lỗi"),
    RecordKind.GOAL: N_("chỉ tiêu"),
    RecordKind.BOUNDARY_PLAN: N_("phương án địa giới"),
    RecordKind.BOUNDARY_RULE: N_("quy tắc địa giới"),
    RecordKind.REGISTERED: N_("hộ trong danh sách đăng ký"),
    RecordKind.VISIT: N_("lần đến nhà"),
    RecordKind.EVIDENCE: N_("giấy tờ đối chiếu"),
    RecordKind.QUESTION: N_("câu hỏi phúc tra"),
    RecordKind.AWAY: N_("việc vắng mặt"),
    RecordKind.DUTY: N_("việc phục vụ quân đội, công an"),
    RecordKind.COLLECTIVE: N_("hộ tập thể"),
    RecordKind.AREA_UNIT: N_("đơn vị trong địa bàn"),
    RecordKind.AREA_GROUP: N_("thôn, tổ dân phố trong địa bàn"),
    RecordKind.CODE_ENTRY: N_("mã trong danh mục"),
    RecordKind.KEYED_SLIP: N_("kiểm lần 2"),
    RecordKind.KEYED_BOX: N_("ô kiểm lần 2"),
    RecordKind.BATCH: N_("tập phiếu"),
    RecordKind.NOTICE: N_("lời nhắn của thị xã"),
}


def title_of(store: Store, deed: Deed) -> str:
    """What a deed did, one line: "Thêm phiếu VÕ THỊ HƯỜNG"."""
    people = [one for one in deed.operations if one.record_kind is RecordKind.PERSON]
    sheets = [one for one in deed.operations if one.record_kind is RecordKind.HOUSEHOLD]
    if deed.action is Action.IMPORT:
        return _("Nhập {count} người từ Excel").format(count=len(people))
    if deed.action is Action.SPLIT:
        moved = {one.record_uuid for one in people}
        return _("Tách {count} người thành hộ mới").format(count=len(moved))
    if deed.action is Action.COMBINE:
        gone = next((one for one in sheets if one.cell == VOID), sheets[-1])
        return _("Gộp {household} vào hộ khác").format(household=_name(store, gone))
    if deed.action is Action.DECIDE:
        return _decided(store, deed.operations)
    if deed.action is Action.CHANGE_HEAD:
        head = next((one for one in people if one.values.get("relation_to_head") == HEAD), people[0])
        return _("Đổi chủ hộ sang {name}").format(name=_name(store, head))
    return _of_records(store, people or sheets or list(deed.operations), sheets)


def _decided(store: Store, made: Sequence[Operation]) -> str:
    first = made[0]
    title = _("Quyết định xung đột: {box} của {name}").format(
        box=box_label(first.record_kind, first.cell), name=_name(store, first)
    )
    if len(made) == 1:
        return title
    return _("{title} và {count} xung đột khác").format(title=title, count=len(made) - 1)


def _of_records(store: Store, changed: list[Operation], sheets: list[Operation]) -> str:
    telling = [one for one in changed if one.kind is OpKind.CREATE or one.cell in {VOID, MEMBERSHIP}]
    first = min(telling, key=lambda one: one.kind is not OpKind.CREATE, default=changed[0])
    name = _name(store, first)
    if first.kind is OpKind.CREATE:
        if first.record_kind is RecordKind.HOUSEHOLD:
            return _("Thêm {household}").format(household=name)
        if first.record_kind is not RecordKind.PERSON:
            return _("Thêm {what}").format(what=name)
        is_new_sheet = any(one.kind is OpKind.CREATE for one in sheets)
        return (
            _("Thêm phiếu {name} và hộ mới").format(name=name)
            if is_new_sheet
            else _("Thêm phiếu {name}").format(name=name)
        )
    if first.cell == VOID:
        household = next((one for one in sheets if one.cell == VOID), first)
        return _("Hủy {name}").format(name=_name(store, household))
    if first.cell == MEMBERSHIP:
        return _("Chuyển {name} sang hộ khác").format(name=name)
    cells = list(dict.fromkeys(one.cell for one in changed if one.record_uuid == first.record_uuid))
    boxes = ", ".join(box_label(first.record_kind, cell) for cell in cells[:_MOST_BOXES])
    if len(cells) > _MOST_BOXES:
        boxes = _("{boxes} và {count} ô khác").format(boxes=boxes, count=len(cells) - _MOST_BOXES)
    return _("Sửa {boxes} của {name}").format(boxes=boxes, name=name)


def box_label(kind: RecordKind, cell: str) -> str:
    """The label of a cell, that of its first box."""
    if cell == MEMBERSHIP:
        return _("Hộ")
    return _(FIELDS[kind][CELLS[kind][cell][0]].form_label)


def record_name(store: Store, kind: RecordKind, record_uuid: uuid.UUID) -> str:
    """How people call a record: the name of the person, the number of the household."""
    if kind is RecordKind.PERSON:
        person = load_person(store, record_uuid)
        return (person.full_name if person is not None else None) or _("phiếu chưa ghi tên")
    if kind in _OTHER_NAMES:
        return _(_OTHER_NAMES[kind])
    household = load_household(store, record_uuid)
    number = household.household_no if household is not None else None
    return _("hộ số {number}").format(number=number) if number else _("hộ chưa ghi số")


def _name(store: Store, operation: Operation) -> str:
    return record_name(store, operation.record_kind, operation.record_uuid)
