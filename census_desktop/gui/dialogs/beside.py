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
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput, FieldDef
from census_desktop.gui.forms.editors import AnswerEditor, FieldState
from census_desktop.gui.forms.factory import make_editor
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, card, muted_label, scrolled
from census_desktop.services.absence import record_about, write_about
from census_desktop.services.editing import edit_record

_CARDS = (
    (RecordKind.AWAY, N_("Vắng mặt")),
    (RecordKind.DUTY, N_("Quân đội, công an")),
    (RecordKind.COLLECTIVE, N_("Hộ tập thể")),
)
_Key = tuple[RecordKind, str]
_PRESENCE = (RecordKind.PERSON, "presence")


class BesideDialog(QDialog):
    """Boxes of three records about one slip and its household; Enter goes on, F10 or the last Enter saves.

    A slip that does not say whether the person is there is asked for it here: lists of people away and reminders go by
    that answer.

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
        column.addWidget(
            muted_label(_("Enter: ô kế tiếp, ở ô cuối là lưu · F9 mở danh sách · F10 lưu · Esc bỏ"))
        )
        next(iter(self.boxes.values())).setFocus()

    def _about(self, kind: RecordKind) -> uuid.UUID:
        household = self._person.household_uuid
        return household if kind is RecordKind.COLLECTIVE and household else self._person.person_uuid

    def _card(self, kind: RecordKind, title: str) -> QWidget:
        frame, inside = card(title)
        grid = QGridLayout()
        record = record_about(self._session.store, kind, self._about(kind))
        if kind is RecordKind.AWAY and self._person.presence is None:
            self._box(grid, _PRESENCE, PERSON_FIELDS["presence"], None)
        for name, field in FIELDS[kind].items():
            if name != "about":
                self._box(grid, (kind, name), field, getattr(record, name))
        grid.setColumnStretch(1, 1)
        inside.addLayout(grid)
        return frame

    def _box(self, grid: QGridLayout, key: _Key, field: FieldDef, stored: str | None) -> None:
        kind, name = key
        editor = make_editor(field, f"{kind.value}_{name}")
        editor.setMaximumWidth(16_777_215)
        editor.put(stored)
        editor.moved.connect(lambda forward: self._go_on(key, forward=forward))
        label = QLabel(_(field.label))
        label.setBuddy(editor)
        row = grid.rowCount()
        grid.addWidget(label, row, 0)
        grid.addWidget(editor, row, 1)
        self.boxes[key] = editor

    def _rule(self, service: str) -> str:
        duty = record_about(self._session.store, RecordKind.DUTY, self._person.person_uuid)
        found = counted_where(service, getattr(duty, "lodging", None), self._person.declared_on)
        place = code_list("service_counted_at").label(found.place)
        return _("Theo luật: {place}. {why} ({source})").format(
            place=place, why=_(found.why), source=_(found.source)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F10 saves, F9 opens the list of the box with the cursor."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_F10:
            event.accept()
            if isinstance(focused, AnswerEditor):
                focused.accept_choice()
            self.save()
        elif event.key() == Qt.Key.Key_F9 and isinstance(focused, AnswerEditor):
            event.accept()
            focused.open_list()
        else:
            super().keyPressEvent(event)

    def _go_on(self, key: _Key, *, forward: bool) -> None:
        order = list(self.boxes)
        place = order.index(key) + (1 if forward else -1)
        if place >= len(order):
            self.save()
        else:
            self.boxes[order[max(0, place)]].take_cursor()

    def _has_stop(self) -> bool:
        """True when a box cannot be read, or something about an absence stands beside a slip that tells of none."""
        for editor in self.boxes.values():
            try:
                editor.stored()
            except BadInput as problem:
                self._stop(
                    editor, _("{box}: {why} Chưa lưu gì.").format(box=_(editor.field.label), why=problem.why)
                )
                return True
        presence = self.boxes.get(_PRESENCE)
        is_away = any(
            editor.text().strip() for (kind, _name), editor in self.boxes.items() if kind is RecordKind.AWAY
        )
        if presence is not None and is_away and not presence.text().strip():
            words = _(
                "Có ghi việc vắng mặt mà ô “{box}” còn trống: hãy ghi ô này (F9 mở danh sách). Chưa lưu gì."
            )
            self._stop(presence, words.format(box=_(presence.field.label)))
            return True
        return False

    def _stop(self, editor: AnswerEditor, words: str) -> None:
        self.banner.say(words, "error")
        editor.take_cursor()
        editor.set_state(FieldState.ERROR, words)

    def save(self) -> None:
        """Write what differs; at a box that cannot be read or does not fit, tell it, go there and write nothing."""
        if self._has_stop():
            return
        store = self._session.store
        try:
            for kind in dict.fromkeys(kind for kind, _name in self.boxes if kind is not RecordKind.PERSON):
                record = record_about(store, kind, self._about(kind))
                typed = {name: editor.text() for (of, name), editor in self.boxes.items() if of is kind}
                if any(typed.values()) or any(getattr(record, name) is not None for name in typed):
                    write_about(store, kind, self._about(kind), typed)
            presence = self.boxes.get(_PRESENCE)
            if presence is not None and presence.text().strip():
                edit_record(store, self._person.person_uuid, {"presence": presence.text()})
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._session.bus.changed.emit()
        self.accept()
