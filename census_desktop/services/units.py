"""Units by what people write, their names and targets."""

from __future__ import annotations

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.area import UnitKey, area, unit_targets
from census_desktop.domain.spec import BadInput


def town_code() -> str:
    """The code of the town, which is what a town machine has for a unit."""
    return area().town.key.code


def resolve_unit(text: str) -> UnitKey:
    """The phường or xã meant by "18754", "18754@2015-04-10" or "Phường Sông Trí".

    Without a date the unit of the collection is meant, for other codes and names the only one that ever had it.

    Raises:
        CensusError: UNKNOWN_UNIT.
    """
    try:
        unit = area().unit_meant(text)
    except BadInput as error:
        raise CensusError(
            "UNKNOWN_UNIT",
            _("Đơn vị {text}: {why}").format(text=text, why=error.why),
            _("Ví dụ: 18754 hoặc 18754@2015-04-10."),
        ) from error
    if unit.is_town:
        raise CensusError(
            "UNKNOWN_UNIT",
            _("{name} không phải là phường hay xã.").format(name=unit.name),
            _("Máy thị xã: chọn vai trò town."),
        )
    return unit.key


def unit_name(text: str) -> str:
    """The name of the unit stored as `text` ("18754@2015-04-10", the town's "449"); the text itself when unknown."""
    if text == town_code():
        return area().town.name
    try:
        unit = area().get(UnitKey.from_text(text))
    except BadInput:
        return text
    return text if unit is None else unit.name


def unit_label(text: str) -> str:
    """As `unit_name`, with the first day beside it when other units have carried the same name."""
    try:
        unit = area().get(UnitKey.from_text(text))
    except BadInput:
        return unit_name(text)
    return unit_name(text) if unit is None else area().label(unit)


def target_table() -> dict[str, tuple[int, int]]:
    """People and households to be collected, by unit text."""
    return {
        str(target.unit): (target.people, target.households)
        for target in unit_targets()
        if area().get(target.unit) is not None
    }
