"""Filters of the browse room that must look at every slip first."""

from __future__ import annotations

import uuid
from datetime import date

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.findings import Severity
from census_desktop.domain.records import RecordKind
from census_desktop.services.checks import check_all
from census_desktop.store.browse import Flagged, flagged
from census_desktop.store.store import Store

_STEP = 200  # findings between two reports


def records_with_findings(store: Store, today: date, control: JobControl) -> dict[Severity, Flagged]:
    """Whose slips have errors, whose have warnings; long work for a town.

    Args:
        store: the store.
        today: local day, for ages.
        control: told how many findings there are so far; may stop the work.
    """
    people: dict[Severity, set[uuid.UUID]] = {severity: set() for severity in Severity}
    households: dict[Severity, set[uuid.UUID]] = {severity: set() for severity in Severity}
    for number, finding in enumerate(check_all(store, today)):
        kind = people if finding.record_kind is RecordKind.PERSON else households
        kind[finding.severity].add(finding.record_uuid)
        if number % _STEP == 0:
            control.step(number, 0, _("Đã thấy {count} lỗi và cảnh báo").format(count=number))
    return {
        severity: flagged(store, sorted(people[severity]), sorted(households[severity]))
        for severity in Severity
    }
