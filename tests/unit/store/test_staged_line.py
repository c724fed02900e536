"""Foreign lines: read strictly, refused with a reason."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from census_desktop.domain.operations import MAX_ANSWER, MAX_LINE, MalformedOperation, OpKind
from census_desktop.store.staged_line import read_line
from tests.builders import make_operation

RECORD = uuid.UUID("01933f2c-8a10-7abc-9def-0123456789ab")
CREATE = make_operation(RECORD, values={"full_name": "ĐẬU THỊ HOÀ", "note": 'Gọi là "Út"'})
EDIT = make_operation(
    RECORD,
    kind=OpKind.EDIT,
    cell="void",
    values={"void": "1", "void_reason": None},
    replaces=(b"\x02" * 16, b"\x01" * 16),
)


def dumped(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def why_refused(line: bytes) -> str:
    with pytest.raises(MalformedOperation) as caught:
        read_line(line)
    return str(caught.value.args[0])


@pytest.mark.parametrize("operation", [CREATE, EDIT], ids=["create", "edit"])
def test_line_when_right_then_is_read(operation: Any) -> None:
    read = read_line(operation.line())

    assert (read.kind, read.of, read.record) == (operation.kind, operation.record_kind, RECORD.hex)
    assert read.values == operation.values


@pytest.mark.parametrize("kind", [kind.value for kind in OpKind if kind is not OpKind.CREATE])
def test_line_when_of_any_kind_of_edit_then_is_read(kind: str) -> None:
    assert read_line(dumped(json.loads(EDIT.line()) | {"kind": kind})).kind == kind


@pytest.mark.parametrize(
    "parts",
    [
        {"v": 2},
        {"v": True},
        {"of": "village"},
        {"kind": "delete"},
        {"record": str(RECORD)},
        {"record": RECORD.hex.upper()},
        {"record": RECORD.hex + "\n"},
        {"lamport": -1},
        {"lamport": 1 << 53},
        {"lamport": 1.0},
        {"seq": True},
        {"device": "x" * 121},
        {"officer": None},
        {"at": "x" * 41},
        {"colour": "xanh"},
        {"cell": "note"},
        {"replaces": ["01" * 16]},
        {"values": []},
        {"values": {"note": None}},
        {"values": {"note": ""}},
        {"values": {"note": 5}},
        {"values": {"note": "ố" * (MAX_ANSWER + 1)}},
        {"values": {"shoe_size": "42"}},
        {"values": {"household_no": "12"}},
        {"values": {"household_uuid": "nhà bên"}},
        {"values": {"household_uuid": str(RECORD)}},
    ],
    ids=str,
)
def test_new_record_when_a_part_is_wrong_then_is_refused_with_a_reason(parts: dict[str, Any]) -> None:
    assert why_refused(dumped(json.loads(CREATE.line()) | parts))


@pytest.mark.parametrize(
    "parts",
    [
        {"cell": ""},
        {"cell": "", "values": {}},
        {"cell": "void_reason", "values": {"void_reason": "x"}},
        {"cell": "household_no", "values": {"household_no": "12"}},
        {"values": {"void": "1"}},
        {"values": {"void": "1", "void_reason": None, "note": None}},
        {"replaces": ["02" * 16, "01" * 16]},
        {"replaces": ["01" * 16, "01" * 16]},
        {"replaces": ["01"]},
    ],
    ids=str,
)
def test_edit_when_a_part_is_wrong_then_is_refused_with_a_reason(parts: dict[str, Any]) -> None:
    assert why_refused(dumped(json.loads(EDIT.line()) | parts))


@pytest.mark.parametrize("missing", sorted(json.loads(CREATE.line())))
def test_line_when_a_part_is_missing_then_is_refused(missing: str) -> None:
    data = json.loads(CREATE.line())
    del data[missing]

    assert why_refused(dumped(data))


def test_line_when_the_same_thing_is_spelled_otherwise_then_is_refused() -> None:
    data = json.loads(CREATE.line())
    spellings = {
        "blanks": json.dumps(data, ensure_ascii=False, sort_keys=True).encode(),
        "order": json.dumps(dict(reversed(data.items())), ensure_ascii=False, separators=(",", ":")).encode(),
        "escapes": json.dumps(data, sort_keys=True, separators=(",", ":")).encode(),
        "end of line": CREATE.line() + b"\n",
        "twice": CREATE.line().replace(b'"at":', b'"at":"","at":', 1),
    }

    assert {name: why_refused(line) for name, line in spellings.items()} == dict.fromkeys(
        spellings, "dòng không đúng cách viết chuẩn"
    )


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"null", b"\xff", b"[" * 50_000, CREATE.line().replace(b"HO", b"\\ud800")],
    ids=["empty", "open", "null", "no text", "deep", "half a letter"],
)
def test_line_when_it_is_no_json_then_is_refused(line: bytes) -> None:
    assert why_refused(line)


def test_line_when_longer_than_any_real_one_then_is_refused_unread() -> None:
    assert why_refused(b" " * (MAX_LINE + 1)) == "dòng quá dài"


def test_reason_when_told_then_shows_no_answer() -> None:
    line = dumped(json.loads(CREATE.line()) | {"values": {"full_name": "ĐẬU THỊ HOÀ" * 999}})

    assert "ĐẬU" not in why_refused(line)
    assert "full_name" in why_refused(line)
