"""Which people who are away are looked at: unit, residential group, collector, and up to which day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from census_desktop.base.text import N_, _
from census_desktop.domain.boundaries import group_key
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.vietnamese import name_key, natural_key
from census_desktop.gui.actions import bind
from census_desktop.gui.forms.editors import AnswerEditor, FieldState
from census_desktop.gui.forms.factory import make_editor
from census_desktop.gui.pages.browse.filters import Chooser
from census_desktop.gui.widgets import restyle
from census_desktop.services.absence import last_day
from census_desktop.services.field_lists import Scope
from census_desktop.services.units import unit_name
from census_desktop.store.away import Told

_UNTIL = FIELDS[RecordKind.AWAY]["remind_on"]


class AwayFilters(QWidget):
    """A line of choosers, each opened by its key.

    Attributes:
        scope: what is chosen.

    Signals:
        changed(): something else was chosen.
        left(): the cursor is wanted back in the table.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.scope = Scope()
        self._people: tuple[Told, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.choosers: dict[str, Chooser] = {}
        for name, spoken, everything in (
            ("unit", N_("Lọc theo đơn vị"), N_("Mọi đơn vị")),
            ("group", N_("Lọc theo thôn, tổ dân phố"), N_("Mọi thôn, tổ")),
            ("collector", N_("Lọc theo người thu phiếu"), N_("Mọi người thu")),
        ):
            chooser = Chooser(f"away_{name}", _(spoken), _(everything))
            chooser.activated.connect(lambda _at, name=name: self._chosen(name))
            chooser.closed.connect(self.left)
            bind(page, f"away_{name}", partial(self.open, name))
            self.choosers[name] = chooser
            row.addWidget(chooser, 1)
        label = QLabel(_("F6  Hỏi đến ngày"))
        self.until: AnswerEditor = make_editor(_UNTIL, "away_until_day")
        self.until.setPlaceholderText(_("hôm nay"))
        self.until.setFixedWidth(self.until.fontMetrics().horizontalAdvance("0") * 14)
        self.until.moved.connect(lambda _forward: self._day_typed())
        label.setBuddy(self.until)
        bind(page, "away_until", self.until.take_cursor)
        row.addWidget(label)
        row.addWidget(self.until)

    def until_day(self, today: datetime.date) -> datetime.date:
        """The day typed; today while none can be read."""
        return (last_day(self.until.stored()) if self.until.state is not FieldState.ERROR else None) or today

    def fill(self, people: Iterable[Told]) -> None:
        """Offer the places and collectors of these people."""
        self._people = tuple(people)
        self._show()

    def stand_at(self, scope: Scope) -> None:
        """Look at one place."""
        self.scope = scope
        self._show()

    def open(self, name: str) -> None:
        """Open one chooser; arrows and letters choose, Enter takes, Esc leaves it as it was."""
        if self.choosers[name].isEnabled():
            self.choosers[name].setFocus()
            self.choosers[name].showPopup()

    def choose(self, name: str, value: object) -> None:
        """Choose as a person does."""
        chooser = self.choosers[name]
        chooser.setCurrentIndex(max(0, chooser.findData(value)))
        self._chosen(name)

    def _show(self) -> None:
        homes = [told.household for told in self._people]
        at = self.scope
        units = {home.unit for home in homes if home.unit} | ({at.unit} if at.unit else set())
        self.choosers["unit"].fill([(unit_name(unit), unit) for unit in sorted(units, key=unit_name)])
        inside = [home for home in homes if at.unit in {None, home.unit}]
        spelt = [home.residential_group for home in inside if home.residential_group and at.unit]
        groups = set({group_key(group): group for group in [*spelt, at.residential_group] if group}.values())
        self.choosers["group"].fill([(group, group) for group in sorted(groups, key=natural_key)])
        self.choosers["group"].setEnabled(bool(groups))
        inside = [
            home
            for home in inside
            if Scope(at.unit, at.residential_group).holds(home.unit, home.residential_group)
        ]
        who = {home.collector for home in inside if home.collector} | (
            {at.collector} if at.collector else set()
        )
        self.choosers["collector"].fill([(name, name) for name in sorted(who, key=name_key)])
        for name, value in (("unit", at.unit), ("group", at.residential_group), ("collector", at.collector)):
            chooser = self.choosers[name]
            chooser.setCurrentIndex(max(0, chooser.findData(value)) if value else 0)
            restyle(chooser, chosen="true" if chooser.currentIndex() > 0 else "false")

    def _chosen(self, name: str) -> None:
        said = {each: str(chooser.value() or "") or None for each, chooser in self.choosers.items()}
        if name == "unit":
            said["group"] = said["collector"] = None
        self.scope = Scope(said["unit"], said["group"], said["collector"])
        self._show()
        self.changed.emit()

    def _day_typed(self) -> None:
        self.until.settle()
        self.changed.emit()
        self.left.emit()
