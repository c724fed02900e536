"""Who typed each record first."""

from __future__ import annotations

import uuid

from sqlalchemy import text

from census_desktop.store.store import Store

_PAGE = 2000


def creators(store: Store) -> dict[uuid.UUID, str]:
    """Login of the officer who made each person and household."""
    with store.read() as connection:
        rows = connection.execution_options(yield_per=_PAGE).execute(
            text(
                "SELECT record_uuid, json_extract(line, '$.officer') AS officer FROM operation"
                " WHERE record_kind IN ('person', 'household') AND json_extract(line, '$.kind') = 'create'"
                " ORDER BY arrival DESC"
            )
        )
        return {uuid.UUID(bytes=bytes(row.record_uuid)): str(row.officer) for row in rows}
