"""In và Excel: papers for families, teams and the town, and spreadsheets."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui.actions import bind
from census_desktop.gui.pages.paper.cards import SummaryCard
from census_desktop.gui.pages.paper.excel_card import ExcelCard
from census_desktop.gui.pages.paper.other_papers import OthersCard
from census_desktop.gui.pages.paper.place import PaperPlace
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, plain_label, scrolled


class PaperPage(QWidget):
    """Choose households or a place, look at their papers, print them or keep them as PDF; spreadsheets beside."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        column.addWidget(plain_label(_("In và Excel"), "page_title"))
        self.banner = Banner()
        column.addWidget(self.banner)
        self.place = PaperPlace(session)
        self.summaries = SummaryCard(session, self.place, self.banner)
        self.others = OthersCard(session, self.place, self.banner)
        across = QHBoxLayout()
        across.setSpacing(9)
        across.addWidget(self.place, 3)
        across.addWidget(scrolled(self._cards()), 1)
        column.addLayout(across, 1)
        bind(self, "find", self.focus_search)
        self.refresh()

    def _cards(self) -> QWidget:
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        column.addWidget(self.summaries)
        column.addWidget(self.others, 1)
        column.addWidget(ExcelCard(self._session, self.place, self.banner))
        return cards

    def refresh(self) -> None:
        """Look again after records changed."""
        self.place.refresh()

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.place.search.take_cursor()
