"""A closed place (khóa sổ) keeps its slips as they are until a supervisor opens it again."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import Connection, bindparam, text

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.records import RecordKind

_PAGE = 500
_TOUCHED = text(
    "SELECT coalesce(g.residential_group, g.unit) AS place, g.closing_reason AS reason FROM household h"
    " JOIN goal g ON g.closed IS NOT NULL AND g.unit = h.unit"
    " AND (g.residential_group IS NULL OR group_key(g.residential_group) = group_key(h.residential_group))"
    " WHERE h.household_uuid IN :records OR h.household_uuid IN"
    " (SELECT p.household_uuid FROM person p WHERE p.person_uuid IN :records) LIMIT 1"
).bindparams(bindparam("records", expanding=True))


def refuse_closed(connection: Connection, changed: Collection[tuple[RecordKind, uuid.UUID]]) -> None:
    """Refuse changes of slips that lie in a closed place.

    Raises:
        CensusError: PLACE_CLOSED.
    """
    if not connection.execute(text("SELECT 1 FROM goal WHERE closed IS NOT NULL LIMIT 1")).scalar():
        return
    records = [each.bytes for _kind, each in changed]
    for start in range(0, len(records), _PAGE):
        found = connection.execute(_TOUCHED, {"records": records[start : start + _PAGE]}).first()
        if found is not None:
            raise CensusError(
                "PLACE_CLOSED",
                _("Nơi này đã khóa sổ ({reason}) nên phiếu không được lưu.").format(reason=found.reason),
                _("Giám sát mở lại ở phòng Tiến độ rồi lưu; điều đang gõ vẫn còn trong bản nháp."),
            )
