"""Messages of the town to its units."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.notices import Notice
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.services.rights import must_be_town
from census_desktop.services.units import resolve_unit
from census_desktop.store.records import iter_records, load
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action


def notices(store: Store, unit: str | None = None) -> tuple[Notice, ...]:
    """Messages, open ones first, then the newest; to one unit or to all."""
    found = [one for one in iter_records(store, RecordKind.NOTICE) if unit is None or one.unit == unit]
    found.sort(key=lambda one: (one.written_on or "", one.notice_uuid.hex), reverse=True)
    return tuple(sorted(found, key=lambda one: not one.is_open))


def write_notice(store: Store, units: Sequence[str], words: str) -> tuple[Notice, ...]:
    """Write a message to units; it goes with their next receipts, one record for each.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, UNKNOWN_UNIT, BAD_VALUE when nothing or too much is said, NO_RECEIVER when no
            unit is named; nothing has been written.
    """
    must_be_town(store)
    keys = tuple(dict.fromkeys(str(resolve_unit(unit)) for unit in units))
    field = FIELDS[RecordKind.NOTICE]["words"]
    try:
        said = parse_answer(field, words)
    except BadInput as error:
        raise CensusError("BAD_VALUE", _("{box}: {why}").format(box=_(field.label), why=error.why)) from error
    if said is None:
        raise CensusError("BAD_VALUE", _("Chưa ghi lời nhắn."))
    if not keys:
        raise CensusError("NO_RECEIVER", _("Chưa chọn đơn vị nhận lời nhắn."))
    made = tuple(
        Notice(
            notice_uuid=store.clock.new_uuid(),
            unit=unit,
            words=str(said),
            written_on=today(store.clock).isoformat(),
            written_by=store.account.login,
        )
        for unit in keys
    )
    with store.transaction(Action.NOTICE) as tx:
        for notice in made:
            tx.create(notice)
    return made


def withdraw_notice(store: Store, notice_uuid: uuid.UUID) -> Notice:
    """Take a message back; the unit sees that with its next receipt, also when it has read the message.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NO_SUCH_RECORD.
    """
    must_be_town(store)
    notice = _known(store, notice_uuid)
    if notice.withdrawn_on is not None:
        return notice
    gone = dataclasses.replace(
        notice, withdrawn_on=today(store.clock).isoformat(), withdrawn_by=store.account.login
    )
    with store.transaction(Action.NOTICE) as tx:
        tx.save(gone)
    return gone


def mark_read(store: Store, notice_uuid: uuid.UUID) -> Notice:
    """Remember that somebody in the unit has read a message; the town sees it with the next package.

    Raises:
        CensusError: NO_SUCH_RECORD.
    """
    notice = _known(store, notice_uuid)
    if notice.read_on is not None:
        return notice
    seen = dataclasses.replace(notice, read_on=today(store.clock).isoformat(), read_by=store.account.login)
    with store.transaction(Action.NOTICE) as tx:
        tx.save(seen)
    return seen


def _known(store: Store, notice_uuid: uuid.UUID) -> Notice:
    notice = load(store, RecordKind.NOTICE, notice_uuid)
    if not isinstance(notice, Notice):
        raise CensusError("NO_SUCH_RECORD", _("Không có lời nhắn này."))
    return notice
