"""An edit as data: one operation, one spelling, one id."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import uuid
from typing import Any

import pytest

from census_desktop.domain.operations import (
    MAX_ANSWER,
    MalformedOperation,
    Operation,
    OpKind,
    check_values,
    hash_line,
    parse_line,
)
from census_desktop.domain.records import RecordKind
from tests.builders import make_operation

RECORD = uuid.UUID("01933f2c-8a10-7abc-9def-0123456789ab")
CREATE = make_operation(RECORD, values={"full_name": "ĐẬU THỊ HOÀ", "note": 'Gọi là "Út"\n\t😀'})
EDIT = make_operation(
    RECORD,
    kind=OpKind.EDIT,
    cell="void",
    values={"void": "1", "void_reason": None},
    replaces=(b"\x02" * 16, b"\x01" * 16),
)


def with_part(operation: Operation, name: str, value: Any) -> bytes:
    """The line of `operation` with one part of the JSON put in place of the right one."""
    data = json.loads(operation.line())
    data[name] = value
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("operation", [CREATE, EDIT], ids=["create", "edit"])
def test_line_when_parsed_then_gives_the_same_operation_with_the_same_bytes(operation: Operation) -> None:
    read = parse_line(operation.line())

    assert read.line() == operation.line()
    assert dataclasses.replace(read, replaces=tuple(sorted(read.replaces))) == dataclasses.replace(
        operation, replaces=tuple(sorted(operation.replaces))
    )


def test_line_when_written_then_is_canonical_for_ever() -> None:
    line = make_operation(RECORD, values={"sex": "2", "full_name": "VÕ THỊ HƯỜNG"}).line()

    assert line.decode() == (
        '{"at":"2026-11-23T01:30:00+00:00","cell":"","device":"KT-01","kind":"create","lamport":1,"of":"person",'
        '"officer":"tuan.tq","record":"01933f2c8a107abc9def0123456789ab","replaces":[],"seq":1,"v":1,'
        '"values":{"full_name":"VÕ THỊ HƯỜNG","sex":"2"}}'
    )
    assert hash_line(line).hex() == "d243f47d8df8dbd99aae2dc9bcd34a66"


def test_id_when_made_then_is_the_hash_of_the_line() -> None:
    assert CREATE.op_id == hash_line(CREATE.line()) == hashlib.blake2b(CREATE.line(), digest_size=16).digest()


def test_id_when_heads_are_listed_in_another_order_then_is_the_same() -> None:
    assert dataclasses.replace(EDIT, replaces=EDIT.replaces[::-1]).op_id == EDIT.op_id


@pytest.mark.parametrize(
    "change",
    [
        {"record_uuid": uuid.UUID(int=7)},
        {"values": {"full_name": "ĐẬU THỊ HÒA"}},
        {"lamport": 2},
        {"device": "KT-02"},
        {"officer": "hoa.nt"},
        {"sequence": 2},
        {"at": "2026-11-23T01:30:01+00:00"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_id_when_any_part_differs_then_differs(change: dict[str, Any]) -> None:
    assert dataclasses.replace(CREATE, **change).op_id != CREATE.op_id


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", 2),
        ("of", "village"),
        ("kind", "delete"),
        ("record", "not a uuid"),
        ("record", 5),
        ("cell", None),
        ("cell", "sex"),
        ("values", ["sex"]),
        ("values", {"sex": 2}),
        ("values", {"sex": None}),
        ("values", {"sex": ""}),
        ("values", {"note": "ố" * (MAX_ANSWER + 1)}),
        ("values", {"shoe_size": "42"}),
        ("replaces", "01"),
        ("replaces", ["01"]),
        ("replaces", ["zz" * 16]),
        ("replaces", [1]),
        ("lamport", -1),
        ("lamport", 1 << 53),
        ("lamport", True),
        ("lamport", 1.5),
        ("seq", "1"),
        ("device", 1),
        ("officer", None),
        ("at", 0),
    ],
)
def test_line_when_a_part_is_wrong_then_is_refused(name: str, value: Any) -> None:
    with pytest.raises(MalformedOperation):
        parse_line(with_part(CREATE, name, value))


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b"null", b'"v"', b"{}", b'{"v":1}', b"\xff\xfe", CREATE.line()[:-1]]
)
def test_line_when_it_is_no_operation_then_is_refused(line: bytes) -> None:
    with pytest.raises(MalformedOperation):
        parse_line(line)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("void", {"void": "1"}),
        ("void", {"void": "1", "void_reason": None, "note": None}),
        ("", {"sex": "1"}),
        ("void_reason", {"void_reason": "Khai trùng"}),
        ("household_no", {"household_no": "12"}),
    ],
    ids=["box missing", "box too many", "no cell", "box is no cell", "box of a household"],
)
def test_edit_when_it_has_not_exactly_the_boxes_of_its_cell_then_is_refused(
    cell: str, values: dict[str, str | None]
) -> None:
    with pytest.raises(MalformedOperation):
        check_values(RecordKind.PERSON, OpKind.EDIT, cell, values)


@pytest.mark.parametrize("kind", [kind for kind in OpKind if kind is not OpKind.CREATE])
def test_edit_when_it_has_exactly_the_boxes_of_its_cell_then_is_accepted(kind: OpKind) -> None:
    check_values(RecordKind.PERSON, kind, "void", {"void": "1", "void_reason": "Khai trùng"})
    check_values(RecordKind.HOUSEHOLD, kind, "note", {"note": None})


def test_answer_when_as_long_as_allowed_then_is_accepted() -> None:
    check_values(RecordKind.PERSON, OpKind.CREATE, "", {"note": "ố" * MAX_ANSWER})
