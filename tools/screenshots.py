"""Makes the pictures of the README from a small demonstration town: ``python -m tools.screenshots [DIR]``.

The town is made up from a fixed seed under a clock that ticks by itself, the windows are painted without a screen
and with the bundled fonts, so the same program gives the same pictures on every machine; only the fingerprints on the
picture of the plan differ, because keys are always made at random.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from census_desktop.base.clock import Clock, uuid7_at
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import set_language
from census_desktop.domain.records import RecordKind
from census_desktop.gui import messages
from census_desktop.gui.application import make_application
from census_desktop.gui.dialogs.export_wizard import ExportWizard
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.jobs import JobRunner
from census_desktop.gui.main_window import MainWindow
from census_desktop.gui.pages.exchange.town import TownExchangePage
from census_desktop.gui.pages.exchange.ward import WardExchangePage
from census_desktop.gui.session import Session
from census_desktop.printing.layout import lay_out
from census_desktop.printing.painter import paint_page
from census_desktop.printing.pdf import write_pdf
from census_desktop.services.demo import OFFICER, OFFICER_PASSWORD, DemoResult, make_demo
from census_desktop.services.documents import household_paper
from census_desktop.services.entry import EntryDesk
from census_desktop.services.exchange import export_receipt_to, export_to, merge
from census_desktop.services.follow_up import ask
from census_desktop.services.notices import write_notice
from census_desktop.store.keys import Cost
from census_desktop.store.opening import accounts, open_store
from census_desktop.store.records import HouseholdRow, list_households, members
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
CLIENT_AREA = (1366, 690)  # what a ward laptop of 1366×768 leaves for the window
PEOPLE = 2400
SEED = 2018
START = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CHEAP = Cost(passes=1, memory=8192)  # made-up data guard no secrets
SHEET_DPI = 80
UNITS_PER_INCH = 720
FAMILY_SIZE = (4, 5)


class TickingClock:
    """One second later at every look; ids in a known order."""

    def __init__(self) -> None:
        self._looks = 0

    def now(self) -> datetime:
        """The next second."""
        self._looks += 1
        return START + timedelta(seconds=self._looks // 40)

    def new_uuid(self) -> uuid.UUID:
        """The next identifier."""
        return uuid7_at(self.now(), self._looks)


def main(folder: Path = PICTURES) -> int:
    """Make all pictures."""
    make_application()
    folder.mkdir(parents=True, exist_ok=True)
    clock = TickingClock()
    with tempfile.TemporaryDirectory() as scratch:
        demo = make_demo(
            Path(scratch) / "thi-xa-mau",
            PEOPLE,
            SEED,
            JobControl(),
            print_pdf=write_pdf,
            clock=clock,
            cost=CHEAP,
        )
        picture_log_in(demo, folder)
        ward = demo.folder.root / "wards" / "18754"
        with open_store(DataFolder(ward), OFFICER, OFFICER_PASSWORD, clock) as store:
            picture_entry(store, folder / "entry.png")
            set_language("en")
            picture_entry(store, folder / "entry-en.png")
            set_language("vi")
            picture_summary(store, folder)
        with open_store(DataFolder(demo.folder.town.root), OFFICER, OFFICER_PASSWORD, clock) as store:
            picture_town(store, sticks(demo, store, clock), folder)
            receipt = answer(store, demo)
        with open_store(DataFolder(ward), OFFICER, OFFICER_PASSWORD, clock) as store:
            merge(store, (receipt,), JobControl())
            picture_exchange(store, demo.folder.root / "usb" / "24-11", folder)
    return 0


def picture_log_in(demo: DemoResult, folder: Path) -> None:
    """The log-in window with both accounts."""
    window = LogInWindow(DataFolder(Path("C:/CensusDesktop")))
    window.show_accounts(accounts(demo.folder.town), OFFICER)
    window.password.setText("••••••••••••")
    keep(window, folder / "login.png")
    drop(window)


def main_window(store: Store) -> MainWindow:
    """The main window as on a ward laptop."""
    window = MainWindow(Session(store, store.clock, EntryDesk(store), JobRunner()))
    window.resize(*CLIENT_AREA)
    window.show()
    window.activateWindow()
    QTest.qWait(20)
    window.start()
    QTest.qWait(20)
    return window


def family(store: Store) -> HouseholdRow:
    """A household of usual size whose head is known."""
    rows = list_households(store, limit=60)
    return next(row for row in rows if row.people in FAMILY_SIZE and row.head_name)


def picture_entry(store: Store, path: Path) -> None:
    """The entry room in the middle of a slip, one number still too short."""
    window = main_window(store)
    page = window.entry()
    row = family(store)
    spouse = members(store, row.household_uuid)[1]
    page.control.open(row.household_uuid, spouse.person_uuid)
    page.control.save()
    page.editor("personal_id").copy_in("0421900")
    page.go_to("personal_id")
    page.slip.move_from("personal_id", forward=True)
    QTest.qWait(60)
    keep(window, path)
    page.control.drop_changes()
    drop(window)


def picture_summary(store: Store, folder: Path) -> None:
    """The first sheet of a household's paper."""
    page = lay_out(household_paper(store, family(store).household_uuid).document).pages[0]
    sheet = QImage(round(8.27 * SHEET_DPI), round(11.69 * SHEET_DPI), QImage.Format.Format_RGB32)
    sheet.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(sheet)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(SHEET_DPI / UNITS_PER_INCH, SHEET_DPI / UNITS_PER_INCH)
    paint_page(painter, page)
    painter.end()
    sheet.save(str(folder / "summary.png"))


def sticks(demo: DemoResult, town: Store, clock: Clock) -> list[Path]:
    """Packages as a supervisor meets them: fresh ones, one known already, one spoiled, one answer in dispute."""
    stick = demo.folder.root / "usb" / "23-11"
    stick.mkdir()
    fresh = [work_on(demo, code, town, stick, clock) for code in ("18754", "18820", "18832", "18847")]
    spoiled = bytearray(fresh[-1].read_bytes())
    spoiled[-30] ^= 1
    fresh[-1].write_bytes(bytes(spoiled))
    known = sorted((demo.folder.root / "usb" / "round-1").glob("18817-*"))
    waiting = [demo.waiting] if demo.waiting is not None else []
    return [*fresh, *known, *waiting]


def work_on(demo: DemoResult, code: str, town: Store, stick: Path, clock: Clock) -> Path:
    """A ward corrects some slips and exports; of the first ward the town has corrected the same box otherwise."""
    ward = DataFolder(demo.folder.root / "wards" / code)
    with open_store(ward, OFFICER, OFFICER_PASSWORD, clock) as store:
        rows = list_households(store, limit=12)
        with store.transaction(Action.EDIT) as tx:
            for number, row in enumerate(rows):
                phone = {"phone": f"09123456{number:02}"}
                tx.edit(RecordKind.HOUSEHOLD, row.household_uuid, phone)
        if code == "18754":
            with town.transaction(Action.EDIT) as tx:
                tx.edit(RecordKind.HOUSEHOLD, rows[0].household_uuid, {"phone": "0987654321"})
                tx.edit(RecordKind.HOUSEHOLD, rows[1].household_uuid, {"collector": "Trần Quốc Tuấn"})
        return export_to(store, stick, JobControl()).path


def picture_town(store: Store, packages: list[Path], folder: Path) -> None:
    """The progress room and the plan of a merge."""
    window = main_window(store)
    window.enter("progress")
    QTest.qWait(50)
    keep(window, folder / "progress.png")
    window.enter("exchange")
    page = window.page("exchange")
    assert isinstance(page, TownExchangePage)
    page.panel.look_at(packages)
    while page.panel.plan is None:
        QTest.qWait(20)
    QTest.qWait(50)
    keep(window, folder / "plan.png")
    page.show_machines()
    keep(window, folder / "keys.png")
    drop(window)


def answer(town: Store, demo: DemoResult) -> Path:
    """The receipt for the first ward: a correction, a question for the house and a message go with it."""
    unit = "18754@2015-04-10"
    row = next(row for row in list_households(town, limit=200, unit=unit) if row.people in FAMILY_SIZE)
    head, spouse = members(town, row.household_uuid)[:2]
    with town.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.PERSON, head.person_uuid, {"birth_registration_place": "Xã Kỳ Hoa"})
    ask(town, spouse.person_uuid, "Ngày sinh trên giấy khai sinh là ngày nào?")
    write_notice(town, [unit], "Nộp gói trước 16 giờ thứ Sáu; tổ dân phố 3 còn thiếu nhiều phiếu.")
    stick = demo.folder.root / "usb" / "24-11"
    stick.mkdir()
    return export_receipt_to(town, unit, stick, JobControl()).path


def picture_exchange(ward: Store, stick: Path, folder: Path) -> None:
    """What the ward hears from the town, and its next package on the stick."""
    window = main_window(ward)
    window.enter("exchange")
    page = window.page("exchange")
    assert isinstance(page, WardExchangePage)
    page.show_news()
    while page.news_view is None or page.news_view.news is None:
        QTest.qWait(20)
    keep(window, folder / "news.png")
    page.show_main()
    page.send()
    wizard = window.findChild(ExportWizard)
    assert wizard is not None
    messages.next_answer(stick)
    wizard.start()
    while wizard.result_of is None:
        QTest.qWait(20)
    keep(wizard, folder / "export.png")
    wizard.accept()
    drop(window)


def keep(window: QWidget, path: Path) -> None:
    """Save what a window shows."""
    if not window.isVisible():
        window.show()
        window.activateWindow()
    QTest.qWait(60)
    window.grab().save(str(path))
    print(path)


def drop(window: QWidget) -> None:
    """Close a window for good."""
    window.blockSignals(True)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["TZ"] = "Asia/Ho_Chi_Minh"
    time.tzset()
    sys.exit(main(*(Path(given) for given in sys.argv[1:2])))
