"""The small window over a long job: what it does, how far it is, a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.gui.jobs import JobRunner
from census_desktop.gui.widgets import button, muted_label, plain_label

Result = TypeVar("Result")
ASK_AGAIN = 50  # milliseconds until a job that waits looks whether it may begin
SHOW_AFTER = 400  # milliseconds; shorter jobs show no window


class WorkingDialog(QDialog):
    """Shows one job. Esc, closing and the button all mean: please stop at the next safe point."""

    def __init__(self, title: str, jobs: JobRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("working")
        self.setWindowTitle(_("Census Desktop"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(440)
        self._jobs = jobs
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(9)
        column.addWidget(plain_label(title, "card_title"))
        self.bar = QProgressBar()
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        column.addWidget(self.bar)
        self.words = muted_label(_("Đang chuẩn bị…"), wraps=True)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addStretch(1)
        self.stop_button = button(_("Dừng lại"), self.stop, "stop_job")
        row.addWidget(self.stop_button)
        column.addLayout(row)
        jobs.progressed.connect(self._progress)
        jobs.ended.connect(self._end)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.open)
        self._timer.start(SHOW_AFTER)

    def _progress(self, done: int, total: int, text: str) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.words.setText(text)

    def stop(self) -> None:
        """Ask the job to roll back."""
        self._jobs.stop()
        self.stop_button.setEnabled(False)
        self.words.setText(_("Đang dừng ở chỗ an toàn; việc đã quá chỗ đó thì vẫn xong…"))

    def reject(self) -> None:
        """Esc."""
        self.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window stays until the job has ended."""
        if self._jobs.is_running:
            self.stop()
            event.ignore()

    def _end(self) -> None:
        self._timer.stop()
        self._jobs.progressed.disconnect(self._progress)
        self._jobs.ended.disconnect(self._end)
        self.done(QDialog.DialogCode.Accepted)
        self.deleteLater()


class LatestJob:
    """What one place asks its store again and again: only the newest question is answered.

    A question that is asked while an older one of the same place is worked on stops that one, and what it would have
    answered is thrown away; while another place works, the newest question waits.
    """

    def __init__(self, jobs: JobRunner, parent: QWidget) -> None:
        """Make it.

        Args:
            jobs: the worker thread.
            parent: the place; a question that waits is dropped when this is gone.
        """
        self._jobs, self._parent = jobs, parent
        self._asked = 0  # number of the newest question
        self._begun = 0  # number of the last question that went to the worker thread
        self._is_working = False  # a job of this place is in the worker thread
        self._waiting: Callable[[], None] | None = None  # begins the newest question
        self.is_open = False  # the newest question has no answer yet

    def drop(self) -> None:
        """Nobody wants an answer any more."""
        self._asked += 1
        self.is_open, self._waiting = False, None
        if self._is_working:
            self._jobs.stop()

    def start(
        self,
        title: str,
        work: Callable[[JobControl], Result],
        done: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Ask, behind a `WorkingDialog`; the arguments are those of `run_job`."""
        self.drop()
        self.is_open = True
        number = self._asked

        def end(tell: Callable[[], None], *, is_told_late: bool = False) -> None:
            self._is_working = False
            if number == self._asked:
                self.is_open = False
                tell()
                return
            if is_told_late:
                tell()
            if self._waiting is not None:
                self._waiting()

        def begin() -> None:
            if number != self._asked or self._begun == number:
                return
            if self._jobs.is_running:
                self._waiting = begin
                QTimer.singleShot(ASK_AGAIN, self._parent, begin)
                return
            self._begun, self._waiting, self._is_working = number, None, True
            run_job(
                self._jobs,
                self._parent,
                title,
                work,
                lambda result: end(lambda: done(result)),
                # A defect is told however late; that an outdated job was stopped or refused is no news.
                lambda error: end(
                    lambda: failed(error), is_told_late=not isinstance(error, CensusError | CancelledError)
                ),
            )

        begin()


def run_job(
    jobs: JobRunner,
    parent: QWidget,
    title: str,
    work: Callable[[JobControl], Result],
    done: Callable[[Result], None],
    failed: Callable[[BaseException], None],
    *,
    waits: bool = False,
) -> None:
    """Start a job behind a `WorkingDialog`.

    Args:
        jobs: the worker thread.
        parent: where it was asked for; a job that waits is dropped when this is gone.
        title: what is done.
        work: the job.
        done: told its result.
        failed: told what ended it.
        waits: begin when the job that runs now has ended; otherwise nothing happens while another one runs.
    """
    if jobs.is_running:
        if waits:
            QTimer.singleShot(
                ASK_AGAIN, parent, lambda: run_job(jobs, parent, title, work, done, failed, waits=True)
            )
        return
    WorkingDialog(title, jobs, parent.window())
    jobs.start(work, done, failed)
