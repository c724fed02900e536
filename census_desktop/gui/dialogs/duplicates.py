"""Pairs of slips that may be of one person: reasons in words, side by side, one key decides and the next pair comes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.code_names import SAME
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, Person
from census_desktop.domain.formats import show_answer
from census_desktop.gui.dialogs.compare import VERDICT_KEYS
from census_desktop.gui.dialogs.comparison import ComparisonTable
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, muted_label, plain_label
from census_desktop.services.duplicates import decide, decision_on, group_of, withdraw
from census_desktop.store.records import load_household, load_person

if TYPE_CHECKING:
    from census_desktop.services.suspects import Suspect

_WIDTH = 320


class DuplicatesDialog(QDialog):
    """The list of pairs, the most likely first.

    Attributes:
        pairs: the list at the left.
        table: the marked pair; the slip that will count stands in the first column.
    """

    def __init__(self, session: Session, found: Sequence[Suspect], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("duplicates")
        self.setWindowTitle(_("Phiếu có thể là của một người"))
        self.resize(1180, 660)
        self._session = session
        self._found = list(found)
        self._is_turned = False  # the second slip counts
        self._taken: set[str] = set()
        self._decided: list[tuple[uuid.UUID, uuid.UUID]] = []
        self.banner = Banner()
        self.pairs = QListWidget()
        self.pairs.setObjectName("pairs")
        self.pairs.setAccessibleName(_("Các cặp phiếu"))
        self.pairs.setWordWrap(True)
        self.pairs.setFixedWidth(_WIDTH)
        self.pairs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.where = muted_label(wraps=True)
        self.reasons = plain_label("", "reasons", wraps=True)
        self.table = ComparisonTable(_("Phiếu được tính"), _("Phiếu kia"))
        self.table.installEventFilter(self)
        self._build()
        for suspect in self._found:
            self.pairs.addItem(self._title(suspect))
        self.pairs.currentRowChanged.connect(self._on_pair)
        self.pairs.setCurrentRow(0)
        self.table.setFocus()

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.addWidget(self.banner)
        across = QHBoxLayout()
        across.addWidget(self.pairs)
        right = QVBoxLayout()
        right.addWidget(self.where)
        right.addWidget(self.reasons)
        right.addWidget(self.table, 1)
        across.addLayout(right, 1)
        whole.addLayout(across, 1)
        verdicts = code_list("link_verdict")
        keys = " · ".join(
            f"{chr(key.value)} {verdicts.label(verdict)}" for key, verdict in VERDICT_KEYS.items()
        )
        whole.addWidget(plain_label(keys, wraps=True))
        whole.addWidget(
            muted_label(
                _(
                    "N cặp sau · P cặp trước · mũi tên: ô · Dấu cách: lấy ô này theo phiếu kia · L: tính phiếu kia · "
                    "U: rút lại kết luận vừa ghi · Esc: đóng"
                ),
                wraps=True,
            )
        )

    def _title(self, suspect: Suspect) -> str:
        one, other = self._people(suspect)
        names = [person.full_name or _("(chưa có tên)") for person in (one, other)]
        shown = names[0] if names[0] == names[1] else " / ".join(names)
        return _("{score} % · {names}").format(score=round(100 * suspect.score), names=shown)

    def _people(self, suspect: Suspect) -> tuple[Person, Person]:
        one, other = (load_person(self._session.store, each) for each in (suspect.first, suspect.second))
        assert one is not None  # records are never removed
        assert other is not None
        return one, other

    @property
    def _suspect(self) -> Suspect | None:
        row = self.pairs.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _on_pair(self, _row: int) -> None:
        self._is_turned = False
        self._taken.clear()
        self._show()

    def _show(self) -> None:
        suspect = self._suspect
        if suspect is None:
            return
        one, other = self._ordered(suspect)
        self.table.compare(one, other, self._taken)
        self.where.setText("\n".join(self._place(person) for person in (one, other)))
        reasons = ", ".join(reason.text for reason in suspect.reasons)
        group = group_of(self._session.store, suspect.first) or group_of(self._session.store, suspect.second)
        more = _(" · đã là một người với {count} phiếu").format(count=len(group.members)) if group else ""
        self.reasons.setText(_("Vì sao: {reasons}{more}").format(reasons=reasons, more=more))

    def _ordered(self, suspect: Suspect) -> tuple[Person, Person]:
        one, other = self._people(suspect)
        return (other, one) if self._is_turned else (one, other)

    def _place(self, person: Person) -> str:
        household = (
            load_household(self._session.store, person.household_uuid)
            if person.household_uuid is not None
            else None
        )
        if household is None:
            return _("{name}: chưa có hộ").format(name=person.full_name or "–")
        return _("{name}: hộ {number}, {group}, {unit}").format(
            name=person.full_name or "–",
            number=household.household_no or "–",
            group=household.residential_group or "–",
            unit=show_answer(HOUSEHOLD_FIELDS["unit"], household.unit) or "–",
        )

    # -- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one act."""
        key = Qt.Key(event.key())
        acts = {
            Qt.Key.Key_N: lambda: self._step(1),
            Qt.Key.Key_P: lambda: self._step(-1),
            Qt.Key.Key_L: self._turn,
            Qt.Key.Key_U: self._take_back,
            Qt.Key.Key_Space: self._take_box,
        }
        if key in VERDICT_KEYS:
            self._decide(VERDICT_KEYS[key])
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def eventFilter(self, watched: object, event: object) -> bool:
        """The table leaves letters and digits to the dialog; arrows are its own."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            is_act = event.text().isalnum() or event.key() == Qt.Key.Key_Space
            if is_act:
                self.keyPressEvent(event)
                return True
        return False

    def _step(self, by: int) -> None:
        self.pairs.setCurrentRow(max(0, min(self.pairs.count() - 1, self.pairs.currentRow() + by)))

    def _turn(self) -> None:
        self._is_turned = not self._is_turned
        self._taken.clear()
        self._show()

    def _take_box(self) -> None:
        box = self.table.current_box
        if box is not None:
            self._taken ^= {box}
            self._show()

    def _decide(self, verdict: str) -> None:
        suspect = self._suspect
        if suspect is None:
            return
        counted = self._ordered(suspect)[0].person_uuid
        is_same = verdict == SAME
        try:
            decide(
                self._session.store,
                suspect.first,
                suspect.second,
                verdict,
                leading=counted if is_same else None,
                taken=self._taken if is_same else (),
            )
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._decided.append((suspect.first, suspect.second))
        self._mark(self.pairs.currentRow())
        self.banner.say(
            _("Đã ghi: {verdict}. Đã xong {count} cặp.").format(
                verdict=code_list("link_verdict").label(verdict), count=number(len(self._decided))
            ),
            "ok",
        )
        self._session.bus.changed.emit()
        self._step(1)

    def _take_back(self) -> None:
        if not self._decided:
            self.banner.say(_("Chưa có kết luận nào ở lần này để rút lại."), "info")
            return
        one, other = self._decided.pop()
        try:
            withdraw(self._session.store, one, other)
        except CensusError as error:
            self.banner.say_error(error)
            return
        row = next(at for at, each in enumerate(self._found) if (each.first, each.second) == (one, other))
        self._mark(row)
        self.pairs.setCurrentRow(row)
        self.banner.say(_("Đã rút lại kết luận về cặp này."), "ok")
        self._session.bus.changed.emit()

    def _mark(self, row: int) -> None:
        """Write on a pair what is decided about it now."""
        suspect = self._found[row]
        link = decision_on(self._session.store, suspect.first, suspect.second)
        title = self._title(suspect)
        if link is not None and link.verdict is not None:
            title += "\n✓ " + code_list("link_verdict").label(link.verdict)
        self.pairs.item(row).setText(title)
