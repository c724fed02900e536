"""Small dialogs of the boundary room: facts of a plan, a reason, a new name for a residential group."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.text import _
from census_desktop.domain.dates import parse_partial_date
from census_desktop.domain.spec import BadInput
from census_desktop.gui.actions import commit_input
from census_desktop.gui.widgets import Banner


class _Lines(QDialog):
    """Lines to be typed; Enter accepts, Esc gives up; a day that is none is told and stays."""

    def __init__(self, title: str, lines: dict[str, tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("boundary_lines")
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        self.banner = Banner(can_close=False)
        column.addWidget(self.banner)
        form = QFormLayout()
        self.lines: dict[str, QLineEdit] = {}
        for name, (label, usual) in lines.items():
            line = QLineEdit(usual)
            line.setObjectName(f"line_{name}")
            line.setAccessibleName(label)
            form.addRow(label, line)
            self.lines[name] = line
        column.addLayout(form)
        buttons = QDialogButtonBox()
        yes = QPushButton(_("Đồng ý"))
        yes.setObjectName("accept_lines")
        yes.setDefault(True)
        buttons.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QPushButton(_("Thôi")), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        next(iter(self.lines.values())).selectAll()

    def text(self, name: str) -> str:
        """What stands in a line, "" when there is no such line."""
        line = self.lines.get(name)
        return line.text().strip() if line is not None else ""

    @property
    def day(self) -> datetime.date | None:
        """The day typed; None when it is no whole day."""
        try:
            return datetime.date.fromisoformat(parse_partial_date(self.text("day")).iso())
        except (BadInput, ValueError):
            return None

    def accept(self) -> None:
        """Only with what is needed."""
        commit_input()
        first = next(iter(self.lines))
        if not self.text(first):
            self.banner.say(_("Ô đầu chưa có gì."), "warning")
            self.lines[first].setFocus()
        elif "day" in self.lines and self.day is None:
            self.banner.say(_("Ngày phải đủ ngày, tháng, năm, ví dụ 01/01/2020."), "warning")
            self.lines["day"].setFocus()
        else:
            super().accept()

    def ask(self, then: Callable[[], None]) -> None:
        """Show the dialog; `then` is called when it was accepted."""
        self.accepted.connect(then)
        self.finished.connect(self.deleteLater)
        self.open()


class PlanFacts(_Lines):
    """Title, day and basis of a plan whose list does not say them."""

    def __init__(self, title: str, parent: QWidget) -> None:
        lines = {
            "title": (_("Tên phương án"), title),
            "day": (_("Ngày hiệu lực"), ""),
            "basis": (_("Căn cứ pháp lý"), ""),
        }
        super().__init__(_("Phương án mới"), lines, parent)

    @property
    def title(self) -> str:
        """What the plan is called."""
        return self.text("title")

    @property
    def basis(self) -> str:
        """The resolution."""
        return self.text("basis")


class GroupDialog(_Lines):
    """A new name, its day, its basis, and the numbers of a part."""

    def __init__(
        self, title: str, usual: str, day: datetime.date, parent: QWidget, *, is_part: bool = False
    ) -> None:
        lines = {"name": (_("Tên mới"), usual)}
        if is_part:
            lines |= {"first": (_("Từ hộ số"), ""), "last": (_("Đến hộ số"), "")}
        lines |= {"day": (_("Ngày hiệu lực"), f"{day:%d/%m/%Y}"), "basis": (_("Căn cứ pháp lý"), "")}
        super().__init__(title, lines, parent)

    @property
    def name(self) -> str:
        """The new name."""
        return self.text("name")

    @property
    def basis(self) -> str:
        """The decision behind it."""
        return self.text("basis")

    @property
    def first_no(self) -> str:
        """First household number of the part."""
        return self.text("first")

    @property
    def last_no(self) -> str:
        """Last household number of the part."""
        return self.text("last")


def ask_reason(parent: QWidget, title: str, then: Callable[[str], None]) -> None:
    """Ask for a reason; nothing happens when the user changes his mind."""
    dialog = _Lines(title, {"reason": (_("Lý do"), "")}, parent)
    dialog.ask(lambda: then(dialog.text("reason")))
