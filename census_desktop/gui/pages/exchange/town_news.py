"""Việc từ thị xã: messages, questions for the house, decisions and corrections; what is open stands first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui.dialogs.code_lists import CodeListsDialog
from census_desktop.gui.dialogs.merge_journal import show_journal
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, Kpi, button, muted_label, plain_label
from census_desktop.services.from_town import NewsKind, NewsLine, TownNews, town_news
from census_desktop.services.notices import mark_read

MOST_WRAPPED = 300  # lines whose height follows their words; measuring more would be felt
KIND_NAMES = {
    NewsKind.NOTICE: N_("Lời nhắn"),
    NewsKind.QUESTION: N_("Cần hỏi lại"),
    NewsKind.DECISION: N_("Quyết định"),
    NewsKind.CORRECTION: N_("Thị xã sửa"),
    NewsKind.NEW: N_("Thị xã lập"),
    NewsKind.BOUNDARY: N_("Địa giới"),
    NewsKind.GOAL: N_("Chỉ tiêu"),
    NewsKind.CODES: N_("Danh mục"),
}
COLUMNS: tuple[Column[NewsLine], ...] = (
    Column(
        N_("Loại"),
        lambda line: _(KIND_NAMES[line.kind]),
        14,
        sign=lambda line: "warning" if line.is_open else "ok",
    ),
    Column(N_("Lúc"), lambda line: local_moment(line.at), 16, order=lambda line: line.at),
    Column(N_("Người/hộ"), lambda line: line.name, 24, order=lambda line: name_key(line.name)),
    Column(N_("Nội dung"), lambda line: line.words, 0),
)


class TownNewsView(QWidget):
    """Figures above, lines below; Enter opens the slip or marks a message as read, Esc goes back.

    Signals:
        left(): back to the packages.
    """

    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.news: TownNews | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(9)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Việc từ thị xã"), "page_title"))
        head.addStretch(1)
        head.addWidget(button(_("Sổ các lần gộp…"), lambda: show_journal(session, self), "news_journal"))
        head.addWidget(button(_("Về gói dữ liệu (Esc)"), self.left.emit, "leave_news"))
        column.addLayout(head)
        self.banner = Banner()
        column.addWidget(self.banner)
        tiles = QHBoxLayout()
        tiles.setSpacing(9)
        self.accepted = Kpi(_("Thị xã đã nhận đến gói số"))
        self.waiting = Kpi(_("Gói chưa có biên nhận"))
        self.unread = Kpi(_("Lời nhắn chưa đọc"))
        self.questions = Kpi(_("Câu cần hỏi lại tại hộ"))
        for tile in (self.accepted, self.waiting, self.unread, self.questions):
            tiles.addWidget(tile, 1)
        column.addLayout(tiles)
        self.receipt = muted_label(wraps=True)
        column.addWidget(self.receipt)
        self.table: RowTable[NewsLine] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "town_news", _("Việc từ thị xã"))
        self.view.setWordWrap(True)
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.activated.connect(self._open)
        column.addWidget(self.view, 1)
        column.addWidget(
            muted_label(_("Enter: mở phiếu, hoặc đánh dấu đã đọc lời nhắn · Esc: về gói dữ liệu"))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def look(self) -> None:
        """Read everything in the worker thread."""
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang đọc việc từ thị xã"),
            lambda control: town_news(store, control),
            self._show,
            self._fail,
            waits=True,
        )

    def _show(self, news: TownNews) -> None:
        self.news = news
        newest = news.accepted
        self.accepted.put(number(newest.sequence) if newest is not None else "–", "ok" if newest else "")
        self.waiting.put(number(len(news.waiting)), "warning" if news.waiting else "ok")
        for tile, kind in ((self.unread, NewsKind.NOTICE), (self.questions, NewsKind.QUESTION)):
            count = news.count_open(kind)
            tile.put(number(count), "warning" if count else "ok")
        self.receipt.setText(
            _("Chưa có biên nhận nào của thị xã.")
            if news.receipt is None
            else _("Biên nhận gần nhất nhập lúc {at}: {files}").format(
                at=local_moment(news.receipt.at),
                files=", ".join(package.file_name for package in news.receipt.packages),
            )
        )
        row = max(self.view.currentIndex().row(), 0)
        self.table.put(news.lines)
        if len(news.lines) <= MOST_WRAPPED:
            self.view.resizeRowsToContents()
        if self.table.rows:
            self.view.selectRow(min(row, len(self.table.rows) - 1))
        self.view.setFocus()

    def _open(self, index: QModelIndex) -> None:
        line = self.table.rows[index.row()]
        if line.kind is NewsKind.NOTICE:
            try:
                mark_read(self._session.store, line.record_uuid)
            except CensusError as error:
                self.banner.say_error(error)
                return
            self.banner.say(_("Đã đánh dấu là đã đọc; thị xã biết khi nhận gói tới."), "ok")
            self.look()
        elif line.kind is NewsKind.CODES:
            CodeListsDialog(self._session, self).open()
        elif line.household_uuid is not None:
            self._session.bus.household_wanted.emit(line.household_uuid, line.person_uuid)

    def _fail(self, error: BaseException) -> None:
        self.banner.say_ended(error, _("Đã dừng."))
