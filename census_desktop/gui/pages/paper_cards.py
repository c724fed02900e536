"""The cards of the paper room: household summaries, and all other papers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_, _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.pages.paper_place import Choice, PaperPlace
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label
from census_desktop.printing.batch import Output, send_to_printer, write_files_by_group, write_one_file
from census_desktop.printing.printer import new_printer
from census_desktop.reports.document import Document
from census_desktop.reports.key_card import key_card
from census_desktop.services.absence_papers import absent_of, reminders_of, service_of, tet_of
from census_desktop.services.documents import (
    HouseholdPaper,
    household_papers,
    log_printed,
    merge_journal_document,
    progress_paper,
)
from census_desktop.services.field_lists import (
    Scope,
    absent_document,
    followup_document,
    group_list_document,
    missing_document,
    missing_documents,
)
from census_desktop.services.slip_papers import blank_slip, slip_documents
from census_desktop.store.print_log import PrintedHousehold
from census_desktop.store.store import Store
from census_desktop.store.walk import House, houses

MOST_IN_PREVIEW = 100  # households; longer runs go to a file or a printer as a job


class SummaryCard(QWidget):
    """Summaries of the households marked, or of all in the list: on the screen, to a printer, into files."""

    def __init__(self, session: Session, place: PaperPlace, banner: Banner) -> None:
        super().__init__()
        self._session, self._place, self._banner = session, place, banner
        self._waiting: list[PrintedHousehold] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        frame, inside = card(_("Bảng tổng hợp hộ gia đình"))
        self.what = muted_label(wraps=True)
        inside.addWidget(self.what)
        self.duplex = QCheckBox(_("In hai mặt, mỗi hộ một tờ riêng"))
        self.duplex.setObjectName("duplex")
        inside.addWidget(self.duplex)
        self.preview_button = button(_("Xem và in"), self.preview, "preview_household", primary=True)
        inside.addWidget(self.preview_button)
        inside.addWidget(button(_("In ngay…"), self.print_all, "print_households"))
        inside.addWidget(button(_("Lưu một tệp PDF…"), self.save_all, "save_all_pdf"))
        inside.addWidget(button(_("Lưu mỗi thôn một tệp…"), self.save_by_group, "save_by_group"))
        self.confirm_button = button("", self.confirm, "confirm_printed")
        inside.addWidget(self.confirm_button)
        column.addWidget(frame)
        place.marked.connect(self.look)
        place.wanted.connect(lambda household: self._show([household]))
        self.look()

    def look(self) -> None:
        """Say what would be printed, and what waits to be confirmed."""
        choice = self._place.choice()
        if choice.marked:
            text = _("{count} hộ đang chọn (Shift hoặc Ctrl với mũi tên để chọn thêm)")
            self.what.setText(text.format(count=number(len(choice.marked))))
        else:
            self.what.setText(_("Cả danh sách: {count} hộ có phiếu").format(count=number(choice.count)))
        self.confirm_button.setVisible(bool(self._waiting))
        self.confirm_button.setText(
            _("Giấy đã in đủ {count} hộ: ghi sổ").format(count=number(len(self._waiting)))
        )

    # -- on the screen ------------------------------------------------------------------------------------------

    def preview(self) -> None:
        """Show the papers of the marked households, of the whole list when none is marked, as the card says."""
        choice = self._chosen()
        if choice is None:
            return
        households = choice.marked or choice.found
        if households is None or len(households) > MOST_IN_PREVIEW:
            self._banner.say(
                _("Xem trước được nhiều nhất {count} hộ; hãy in ngay hoặc lưu PDF.").format(
                    count=MOST_IN_PREVIEW
                ),
                "warning",
            )
            return
        self._show(households)

    def _show(self, households: Sequence[uuid.UUID]) -> None:
        try:
            papers = tuple(household_papers(self._session.store, households))
        except CensusError as error:
            self._banner.say_error(error)
            return
        preview(
            self,
            [paper.document for paper in papers],
            self._banner,
            printed=lambda: self._printed(papers),
            is_duplex=self.duplex.isChecked(),
        )

    def _printed(self, papers: Sequence[HouseholdPaper]) -> None:
        self._wait_for(paper.printed for paper in papers)
        self._ask()

    # -- as a job -----------------------------------------------------------------------------------------------

    def print_all(self) -> None:
        """Send the papers to a printer, in the worker thread."""
        choice = self._chosen()
        if choice is None:
            return
        is_duplex = self.duplex.isChecked()
        printer = new_printer(self._title(choice), is_duplex=is_duplex)
        if not messages.choose_printer(self, printer):
            return
        store, households = self._session.store, _ids_of(choice)
        self._run(
            _("Đang in {count} hộ"),
            choice,
            lambda control: send_to_printer(store, households(store), printer, control),
            self._sent,
        )

    def _sent(self, output: Output) -> None:
        self._banner.say(_("Đã gửi {count} trang tới máy in.").format(count=number(output.pages)), "ok")
        self._wait_for(output.printed)
        self._ask()

    def save_all(self) -> None:
        """Write the papers into one PDF file, in the worker thread."""
        choice = self._chosen()
        if choice is None:
            return
        name = Path.home() / _("tong-hop-{count}-ho.pdf").format(count=_count(choice))
        path = messages.choose_new_file(self, _("Lưu PDF các hộ"), name, _("Tệp PDF (*.pdf)"))
        if path is None:
            return
        store, households, is_duplex = self._session.store, _ids_of(choice), self.duplex.isChecked()
        self._run(
            _("Đang ghi {count} hộ ra PDF"),
            choice,
            lambda control: write_one_file(
                store, households(store), path, control, replace=True, is_duplex=is_duplex
            ),
            self._saved,
        )

    def save_by_group(self) -> None:
        """Write one PDF file for each residential group, in the worker thread."""
        choice = self._chosen()
        if choice is None:
            return
        folder = messages.choose_folder(self, _("Thư mục cho các tệp PDF"), Path.home())
        if folder is None:
            return
        store, found, is_duplex = self._session.store, _houses_of(choice), self.duplex.isChecked()
        self._run(
            _("Đang ghi {count} hộ ra PDF"),
            choice,
            lambda control: write_files_by_group(store, found(store), folder, control, is_duplex=is_duplex),
            self._saved,
        )

    def _saved(self, output: Output) -> None:
        self._wait_for(output.printed)
        words = (
            _("Đã lưu {path}: {count} trang.").format(path=output.files[0], count=number(output.pages))
            if len(output.files) == 1
            else _("Đã lưu {files} tệp vào {folder}: {count} trang.").format(
                files=number(len(output.files)),
                folder=output.files[0].parent,
                count=number(output.pages),
            )
        )
        self._banner.say(words + " " + _("Khi giấy đã in xong, bấm nút ghi sổ ở bên phải."), "ok")

    def _chosen(self) -> Choice | None:
        choice = self._place.choice()
        if _count(choice):
            return choice
        self._banner.say(_("Không có hộ nào để in."), "warning")
        return None

    def _title(self, choice: Choice) -> str:
        return _("Bảng tổng hợp {count} hộ").format(count=_count(choice))

    def _run(
        self,
        title: str,
        choice: Choice,
        work: Callable[[JobControl], Output],
        done: Callable[[Output], None],
    ) -> None:
        words = title.format(count=number(_count(choice)))
        run_job(self._session.jobs, self, words, work, done, self._fail)

    def _fail(self, error: BaseException) -> None:
        self._banner.say_ended(error, _("Đã dừng, không có tệp nào được ghi."))

    # -- the log ------------------------------------------------------------------------------------------------

    def _wait_for(self, printed: object) -> None:
        self._waiting = list(printed)  # type: ignore[call-overload]
        self.look()

    def _ask(self) -> None:
        """Paper can jam: only a person knows that it came out."""
        if messages.ask(
            self,
            _("Giấy đã ra đủ và rõ chưa?"),
            _("Trả lời đủ thì sổ in ghi những hộ này; lần in sau sẽ đánh dấu chỗ đã đổi."),
            yes=_("Đủ, ghi sổ"),
            no=_("Chưa"),
        ):
            self.confirm()

    def confirm(self) -> None:
        """Enter in the log what waits."""
        try:
            logged = log_printed(self._session.store, self._waiting)
        except CensusError as error:
            self._banner.say_error(error)
            return
        self._waiting = []
        self.look()
        self._banner.say(_("Đã ghi sổ in {count} hộ.").format(count=number(logged)), "ok")


def _count(choice: Choice) -> int:
    return len(choice.marked) or choice.count


def _houses_of(choice: Choice) -> Callable[[Store], tuple[House, ...]]:
    """Read in the worker thread: a whole town takes its time."""
    wanted = set(choice.marked or choice.found or ())

    def found(store: Store) -> tuple[House, ...]:
        scope = choice.scope
        everything = houses(store, unit=scope.unit, residential_group=scope.residential_group)
        if wanted:
            return tuple(house for house in everything if house.household_uuid in wanted)
        return tuple(house for house in everything if house.people)

    return found


def _ids_of(choice: Choice) -> Callable[[Store], list[uuid.UUID]]:
    """In the order of the list; of the houses when the list is cut."""
    known = choice.marked or choice.found
    if known:
        return lambda _store: list(known)
    found = _houses_of(choice)
    return lambda store: [house.household_uuid for house in found(store)]


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """One line of the card of other papers.

    Attributes:
        name: for tests.
        label: Vietnamese message id.
        make: gives the documents for a place and the marked households.
    """

    name: str
    label: str
    make: Callable[[Store, Scope, Sequence[uuid.UUID]], Sequence[Document]]


def _slips(store: Store, _scope: Scope, marked: Sequence[uuid.UUID]) -> Sequence[Document]:
    documents = [document for household in marked for document in slip_documents(store, household)]
    if not documents:
        raise CensusError("NOTHING_TO_PRINT", _("Chọn một hộ có phiếu trong danh sách trước."), "")
    return documents


OTHERS: tuple[OtherPaper, ...] = (
    OtherPaper("dc01", N_("Phiếu DC01 của hộ đang chọn"), _slips),
    OtherPaper(
        "list", N_("Danh sách hộ"), lambda store, scope, _marked: (group_list_document(store, scope),)
    ),
    OtherPaper(
        "missing",
        N_("Danh sách chưa có phiếu"),
        lambda store, scope, _marked: missing_documents(store, scope) or (missing_document(store, scope),),
    ),
    OtherPaper(
        "absent",
        N_("Danh sách người vắng mặt"),
        lambda store, scope, _marked: (absent_document(store, scope),),
    ),
    OtherPaper(
        "followup",
        N_("Danh sách phúc tra mới"),
        lambda store, scope, _marked: (followup_document(store, scope),),
    ),
    OtherPaper(
        "away",
        N_("Người vắng và khai báo tạm vắng"),
        lambda store, scope, _marked: (absent_of(store, scope),),
    ),
    OtherPaper(
        "remind",
        N_("Nhắc người vắng đến hôm nay"),
        lambda store, scope, _marked: (reminders_of(store, scope),),
    ),
    OtherPaper("tet", N_("Danh sách hỏi dịp Tết"), lambda store, scope, _marked: (tet_of(store, scope),)),
    OtherPaper(
        "service",
        N_("Người trong quân đội, công an"),
        lambda store, scope, _marked: (service_of(store, scope),),
    ),
    OtherPaper("progress", N_("Tiến độ"), lambda store, scope, _marked: (progress_paper(store, scope.unit),)),
    OtherPaper(
        "journal", N_("Sổ các lần gộp"), lambda store, _scope, _marked: (merge_journal_document(store),)
    ),
    OtherPaper("keys", N_("Bảng phím"), lambda _store, _scope, _marked: (key_card(),)),
    OtherPaper("blank", N_("Phiếu DC01 trống"), lambda store, _scope, _marked: (blank_slip(store),)),
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
            lambda _control: tuple(paper.make(store, choice.scope, choice.marked)),
            self._show,
            self._fail,
        )

    def _show(self, documents: Sequence[Document]) -> None:
        preview(self, documents, self._banner)

    def _fail(self, error: BaseException) -> None:
        self._banner.say_ended(error)
