"""What came of going to a house: visits entered one after the other, the earlier ones above."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _
from census_desktop.domain.code_names import GONE, MOVED_AWAY
from census_desktop.domain.codes import code_list
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.registered import Visit
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.factory import QWIDGETSIZE_MAX, make_editor
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label, plain_label
from census_desktop.reports.field_lists import MissingLine
from census_desktop.services.registered import add_visit, exempt, visits_of

_FIELDS = FIELDS[RecordKind.VISIT]
_TYPED = ("result", "reason", "visited_on", "collector")
_COLUMNS: tuple[Column[Visit], ...] = (
    Column(N_("Ngày đến"), lambda visit: show_answer(_FIELDS["visited_on"], visit.visited_on), 12),
    Column(N_("Kết quả"), lambda visit: show_answer(_FIELDS["result"], visit.result), 18),
    Column(N_("Lý do"), lambda visit: visit.reason or "", 0),
    Column(N_("Người thu phiếu"), lambda visit: visit.collector or "", 22),
)


class VisitDialog(QDialog):
    """One house. Enter goes on and saves at the end, Esc closes.

    Attributes:
        boxes: what is typed, by machine name of `Visit`.
    """

    def __init__(self, session: Session, line: MissingLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visit")
        self.setWindowTitle(_("Lần đến – {name}").format(name=line.name or line.place))
        self.resize(720, 460)
        self._session, self._line = session, line
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        where = ", ".join(
            part
            for part in (line.name, _("hộ số {no}").format(no=line.household_no or "–"), line.place)
            if part
        )
        column.addWidget(plain_label(where, "card_title", wraps=True))
        column.addWidget(muted_label(line.why, wraps=True))
        self.table: RowTable[Visit] = RowTable(_COLUMNS, self)
        self.view = table_view(self.table, "visits", _("Các lần đến"))
        column.addWidget(self.view, 1)
        frame, inside = card(_("Lần đến mới"))
        grid = QGridLayout()
        self.boxes: dict[str, AnswerEditor] = {
            name: make_editor(_FIELDS[name], f"visit_{name}") for name in _TYPED
        }
        for row, (name, editor) in enumerate(self.boxes.items()):
            label = QLabel(_(_FIELDS[name].label))
            label.setBuddy(editor)
            editor.setMaximumWidth(QWIDGETSIZE_MAX)
            editor.moved.connect(lambda forward, name=name: self._go_on(name, forward=forward))
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1)
        grid.setColumnStretch(1, 1)
        inside.addLayout(grid)
        column.addWidget(frame)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addWidget(
            muted_label(_("Enter: ô kế tiếp, ở ô cuối là lưu · để trống ngày là hôm nay · Esc: đóng"))
        )
        row_of_buttons.addStretch(1)
        self.exempt_button = button(_("Miễn phiếu hộ này"), self.exempt, "visit_exempt")
        self.exempt_button.setVisible(line.is_registered)
        row_of_buttons.addWidget(self.exempt_button)
        row_of_buttons.addWidget(button(_("Lưu lần đến"), self.save, "visit_save", primary=True))
        column.addLayout(row_of_buttons)
        self.boxes["collector"].put(line.collector)
        self._show()
        self.boxes["result"].setFocus()

    def _show(self) -> None:
        about = self._line.about
        self.table.put(visits_of(self._session.store, about) if about is not None else ())

    def _go_on(self, name: str, *, forward: bool) -> None:
        self.boxes[name].settle()
        place = _TYPED.index(name) + (1 if forward else -1)
        if 0 <= place < len(_TYPED):
            self.boxes[_TYPED[place]].take_cursor()
        elif forward:
            self.save()

    def save(self) -> None:
        """Keep the visit; a house that is gone may be left out of the target afterwards."""
        about = self._line.about
        if about is None:
            return
        typed = {name: editor.text() for name, editor in self.boxes.items() if editor.text().strip()}
        try:
            visit = add_visit(self._session.store, about, typed)
        except CensusError as error:
            self.banner.say_error(error)
            self.boxes["result"].take_cursor()
            return
        self._session.bus.changed.emit()
        if self._line.is_registered and visit.result in {MOVED_AWAY, GONE}:
            self._show()
            result = code_list("visit_result").label(visit.result)
            self.banner.say(
                _("Đã lưu: {result}. Nếu hộ này sẽ không có phiếu, bấm “Miễn phiếu hộ này”.").format(
                    result=result
                ),
                "ok",
            )
            self.exempt_button.setFocus()
            return
        self.accept()

    def exempt(self) -> None:
        """The house will justly have no slip; the reason is that of the last visit."""
        about = self._line.about
        visits = self.table.rows
        said = [show_answer(_FIELDS["result"], visit.result) for visit in visits[-1:]]
        said += [visit.reason for visit in visits[-1:] if visit.reason]
        if about is None or not said:
            self.banner.say(_("Hãy ghi lần đến và kết quả trước; đó là lý do miễn phiếu."), "warning")
            self.boxes["result"].take_cursor()
            return
        try:
            exempt(self._session.store, about, ": ".join(said))
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._session.bus.changed.emit()
        self.accept()
