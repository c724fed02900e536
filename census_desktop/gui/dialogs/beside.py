"""F11: what stands beside a slip: absence (tạm vắng, where, reminder, how the slip came), service, collective house."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _
from census_desktop.domain.absence import counted_where
from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import Person
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.factory import make_editor
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, card, muted_label, scrolled
from census_desktop.services.absence import record_about, write_about

_CARDS = (
    (RecordKind.AWAY, N_("Vắng mặt")),
    (RecordKind.DUTY, N_("Quân đội, công an")),
    (RecordKind.COLLECTIVE, N_("Hộ tập thể")),
)
_Key = tuple[RecordKind, str]


class BesideDialog(QDialog):
    """Boxes of three records about one slip and its household; Enter goes on, F10 or the last Enter saves.

    Attributes:
        boxes: editors by kind of record and machine name.
    """

    def __init__(self, session: Session, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("beside")
        self._session, self._person = session, person
        self.setWindowTitle(_("Bên cạnh phiếu {name}").format(name=person.full_name or ""))
        self.resize(720, 560)
        self.banner = Banner()
        self.boxes: dict[_Key, AnswerEditor] = {}
        inside = QWidget()
        cards = QVBoxLayout(inside)
        for kind, title in _CARDS:
            if kind is RecordKind.COLLECTIVE and person.household_uuid is None:
                continue
            cards.addWidget(self._card(kind, _(title)))
        cards.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(scrolled(inside), 1)
        if person.service is not None:
            column.addWidget(muted_label(self._rule(person.service), wraps=True))
        column.addWidget(muted_label(_("Enter: ô kế tiếp, ở ô cuối là lưu · F10 lưu · Esc bỏ")))
        next(iter(self.boxes.values())).setFocus()

    def _about(self, kind: RecordKind) -> uuid.UUID:
        household = self._person.household_uuid
        return household if kind is RecordKind.COLLECTIVE and household else self._person.person_uuid

    def _card(self, kind: RecordKind, title: str) -> QWidget:
        frame, inside = card(title)
        grid = QGridLayout()
        record = record_about(self._session.store, kind, self._about(kind))
        for row, (name, field) in enumerate(
            (name, field) for name, field in FIELDS[kind].items() if name != "about"
        ):
            editor = make_editor(field, f"{kind.value}_{name}")
            editor.setMaximumWidth(16_777_215)
            editor.put(getattr(record, name))
            editor.moved.connect(lambda forward, key=(kind, name): self._go_on(key, forward=forward))
            label = QLabel(_(field.label))
            label.setBuddy(editor)
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1)
            self.boxes[kind, name] = editor
        grid.setColumnStretch(1, 1)
        inside.addLayout(grid)
        return frame

    def _rule(self, service: str) -> str:
        duty = record_about(self._session.store, RecordKind.DUTY, self._person.person_uuid)
        found = counted_where(service, getattr(duty, "lodging", None), self._person.declared_on)
        place = code_list("service_counted_at").label(found.place)
        return _("Theo luật: {place}. {why} ({source})").format(
            place=place, why=_(found.why), source=_(found.source)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F10 saves."""
        if event.key() == Qt.Key.Key_F10:
            event.accept()
            self.save()
        else:
            super().keyPressEvent(event)

    def _go_on(self, key: _Key, *, forward: bool) -> None:
        order = list(self.boxes)
        place = order.index(key) + (1 if forward else -1)
        if place >= len(order):
            self.save()
        else:
            self.boxes[order[max(0, place)]].take_cursor()

    def save(self) -> None:
        """Write what differs; what cannot be read is told and nothing of that card is written."""
        store = self._session.store
        try:
            for kind in dict.fromkeys(kind for kind, _name in self.boxes):
                record = record_about(store, kind, self._about(kind))
                typed = {name: editor.text() for (of, name), editor in self.boxes.items() if of is kind}
                if any(typed.values()) or any(getattr(record, name) is not None for name in typed):
                    write_about(store, kind, self._about(kind), typed)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._session.bus.changed.emit()
        self.accept()
