"""Every package written here, whether its receipt has come, and copying one to a stick again."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.moments import local_moment
from census_desktop.gui.session import Session
from census_desktop.gui.sticks import choose_stick
from census_desktop.gui.widgets import Banner, button, muted_label
from census_desktop.services.outgoing import Sent, copy_again, sent_packages


def _receipt(one: Sent) -> str:
    if one.package.confirmed_at is not None:
        return _("đã có biên nhận {at}").format(at=local_moment(one.package.confirmed_at))
    return _("chưa có biên nhận")


COLUMNS: tuple[Column[Sent], ...] = (
    Column(N_("Số"), lambda one: str(one.package.sequence), 5, is_right=True),
    Column(N_("Lúc"), lambda one: local_moment(one.package.at), 16),
    Column(N_("Người"), lambda one: number(one.package.people), 7, is_right=True),
    Column(N_("Hộ"), lambda one: number(one.package.households), 7, is_right=True),
    Column(
        N_("Biên nhận"),
        _receipt,
        30,
        sign=lambda one: "ok" if one.package.confirmed_at is not None else "warning",
    ),
    Column(
        N_("Tệp"),
        lambda one: one.package.file_name if one.is_kept else _("không còn trong máy"),
        0,
    ),
)


class SentPackages(QDialog):
    """Newest first; Enter copies the marked one to a stick, Esc closes."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("sent_packages")
        self.setWindowTitle(_("Sổ gói đã xuất"))
        self.resize(960, 460)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.banner = Banner()
        column.addWidget(self.banner)
        self.table: RowTable[Sent] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "sent", _("Sổ gói đã xuất"))
        self.view.activated.connect(lambda _index: self.copy())
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addWidget(muted_label(_("Mọi gói đã xuất đều được giữ trong máy này · Esc đóng")))
        row.addStretch(1)
        row.addWidget(button(_("Chép lại ra USB…"), self.copy, "copy_again"))
        column.addLayout(row)
        self.finished.connect(self.deleteLater)
        self.table.put(sent_packages(session.store))
        if self.table.rows:
            self.view.selectRow(0)
        self.view.setFocus()

    def copy(self) -> None:
        """Copy the marked package to a stick."""
        row = self.view.currentIndex().row()
        if not 0 <= row < len(self.table.rows):
            return
        folder = choose_stick(self, _("Chọn USB để chép lại gói"))
        if folder is None:
            return
        try:
            path = copy_again(self._session.store, self.table.rows[row].package, folder)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(
            _("Đã chép {file}, đã đọc lại và so từng byte: có thể rút USB.").format(file=path.name), "ok"
        )
