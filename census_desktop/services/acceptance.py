"""Accepting findings: the paper really says so."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from census_desktop.domain.acceptance import Acceptances, acceptance_of
from census_desktop.domain.findings import Finding
from census_desktop.domain.records import RecordKind
from census_desktop.store.records import iter_records, records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action


def accept(store: Store, findings: Iterable[tuple[Finding, Any]], reason: str | None) -> int:
    """Keep that these findings are as the paper has it; they travel like any edit.

    Args:
        store: the store.
        findings: each with the person or household as it is now.
        reason: why; None opens the questions again.

    Returns:
        Number of operations written, 0 when nothing was new.
    """
    with store.transaction(Action.ACCEPT) as tx:
        return sum(tx.save(acceptance_of(finding, record, reason)) for finding, record in findings)


def acceptances_of(store: Store, records: Collection[uuid.UUID]) -> Acceptances:
    """What has been accepted about some records."""
    return Acceptances(
        one for record in records for one in records_where(store, RecordKind.ACCEPTANCE, about=record)
    )


def all_acceptances(store: Store) -> Acceptances:
    """Everything that has been accepted."""
    return Acceptances(iter_records(store, RecordKind.ACCEPTANCE))
