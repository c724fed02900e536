"""Ctrl+K: kiểm lần 2. What waits, what is drawn; keying a slip again; deciding what two people keyed differently."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.domain.progress import SAMPLE_OF
from census_desktop.gui.dialogs.keying_decision import DecisionView
from census_desktop.gui.dialogs.rekey_view import RekeyView, place_text
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label
from census_desktop.services.second_keying import Comparison, draw_batch, draw_sample, keying_errors
from census_desktop.store.second_keying import KeyingTask, keying_counts, keying_tasks

_WIDEST = 1060  # pixels
_LISTED = 500  # slips shown at once; the rest comes when these are done


class SecondKeyingDialog(QDialog):
    """Three views over one another; Esc goes back to the list, then out.

    Signals:
        sounded(state): as in the entry room.

    Attributes:
        tasks: the slips that wait, as listed.
    """

    sounded = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("second_keying")
        self.setWindowTitle(_("Kiểm lần 2"))
        if parent is not None:
            self.setGeometry(parent.window().geometry())  # names in the window behind would not be blind
        self._session = session
        self._may_leave = False  # Esc was pressed once over a slip half keyed
        self.tasks: tuple[KeyingTask, ...] = ()
        self.banner = Banner()
        self._stack = QStackedLayout()
        self._start = self._build_start()
        self.rekey = RekeyView(session)
        self.rekey.done.connect(self._on_done)
        self.rekey.sounded.connect(self.sounded)
        self.decision = DecisionView(session)
        self.decision.ended.connect(self._on_all_decided)
        self.decision.sounded.connect(self.sounded)
        for view in (self._start, self.rekey, self.decision):
            self._stack.addWidget(view)
        whole = QVBoxLayout(self)
        whole.addWidget(self.banner)
        across = QHBoxLayout()
        across.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        inner.setLayout(self._stack)
        across.addWidget(inner, 100)
        across.addStretch(1)
        whole.addLayout(across, 1)
        self.look()

    # -- the list -----------------------------------------------------------------------------------------------

    def _build_start(self) -> QWidget:
        start = QWidget()
        column = QVBoxLayout(start)
        column.setContentsMargins(0, 0, 0, 0)
        self.tally = muted_label(wraps=True)
        column.addWidget(self.tally)
        frame, inside = card(_("Lấy phiếu để kiểm"))
        row = QHBoxLayout()
        self.every = _line("draw_every", _("Cứ mấy hộ lấy một hộ"), 5)
        self.every.setText(str(SAMPLE_OF))
        self.every.returnPressed.connect(self.draw_sample)
        self.batch = _line("draw_batch", _("Số tập phiếu"), 10)
        self.batch.returnPressed.connect(self.draw_batch)
        for words, line in ((_("Cứ &mấy hộ lấy một:"), self.every), (_("hoặc cả tập &số:"), self.batch)):
            label = QLabel(words)
            label.setBuddy(line)
            row.addWidget(label)
            row.addWidget(line)
        row.addWidget(muted_label(_("Enter để lấy; bắt đầu từ hộ ngẫu nhiên.")))
        row.addStretch(1)
        inside.addLayout(row)
        column.addWidget(frame)
        self.list = QListWidget()
        self.list.setObjectName("keying_tasks")
        self.list.setAccessibleName(_("Phiếu chờ nhập lại"))
        self.list.activated.connect(lambda _index: self.begin())
        column.addWidget(self.list, 1)
        self.errors = muted_label(wraps=True)
        column.addWidget(self.errors)
        buttons = QHBoxLayout()
        self.begin_button = button(_("Nhập lại phiếu đang chọn (&1)"), self.begin, "begin_rekeying")
        self.decide_button = button(_("Quyết định ô khác nhau (&2)"), self.decide, "decide_keying")
        buttons.addWidget(self.begin_button)
        buttons.addWidget(self.decide_button)
        buttons.addStretch(1)
        buttons.addWidget(muted_label(_("Enter: nhập lại · Tab: sang phần khác · Esc: đóng")))
        column.addLayout(buttons)
        return start

    def look(self) -> None:
        """Show the list anew."""
        store = self._session.store
        counts = keying_counts(store)
        self.tally.setText(
            _("Chờ nhập lại {waiting} phiếu · đã kiểm {keyed} phiếu · {open} ô chờ người thứ ba").format(
                waiting=number(counts.waiting), keyed=number(counts.keyed), open=number(counts.open)
            )
        )
        here = self.list.currentRow()
        self.tasks = keying_tasks(store)
        self.list.clear()
        self.list.addItems([place_text(task) for task in self.tasks[:_LISTED]])
        self.list.setCurrentRow(max(0, min(here, self.list.count() - 1)))
        self.begin_button.setEnabled(bool(self.tasks))
        self.decide_button.setEnabled(counts.open > 0)
        lines = [
            _("{officer}: nhầm {wrong} trong {boxes} ô ({rate} phần nghìn)").format(
                officer=one.officer,
                wrong=number(one.wrong),
                boxes=number(one.boxes),
                rate=number(round(one.per_thousand)),
            )
            for one in keying_errors(store)
        ]
        self.errors.setText(
            _("Nhầm qua kiểm lần 2 – {lines}").format(lines=" · ".join(lines)) if lines else ""
        )
        self._stack.setCurrentWidget(self._start)
        if self.tasks:
            self.list.setFocus()
        elif counts.open:
            self.decide_button.setFocus()
        else:
            self.every.setFocus()
            self.every.selectAll()

    def draw_sample(self) -> None:
        """Every n-th household entered since the last drawing."""
        typed = self.every.text().strip()
        count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
        store = self._session.store
        self._draw(lambda control: draw_sample(store, count, control=control), self.every)

    def draw_batch(self) -> None:
        """All slips of a batch."""
        store, batch = self._session.store, self.batch.text()
        self._draw(lambda control: draw_batch(store, batch, control=control), self.batch)

    def _draw(self, draw: Callable[[JobControl], int], line: QLineEdit) -> None:
        def failed(error: BaseException) -> None:
            self.banner.say_ended(error, _("Đã dừng; chưa lấy phiếu nào."))
            line.setFocus()
            line.selectAll()

        run_job(self._session.jobs, self, _("Đang lấy phiếu để kiểm lần 2"), draw, self._drawn, failed)

    def _drawn(self, count: int) -> None:
        self.look()
        if count:
            self.banner.say(_("Đã lấy {count} phiếu để kiểm.").format(count=number(count)), "ok")
        else:
            self.banner.say(_("Chưa có hộ nào nhập thêm từ lần lấy trước."), "info")

    # -- keying again -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Key the marked slip again, or the first after it that this person has not typed."""
        self._begin_from(max(0, self.list.currentRow()))

    def _begin_from(self, at: int) -> bool:
        refused: CensusError | None = None
        for row in (*range(at, len(self.tasks)), *range(at)):
            try:
                self.rekey.begin(self.tasks[row])
            except CensusError as error:
                refused = refused or error
                continue
            self._may_leave = False
            self._stack.setCurrentWidget(self.rekey)
            self.list.setCurrentRow(row)
            if refused is not None:
                self.banner.say(_("Đã bỏ qua phiếu do chính bạn nhập; người khác sẽ kiểm."), "info")
            else:
                self.banner.hide()
            return True
        if refused is not None:
            self.banner.say_error(refused)
        return False

    def _on_done(self, found: Comparison) -> None:
        here = max(0, self.list.currentRow())
        self.look()
        words = _("Đã lưu: khớp {agreed} ô, tự sửa {corrected} ô, chờ người thứ ba {open} ô.").format(
            agreed=found.agreed, corrected=found.corrected, open=found.open
        )
        if self.tasks and self._begin_from(here):
            self.rekey.banner.say(words, "ok")
        else:
            self.banner.say(words, "ok")

    # -- deciding -----------------------------------------------------------------------------------------------

    def decide(self) -> None:
        """Decide the boxes that two others keyed differently."""
        if not self.decision.look():
            self.banner.say(_("Các ô đang chờ đều có bạn đã nhập; cần người thứ ba."), "info")
            return
        self.banner.hide()
        self._stack.setCurrentWidget(self.decision)
        self.decision.take_cursor()

    def _on_all_decided(self) -> None:
        words = self.decision.banner.text
        self.look()
        self.banner.say(words, "ok")

    # -- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self._go_back()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()  # whoever had the cursor has answered it
        else:
            super().keyPressEvent(event)

    def _go_back(self) -> None:
        if self._stack.currentWidget() is self._start:
            self.reject()
            return
        if self._stack.currentWidget() is self.rekey and self.rekey.is_begun and not self._may_leave:
            self._may_leave = True
            self.rekey.banner.say(
                _("Phiếu này kiểm chưa xong. Esc lần nữa để bỏ, lần sau gõ lại từ đầu; hoặc gõ tiếp."),
                "warning",
            )
            return
        self.rekey.give_up()
        self.banner.hide()
        self.look()


def _line(name: str, words: str, letters: int) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setAccessibleName(words)
    line.setFixedWidth(line.fontMetrics().horizontalAdvance("0") * letters + 20)
    return line
