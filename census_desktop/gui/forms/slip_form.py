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
FIRST, RELATION = "full_name", "relation_to_head"
_STATES = {Severity.ERROR: FieldState.ERROR, Severity.WARNING: FieldState.WARNING}


class SlipForm(RecordForm[Person]):
    """All boxes of one slip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._began_with_relation = False
        super().__init__(SLIP, PERSON_FIELDS, parent=parent)

    def start(self, *, asks_relation: bool = False) -> None:
        """Put the cursor into the first box.

        Args:
            asks_relation: begin with item 16, the relation to the head: with it known, names of parents and spouse
                (item 14) can be proposed. From there Enter goes to item 1.
        """
        self._began_with_relation = asks_relation
        self.focus_on(RELATION if asks_relation else FIRST)

    def move_from(self, name: str, *, forward: bool) -> None:
        """As on the paper, but after a relation that was asked first comes the first item."""
        if self._began_with_relation and name == RELATION and forward:
            self._began_with_relation = False
            self.focus_on(FIRST)
            return
        super().move_from(name, forward=forward)

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
