"""The slips of a batch, found by the beginning of their number; flat, however many slips the store holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text

from census_desktop.domain.batches import SEPARATOR, batch_of, sequence_of
from census_desktop.domain.code_names import COLLECTED, NOT_COLLECTED, UNFINISHED
from census_desktop.store.second_keying import KEYED_TWICE_SQL
from census_desktop.store.store import Store

_NOT_TYPED = {NOT_COLLECTED, COLLECTED, UNFINISHED}
# Slips of a unit, without void ones; those of no unit belong to every unit.
_SLIPS_OF_UNIT = (
    f"SELECT p.slip_no, coalesce(p.slip_state, '') AS state, p.household_uuid, {KEYED_TWICE_SQL} AS checked"  # noqa: S608  fixed parts
    " FROM person p LEFT JOIN household h ON h.household_uuid = p.household_uuid"
    " WHERE p.void IS NULL AND coalesce(h.unit, :unit) = :unit"
)


@dataclass(frozen=True, slots=True)
class BatchSlip:
    """One slip of a batch.

    Attributes:
        sequence: its place in the batch, 0 when it is not a number.
        household: id of its household, b"" for none.
        state: code of the list `slip_state`.
        is_checked: keyed twice.
    """

    sequence: int
    household: bytes
    state: str
    is_checked: bool = False

    @property
    def is_typed(self) -> bool:
        """Typed to its end."""
        return self.state not in _NOT_TYPED


def batch_slips(store: Store, unit: str, number: str) -> tuple[BatchSlip, ...]:
    """Slips of a unit whose number names this batch, without void ones.

    Args:
        store: the store.
        unit: unit text; households without a unit belong to every unit.
        number: the batch, capitals do not matter.
    """
    wanted = number.casefold()
    spellings = sorted({number, number.lower(), number.upper()})
    ranges, values = [], {"unit": unit}
    for place, spelling in enumerate(spellings):
        for letter in (SEPARATOR, " "):
            name = f"{'slash' if letter == SEPARATOR else 'blank'}{place}"
            ranges.append(f"(p.slip_no >= :{name} AND p.slip_no < :{name}_end)")
            values[name], values[f"{name}_end"] = spelling + letter, spelling + chr(ord(letter) + 1)
    with store.read() as connection:
        rows = connection.execute(
            text(f"{_SLIPS_OF_UNIT} AND ({' OR '.join(ranges)})"),
            values,
        )
        return tuple(_slip(row) for row in rows if batch_of(row.slip_no).casefold() == wanted)


def slips_by_batch(store: Store, unit: str) -> dict[str, tuple[BatchSlip, ...]]:
    """All slips of a unit that name a batch, in one reading, by number of the batch as first written."""
    spellings: dict[str, str] = {}
    found: dict[str, list[BatchSlip]] = {}
    with store.read() as connection:
        rows = connection.execute(
            text(f"{_SLIPS_OF_UNIT} AND instr(p.slip_no, '/') > 1 ORDER BY p.id"),
            {"unit": unit},
        )
        for row in rows:
            if number := batch_of(row.slip_no):
                name = spellings.setdefault(number.casefold(), number)
                found.setdefault(name, []).append(_slip(row))
    return {name: tuple(slips) for name, slips in found.items()}


def _slip(row: Row[Any]) -> BatchSlip:
    return BatchSlip(sequence_of(row.slip_no), bytes(row.household_uuid or b""), row.state, bool(row.checked))
