"""F8: the slip in hand beside those that could be of the same person; one key decides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.text import _
from census_desktop.domain.code_names import DIFFERENT, LOOK, SAME, TWINS
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, Person
from census_desktop.domain.formats import show_answer
from census_desktop.gui.dialogs.comparison import ComparisonTable
from census_desktop.gui.widgets import plain_label
from census_desktop.services.lookalikes import Lookalike

VERDICT_KEYS = {
    Qt.Key.Key_1: SAME,
    Qt.Key.Key_2: DIFFERENT,
    Qt.Key.Key_3: TWINS,
    Qt.Key.Key_4: LOOK,
}  # as the list of verdicts is numbered


_REASONS = 4  # the most telling ones; the table shows the rest


class CompareDialog(QDialog):
    """Field by field, differing rows marked.

    Signals:
        decided(other_uuid, verdict): a key decided about the marked candidate.
    """

    decided = Signal(object, str)

    def __init__(self, mine: Person, others: Sequence[Lookalike], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare")
        self.setWindowTitle(_("So với phiếu có thể trùng"))
        self.resize(1060, 600)
        self._mine = mine
        self._others = list(others)
        self.candidates = _Candidates()
        self.candidates.setObjectName("candidates")
        self.candidates.setAccessibleName(_("Phiếu có thể trùng"))
        self.candidates.setWordWrap(True)
        self.candidates.setFixedWidth(290)
        self.table = ComparisonTable(_("Phiếu này"), _("Phiếu kia"))
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        across = QHBoxLayout()
        across.addWidget(self.candidates)
        across.addWidget(self.table, 1)
        whole.addLayout(across, 1)
        verdicts = code_list("link_verdict")
        keys = " · ".join(f"{number} {verdicts.label(verdict)}" for number, verdict in _numbered())
        whole.addWidget(
            plain_label(_("{keys} · mũi tên chọn phiếu · Esc đóng").format(keys=keys), wraps=True)
        )
        self.candidates.currentRowChanged.connect(self._compare)
        for other in self._others:
            self.candidates.addItem(_summary(other))
        self.candidates.setCurrentRow(0)
        self.candidates.setFocus()

    def _compare(self, row: int) -> None:
        self.table.compare(self._mine, self._others[row].person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit decides about the marked candidate."""
        verdict = VERDICT_KEYS.get(Qt.Key(event.key()))
        row = self.candidates.currentRow()
        if verdict is None or row < 0:
            super().keyPressEvent(event)
            return
        event.accept()
        self.decided.emit(self._others[row].person.person_uuid, verdict)

    def show_verdict(self, verdict: str) -> None:
        """Write the verdict, which has been kept, on the candidate; the next one is marked."""
        row = self.candidates.currentRow()
        item = self.candidates.item(row)
        label = code_list("link_verdict").label(verdict)
        item.setText(f"{_summary(self._others[row], is_decided=False)}\n✓ {label}")
        self.candidates.setCurrentRow(min(row + 1, self.candidates.count() - 1))


class _Candidates(QListWidget):
    """A list whose digits decide instead of searching."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave digits to the dialog."""
        if Qt.Key(event.key()) in VERDICT_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _numbered() -> list[tuple[str, str]]:
    return [(chr(key.value), verdict) for key, verdict in VERDICT_KEYS.items()]


def _summary(other: Lookalike, *, is_decided: bool = True) -> str:
    person, household = other.person, other.household
    name = person.full_name or _("(chưa có tên)")
    likely = _("{score} % · {names}").format(score=round(100 * other.score), names=name)
    lines = [likely if other.score else name]
    if household is not None:
        unit = show_answer(HOUSEHOLD_FIELDS["unit"], household.unit)
        number = household.household_no or "–"
        group = household.residential_group or "–"
        lines.append(_("Hộ {number}, {group}, {unit}").format(number=number, group=group, unit=unit))
    lines.append(", ".join(other.reasons[:_REASONS]))
    if is_decided and other.verdict is not None:
        lines.append(f"✓ {code_list('link_verdict').label(other.verdict)}")
    return "\n".join(lines)
