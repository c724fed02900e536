"""Pairs of slips that may be of one person: reasons in words, side by side, one key decides and the next pair comes.

Pairs that hang together stand together and can be decided as one person at once. D shows what was decided at any time
before, on this machine or another, so that it can be looked at again and withdrawn.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import combinations
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
from census_desktop.domain.links import leader, same_groups
from census_desktop.gui.dialogs.compare import VERDICT_KEYS
from census_desktop.gui.dialogs.comparison import ComparisonTable
from census_desktop.gui.pages.todo.lines import MOST_LINES
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, muted_label, plain_label
from census_desktop.services.duplicates import (
    decide,
    decide_group,
    decision_on,
    decisions,
    group_of,
    withdraw,
)
from census_desktop.services.pairs import Suspect, by_group, decided
from census_desktop.store.records import load_household, load_person

if TYPE_CHECKING:
    from census_desktop.linkage.reasons import Reason

_WIDTH = 320
_PAIR = 2  # slips; more are a group


class DuplicatesDialog(QDialog):
    """The list of pairs, the most likely first, groups together.

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
        self._waiting = list(found)
        self._found: list[Suspect] = []
        self._titles: list[str] = []
        self._groups: dict[uuid.UUID, tuple[uuid.UUID, ...]] = {}
        self._shows_decided = not found  # nothing waits: what was decided may still be looked at
        self._is_turned = False  # the second slip counts
        self._taken: set[str] = set()
        self._decided: list[tuple[uuid.UUID, ...]] = []  # in this sitting; more than two: a whole group
        self.banner = Banner()
        self.title = plain_label("", "pairs_title")
        self.pairs = QListWidget()
        self.pairs.setObjectName("pairs")
        self.pairs.setAccessibleName(_("Các cặp phiếu"))
        self.pairs.setWordWrap(True)
        self.pairs.setFixedWidth(_WIDTH)
        self.pairs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.where = muted_label(wraps=True)
        self.reasons = plain_label("", "reasons", wraps=True)
        self.table = ComparisonTable(_("Phiếu được tính"), _("Phiếu kia"))
        self._build()
        self.pairs.currentRowChanged.connect(self._on_pair)
        self._fill()
        if not found:
            self.banner.say(_("Không còn cặp nào chờ; đây là những việc đã kết luận."), "ok")
        self.table.setFocus()

    def _fill(self) -> None:
        """List what waits, group by group, or what was decided."""
        if self._shows_decided:
            self._found, self._groups = list(decided(self._session.store)[:MOST_LINES]), {}
        else:
            groups = by_group(self._session.store, self._waiting)
            self._found = [one for group in groups for one in group.pairs]
            self._groups = {each: group.members for group in groups for each in group.members}
        self.pairs.blockSignals(True)  # one showing, not one for each line
        self.pairs.clear()
        self._titles = [self._title(suspect) for suspect in self._found]
        self.pairs.addItems(self._titles)
        self._mark_all()
        self.pairs.blockSignals(False)
        self.pairs.setCurrentRow(0)
        self._on_pair(0)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.addWidget(self.banner)
        across = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.title)
        left.addWidget(self.pairs, 1)
        across.addLayout(left)
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
                    "G: cả nhóm là một người · D: xem việc đã kết luận · U: rút lại kết luận · Esc: đóng"
                ),
                wraps=True,
            )
        )

    def _title(self, suspect: Suspect) -> str:
        one, other = self._people(suspect)
        names = [person.full_name or _("(chưa có tên)") for person in (one, other)]
        shown = names[0] if names[0] == names[1] else " / ".join(names)
        if self._shows_decided:
            return shown
        title = _("{score} % · {names}").format(score=round(100 * suspect.score), names=shown)
        count = len(self._groups.get(suspect.first, ()))
        return title + _(" · nhóm {count} phiếu").format(count=count) if count > _PAIR else title

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
        """Begin with what was decided about the pair, if anything."""
        self._is_turned, self._taken = False, set()
        suspect = self._suspect
        link = (
            decision_on(self._session.store, suspect.first, suspect.second) if suspect is not None else None
        )
        if link is not None and link.verdict == SAME:
            self._is_turned = leader(link) == link.second
            self._taken = set((link.taken_from_other or "").split())
        self._show()

    def _show(self) -> None:
        suspect = self._suspect
        if suspect is None:
            self.table.setRowCount(0)
            self.where.setText("")
            self.reasons.setText("")
            return
        one, other = self._ordered(suspect)
        self.table.compare(one, other, self._taken)
        self.where.setText(
            _("Được tính: {here}\nPhiếu kia: {there}").format(here=self._place(one), there=self._place(other))
        )
        told = suspect.reasons or self._reasons_of(suspect)
        reasons = ", ".join(reason.text for reason in told)
        group = group_of(self._session.store, suspect.first) or group_of(self._session.store, suspect.second)
        more = _(" · đã là một người với {count} phiếu").format(count=len(group.members)) if group else ""
        self.reasons.setText(_("Vì sao: {reasons}{more}").format(reasons=reasons, more=more))

    def _reasons_of(self, suspect: Suspect) -> tuple[Reason, ...]:
        from census_desktop.services.suspects import by_hand  # lazy: loads numpy

        return by_hand(self._session.store, suspect.first, suspect.second).reasons

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
            Qt.Key.Key_G: self._decide_group,
            Qt.Key.Key_D: self._look_at_decided,
        }
        if key in VERDICT_KEYS:
            self._decide(VERDICT_KEYS[key])
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

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
        self._after(_("Đã ghi: {verdict}.").format(verdict=code_list("link_verdict").label(verdict)))
        self._step(1)

    def _decide_group(self) -> None:
        """All slips that hang together with this pair are of one person; the first column counts."""
        suspect = self._suspect
        members = self._groups.get(suspect.first, ()) if suspect is not None else ()
        if suspect is None or len(members) <= _PAIR:
            self.banner.say(_("Cặp này không thuộc nhóm nào lớn hơn."), "info")
            return
        counted = self._ordered(suspect)[0]
        try:
            decide_group(self._session.store, members, counted.person_uuid)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._decided.append(members)
        words = _("Đã ghi: {count} phiếu là một người, tính ở {place}.")
        self._after(words.format(count=number(len(members)), place=self._place(counted)))
        here = self.pairs.currentRow()
        later = (row for row, one in enumerate(self._found) if row > here and one.first not in members)
        self.pairs.setCurrentRow(next(later, here))

    def _after(self, told: str) -> None:
        self._mark_all()
        done = _("Đã xong {count} việc ở lần này.").format(count=number(len(self._decided)))
        self.banner.say(f"{told} {done}", "ok")
        self._session.bus.changed.emit()

    def _look_at_decided(self) -> None:
        """D: what was decided at any time before, and back."""
        if not self._shows_decided and not decided(self._session.store):
            self.banner.say(_("Chưa có kết luận nào."), "info")
            return
        self._shows_decided = not self._shows_decided
        self._fill()

    def _take_back(self) -> None:
        """U: the decision on the marked pair, else the last one of this sitting."""
        suspect, store = self._suspect, self._session.store
        if suspect is not None and decision_on(store, suspect.first, suspect.second) is not None:
            wanted: tuple[uuid.UUID, ...] = (suspect.first, suspect.second)
        elif self._decided:
            wanted = self._decided[-1]
        else:
            self.banner.say(_("Chưa có kết luận nào ở lần này để rút lại."), "info")
            return
        try:
            for one, other in combinations(sorted(wanted), 2):
                if decision_on(store, one, other) is not None:
                    withdraw(store, one, other)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._decided = [each for each in self._decided if set(each) != set(wanted)]
        self._mark_all()
        for row, each in enumerate(self._found):
            if {each.first, each.second} <= set(wanted):
                self.pairs.setCurrentRow(row)
        self.banner.say(_("Đã rút lại kết luận; hai phiếu lại chờ xem xét."), "ok")
        self._show()
        self._session.bus.changed.emit()

    def _mark_all(self) -> None:
        """Write on each pair what is decided about it now; what was decided is read once, however many pairs wait."""
        links = decisions(self._session.store)
        verdicts = {(link.first, link.second): link.verdict for link in links}
        group_of_slip = {each: group.leading for group in same_groups(links) for each in group.members}
        still = 0
        for row, suspect in enumerate(self._found):
            verdict = verdicts.get((suspect.first, suspect.second))
            first, second = (group_of_slip.get(each) for each in (suspect.first, suspect.second))
            told = ""
            if verdict is not None:
                told = "\n✓ " + code_list("link_verdict").label(verdict)
            elif first is not None and first == second:
                told = "\n✓ " + _("Cùng một người, qua phiếu khác")
            still += bool(told) == self._shows_decided
            if self.pairs.item(row).text() != self._titles[row] + told:
                self.pairs.item(row).setText(self._titles[row] + told)
        title = _("Đã kết luận: {count}") if self._shows_decided else _("Chờ kết luận: {count}")
        self.title.setText(title.format(count=number(still)))
