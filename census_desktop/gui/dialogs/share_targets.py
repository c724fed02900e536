"""The target of a divided unit shared out among the units its households went to: looked at, confirmed by one key."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label
from census_desktop.services.target_shares import (
    ShareLine,
    ShareProposal,
    confirm_shares,
    share_proposal,
    source_words,
)
from census_desktop.services.units import unit_name


def _figures(title: str, before: str, after: str) -> tuple[Column[ShareLine], ...]:
    """A figure before and after, with how much it changes."""

    def change(line: ShareLine) -> int:
        return int(getattr(line, after)) - int(getattr(line, before))

    return (
        Column(
            title, lambda line: number(getattr(line, before)), 11, is_right=True,
            order=lambda line: int(getattr(line, before)),
        ),
        Column(
            N_("thay đổi"), lambda line: f"{'+' if change(line) > 0 else ''}{number(change(line))}", 8, is_right=True,
            order=change,
        ),
        Column(
            N_("sau"), lambda line: number(getattr(line, after)), 9, is_right=True,
            order=lambda line: int(getattr(line, after)),
        ),
    )  # fmt: skip


SHARE_COLUMNS: tuple[Column[ShareLine], ...] = (
    Column(N_("Đơn vị"), lambda line: unit_name(line.unit), 0),
    Column(
        N_("Người đã nhập"),
        lambda line: number(line.in_now),
        12,
        is_right=True,
        order=lambda line: line.in_now,
    ),
    *_figures(N_("Chỉ tiêu nhân khẩu"), "people_before", "people"),
    *_figures(N_("Chỉ tiêu hộ"), "households_before", "households"),
)


class ShareTargetsDialog(QDialog):
    """F10 lets the proposed targets hold, Esc leaves them as they are.

    Attributes:
        confirmed: what was confirmed, None before.
    """

    def __init__(self, session: Session, found: ShareProposal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("share_targets")
        self.setWindowTitle(_("Chia chỉ tiêu theo kế hoạch"))
        self.resize(940, 420)
        self._session, self._found = session, found
        self.confirmed: ShareProposal | None = None
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(plain_label(source_words(found.plan), "card_title", wraps=True))
        self.table: RowTable[ShareLine] = RowTable(SHARE_COLUMNS, self)
        self.table.put(found.lines)
        self.view = table_view(self.table, "share_targets_table", _("Chia chỉ tiêu theo kế hoạch"))
        column.addWidget(self.view, 1)
        self.sums = muted_label(self._words(), wraps=True)
        column.addWidget(self.sums)
        row = QHBoxLayout()
        row.addWidget(muted_label(_("F10: xác nhận · Esc: để như cũ")))
        row.addStretch(1)
        self.confirm_button = button(_("Xác nhận (F10)"), self.confirm, "confirm_shares", primary=True)
        self.confirm_button.setEnabled(not found.waiting)
        row.addWidget(self.confirm_button)
        column.addLayout(row)
        if found.lines:
            self.view.selectRow(0)
        self.view.setFocus()

    def _words(self) -> str:
        found = self._found
        people, households = found.people, found.households
        words = [
            _("Chia theo số người, số hộ đã nhập của đơn vị bị chia."),
            _("Cộng trước và sau: {people} = {people_after} người, {households} = {households_after} hộ.").format(
                people=number(people[0]), people_after=number(people[1]), households=number(households[0]),
                households_after=number(households[1]),
            ),
        ]  # fmt: skip
        if found.waiting:
            words.append(
                _("Còn {count} hộ chờ chọn đơn vị nên chưa xác nhận được.").format(
                    count=number(found.waiting)
                )
            )
        if found.is_confirmed:
            words.append(_("Đã xác nhận; xác nhận lại thì chia theo số đã nhập hôm nay."))
        return " ".join(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F10 confirms."""
        if event.key() == Qt.Key.Key_F10:
            self.confirm()
        else:
            super().keyPressEvent(event)

    def confirm(self) -> None:
        """Let the shares hold."""
        try:
            self.confirmed = confirm_shares(self._session.store, self._found.plan.record.boundary_plan_uuid)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._session.bus.changed.emit()
        self.accept()


def offer_shares(
    session: Session, page: QWidget, plan: uuid.UUID, banner: Banner, closed: Callable[[], None]
) -> None:
    """Count what a plan proposes in the worker thread, and show it.

    Args:
        session: the session.
        page: where it was asked for.
        plan: the plan.
        banner: for news.
        closed: called when the dialog is gone.
    """

    def show(found: ShareProposal | None) -> None:
        if found is None:
            words = _(
                "Phương án này không chia đơn vị nào đang có chỉ tiêu, hoặc chưa có hộ nào của đơn vị đó."
            )
            banner.say(words, "info")
            return
        dialog = ShareTargetsDialog(session, found, page)
        dialog.accepted.connect(lambda: banner.say(_("Chỉ tiêu đã chia theo kế hoạch."), "ok"))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: closed())
        dialog.open()

    run_job(
        session.jobs,
        page,
        _("Đang tính chỉ tiêu theo kế hoạch"),
        lambda _control: share_proposal(session.store, plan),
        show,
        banner.say_ended,
    )
