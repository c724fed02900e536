"""The card of household summaries in the paper room."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.pages.paper.place import Choice, PaperPlace
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label
from census_desktop.printing.batch import Output, send_to_printer, write_files_by_group, write_one_file
from census_desktop.printing.printer import new_printer
from census_desktop.services.documents import (
    HouseholdPaper,
    household_papers,
    log_printed,
)
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
