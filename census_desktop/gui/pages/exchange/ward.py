"""Trao đổi on a ward machine: write the package for the town, take in its receipt, see what the town wants."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from census_desktop.base.text import _, number
from census_desktop.gui.dialogs.export_wizard import ExportWizard
from census_desktop.gui.dialogs.laptops import LaptopsDialog
from census_desktop.gui.dialogs.receipt_deeds import write_receipts
from census_desktop.gui.dialogs.sent_packages import SentPackages
from census_desktop.gui.moments import local_moment
from census_desktop.gui.pages.exchange.page import ExchangePage
from census_desktop.gui.pages.exchange.town_news import TownNewsView
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import button, card, muted_label, plain_label
from census_desktop.services.exchange import collects
from census_desktop.services.follow_up import open_questions
from census_desktop.services.notices import notices
from census_desktop.services.outgoing import outgoing
from census_desktop.store.packages import out_packages
from census_desktop.store.records import counts
from census_desktop.transfer.inbox import MergePlan
from census_desktop.transfer.outbox import ExportResult


class WardExchangePage(ExchangePage):
    """Export to the stick, receipts from the town, what the town wants, keys.

    Attributes:
        news_view: what the town says, built when first asked for.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("Trao đổi với thị xã"), parent)
        self.news_view: TownNewsView | None = None
        self.panel.merged.connect(self._received)
        across = QHBoxLayout()
        across.setSpacing(9)
        across.addWidget(self._export_card(), 4)
        across.addWidget(self._news_card(), 4)
        across.addWidget(self._key_card(), 3)
        self._column.addLayout(across, 2)
        self.refresh()

    def _export_card(self) -> QWidget:
        frame, inside = card(_("Gửi phiếu lên thị xã"))
        self.waiting = plain_label("", wraps=True)
        self.last = muted_label(wraps=True)
        inside.addWidget(self.waiting)
        inside.addWidget(self.last)
        inside.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(button(_("Sổ gói đã xuất…"), self.show_sent, "show_sent"))
        self.receipt_button = button(_("Các máy trong phường…"), self.show_laptops, "show_laptops")
        row.addWidget(self.receipt_button)
        row.addStretch(1)
        inside.addLayout(row)
        self.export_button = button(_("Xuất gói ra USB… (Ctrl+J)"), self.send, "export_button", primary=True)
        self.export_button.setMinimumHeight(34)
        inside.addWidget(self.export_button)
        return frame

    def _news_card(self) -> QWidget:
        frame, inside = card(_("Việc từ thị xã"))
        self.accepted = plain_label("", wraps=True)
        self.open_things = plain_label("", wraps=True)
        inside.addWidget(self.accepted)
        inside.addWidget(self.open_things)
        inside.addStretch(1)
        inside.addWidget(button(_("Xem việc từ thị xã… (Ctrl+R)"), self.show_news, "show_news"))
        return frame

    # -- deeds --------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Ctrl+J: the package for the town, or for the machine that collects."""
        wizard = ExportWizard(self._session, self)
        wizard.exported.connect(self._exported)
        wizard.open()

    def show_sent(self) -> None:
        """Every package written here."""
        SentPackages(self._session, self).open()

    def show_laptops(self) -> None:
        """On a machine that collects: what came from each laptop, and receipts for them."""
        LaptopsDialog(self._session, self.write_receipt, self).open()

    def write_receipt(self) -> None:
        """On a machine that collects: the receipt for the ward's other machines."""
        own = self._session.store.installation.unit
        write_receipts(self._session, self, (own,), self.banner, self._fail)

    def show_news(self) -> None:
        """Ctrl+R: what the town says and what is still to be done about it."""
        if self.news_view is None:
            self.news_view = TownNewsView(self._session)
            self.news_view.left.connect(self.show_main)
            self.stack.addWidget(self.news_view)
        self.stack.setCurrentWidget(self.news_view)
        self.news_view.look()

    def take_focus(self) -> None:
        """Enter writes the package."""
        self.export_button.setFocus()

    def _received(self, result: MergePlan) -> None:
        """Say what the town has confirmed, and show what its receipt asks for."""
        confirmed = sum(package.confirmed for package in result.packages)
        words = _(
            "Thị xã đã xác nhận thêm {confirmed} gói. Đã nhận {added} bản ghi mới, {changed} bản ghi đổi."
            " Câu hỏi còn phải hỏi: {questions}."
        ).format(
            confirmed=number(confirmed),
            added=number(result.added),
            changed=number(result.changed),
            questions=number(len(open_questions(self._session.store))),
        )
        self.banner.say(words, "ok")
        self.refresh()
        if any(package.status == "merged" and package.code == "RECEIPT" for package in result.packages):
            self.show_news()
            assert self.news_view is not None
            self.news_view.banner.say(words, "ok")

    def _exported(self, result: ExportResult) -> None:
        self.refresh()
        self.banner.say(
            _(
                "Đã xuất {file}: gói số {sequence}, {people} người, {households} hộ."
                " Đã đọc lại và so từng byte: có thể rút USB."
            ).format(
                file=result.path.name,
                sequence=result.sequence,
                people=number(result.people),
                households=number(result.households),
            ),
            "ok",
        )

    # -- showing ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Say what would go out, what went out last, and what the town has said."""
        super().refresh()
        store = self._session.store
        people, households = counts(store)
        ready = outgoing(store)
        self.receipt_button.setVisible(collects(store))
        self.waiting.setText(
            _(
                "Máy này có {people} phiếu trong {households} hộ; {new} phiếu mới hoặc đổi mà thị xã chưa xác nhận."
            ).format(people=number(people), households=number(households), new=number(ready.people))
        )
        written = out_packages(store)
        confirmed = [one for one in written if one.confirmed_at is not None]
        self.last.setText(
            _("Chưa xuất gói nào.")
            if not written
            else _("Gói gần nhất: số {number} lúc {at}, {people} người, {households} hộ.").format(
                number=written[-1].sequence,
                at=local_moment(written[-1].at),
                people=number(written[-1].people),
                households=number(written[-1].households),
            )
        )
        self.accepted.setText(
            _("Thị xã đã nhận đến gói số {number}.").format(number=confirmed[-1].sequence)
            if confirmed
            else _("Chưa có biên nhận nào của thị xã.")
        )
        unread = sum(one.is_open for one in notices(store, store.installation.unit))
        self.open_things.setText(
            _("{messages} lời nhắn chưa đọc, {questions} câu cần hỏi lại tại hộ.").format(
                messages=number(unread), questions=number(len(open_questions(store)))
            )
        )
