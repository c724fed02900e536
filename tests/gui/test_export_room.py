"""Export, receipts and messages in the exchange room."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit, QRadioButton

from census_desktop.base.jobs import JobControl
from census_desktop.gui import messages
from census_desktop.gui.dialogs.export_wizard import ExportWizard
from census_desktop.gui.dialogs.laptops import COLUMNS as LAPTOP_COLUMNS
from census_desktop.gui.dialogs.laptops import LaptopsDialog
from census_desktop.gui.dialogs.sent_messages import SentMessages
from census_desktop.gui.dialogs.sent_packages import SentPackages
from census_desktop.gui.pages.exchange.town import TownExchangePage
from census_desktop.gui.pages.exchange.ward import WardExchangePage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.exchange import (
    export_receipt_to,
    export_to,
    merge,
    register_device,
)
from census_desktop.services.machines import revoke
from census_desktop.services.notices import mark_read, notices, write_notice
from census_desktop.store.opening import MachineRole, open_store
from census_desktop.store.packages import out_packages
from tests.builders import save_family
from tests.command_line import OFFICER, PASSWORD, SONG_TRI, Machine, set_up
from tests.gui.test_machines_room import asking
from tests.gui.test_machines_room import stick as stick  # noqa: PLC0414  a fixture
from tests.gui.test_machines_room import town as town  # noqa: PLC0414  a fixture
from tests.gui.test_machines_room import town_and_key as town_and_key  # noqa: PLC0414  a fixture
from tests.gui.test_machines_room import ward as ward  # noqa: PLC0414  a fixture
from tests.robot import Typist
from tests.windows import main_window, press, room, window_of

# -- out ------------------------------------------------------------------------------------------------------------


def test_export_when_done_counts_by_group_tells_and_is_copied_again_from_the_outbox(
    app: QApplication, ward: Machine, stick: Path, tmp_path: Path
) -> None:
    with ward.open() as store, main_window(app, store) as typist:
        save_family(store)
        save_family(store, household_no="7", residential_group="Tổ dân phố 10")
        save_family(store, household_no="8", residential_group=None)
        room(typist, "exchange")
        typist.press("Ctrl+J")
        wizard = window_of(typist).findChild(ExportWizard)
        assert wizard is not None
        assert [(one.residential_group, one.people, one.households) for one in wizard.places.rows] == [
            (None, 3, 1),
            ("Tổ dân phố 3", 3, 1),
            ("Tổ dân phố 10", 3, 1),
        ]
        assert "9 người trong 3 hộ" in wizard.sum.text()
        messages.next_answer(stick)
        Typist(wizard).press("Enter")
        typist.wait_for(lambda: wizard.steps.currentIndex() == 2)
        assert "9 người, 3 hộ" in wizard.file.text()
        assert wizard.close_button.hasFocus()
        press(typist, "print_handover")
        paper = wizard.findChild(PreviewDialog)
        assert paper is not None
        assert paper.pages == 1
        paper.reject()
        typist.settle()
        press(typist, "export_close")
        typist.settle()
        (package,) = out_packages(store)
        assert package.confirmed_at is None
        press(typist, "show_sent")
        sent = window_of(typist).findChild(SentPackages)
        assert sent is not None
        other = tmp_path / "USB khác"
        other.mkdir()
        for answer in (other, other, None):
            messages.next_answer(answer)
            press(typist, "copy_again")
        assert "Đã có" in sent.banner.text
        assert (other / package.file_name).read_bytes() == (stick / package.file_name).read_bytes()
        (store.folder.outbox_path / package.file_name).unlink()
        messages.next_answer(tmp_path)
        press(typist, "copy_again")
        assert "không còn" in sent.banner.text
        sent.reject()
        typist.settle()


def test_export_when_stopped_leaves_nothing_on_the_stick(
    app: QApplication, ward: Machine, stick: Path
) -> None:
    with ward.open() as store, main_window(app, store) as typist:
        for number in range(120):
            save_family(store, household_no=str(number))
        room(typist, "exchange")
        typist.press("Ctrl+J")
        wizard = window_of(typist).findChild(ExportWizard)
        assert wizard is not None
        messages.next_answer(stick)
        wizard.start()
        wizard.reject()  # Esc while writing
        wizard.reject()  # once more does nothing
        typist.wait_for(lambda: wizard.steps.currentIndex() == 0)
        assert "Đã dừng" in wizard.banner.text
        assert list(stick.iterdir()) == []
        assert out_packages(store) == ()
        wizard.reject()
        typist.settle()


def test_export_when_another_machine_collects_may_go_there(
    app: QApplication, town_and_key: tuple[Machine, str], ward: Machine, stick: Path, tmp_path: Path
) -> None:
    lead = set_up(tmp_path / "gom", MachineRole.WARD, 6, SONG_TRI, town_and_key[0].key)
    with ward.open() as store, main_window(app, store) as typist:
        known = register_device(store, lead.key)
        save_family(store)
        room(typist, "exchange")
        typist.press("Ctrl+J")
        wizard = window_of(typist).findChild(ExportWizard)
        assert wizard is not None
        choice = wizard.findChild(QRadioButton, f"receiver_{known.device}")
        assert choice is not None
        choice.setChecked(True)
        everything = wizard.findChild(QCheckBox, "everything")
        assert everything is not None
        everything.setChecked(True)
        messages.next_answer(stick)
        press(typist, "export_go")
        typist.wait_for(lambda: wizard.steps.currentIndex() == 2)
        wizard.accept()
        typist.settle()
        assert out_packages(store)[0].receiver == known.device
        page = window_of(typist).pages["exchange"]
        assert isinstance(page, WardExchangePage)
        assert page.receipt_button.isVisible()
    with lead.open() as store, main_window(app, store) as typist:
        register_device(store, ward.key)
        merge(store, (stick,), JobControl())
        room(typist, "exchange")
        page = window_of(typist).pages["exchange"]
        assert isinstance(page, WardExchangePage)
        press(typist, "show_laptops")
        dialog = window_of(typist).findChild(LaptopsDialog)
        assert dialog is not None
        (laptop,) = dialog.table.rows
        assert (laptop.people, laptop.missing, laptop.is_due) == (3, (), True)
        shown = [dialog.table.index(0, column).data() for column in range(len(LAPTOP_COLUMNS))]
        assert shown[2].startswith("số 1, ")
        assert shown[4:] == ["–", "–", "chờ biên nhận"]
        messages.next_answer(stick)
        press(typist, "write_receipt")
        typist.wait_for(lambda: "biên nhận" in page.banner.text)
        page.show_machines()
        assert page.machines_view is not None
        page.machines_view.show_laptops()
        typist.settle()
        looked = [one for one in window_of(typist).findChildren(LaptopsDialog) if one.isVisible()]
        assert [one.is_due for one in looked[-1].table.rows] == [False]
        session = window_of(typist).session
        revoke(store, laptop.device)
        session.bus.changed.emit()
        assert looked[-1].table.index(0, len(LAPTOP_COLUMNS) - 1).data() == "đã thu hồi"
        looked[-1].done(0)


def test_nothing_new_when_exported_is_said_before(
    app: QApplication, town_and_key: tuple[Machine, str], ward: Machine
) -> None:
    with ward.open() as store, main_window(app, store) as typist:
        room(typist, "exchange")
        typist.press("Ctrl+J")
        wizard = window_of(typist).findChild(ExportWizard)
        assert wizard is not None
        assert "Không có phiếu mới" in wizard.sum.text()
        wizard.reject()
        typist.settle()


# -- receipts and messages ------------------------------------------------------------------------------------------


def test_receipts_when_several_units_wait_are_written_by_one_key(
    town: Typist, town_and_key: tuple[Machine, str], ward: Machine, stick: Path, tmp_path: Path
) -> None:
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    town.press("Ctrl+R")
    assert "Chưa đăng ký" in page.banner.text
    town.press("Ctrl+J")
    assert "Không đơn vị nào" in page.banner.text
    other = set_up(tmp_path / "kỳ trinh", MachineRole.WARD, 7, "18820@2015-04-10", town_and_key[0].key)
    store = window_of(town).session.store
    for machine in (ward, other):
        register_device(store, machine.key)
        with machine.open() as sending:
            save_family(sending, unit=sending.installation.unit)
            export_to(sending, stick, JobControl())
    merge(store, (stick,), JobControl())
    page.refresh()
    assert [one.is_due for one in page.units.rows] == [True, True]
    messages.next_answer(None)
    town.press("Ctrl+J")
    messages.next_answer(stick)
    town.press("Ctrl+J")
    town.wait_for(lambda: "Đã ghi 2 biên nhận" in page.banner.text)
    assert [one.is_due for one in page.units.rows] == [False, False]
    page.unit_view.selectRow(0)
    town.press("Ctrl+R")
    dialog = asking(town)
    press(town, "asking_go")
    town.wait_for(lambda: "Chưa ghi lời nhắn" in dialog.banner.text)
    words = dialog.findChild(QPlainTextEdit, "message_words")
    assert words is not None
    words.setFocus()
    Typist(dialog).type("Nộp gói trước thứ Sáu")
    press(town, "asking_go")
    town.wait_for(lambda: "Đã ghi lời nhắn" in page.banner.text)
    assert [one.unit for one in notices(store)] == [page.units.rows[0].unit]
    assert page.units.rows[0].is_due
    press(town, "show_sent")
    sent = window_of(town).findChild(SentPackages)
    assert sent is not None
    assert len(sent.table.rows) == 2
    sent.reject()
    town.settle()


def test_message_when_read_at_the_ward_is_marked(
    app: QApplication, town_and_key: tuple[Machine, str], ward: Machine, stick: Path
) -> None:
    with town_and_key[0].open() as store:
        register_device(store, ward.key)
        write_notice(store, ["18754"], "Nộp gói trước thứ Sáu")
        export_receipt_to(store, "18754", stick, JobControl())
    with ward.open() as store, main_window(app, store) as typist:
        merge(store, (stick,), JobControl())
        room(typist, "exchange")
        page = window_of(typist).pages["exchange"]
        assert isinstance(page, WardExchangePage)
        assert "1 lời nhắn chưa đọc" in page.open_things.text()
        typist.press("Ctrl+R")
        view = page.news_view
        assert view is not None
        typist.wait_for(lambda: view.news is not None)
        assert view.unread.value == "1"
        view.view.setFocus()
        typist.press("Home")
        typist.press("Enter")
        typist.wait_for(lambda: view.unread.value == "0")
        typist.press("Esc")
        assert page.stack.currentWidget() is page.main
        assert "0 lời nhắn chưa đọc" in page.open_things.text()
        (one,) = notices(store)
        assert one.read_by == OFFICER
    with open_store(ward.folder, OFFICER, PASSWORD, ward.clock) as store:
        assert notices(store)[0].read_on


def test_message_when_taken_back_is_told_in_the_list_and_asked_first(
    town: Typist, town_and_key: tuple[Machine, str], ward: Machine
) -> None:
    town.wait_for(lambda: not window_of(town).session.jobs.is_running)
    store = window_of(town).session.store
    register_device(store, ward.key)
    (first,) = write_notice(store, ["18754"], "Nộp gói thứ Sáu")
    (second,) = write_notice(store, ["18754"], "Thôi, nộp thứ Bảy")
    mark_read(store, first.notice_uuid)
    room(town, "exchange")
    window_of(town).session.bus.changed.emit()
    town.press("Ctrl+R")
    dialog = asking(town)
    press(town, "sent_messages")
    town.settle()
    found = window_of(town).findChild(SentMessages)
    assert found is not None
    assert found.table.index(0, 2).data() == "chưa đọc"
    assert "đã đọc" in found.table.index(1, 2).data()
    messages.next_answer(False)
    Typist(found).press("Delete")
    assert all(one.withdrawn_on is None for one in notices(store))
    messages.next_answer(True)
    Typist(found).press("Delete")
    assert [one.notice_uuid for one in notices(store) if one.withdrawn_on] == [second.notice_uuid]
    assert "Đã rút lại" in found.banner.text
    states = {found.table.rows[row].words: found.table.index(row, 2).data() for row in (0, 1)}
    assert states["Thôi, nộp thứ Bảy"].startswith("đã rút lại ")
    row = [one.notice_uuid for one in found.table.rows].index(second.notice_uuid)
    found.view.selectRow(row)
    Typist(found).press("Delete")  # taken back already: nobody is asked
    found.done(0)
    dialog.done(0)
    town.settle()
