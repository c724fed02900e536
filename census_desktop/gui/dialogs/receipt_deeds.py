"""Receipts for units, one after the other onto one stick; and messages that go with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.gui.dialogs.asking import Asking
from census_desktop.gui.dialogs.sent_messages import SentMessages
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.session import Session
from census_desktop.gui.sticks import choose_stick
from census_desktop.gui.widgets import Banner, button
from census_desktop.services.exchange import export_receipts_to
from census_desktop.services.notices import write_notice
from census_desktop.services.receipts_due import UnitExchange
from census_desktop.services.units import unit_name
from census_desktop.transfer.outbox import ExportResult

_COLUMNS = 3  # of units to be ticked
_MOST_NAMED = 3  # units named one by one


def write_receipts(
    session: Session,
    page: QWidget,
    units: Sequence[str],
    banner: Banner,
    failed: Callable[[BaseException], None],
) -> None:
    """Ask for the stick and write a receipt for each unit in the worker thread.

    Args:
        session: who is at work.
        page: where it was asked for.
        units: unit texts.
        banner: where it is told that it was done.
        failed: told what went wrong.
    """
    names = (
        ", ".join(unit_name(unit) for unit in units)
        if len(units) <= _MOST_NAMED
        else _("{count} đơn vị").format(count=number(len(units)))
    )
    folder = choose_stick(page, _("Chọn USB để ghi biên nhận cho {unit}").format(unit=names))
    if folder is None:
        return

    def work(control: JobControl) -> tuple[ExportResult, ...]:
        return export_receipts_to(session.store, units, folder, control)

    def done(written: tuple[ExportResult, ...]) -> None:
        banner.say(
            _(
                "Đã ghi {count} biên nhận cho {unit}: {people} người, {households} hộ."
                " Đã đọc lại và so từng byte: có thể rút USB."
            ).format(
                count=number(len(written)),
                unit=names,
                people=number(sum(one.people for one in written)),
                households=number(sum(one.households for one in written)),
            ),
            "ok",
        )
        session.bus.changed.emit()

    run_job(
        session.jobs,
        page,
        _("Đang ghi biên nhận cho {unit}").format(unit=names),
        work,
        done,
        failed,
        waits=True,
    )


def ask_message(
    session: Session, page: QWidget, units: Sequence[UnitExchange], marked: str | None, banner: Banner
) -> None:
    """Write a message to units; it goes with their next receipts.

    Args:
        session: who is at work, on the town's machine.
        page: where it was asked for.
        units: who may be written to.
        marked: the unit that is ticked at first; all when None.
        banner: where it is told that it was done.
    """
    dialog = Asking(
        _("Lời nhắn cho phường, xã"),
        _("Lời nhắn đi cùng biên nhận tới; khi đơn vị đọc, gói sau của họ báo lại."),
        _("Ghi lời nhắn"),
        session.jobs,
        page,
    )
    words = QPlainTextEdit()
    words.setObjectName("message_words")
    words.setAccessibleName(_("Lời nhắn"))
    words.setTabChangesFocus(True)
    words.setFixedHeight(words.fontMetrics().lineSpacing() * 5)
    dialog.extra.addWidget(words)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(
        button(
            _("Các lời nhắn đã viết, rút lại…"), lambda: SentMessages(session, page).open(), "sent_messages"
        )
    )
    ticks = []
    grid = QGridLayout()
    dialog.extra.addLayout(grid)
    for at, unit in enumerate(units):
        tick = QCheckBox(unit.unit_name)
        tick.setObjectName(f"to_{unit.unit}")
        tick.setChecked(marked is None or unit.unit == marked)
        grid.addWidget(tick, at // _COLUMNS, at % _COLUMNS)
        ticks.append((tick, unit.unit))

    dialog.extra.addLayout(row)

    def chosen() -> list[str]:
        return [unit for tick, unit in ticks if tick.isChecked()]

    dialog.work = lambda: write_notice(session.store, chosen(), words.toPlainText())

    def done(_made: object) -> None:
        banner.say(_("Đã ghi lời nhắn; sẽ đi cùng biên nhận tới của các đơn vị đã chọn."), "ok")
        session.bus.changed.emit()

    dialog.done_with = done
    dialog.begin()
    words.setFocus()
