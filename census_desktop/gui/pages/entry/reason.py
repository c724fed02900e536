"""F2: “đúng như giấy tờ”. One line over the slip asks why; the fields stay where they are and no box opens."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from census_desktop.base.text import N_, _
from census_desktop.gui.forms.reason_editor import ReasonEditor
from census_desktop.gui.widgets import plain_label

REASONS = (
    N_("Đúng như phiếu giấy"),
    N_("Đã xem giấy khai sinh"),
    N_("Đã xem sổ hộ khẩu"),
    N_("Đã xem CMND, thẻ căn cước"),
    N_("Đã hỏi lại gia đình"),
)


class ReasonLine(QFrame):
    """The question why an answer stands that looks wrong.

    Signals:
        answered(reason): Enter; "" takes back what had been accepted.
        given_up(): Esc.
    """

    answered = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("state", "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        self._question = plain_label("", "reason_question")
        self.editor = ReasonEditor("reason", _("Lý do đúng như giấy tờ"), REASONS)
        self.editor.moved.connect(self._on_moved)
        self.editor.given_up.connect(self._give_up)
        row.addWidget(self._question)
        row.addWidget(self.editor, 1)
        row.addWidget(plain_label(_("Enter nhận · Esc thôi")))
        self.hide()

    def ask(self, box: str, before: str | None) -> None:
        """Ask for the reason.

        Args:
            box: the name of the box, in words.
            before: the reason given earlier; None for the usual one, which Enter takes.
        """
        self._question.setText(_("{box}: đúng như giấy tờ, vì").format(box=box))
        self.show()
        self.editor.setText(_(REASONS[0]) if before is None else before)
        self.editor.setFocus()
        self.editor.selectAll()

    @property
    def is_asking(self) -> bool:
        """True while the question is open."""
        return self.isVisible()

    def _on_moved(self, forward: bool) -> None:  # noqa: FBT001  a Qt signal
        self.hide()
        if forward:
            self.answered.emit(self.editor.text().strip())
        else:
            self.given_up.emit()

    def _give_up(self) -> None:
        self.hide()
        self.given_up.emit()
