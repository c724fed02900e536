"""Batches (tập phiếu): their cover sheets, what of them is typed, and the one in hand that numbers slips by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.batches import MOST_SLIPS, SEPARATOR, Batch, batch_uuid_of, slip_no_of
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import natural_key
from census_desktop.store.batches import BatchSlip, batch_slips, slips_by_batch
from census_desktop.store.drafts import drop_draft, load_draft, save_draft
from census_desktop.store.records import load, records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

TYPED = ("residential_group", "collector", "issued", "people", "households", "received_on", "note")
_COUNTS = ("issued", "people", "households")
_MOST_MISSING = 200  # numbers told at most


@dataclass(frozen=True, slots=True)
class BatchState:
    """A batch and how far it is.

    Attributes:
        batch: its cover sheet; of a batch known only from slips, all counts are blank.
        typed: slips typed to their end.
        begun: slips that are not.
        households: households its slips lie in.
        checked: slips keyed twice.
        last: the highest number in it.
        missing: numbers up to the highest (or the count of the cover sheet) that no slip has.
    """

    batch: Batch
    typed: int
    begun: int
    households: int
    checked: int
    last: int
    missing: tuple[int, ...]

    @property
    def number(self) -> str:
        """As written before the "/" of its slips."""
        return self.batch.number or ""

    @property
    def people(self) -> int | None:
        """Slips counted on the cover sheet; None when it says nothing that can be read."""
        return _count(self.batch.people)

    @property
    def left(self) -> int | None:
        """Slips still to be typed; None without a count on the cover sheet."""
        return None if self.people is None else max(0, self.people - self.typed)

    @property
    def is_over(self) -> bool:
        """More slips are typed than the cover sheet counts."""
        return self.people is not None and self.typed > self.people

    @property
    def next_slip_no(self) -> str | None:
        """The number of the next slip; None when the batch is full."""
        if self.people is not None and self.last >= self.people:
            return slip_no_of(self.number, self.missing[0]) if self.missing else None
        return slip_no_of(self.number, self.last + 1)


def save_batch(store: Store, number: str, typed: Mapping[str, str], unit: str | None = None) -> BatchState:
    """Enter or change a cover sheet; boxes that are not given stay.

    Args:
        store: the store.
        number: number of the batch.
        typed: answers as typed, by machine name of `Batch`.
        unit: of which unit; this machine's own when None.

    Raises:
        CensusError: BAD_VALUE names the box; nothing has been changed.
    """
    place = _unit(store, unit)
    name = _number(number)
    known = load(store, RecordKind.BATCH, batch_uuid_of(place, name))
    batch: Batch = known or Batch(batch_uuid=batch_uuid_of(place, name), unit=place, number=name)
    answers = {box: _read(box, text) for box, text in typed.items()}
    changed = dataclasses.replace(batch, withdrawn=None, **answers)  # type: ignore[arg-type]
    if changed != known:
        with store.transaction(Action.BATCH) as tx:
            tx.save(changed)
    return batch_state(store, name, place)


def withdraw_batch(store: Store, number: str, unit: str | None = None) -> None:
    """Take back a cover sheet entered by mistake; its slips stay.

    Raises:
        CensusError: NO_SUCH_BATCH.
    """
    place, name = _unit(store, unit), _number(number)
    known: Batch | None = load(store, RecordKind.BATCH, batch_uuid_of(place, name))
    if known is None or known.withdrawn is not None:
        raise CensusError("NO_SUCH_BATCH", _("Chưa có tập phiếu số {number}.").format(number=name))
    with store.transaction(Action.BATCH) as tx:
        tx.save(dataclasses.replace(known, withdrawn="1"))


def batch_state(store: Store, number: str, unit: str | None = None) -> BatchState:
    """How far a batch is, also one whose cover sheet was never entered.

    Raises:
        CensusError: BAD_VALUE when this is no number of a batch.
    """
    place, name = _unit(store, unit), _number(number)
    known: Batch | None = load(store, RecordKind.BATCH, batch_uuid_of(place, name))
    if known is None or known.withdrawn is not None:
        known = Batch(batch_uuid=batch_uuid_of(place, name), unit=place, number=name)
    return _state(known, batch_slips(store, place, name))


def batch_states(store: Store, unit: str | None = None) -> tuple[BatchState, ...]:
    """All batches of a unit, of this machine's own when None, in order of number."""
    place = _unit(store, unit)
    sheets: dict[str, Batch] = {
        batch.number.casefold(): batch
        for batch in records_where(store, RecordKind.BATCH, unit=place, withdrawn=None)
        if batch.number
    }
    slips: dict[str, tuple[BatchSlip, ...]] = dict.fromkeys(sheets, ())
    for number, found in slips_by_batch(store, place).items():
        name = number.casefold()
        slips[name] = found
        sheets.setdefault(name, Batch(batch_uuid=batch_uuid_of(place, number), unit=place, number=number))
    states = (_state(batch, slips[name]) for name, batch in sheets.items())
    return tuple(sorted(states, key=lambda state: natural_key(state.number)))


class BatchInHand:
    """The batch somebody is typing; it gives slips their numbers and is remembered over restarts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._slot = f"batch:{store.account.login}"
        kept = load_draft(store, self._slot) or {}
        self.number: str | None = kept.get("number")

    def take(self, number: str) -> None:
        """Type this batch from now on."""
        self.number = _number(number)
        save_draft(self._store, self._slot, {"number": self.number})

    def put_away(self) -> None:
        """Slips get no numbers any more."""
        self.number = None
        drop_draft(self._store, self._slot)

    def state(self) -> BatchState | None:
        """How far it is; None when no batch is in hand."""
        return batch_state(self._store, self.number) if self.number is not None else None


def _state(batch: Batch, slips: Sequence[BatchSlip]) -> BatchState:
    taken = {slip.sequence for slip in slips}
    last = max(taken, default=0)
    most = min(MOST_SLIPS, max(last, _count(batch.people) or 0))
    missing = [each for each in range(1, most + 1) if each not in taken]
    return BatchState(
        batch=batch,
        typed=sum(slip.is_typed for slip in slips),
        begun=sum(not slip.is_typed for slip in slips),
        households=len({slip.household for slip in slips if slip.household}),
        checked=sum(slip.is_checked for slip in slips),
        last=last,
        missing=tuple(missing[:_MOST_MISSING]),
    )


def _count(text: str | None) -> int | None:
    """A count; packages may hold anything."""
    is_count = text is not None and text.isascii() and text.isdigit() and len(text) <= len(str(MOST_SLIPS))
    return int(text) if text is not None and is_count else None


def _unit(store: Store, unit: str | None) -> str:
    return unit or store.installation.unit


def _number(text: str) -> str:
    number = _read("number", text)
    if number is None or SEPARATOR in number:
        raise CensusError(
            "BAD_VALUE", _("Số tập không được trống và không có dấu gạch chéo."), _("Ví dụ: 12 hoặc A3.")
        )
    return number


def _read(box: str, text: str) -> str | None:
    field = FIELDS[RecordKind.BATCH][box]
    try:
        answer = parse_answer(field, text)
    except BadInput as problem:
        raise CensusError(
            "BAD_VALUE", _("{box}: {why}").format(box=_(field.label), why=problem.why)
        ) from problem
    if box in _COUNTS and answer is not None and int(answer) > MOST_SLIPS:
        raise CensusError(
            "BAD_VALUE",
            _("{box}: nhiều nhất {most}.").format(box=_(field.label), most=MOST_SLIPS),
            _("Tập lớn hơn thì chia thành nhiều tập."),
        )
    return answer
