"""Địa giới: plans of boundaries, households that wait for a choice, residential groups; keys do everything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from census_desktop.base.text import _, number
from census_desktop.gui.pages.boundary.choices import ChoicePane
from census_desktop.gui.pages.boundary.groups import GroupPane
from census_desktop.gui.pages.boundary.plans import PlanPane
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, muted_label, plain_label


class BoundaryPage(QWidget):
    """Three panes: what was and will be changed, what a person has to choose, residential groups."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Địa giới"), "page_title"))
        head.addStretch(1)
        words = _("Ctrl+Tab sang trang kế")
        if not session.is_town:
            words = _("Máy phường, xã chỉ xem; thị xã gửi phương án trong gói biên nhận")
        head.addWidget(muted_label(words))
        column.addLayout(head)
        self.banner = Banner()
        column.addWidget(self.banner)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("boundary_tabs")
        self._are_groups_stale = True
        self._shown: QWidget | None = None
        self.plans = PlanPane(session, self.banner)
        self.choices = ChoicePane(session, self.banner)
        self.groups = GroupPane(session, self.banner)
        self.tabs.addTab(self.plans, _("Phương án"))
        self.tabs.addTab(self.choices, "")
        self.tabs.addTab(self.groups, _("Thôn, tổ dân phố"))
        self.tabs.currentChanged.connect(lambda _at: self._turn())
        column.addWidget(self.tabs, 1)
        for pane in (self.plans, self.choices, self.groups):
            pane.changed.connect(self._changed)
            pane.view.installEventFilter(self)
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self.plans.refresh()
        self.choices.refresh()
        self._are_groups_stale = True
        if self.tabs.currentWidget() is self.groups:
            self._turn()
        count = len(self.choices.table.rows)
        self.tabs.setTabText(1, _("Chờ chọn đơn vị ({count})").format(count=number(count)))

    def _turn(self) -> None:
        """Groups of the whole town are counted when somebody looks at them."""
        if self._shown is not self.tabs.currentWidget():
            self._shown = self.tabs.currentWidget()
            self.banner.forget_news()
        if self.tabs.currentWidget() is self.groups and self._are_groups_stale:
            self._are_groups_stale = False
            self.groups.refresh()
        self.take_focus()

    def take_focus(self) -> None:
        """Arrows and Enter work at once."""
        pane = self.tabs.currentWidget()
        if isinstance(pane, PlanPane | ChoicePane | GroupPane):
            pane.view.setFocus()

    def _changed(self) -> None:
        self.refresh()
        self._session.bus.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the pane whose table has the cursor."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            pane = self.tabs.currentWidget()
            if event.key() == Qt.Key.Key_Tab and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())
                return True
            if isinstance(pane, PlanPane | ChoicePane | GroupPane) and pane.answer(event):
                return True
        return super().eventFilter(watched, event)
