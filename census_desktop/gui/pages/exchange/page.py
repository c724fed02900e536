"""Trao đổi: the stick. A ward writes its package; the town reads packages, looks at the plan and merges."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui.actions import bind
from census_desktop.gui.dialogs.code_lists import CodeListsDialog
from census_desktop.gui.dialogs.merge_journal import show_journal
from census_desktop.gui.pages.exchange.machines_view import MachinesView
from census_desktop.gui.pages.exchange.plan_panel import PlanPanel
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label, plain_label
from census_desktop.services.exchange import own_machine


class ExchangePage(QWidget):
    """What wards and town have in common: the plan, the journal, machines and keys, the banner.

    Attributes:
        stack: the packages, and the views beside them.
        machines_view: machines and keys, built when first asked for.
    """

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        self.stack = QStackedLayout(self)
        self.main = QWidget()
        self.stack.addWidget(self.main)
        self.machines_view: MachinesView | None = None
        self._column = QVBoxLayout(self.main)
        self._column.setContentsMargins(14, 10, 14, 10)
        self._column.setSpacing(9)
        self.banner = Banner()
        self.panel = PlanPanel(session, title, self.banner, self._fail)
        self.panel.head.insertWidget(2, button(_("Sổ các lần gộp…"), self.show_journal, "show_journal"))
        self._column.addWidget(self.panel, 3)
        bind(self, "exchange_open", self.panel.choose_folder)
        bind(self, "exchange_send", self.send)
        bind(self, "exchange_news", self.show_news)
        bind(self, "exchange_keys", self.show_machines)
        bind(self, "exchange_codes", self.show_codes)

    def send(self) -> None:
        """Ctrl+J: what goes out from here."""

    def show_news(self) -> None:
        """Ctrl+R: what the town says; at the town, saying it."""

    def show_codes(self) -> None:
        """F6: what the town has added to the code lists."""
        CodeListsDialog(self._session, self).open()

    def show_journal(self) -> None:
        """What was merged here, what it changed, and taking it back."""
        show_journal(self._session, self)

    def _key_card(self) -> QWidget:
        frame, column = card(_("Máy và khóa"))
        own = own_machine(self._session.store)
        column.addWidget(
            plain_label(_("{unit} – máy {device}").format(unit=own.unit_name, device=own.device), wraps=True)
        )
        column.addWidget(muted_label(_("Dấu vân khóa, đọc qua điện thoại để so:"), wraps=True))
        self.mark = plain_label(own.fingerprint, "fingerprint", wraps=True)
        column.addWidget(self.mark)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(button(_("Máy và khóa… (Ctrl+I)"), self.show_machines, "show_machines"), 1)
        row.addWidget(button(_("Danh mục…"), self.show_codes, "show_codes"))
        column.addLayout(row)
        return frame

    def show_machines(self) -> None:
        """Ctrl+I: keys, machines, passwords, the journal of this machine."""
        if self.machines_view is None:
            self.machines_view = MachinesView(self._session)
            self.machines_view.left.connect(self.show_main)
            self.stack.addWidget(self.machines_view)
        self.machines_view.refresh()
        self.stack.setCurrentWidget(self.machines_view)
        self.machines_view.view.setFocus()

    def show_main(self) -> None:
        """Back to the packages."""
        self.stack.setCurrentWidget(self.main)
        self.refresh()
        self.take_focus()

    def take_focus(self) -> None:
        """Where the hands go on when the room is entered."""
        self.setFocus()

    def refresh(self) -> None:
        """Look again after records or keys changed."""
        self.mark.setText(own_machine(self._session.store).fingerprint)
        if self.machines_view is not None and self.stack.currentWidget() is self.machines_view:
            self.machines_view.refresh()

    def _fail(self, error: BaseException) -> None:
        self.banner.say_ended(error, _("Đã dừng. Dữ liệu giữ nguyên như trước."))
