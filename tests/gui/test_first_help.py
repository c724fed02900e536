"""Help before anybody is logged in: forgotten passwords, backups, keys compared and printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QRadioButton

from census_desktop.base.paths import DataFolder
from census_desktop.gui import messages
from census_desktop.gui.dialogs.forgotten import ForgottenDialog
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.restoring import RestoreDialog
from census_desktop.gui.dialogs.set_up import SetUpWindow
from census_desktop.gui.main_window import MainWindow
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.exchange import look_at_key, look_at_town_key, own_machine
from census_desktop.services.recovery import make_unlock
from census_desktop.services.set_up import NewAccount, SetUpResult, initialise
from census_desktop.store.backup import make_backup
from census_desktop.store.opening import MachineRole, Role, open_store
from census_desktop.transfer.machine import is_collecting
from tests.builders import save_family
from tests.command_line import CHEAP, OFFICER, PASSWORD, SONG_TRI, Machine, set_up
from tests.fake_clock import FakeClock
from tests.robot import Typist
from tests.windows import bring_up, desktop, press

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QDialog

NEW = "sông trí mùa nước"


@pytest.fixture
def town(tmp_path: Path) -> tuple[Machine, str]:
    """The town, and its recovery key."""
    machine = set_up(tmp_path / "town", MachineRole.TOWN, 1, "449")
    return machine, machine.recovery_key


@pytest.fixture
def ward(tmp_path: Path, town: tuple[Machine, str]) -> Machine:
    """A ward's machine that knows the town's key."""
    return set_up(tmp_path / "ward", MachineRole.WARD, 2, SONG_TRI, town[0].key)


def dialog_of(typist: Typist, kind: type[QDialog]) -> QDialog:
    found = typist.window.findChild(kind)
    assert found is not None
    return found


def fill(dialog: QDialog, **answers: str) -> None:
    """Type into boxes of a dialog, one after the other."""
    fingers = Typist(dialog)
    for name, answer in answers.items():
        fingers.field(name).setFocus()
        fingers.field(name).clear()
        fingers.type(answer)


def test_forgotten_password_when_the_town_sent_an_unlock_file_is_set_anew(
    app: QApplication, town: tuple[Machine, str], ward: Machine, tmp_path: Path
) -> None:
    """From the locked ward to the town and back, as with a stick and a telephone."""
    stick = tmp_path / "USB"
    stick.mkdir()
    with desktop(app, ward.folder, ward.clock) as made:
        window = made.window
        assert isinstance(window, LogInWindow)
        bring_up(window)
        typist = Typist(window)
        typist.wait_for(window.enter.isEnabled)
        press(typist, "forgotten_password")
        dialog = dialog_of(typist, ForgottenDialog)
        assert isinstance(dialog, ForgottenDialog)
        messages.next_answer(stick)
        press(typist, "copy_key_ring")
        assert "Đã chép" in dialog.banner.text
        messages.next_answer(stick)
        press(typist, "copy_key_ring")  # once more is the same file
        assert "Đã chép" in dialog.banner.text
        messages.next_answer(stick / "không có")
        press(typist, "copy_key_ring")
        assert "không có" in dialog.banner.text
        messages.next_answer(None)
        press(typist, "copy_key_ring")
        (keys,) = stick.glob("keys-*.json")
        with town[0].open() as store:
            unlock = make_unlock(store, keys, town[1], OFFICER, stick, cost=CHEAP)
        press(typist, "set_new_password")
        assert "chưa điền" in dialog.banner.text
        messages.next_answer([str(unlock.path)])
        press(typist, "choose_unlock_file")
        fill(dialog, code="bốn từ nào đó", new_password=NEW, new_again="khác")
        press(typist, "set_new_password")
        assert "không giống" in dialog.banner.text
        fill(dialog, new_again=NEW)
        press(typist, "set_new_password")
        typist.wait_for(lambda: "Mã mở khóa không đúng" in dialog.banner.text)
        fill(dialog, code=unlock.code.replace("-", " "))
        press(typist, "set_new_password")
        typist.wait_for(window.banner.isVisible)
        assert OFFICER in window.banner.text
        assert window.login == OFFICER
        typist.type(NEW)
        typist.press("Enter")
        typist.wait_for(lambda: isinstance(made.window, MainWindow))


def test_forgotten_password_when_the_recovery_key_is_at_hand_is_set_anew(
    app: QApplication, town: tuple[Machine, str], ward: Machine
) -> None:
    with desktop(app, ward.folder, ward.clock) as made:
        window = made.window
        assert isinstance(window, LogInWindow)
        bring_up(window)
        typist = Typist(window)
        typist.wait_for(window.enter.isEnabled)
        press(typist, "forgotten_password")
        dialog = dialog_of(typist, ForgottenDialog)
        by_recovery = dialog.findChild(QRadioButton, "by_recovery")
        assert by_recovery is not None
        by_recovery.setChecked(True)
        gaps = " ".join(town[1][at : at + 4] for at in range(0, len(town[1]), 4)).lower()
        fill(dialog, login="giamsat", recovery_key=gaps, new_password=NEW, new_again=NEW)
        Typist(dialog).press("Enter")
        typist.wait_for(window.banner.isVisible)
        assert window.login == "giamsat"
    with open_store(ward.folder, "giamsat", NEW, ward.clock) as store:
        assert store.account.login == "giamsat"


def test_backup_when_restored_in_the_window_is_a_new_machine(
    app: QApplication, ward: Machine, tmp_path: Path
) -> None:
    with ward.open() as store:
        save_family(store)
        former = own_machine(store).device
        backup = make_backup(store, "manual")
    folder = DataFolder(tmp_path / "máy mới")
    with desktop(app, folder, ward.clock) as made:
        window = made.window
        assert isinstance(window, SetUpWindow)
        bring_up(window)
        typist = Typist(window)
        press(typist, "restore_backup")
        dialog = dialog_of(typist, RestoreDialog)
        assert isinstance(dialog, RestoreDialog)
        press(typist, "restore_button")
        assert "chưa điền" in dialog.banner.text
        fill(dialog, backup=str(backup), password="mật khẩu nhầm rồi")
        press(typist, "restore_button")
        typist.wait_for(lambda: dialog.go.isEnabled() and "Đang" not in dialog.banner.text)
        fill(dialog, password=PASSWORD)
        messages.next_answer(None)
        Typist(dialog).press("Enter")
        typist.wait_for(lambda: isinstance(made.window, LogInWindow))
        assert "3 người" in messages.shown[-1]
    with open_store(folder, OFFICER, PASSWORD, ward.clock) as store:
        assert own_machine(store).device != former


def test_backup_when_nobody_remembers_a_password_is_restored_by_the_recovery_key(
    app: QApplication, town: tuple[Machine, str], ward: Machine, tmp_path: Path
) -> None:
    with ward.open() as store:
        backup = make_backup(store, "manual")
    folder = DataFolder(tmp_path / "máy mới")
    with desktop(app, folder, ward.clock) as made:
        window = made.window
        assert isinstance(window, SetUpWindow)
        bring_up(window)
        typist = Typist(window)
        press(typist, "restore_backup")
        dialog = dialog_of(typist, RestoreDialog)
        assert isinstance(dialog, RestoreDialog)
        box = dialog.findChild(QCheckBox, "by_recovery")
        assert box is not None
        box.setChecked(True)
        messages.next_answer([str(backup)])
        press(typist, "choose_backup")
        fill(dialog, recovery_key=town[1], password=NEW, password_again="khác")
        press(typist, "restore_button")
        assert "không giống" in dialog.banner.text
        fill(dialog, password_again=NEW)
        messages.next_answer(None)
        press(typist, "restore_button")
        typist.wait_for(lambda: isinstance(made.window, LogInWindow))
    with open_store(folder, OFFICER, NEW, ward.clock) as store:
        assert store.installation.unit == SONG_TRI


def test_towns_key_when_chosen_at_set_up_counts_once_its_fingerprint_was_compared(
    app: QApplication, town: tuple[Machine, str], ward: Machine, tmp_path: Path
) -> None:
    with desktop(app, DataFolder(tmp_path / "mới"), FakeClock(machine=9)) as made:
        window = made.window
        assert isinstance(window, SetUpWindow)
        bring_up(window)
        typist = Typist(window)
        messages.next_answer([str(ward.key)])
        window._choose_key()
        assert "không phải của máy thị xã" in window.banner.text
        assert window.answers().town_key is None
        messages.next_answer([str(town[0].key)])
        window._choose_key()
        mark = look_at_town_key(town[0].key).fingerprint
        assert mark in window.compared.text()
        assert "giống hệt" in window.compared.text().splitlines()[1]
        assert window.compared.sizeHint().width() < window.minimumWidth() * 2 // 3
        assert window.maximumWidth() > window.minimumWidth()
        assert "town_key" in window.answers().problems()
        window.compared.setChecked(True)
        assert "town_key" not in window.answers().problems()
        window.town.setChecked(True)
        assert not window.compared.isVisible()
        window.collector.setChecked(True)
        assert window.answers().is_collecting
        typist.wait_for(lambda: not made.jobs.is_running)


def test_recovery_key_when_printed_goes_to_paper_and_never_into_a_file(
    app: QApplication, town: tuple[Machine, str], tmp_path: Path
) -> None:
    with desktop(app, DataFolder(tmp_path / "mới"), FakeClock(machine=9)) as made:
        window = made.window
        assert isinstance(window, SetUpWindow)
        bring_up(window)
        window.show_result(a_town(tmp_path, town[1]))
        typist = Typist(window)
        typist.wait_for(lambda: not made.jobs.is_running)
        press(typist, "print_recovery")
        dialog = window.findChild(PreviewDialog)
        assert dialog is not None
        assert dialog.pages == 2
        saving = dialog.findChild(QAction, "action_save_pdf")
        assert saving is not None
        assert not saving.isEnabled()
        dialog.reject()
        typist.settle()
        secret = window.findChild(QPlainTextEdit, "secret")
        assert secret is not None
        assert secret.toPlainText() == town[1]
        messages.next_answer(True)


def a_town(root: Path, key: str) -> SetUpResult:
    return SetUpResult(
        unit="449",
        machine_role=MachineRole.TOWN,
        device="ab12cd34",
        public_key_file=root / "town.pub",
        accounts=(NewAccount(OFFICER, Role.OFFICER),),
        fingerprint="E7ZO-U77T-Y4RG-MX6X-XH7G",
        recovery_key=key,
    )


def test_machine_when_set_up_to_collect_remembers_it(tmp_path: Path) -> None:
    clock = FakeClock(machine=3)
    for name, collects in (("gom", True), ("thường", False)):
        folder = DataFolder(tmp_path / name)
        done = initialise(
            folder,
            machine_role=MachineRole.WARD,
            unit_text=SONG_TRI,
            officer_login=OFFICER,
            officer_password=PASSWORD,
            clock=clock,
            is_collecting=collects,
            cost=CHEAP,
        )
        assert done.fingerprint == look_at_key(done.public_key_file).fingerprint
        with open_store(folder, OFFICER, PASSWORD, clock) as store:
            assert is_collecting(store) is collects
