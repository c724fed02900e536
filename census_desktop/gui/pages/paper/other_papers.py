"""The card of all papers but the household summaries: one list, Enter shows the marked one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_, _
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.pages.paper.place import PaperPlace
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card
from census_desktop.reports.document import Document
from census_desktop.reports.key_card import key_card
from census_desktop.services.absence_papers import absent_of, reminders_of, service_of, tet_of
from census_desktop.services.documents import merge_journal_document, progress_paper
from census_desktop.services.field_lists import (
    Scope,
    absent_document,
    followup_document,
    group_list_document,
    missing_document,
    missing_documents,
)
from census_desktop.services.slip_papers import blank_slip, slip_documents
from census_desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """One line of the card of other papers.

    Attributes:
        name: for tests.
        label: Vietnamese message id.
        make: gives the documents for a place and the marked households; may be stopped.
        writes: what was made stands in the store then, so it is shown even when the wish to stop came too late.
    """

    name: str
    label: str
    make: Callable[[Store, Scope, Sequence[uuid.UUID], JobControl], Sequence[Document]]
    writes: bool = False

    def made(
        self, store: Store, scope: Scope, marked: Sequence[uuid.UUID], control: JobControl
    ) -> tuple[Document, ...]:
        """The documents.

        Raises:
            CancelledError: `control` was told to stop; nothing has been written.
            CensusError: there is nothing to print.
        """
        documents = tuple(self.make(store, scope, marked, control))
        if not self.writes:
            control.check()
        return documents


def _slips(
    store: Store, _scope: Scope, marked: Sequence[uuid.UUID], _control: JobControl
) -> Sequence[Document]:
    documents = [document for household in marked for document in slip_documents(store, household)]
    if not documents:
        raise CensusError("NOTHING_TO_PRINT", _("Chọn một hộ có phiếu trong danh sách trước."), "")
    return documents


OTHERS: tuple[OtherPaper, ...] = (
    OtherPaper("dc01", N_("Phiếu DC01 của hộ đang chọn"), _slips),
    OtherPaper(
        "list", N_("Danh sách hộ"), lambda store, scope, *_others: (group_list_document(store, scope),)
    ),
    OtherPaper(
        "missing",
        N_("Danh sách chưa có phiếu"),
        lambda store, scope, *_others: missing_documents(store, scope) or (missing_document(store, scope),),
    ),
    OtherPaper(
        "absent",
        N_("Danh sách người vắng mặt"),
        lambda store, scope, *_others: (absent_document(store, scope),),
    ),
    OtherPaper(
        "followup",
        N_("Danh sách phúc tra mới"),
        lambda store, scope, _marked, control: (followup_document(store, scope, control=control),),
        writes=True,
    ),
    OtherPaper(
        "away",
        N_("Người vắng và khai báo tạm vắng"),
        lambda store, scope, *_others: (absent_of(store, scope),),
    ),
    OtherPaper(
        "remind",
        N_("Nhắc người vắng đến hôm nay"),
        lambda store, scope, *_others: (reminders_of(store, scope),),
    ),
    OtherPaper("tet", N_("Danh sách hỏi dịp Tết"), lambda store, scope, *_others: (tet_of(store, scope),)),
    OtherPaper(
        "service",
        N_("Người trong quân đội, công an"),
        lambda store, scope, *_others: (service_of(store, scope),),
    ),
    OtherPaper(
        "progress", N_("Tiến độ"), lambda store, scope, *_others: (progress_paper(store, scope.unit),)
    ),
    OtherPaper("journal", N_("Sổ các lần gộp"), lambda store, *_others: (merge_journal_document(store),)),
    OtherPaper("keys", N_("Bảng phím"), lambda _store, *_others: (key_card(),)),
    OtherPaper("blank", N_("Phiếu DC01 trống"), lambda store, *_others: (blank_slip(store),)),
)


class OthersCard(QWidget):
    """All other papers as one list; Enter shows the marked one."""

    def __init__(self, session: Session, place: PaperPlace, banner: Banner) -> None:
        super().__init__()
        self._session, self._place, self._banner = session, place, banner
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        frame, inside = card(_("Giấy khác"))
        self.list = QListWidget()
        self.list.setObjectName("other_papers")
        self.list.setAccessibleName(_("Giấy khác"))
        for paper in OTHERS:
            item = QListWidgetItem(_(paper.label))
            item.setData(Qt.ItemDataRole.UserRole, paper.name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setMinimumHeight(self.list.sizeHintForRow(0) * 5)
        self.list.itemActivated.connect(lambda _item: self.show_marked())
        inside.addWidget(self.list)
        inside.addWidget(button(_("Xem và in giấy này"), self.show_marked, "preview_other"))
        column.addWidget(frame)

    def show_marked(self) -> None:
        """Make the marked paper in the worker thread and show it."""
        paper = OTHERS[self.list.currentRow()]
        store, choice = self._session.store, self._place.choice()
        run_job(
            self._session.jobs,
            self,
            _("Đang lập {paper}").format(paper=_(paper.label)),
            lambda control: paper.made(store, choice.scope, choice.marked, control),
            self._show,
            self._fail,
        )

    def _show(self, documents: Sequence[Document]) -> None:
        preview(self, documents, self._banner)

    def _fail(self, error: BaseException) -> None:
        self._banner.say_ended(error, _("Đã dừng, chưa lập giấy nào."))
