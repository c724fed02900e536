"""The machine names of a spreadsheet: the columns of the template, and what each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.spec import FieldDef

# Household boxes a sheet may carry beside those of the person; the note is renamed because a slip has its own, the
# household-book number is the slip's.
HOUSEHOLD_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "unit": "unit",
        "residential_group": "residential_group",
        "household_no": "household_no",
        "address": "address",
        "phone": "phone",
        "collector": "collector",
        "household_note": "note",
    }
)
UUID_COLUMNS = ("person_uuid", "household_uuid")
COLUMNS = (*UUID_COLUMNS, *HOUSEHOLD_COLUMNS, *PERSON_FIELDS)


def column_field(column: str) -> FieldDef | None:
    """The box a column stands for; None for the two identifier columns."""
    if column in HOUSEHOLD_COLUMNS:
        return HOUSEHOLD_FIELDS[HOUSEHOLD_COLUMNS[column]]
    return PERSON_FIELDS.get(column)
