"""F12: tập phiếu. The cover sheet of the batch in hand, what is left of every batch, and the typist's own pace."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.domain.area import UnitKey, area
from census_desktop.domain.dates import PartialDate
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.factory import QWIDGETSIZE_MAX, make_editor
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, Kpi, card, muted_label, plain_label
from census_desktop.services.batches import TYPED, BatchState, batch_state, batch_states, save_batch
from census_desktop.services.typing_pace import TypingDay

_FIELDS = FIELDS[RecordKind.BATCH]
_TOLD_MISSING = 12  # numbers named in a line
_PLACES = (
    ("number", 0, 0), ("people", 0, 2), ("households", 0, 4), ("issued", 0, 6),
    ("residential_group", 1, 0), ("collector", 1, 2), ("received_on", 1, 4), ("note", 1, 6),
)  # fmt: skip
ORDER = tuple(name for name, _row, _column in _PLACES)


def _figure(value: int | None) -> str:
    return "–" if value is None else number(value)


def missing_text(state: BatchState) -> str:
    """The numbers no slip has, a few of them."""
    shown = ", ".join(map(str, state.missing[:_TOLD_MISSING]))
    return shown + (" …" if len(state.missing) > _TOLD_MISSING else "")


COLUMNS: tuple[Column[BatchState], ...] = (
    Column(N_("Số tập"), lambda one: one.number, 8),
    Column(N_("Thôn/TDP"), lambda one: one.batch.residential_group or "", 18),
    Column(N_("Người thu"), lambda one: one.batch.collector or "", 20),
    Column(N_("Trên bìa"), lambda one: _figure(one.people), 8, is_right=True),
    Column(N_("Đã gõ"), lambda one: number(one.typed), 7, is_right=True),
    Column(
        N_("Còn"),
        lambda one: "–" if one.left is None else number(one.left),
        6,
        is_right=True,
        sign=lambda one: "warning" if one.is_over else "ok" if one.left == 0 else "",
    ),
    Column(N_("Kiểm lần 2"), lambda one: number(one.checked), 9, is_right=True),
    Column(N_("Số phiếu chưa gõ"), missing_text, 0),
)


class BatchDialog(QDialog):
    """Enter goes from box to box and at the last one saves and takes the batch in hand.

    Attributes:
        boxes: the cover sheet, by machine name of `Batch`.
        table: all batches of this unit.
    """

    def __init__(self, session: Session, day: TypingDay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batches")
        self.setWindowTitle(_("Tập phiếu và nhịp gõ"))
        self.resize(1180, 600)
        self._session = session
        self._day = day
        self._filled = ""  # number of the batch whose sheet is shown
        self.banner = Banner()
        self.hand = plain_label("", "card_title", wraps=True)
        self.boxes: dict[str, AnswerEditor] = {}
        self.table: RowTable[BatchState] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "batch_table", _("Các tập phiếu"))
        self.view.activated.connect(self._on_row)
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(self._sheet())
        column.addWidget(self.view, 1)
        column.addWidget(self._pace())
        column.addWidget(
            muted_label(
                _(
                    "Enter: ô kế tiếp, ở ô cuối là lưu và gõ tập này · F5: sang bảng, Enter chọn tập · "
                    "F7: thôi đánh số theo tập · Esc: đóng"
                ),
                wraps=True,
            )
        )
        self._look()
        in_hand = session.desk.batch.number
        self.boxes["number"].put(in_hand)
        if in_hand is not None:
            self._fill(in_hand)
        self.boxes["number"].take_cursor()

    def _sheet(self) -> QWidget:
        frame, inside = card(_("Bìa tập phiếu"))
        inside.addWidget(self.hand)
        grid = QGridLayout()
        for name, row, column in _PLACES:
            words = self._groups if name == "residential_group" else None
            editor = make_editor(_FIELDS[name], f"batch_{name}", words)
            editor.setMinimumWidth(min(editor.minimumWidth(), 90))
            editor.setMaximumWidth(QWIDGETSIZE_MAX)
            editor.moved.connect(lambda forward, name=name: self._go_on(name, forward=forward))
            editor.told.connect(lambda words: self.banner.say(words, "info"))
            label = QLabel(_(_FIELDS[name].label))
            label.setBuddy(editor)
            grid.addWidget(label, row, column)
            grid.addWidget(editor, row, column + 1)
            grid.setColumnStretch(column + 1, 1)
            self.boxes[name] = editor
        inside.addLayout(grid)
        return frame

    def _pace(self) -> QWidget:
        frame, inside = card(_("Nhịp gõ của tôi (chỉ mình tôi xem)"))
        row = QHBoxLayout()
        pace = self._day.today()
        has_time = pace.milliseconds > 0
        for caption, value in (
            (_("Phiếu hôm nay"), number(pace.slips)),
            (_("Phiếu một giờ"), number(round(pace.slips_per_hour)) if has_time else "–"),
            (_("Phím một giờ"), number(round(pace.keystrokes_per_hour)) if has_time else "–"),
            (
                _("Lỗi trên 1.000 phím"),
                number(round(pace.errors_per_thousand)) if pace.keystrokes else "–",
            ),
            (_("Phút gõ, không tính nghỉ"), number(pace.milliseconds // 60_000)),
        ):
            tile = Kpi(caption)
            tile.put(value)
            row.addWidget(tile, 1)
        inside.addLayout(row)
        before = [
            _("{day}: {slips} phiếu, {keys} phím/giờ, {errors} lỗi/1.000").format(
                day=PartialDate.from_iso(on).paper()[:5],
                slips=number(one.slips),
                keys=number(round(one.keystrokes_per_hour)),
                errors=number(round(one.errors_per_thousand)),
            )
            for on, one in self._day.days()[1:4]
        ]
        if before:
            inside.addWidget(muted_label(" · ".join(before), wraps=True))
        return frame

    def _groups(self) -> tuple[str, ...]:
        try:
            key = UnitKey.from_text(self._session.store.installation.unit)
        except BadInput:
            return ()
        return tuple(group.label for group in area().groups_of(key))

    # -- batches ------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        self.table.put(batch_states(self._session.store))
        state = self._session.desk.batch.state()
        if state is None:
            self.hand.setText(_("Chưa cầm tập nào: phiếu mới không được đánh số tự động."))
            return
        parts = [_("Đang gõ tập {number}").format(number=state.number)]
        if state.left is None:
            parts.append(_("đã gõ {typed} phiếu, bìa chưa ghi số phiếu").format(typed=number(state.typed)))
        else:
            parts.append(
                _("đã gõ {typed} trong {people} phiếu, còn {left}").format(
                    typed=number(state.typed), people=_figure(state.people), left=number(state.left)
                )
            )
        if state.is_over:
            parts.append(_("nhiều hơn bìa ghi, hãy đếm lại"))
        if state.next_slip_no is not None:
            parts.append(_("phiếu kế tiếp {slip_no}").format(slip_no=state.next_slip_no))
        self.hand.setText(" · ".join(parts))

    def _fill(self, batch: str) -> None:
        """Show the cover sheet as it is known."""
        known = batch_state(self._session.store, batch).batch
        self._filled = known.number or ""
        self.boxes["number"].put(known.number)
        for name in TYPED:
            self.boxes[name].put(getattr(known, name))

    def _on_row(self, index: QModelIndex) -> None:
        self._take(self.table.rows[index.row()].number)

    def _take(self, batch: str) -> None:
        self._session.desk.batch.take(batch)
        self._fill(batch)
        self._look()
        self.banner.say(_("Phiếu mới được đánh số theo tập {number}.").format(number=batch), "ok")

    # -- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F5 goes to the table, F7 puts the batch away."""
        if event.key() == Qt.Key.Key_F5:
            self.view.setFocus()
            if self.table.rows and not self.view.currentIndex().isValid():
                self.view.selectRow(0)
        elif event.key() == Qt.Key.Key_F7:
            self._session.desk.batch.put_away()
            self._look()
            self.banner.say(_("Phiếu mới không được đánh số tự động nữa."), "ok")
        elif event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        event.accept()

    def _go_on(self, name: str, *, forward: bool) -> None:
        if name == "number" and forward and not self._knows_number():
            return
        place = ORDER.index(name) + (1 if forward else -1)
        if place < len(ORDER):
            self.boxes[ORDER[max(0, place)]].take_cursor()
        else:
            self._save()

    def _knows_number(self) -> bool:
        """Show the sheet of another number; what is being typed about the same one stays."""
        typed = self.boxes["number"].text()
        if typed and typed == self._filled:
            return True
        try:
            self._fill(typed)
        except CensusError as error:
            self.banner.say_error(error)
            return False
        return True

    def _save(self) -> None:
        typed = {name: self.boxes[name].text() for name in TYPED}
        try:
            state = save_batch(self._session.store, self.boxes["number"].text(), typed)
        except CensusError as error:
            self.banner.say_error(error)
            self.boxes["number"].take_cursor()
            return
        self._session.bus.changed.emit()
        self._take(state.number)
