"""Residential groups: rename, put together, divide; every change has its day, its basis and a way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.clock import today
from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.boundary_parts import GroupDialog
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import Column, RowTable, mark_row, marked_rows, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, muted_label
from census_desktop.services.boundaries import Applied, apply_plan
from census_desktop.services.boundary_list import PlanDraft
from census_desktop.services.groups import GroupLine, change_groups, group_history, groups_of
from census_desktop.services.units import unit_label, unit_name

GROUP_COLUMNS: tuple[Column[GroupLine], ...] = (
    Column(N_("Đơn vị"), lambda line: unit_label(line.place.unit), 30),
    Column(
        N_("Thôn/tổ dân phố"),
        lambda line: line.place.group,
        0,
        sign=lambda line: "" if line.is_listed else "warning",
    ),
    Column(
        N_("Số hộ"),
        lambda line: number(line.households),
        8,
        is_right=True,
        order=lambda line: line.households,
    ),
    Column(
        N_("Nhân khẩu"), lambda line: number(line.people), 9, is_right=True, order=lambda line: line.people
    ),
    Column(N_("Có từ ngày"), lambda line: f"{line.since:%d/%m/%Y}" if line.since else "", 11),
)


class GroupPane(QWidget):
    """The groups of all units in use; what has become of the marked one stands below.

    Signals:
        changed(): records changed.
    """

    changed = Signal()

    def __init__(self, session: Session, banner: Banner) -> None:
        super().__init__()
        self._session, self._banner = session, banner
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        row = QHBoxLayout()
        self.buttons = (
            button(_("Đổi tên… (F2)"), self.rename, "rename_group"),
            button(_("Gộp các thôn đang chọn… (F3)"), self.join, "merge_groups"),
            button(_("Tách theo số hộ… (F4)"), self.part, "split_group"),
        )
        for one in self.buttons:
            one.setEnabled(session.is_town)
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(muted_label(_("Dấu cảnh báo: chỉ có trên phiếu, không có trong danh sách")))
        column.addLayout(row)
        self.table: RowTable[GroupLine] = RowTable(GROUP_COLUMNS, self)
        self.view = table_view(self.table, "residential_groups", _("Thôn, tổ dân phố"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell())
        column.addWidget(self.view, 1)
        self.history = muted_label(wraps=True)
        column.addWidget(self.history)

    def refresh(self) -> None:
        """Read the groups again."""
        row = self.view.currentIndex().row()
        self.table.put(groups_of(self._session.store))
        if self.table.rows:
            mark_row(self.view, min(max(row, 0), len(self.table.rows) - 1))
        self._tell()

    @property
    def marked(self) -> tuple[GroupLine, ...]:
        """The groups marked."""
        return tuple(self.table.rows[row] for row in marked_rows(self.view))

    def _tell(self) -> None:
        marked = self.marked
        if not marked:
            self.history.setText("")
            return
        unit = marked[0].place.unit
        told = [
            _("{day}: {before} → {after}{withdrawn}").format(
                day=change.plan.effective_on,
                before=change.before,
                after=change.after.group if change.after is not None else _("phải chọn từng hộ"),
                withdrawn=_(" (đã hoàn tác)") if change.plan.withdrawn else "",
            )
            for change in group_history(self._session.store, unit)
        ]
        self.history.setText(
            _("{unit}: {changes}").format(
                unit=unit_name(unit), changes="; ".join(told) or _("chưa có thay đổi nào")
            )
        )

    def answer(self, event: QKeyEvent) -> bool:
        """F2 renames, F3 puts together, F4 divides."""
        deed = {Qt.Key.Key_F2: self.rename, Qt.Key.Key_F3: self.join, Qt.Key.Key_F4: self.part}.get(
            Qt.Key(event.key())
        )
        if deed is None or not self._session.is_town:
            return False
        deed()
        return True

    def rename(self) -> None:
        """Another name for the marked group."""
        self._change(_("Đổi tên {group}"), count=1)

    def join(self) -> None:
        """One name for the marked groups."""
        self._change(_("Gộp {group}"), count=2)

    def part(self) -> None:
        """Some numbers of the marked group become a group of their own."""
        self._change(_("Tách {group}"), count=1, is_part=True)

    def _change(self, title: str, *, count: int, is_part: bool = False) -> None:
        marked = self.marked
        if (count == 1) != (len(marked) == 1) or len({line.place.unit for line in marked}) != 1:
            self._banner.say(
                _("Chọn đúng một thôn.") if count == 1 else _("Chọn từ hai thôn của cùng một đơn vị."),
                "warning",
            )
            return
        names = [line.place.group for line in marked]
        day = today(self._session.clock)
        dialog = GroupDialog(title.format(group=", ".join(names)), names[0], day, self, is_part=is_part)
        dialog.ask(lambda: self._typed(dialog, marked))

    def _typed(self, dialog: GroupDialog, marked: Sequence[GroupLine]) -> None:
        day = dialog.day
        if day is None:  # the dialog does not close with one
            return
        names = [line.place.group for line in marked]
        try:
            draft = change_groups(
                self._session.store, marked[0].place.unit, names, dialog.name, day,
                basis=dialog.basis, numbers=(dialog.first_no, dialog.last_no),
            )  # fmt: skip
        except CensusError as error:
            self._banner.say_error(error)
            return
        self._apply(draft)

    def _apply(self, draft: PlanDraft) -> None:
        if not messages.ask(
            self,
            _("{title}?").format(title=draft.record.title),
            _(
                "Có hiệu lực từ {day:%d/%m/%Y}; phiếu và địa chỉ giữ nguyên lời, hoàn tác được ở trang Phương án."
            ).format(day=draft.day),
            yes=_("Đổi"),
            no=_("Để xem lại"),
        ):
            return
        store = self._session.store
        run_job(
            self._session.jobs, self, _("Đang chuyển hộ theo phương án"),
            lambda control: apply_plan(store, draft, control), self._done, self._fail,
        )  # fmt: skip

    def _done(self, done: Applied) -> None:
        self._banner.say(
            _("{title}: {households} hộ đổi thôn, tổ dân phố.").format(
                title=done.plan.title, households=number(done.households)
            ),
            "ok",
        )
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self._banner.say_ended(error)
