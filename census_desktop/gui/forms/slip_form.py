"""The slip (phiếu DC01) and the sheet of its household as forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtWidgets import QWidget

from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.findings import Finding, Severity
from census_desktop.domain.spec import BadInput
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.forms.layout import HOUSEHOLD, HOUSEHOLD_LABELS, PRESENT, SLIP
from census_desktop.gui.forms.record_form import RecordForm

HOUSEHOLD_PREFIX = "household."
_STATES = {Severity.ERROR: FieldState.ERROR, Severity.WARNING: FieldState.WARNING}


class SlipForm(RecordForm[Person]):
    """All boxes of one slip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SLIP, PERSON_FIELDS, parent=parent)

    def show_groups(self) -> None:
        """Lines about absence and about service appear when the answer before them asks for them."""
        self.set_group_shown("away", shown=self._answer("presence") not in PRESENT)
        self.set_group_shown("service", shown=self._answer("service") is not None)

    def _answer(self, name: str) -> str | None:
        try:
            return self.editors[name].stored()
        except BadInput:
            return None


class HouseholdForm(RecordForm[Household]):
    """The sheet around the slips."""

    def __init__(self, groups: Callable[[], tuple[str, ...]], parent: QWidget | None = None) -> None:
        """Build the form.

        Args:
            groups: names of hamlets and quarters to propose.
        """
        super().__init__(
            HOUSEHOLD,
            HOUSEHOLD_FIELDS,
            prefix=HOUSEHOLD_PREFIX,
            words={"residential_group": groups},
            short_labels=HOUSEHOLD_LABELS,
            parent=parent,
        )


def states_of(
    findings: Iterable[Finding], words: Callable[[Finding], str]
) -> Mapping[str, tuple[FieldState, str]]:
    """How fields look under these findings; an error outweighs a warning, the first of each is told.

    Args:
        findings: what looks wrong.
        words: the sentence for a finding.
    """
    found: dict[str, tuple[FieldState, str]] = {}
    for finding in findings:
        state = _STATES[finding.severity]
        before = found.get(finding.field)
        if before is None or (before[0] is FieldState.WARNING and state is FieldState.ERROR):
            found[finding.field] = (state, words(finding))
    return found
