"""One slip being keyed again: blind, a word only when it differs, both readings only when it differs again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.domain.second_keying import KEYED_TWICE, Answer, Verdict
from census_desktop.domain.spec import BadInput
from census_desktop.gui.actions import commit_input
from census_desktop.gui.dialogs.readings import Readings
from census_desktop.gui.forms.editors import FieldState
from census_desktop.gui.forms.rekey_form import RekeyForm
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, card, muted_label, plain_label
from census_desktop.services.second_keying import Comparison, SecondKeying
from census_desktop.store.second_keying import KeyingTask

FIRST, SECOND = 1, 2  # keys of the two readings


class RekeyView(QWidget):
    """The form and the two readings below it.

    Signals:
        done(comparison): the slip is keyed to its end and stored.
        sounded(state): a box differs (warning) or cannot be read (error).
    """

    done = Signal(object)
    sounded = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._keying: SecondKeying | None = None
        self._shown = ""  # the box whose readings are shown
        self.banner = Banner()
        self.place = plain_label("", "card_title", wraps=True)
        self.form = RekeyForm()
        self.form.keyed.connect(self._on_keyed)
        self.form.told.connect(lambda words: self.banner.say(words, "info"))
        self.readings = Readings()
        self.readings.chosen.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        frame, inside = card()
        inside.addWidget(self.place)
        inside.addWidget(self.form)
        column.addWidget(frame)
        column.addWidget(self.readings)
        column.addStretch(1)
        column.addWidget(
            muted_label(
                _("Gõ như phiếu giấy ghi, ô trống trên giấy thì Enter. Enter: so ô này · Esc: về danh sách"),
                wraps=True,
            )
        )

    @property
    def is_begun(self) -> bool:
        """True when boxes were keyed that are not stored yet."""
        return self._keying is not None and self._keying.remaining != KEYED_TWICE

    def begin(self, task: KeyingTask) -> None:
        """Open a slip with empty boxes.

        Raises:
            CensusError: see `SecondKeying`; what was shown before stays.
        """
        self._keying = SecondKeying(self._session.store, task.person_uuid)
        self.place.setText(place_text(task))
        self.banner.hide()
        self.readings.hide()
        self.form.begin(task.person_uuid)
        self.form.ask(KEYED_TWICE[0])

    def give_up(self) -> None:
        """Forget what was keyed of this slip."""
        self._keying = None

    def _on_keyed(self, name: str) -> None:
        keying = self._keying
        if keying is None:
            return
        commit_input()
        if name not in keying.remaining:  # all is keyed, storing failed before
            self._finish()
            return
        self.banner.hide()
        try:
            verdict = keying.key(name, self.form.editors[name].text())
        except BadInput as problem:
            self.form.refuse(name, problem.why)
            self.sounded.emit(FieldState.ERROR)
            return
        self._tell(name, verdict)

    def _tell(self, name: str, verdict: Verdict) -> None:
        if verdict.answer is Answer.SAME:
            is_again = self.form.words(name) != ""
            self.form.settle(name, _("✓ khớp khi gõ lại") if is_again else _("✓ khớp"), "ok")
            self._go_on()
        elif verdict.answer is Answer.DIFFERS:
            self.form.ask_again(name, _("Khác lần nhập đầu. Xem lại phiếu giấy rồi gõ lại ô này."))
            self.sounded.emit(FieldState.WARNING)
        else:
            field = PERSON_FIELDS[name]
            self._shown = name
            typed = self.form.editors[name].text()
            self.form.settle(name, _("≠ vẫn khác"), "warning")
            self.sounded.emit(FieldState.WARNING)
            self.readings.ask(
                _("{box}: phiếu giấy ghi thế nào?").format(box=_(field.label)),
                (
                    (_("như lần nhập đầu:"), show_answer(field, verdict.first)),
                    (_("như tôi gõ, để người thứ ba quyết định:"), typed),
                ),
            )

    def _on_chosen(self, place: int) -> None:
        name, keying = self._shown, self._keying
        if keying is None or not name:
            return
        if place == FIRST:
            keying.accept_first(name)
            self.form.settle(name, _("✓ phiếu giấy ghi như lần nhập đầu"), "ok")
        else:
            self.form.settle(name, _("⚑ chờ người thứ ba"), "warning")
        self._shown = ""
        self.readings.hide()
        self._go_on()

    def _go_on(self) -> None:
        assert self._keying is not None
        if self._keying.remaining:
            self.form.ask(self._keying.remaining[0])
        else:
            self._finish()

    def _finish(self) -> None:
        assert self._keying is not None
        try:
            comparison: Comparison = self._keying.finish()
        except CensusError as error:
            self.banner.say_error(error)
            self.form.ask(KEYED_TWICE[-1])  # Enter tries again; nothing is keyed anew
            return
        self._keying = None
        self._session.bus.changed.emit()
        self.done.emit(comparison)


def place_text(task: KeyingTask) -> str:
    """Where the paper of a slip is, in words."""
    parts = [
        _("Phiếu {number}").format(number=task.slip_no) if task.slip_no else _("Phiếu không ghi số"),
        _("hộ số {number}").format(number=task.household_no) if task.household_no else "",
        task.residential_group or "",
        _("người thứ {place} trong {people} của hộ").format(place=task.place, people=task.people)
        if task.people
        else "",
    ]
    return " · ".join(part for part in parts if part)
