"""Messages of the town to a unit (thông báo), that somebody there has read them, and that the town took one back.

A message is a record like any other, so it comes with every receipt until the unit has it, is never lost with a stick,
and that it was read travels back with the unit's next package.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.spec import FieldDef, Kind

LONGEST_WORDS = 1000  # letters of one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one unit.

    Attributes:
        notice_uuid: its own id.
        unit: whom it is for.
        words: what is said.
        written_on: day.
        written_by: login of who wrote it.
        read_on: day somebody in the unit read it; None while nobody has.
        read_by: login of who read it.
        withdrawn_on: day the town took it back; None while it stands.
        withdrawn_by: login of who took it back.
    """

    notice_uuid: uuid.UUID
    unit: Annotated[str | None, FieldDef(N_("Gửi đơn vị"), Kind.UNIT, required=True, cell="notice")] = None
    words: Annotated[
        str | None,
        FieldDef(N_("Lời nhắn"), Kind.TEXT, required=True, cell="notice", max_length=LONGEST_WORDS),
    ] = None
    written_on: Annotated[str | None, FieldDef(N_("Ngày viết"), Kind.DATE, cell="notice")] = None
    written_by: Annotated[
        str | None, FieldDef(N_("Người viết"), Kind.TEXT, cell="notice", max_length=120)
    ] = None
    read_on: Annotated[str | None, FieldDef(N_("Ngày đọc"), Kind.DATE, cell="reading")] = None
    read_by: Annotated[str | None, FieldDef(N_("Người đọc"), Kind.TEXT, cell="reading", max_length=120)] = (
        None
    )
    withdrawn_on: Annotated[str | None, FieldDef(N_("Ngày rút lại"), Kind.DATE, cell="withdrawal")] = None
    withdrawn_by: Annotated[
        str | None, FieldDef(N_("Người rút lại"), Kind.TEXT, cell="withdrawal", max_length=120)
    ] = None

    @property
    def is_open(self) -> bool:
        """True while it stands and nobody is known to have read it."""
        return self.read_on is None and self.withdrawn_on is None
