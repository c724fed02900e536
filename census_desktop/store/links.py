"""Who is left out of counts because decisions say that the same person is counted elsewhere."""

from __future__ import annotations

import json
import uuid

from sqlalchemy import Connection, text

from census_desktop.domain.links import counted_elsewhere
from census_desktop.domain.records import RecordKind
from census_desktop.store.rows import record_from

# Parts of queries over `person p` and `household h`; all want the parameter of `left_out_of_counts`.
LEFT_OUT = "SELECT unhex(value) AS second_uuid FROM json_each(:left_out)"
_LIVE_SLIPS = "FROM person p WHERE p.household_uuid = h.household_uuid AND p.void IS NULL"
# A family declared twice as a whole is one household: the sheet on which nobody counts is not counted.
COUNTED_HOUSEHOLD = (
    f"h.void IS NULL AND (NOT EXISTS (SELECT 1 {_LIVE_SLIPS} AND p.person_uuid IN ({LEFT_OUT}))"
    f" OR EXISTS (SELECT 1 {_LIVE_SLIPS} AND p.person_uuid NOT IN ({LEFT_OUT})))"
)


def second_slips(connection: Connection) -> dict[uuid.UUID, uuid.UUID]:
    """Slips that are not counted, and the slip of the same person that is."""
    rows = connection.execute(text("SELECT * FROM link WHERE verdict = 'same'")).mappings()
    links = [record_from(RecordKind.LINK, row) for row in rows]
    voids = connection.execute(
        text(
            "SELECT person_uuid FROM person WHERE void IS NOT NULL AND person_uuid IN"
            " (SELECT first FROM link WHERE verdict = 'same' UNION SELECT second FROM link WHERE verdict = 'same')"
        )
    ).scalars()
    return counted_elsewhere(links, {uuid.UUID(bytes=each) for each in voids})


def left_out_of_counts(connection: Connection) -> dict[str, str]:
    """The parameter of the queries: ids of slips that are not counted."""
    return {"left_out": json.dumps([each.hex for each in second_slips(connection)])}
