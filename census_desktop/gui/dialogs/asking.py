"""A dialog of a few boxes and one deed; what goes wrong is told in it and everything typed stays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.gui.dialogs.set_up_result import secret_box
from census_desktop.gui.forms.lines import Lines
from census_desktop.gui.jobs import JobRunner
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label


class Asking(QDialog):
    """Boxes above, the deed below; the deed runs in the worker thread. Enter goes on, Esc closes.

    Attributes:
        lines: the boxes, to be added by whoever opens it.
        lines_above: room before the boxes.
        extra: room between the boxes and the button.
        work: called in the worker thread; set by whoever opens it.
        done_with: called with what `work` returned, after the dialog has closed.
        prepare: called before the deed; says what is missing, "" when nothing is.
    """

    def __init__(self, title: str, words: str, go: str, jobs: JobRunner, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("asking")
        self.setWindowTitle(title)
        self.setMinimumWidth(620)
        self._jobs = jobs
        self.work: Callable[[], object] = lambda: None
        self.done_with: Callable[[object], None] = lambda _result: None
        self.prepare: Callable[[], str] = lambda: ""
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 14)
        column.setSpacing(9)
        column.addWidget(plain_label(title, "page_title"))
        column.addWidget(muted_label(words, wraps=True))
        self.lines_above = QVBoxLayout()
        column.addLayout(self.lines_above)
        self.lines = Lines()
        self.lines.finished.connect(self.ask)
        column.addWidget(self.lines)
        self.extra = QVBoxLayout()
        self.extra.setSpacing(7)
        column.addLayout(self.extra)
        self.banner = Banner()
        column.addWidget(self.banner)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(button(_("Thôi (Esc)"), self.reject, "asking_cancel"))
        row.addStretch(1)
        self.go = button(go, self.ask, "asking_go", primary=True)
        row.addWidget(self.go)
        column.addLayout(row)
        self.finished.connect(self.deleteLater)

    def begin(self) -> None:
        """Show it with the cursor in the first empty box."""
        self.open()
        self.lines.take_cursor()

    def ask(self) -> None:
        """Do it, unless something is missing or another job is running."""
        missing = self.prepare()
        if missing:
            self.banner.say(missing, "error")
            self._make_room()
            return
        if self._jobs.is_running:
            self.banner.say(_("Máy đang làm việc khác, hãy chờ một chút."), "warning")
            self._make_room()
            return
        self.banner.hide()
        self.go.setEnabled(False)
        work = self.work
        self._jobs.start(lambda _control: work(), self._well, self._failed)

    def _well(self, result: object) -> None:
        self.accept()
        self.done_with(result)

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if not isinstance(error, CensusError):
            raise error
        self.banner.say_error(error)
        self._make_room()

    def _make_room(self) -> None:
        """The line of news must not lie over the boxes of a long form."""
        self.resize(self.width(), max(self.height(), self.sizeHint().height()))


class SecretsDialog(QDialog):
    """What is shown once and kept nowhere; Esc does not close it before somebody says it was written down."""

    def __init__(self, title: str, words: str, secrets: tuple[tuple[str, str], ...], parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("secrets")
        self.setWindowTitle(title)
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 14)
        column.setSpacing(9)
        column.addWidget(plain_label(title, "page_title"))
        self.words: QLabel = muted_label(words, wraps=True)
        column.addWidget(self.words)
        for caption, secret in secrets:
            column.addWidget(muted_label(caption))
            column.addWidget(secret_box(secret, caption))
        self.extra = QVBoxLayout()
        column.addLayout(self.extra)
        self.banner = Banner()
        column.addWidget(self.banner)
        row = QHBoxLayout()
        row.addStretch(1)
        self.go = button(_("Đã ghi lại, đóng"), self.accept, "secrets_done", primary=True)
        row.addWidget(self.go)
        column.addLayout(row)
        self.finished.connect(self.deleteLater)

    def reject(self) -> None:
        """Esc: a habit must not lose what is kept nowhere."""
        self.banner.say(
            _("Những dòng này không xem lại được: ghi ra giấy rồi nhấn nút dưới cùng."), "warning"
        )
        self.go.setFocus()
