"""The journal of merges: what came when, what it changed, and taking a merge back."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _, number
from census_desktop.domain.vietnamese import name_key
from census_desktop.gui import messages
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import MOST_ROWS, Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label
from census_desktop.services.documents import merge_journal_document
from census_desktop.services.merge_changes import Change, changes_of
from census_desktop.services.merges import MergeEntry, ReversalPlan, journal, plan_reversal, reverse


def _what(entry: MergeEntry) -> str:
    if entry.reverses is not None:
        return _("hoàn tác mục {number}").format(number=entry.reverses)
    names = ", ".join(package.file_name for package in entry.packages)
    if entry.reversed_by is None:
        return names
    return f"{names} – " + _("đã hoàn tác ở mục {number}").format(number=entry.reversed_by)


ENTRY_COLUMNS: tuple[Column[MergeEntry], ...] = (
    Column(N_("Số"), lambda one: str(one.number), 5, is_right=True),
    Column(N_("Lúc"), lambda one: local_moment(one.at), 15),
    Column(N_("Cán bộ"), lambda one: one.officer, 10),
    Column(N_("Mới"), lambda one: number(one.added), 6, is_right=True),
    Column(N_("Đổi"), lambda one: number(one.changed), 6, is_right=True),
    Column(N_("Gói"), _what, 0),
)
CHANGE_COLUMNS: tuple[Column[Change], ...] = (
    Column(N_("Người/hộ"), lambda one: one.name, 26, order=lambda one: name_key(one.name)),
    Column(N_("Cán bộ"), lambda one: one.officers, 12),
    Column(N_("Điều đã đổi"), lambda one: one.what, 0),
)


class MergeJournal(QDialog):
    """Merges above, what the marked one changed below; Esc closes."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("merge_journal")
        self.setWindowTitle(_("Sổ các lần gộp dữ liệu"))
        self.resize(1100, 610)
        self._session = session
        column = QVBoxLayout(self)
        self.banner = Banner()
        column.addWidget(self.banner)
        self.entries: RowTable[MergeEntry] = RowTable(ENTRY_COLUMNS, self)
        self.entry_view = table_view(self.entries, "merges", _("Các lần gộp"))
        self.entry_view.selectionModel().currentRowChanged.connect(self._show_changes)
        column.addWidget(self.entry_view, 2)
        self.caption = plain_label("", "card_title")
        column.addWidget(self.caption)
        self.changes: RowTable[Change] = RowTable(CHANGE_COLUMNS, self)
        self.change_view = table_view(self.changes, "changes", _("Điều đã đổi"))
        self.change_view.setSortingEnabled(True)
        self.change_view.horizontalHeader().setSortIndicator(
            -1, self.change_view.horizontalHeader().sortIndicatorOrder()
        )
        column.addWidget(self.change_view, 3)
        row = QHBoxLayout()
        row.addWidget(muted_label(_("Mũi tên chọn lần gộp · Tab sang nút · Esc đóng")))
        row.addStretch(1)
        row.addWidget(button(_("In sổ…"), self.print_journal, "print_journal"))
        self.reverse_button = button(_("Hoàn tác lần gộp này…"), self.ask_reversal, "reverse_merge")
        row.addWidget(self.reverse_button)
        column.addLayout(row)
        self.refresh()
        self.entry_view.setFocus()

    def refresh(self) -> None:
        """Read the journal again; the newest entry is marked."""
        self.entries.put(journal(self._session.store))
        if self.entries.rows:
            self.entry_view.selectRow(0)
        self._show_changes()

    def _marked(self) -> MergeEntry | None:
        row = self.entry_view.currentIndex().row()
        return self.entries.rows[row] if 0 <= row < len(self.entries.rows) else None

    def _show_changes(self, *_rows: QModelIndex) -> None:
        entry = self._marked()
        self.reverse_button.setEnabled(entry is not None and entry.reversed_by is None)
        if entry is None:
            self.caption.setText(_("Máy này chưa gộp gói nào."))
            self.changes.put(())
            return
        self.changes.put(tuple(islice(changes_of(self._session.store, entry.number), MOST_ROWS)))
        self.caption.setText(_("Lần gộp số {number} đã đổi:").format(number=entry.number))

    def print_journal(self) -> None:
        """Show the journal as it will be printed."""
        preview(self, (merge_journal_document(self._session.store),), self.banner)

    # -- taking back --------------------------------------------------------------------------------------------

    def ask_reversal(self) -> None:
        """See first what taking back would do, then ask."""
        entry = self._marked()
        if entry is None:
            return
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang xem lại lần gộp"),
            lambda control: plan_reversal(store, entry.number, control),
            self._ask,
            self._fail,
        )

    def _ask(self, found: ReversalPlan) -> None:
        detail = _(
            "Sẽ hủy {voided} bản ghi, trả lại {restored} bản ghi, giữ nguyên {untouched} bản ghi."
        ).format(
            voided=number(found.voided), restored=number(found.restored), untouched=number(found.untouched)
        )
        go_on = messages.ask(
            self,
            _("Hoàn tác lần gộp số {number}?").format(number=found.entry.number),
            detail,
            yes=_("Hoàn tác"),
            no=_("Để nguyên"),
            is_danger=True,
        )
        if not go_on:
            return
        store = self._session.store
        run_job(
            self._session.jobs,
            self,
            _("Đang hoàn tác lần gộp"),
            lambda control: reverse(store, found.entry.number, control),
            self._reversed,
            self._fail,
        )

    def _reversed(self, done: ReversalPlan) -> None:
        self.refresh()
        self.banner.say(
            _("Đã hủy {voided} bản ghi, trả lại {restored} bản ghi, giữ nguyên {untouched} bản ghi.").format(
                voided=number(done.voided), restored=number(done.restored), untouched=number(done.untouched)
            ),
            "ok",
        )
        self._session.bus.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self.banner.say_ended(error, _("Đã dừng. Dữ liệu giữ nguyên như trước."))


def show_journal(session: Session, page: QWidget) -> MergeJournal:
    """Open the journal over a page."""
    dialog = MergeJournal(session, page.window())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
