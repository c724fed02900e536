"""Machines and keys, export, receipts and messages in the exchange room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QRadioButton

from census_desktop.base.shortcuts import SHORTCUTS
from census_desktop.gui import messages
from census_desktop.gui.dialogs.asking import Asking, SecretsDialog
from census_desktop.gui.dialogs.audit_log import AuditLog
from census_desktop.gui.pages.exchange.machines_view import MachinesView
from census_desktop.gui.pages.exchange.town import TownExchangePage
from census_desktop.gui.pages.exchange.ward import WardExchangePage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.exchange import (
    look_at_key,
    own_machine,
    register_device,
)
from census_desktop.services.recovery import copy_key_ring
from census_desktop.store.audit import chain_head
from census_desktop.store.opening import MachineRole
from tests.builders import raw_connection, save_family
from tests.command_line import OFFICER, SONG_TRI, Machine, set_up
from tests.robot import Typist
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW = "sông trí mùa nước"


@pytest.fixture
def town_and_key(tmp_path: Path) -> tuple[Machine, str]:
    machine = set_up(tmp_path / "town", MachineRole.TOWN, 1, "449")
    return machine, machine.recovery_key


@pytest.fixture
def ward(tmp_path: Path, town_and_key: tuple[Machine, str]) -> Machine:
    return set_up(tmp_path / "ward", MachineRole.WARD, 2, SONG_TRI, town_and_key[0].key)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "USB"
    path.mkdir()
    return path


@pytest.fixture
def town(app: QApplication, town_and_key: tuple[Machine, str]) -> Iterator[Typist]:
    """Somebody before the exchange room of the town, which knows nobody yet."""
    with town_and_key[0].open() as store, main_window(app, store) as typist:
        window_of(typist).enter("exchange")
        yield typist


def keys_of(typist: Typist) -> MachinesView:
    """Ctrl+I."""
    typist.press("Ctrl+I")
    page = window_of(typist).pages["exchange"]
    assert isinstance(page, TownExchangePage | WardExchangePage)
    assert page.machines_view is not None
    assert page.stack.currentWidget() is page.machines_view
    return page.machines_view


def fill(dialog: Asking, **answers: str) -> None:
    fingers = Typist(dialog)
    for name, answer in answers.items():
        box = dialog.findChild(QLineEdit, f"field_{name}")
        assert box is not None
        box.setFocus()
        box.clear()
        fingers.type(answer)


def asking(typist: Typist) -> Asking:
    typist.settle()
    (found,) = [one for one in window_of(typist).findChildren(Asking) if one.isVisible()]
    return found


# -- machines -------------------------------------------------------------------------------------------------------


def test_shortcuts_of_the_room_when_it_is_built_are_all_answered(town: Typist) -> None:
    page = window_of(town).pages["exchange"]
    bound = {found.objectName() for found in page.findChildren(QShortcut)}
    assert {f"shortcut_{entry.name}" for entry in SHORTCUTS if entry.room == "exchange"} == bound


def test_key_files_when_copied_twice_are_one_and_another_key_of_that_name_stays(
    town: Typist, stick: Path
) -> None:
    view = keys_of(town)
    for _twice in range(2):
        messages.next_answer(stick)
        press(town, "copy_key")
    assert [path.name for path in stick.iterdir()] == ["town.pub"]
    (stick / "town.pub").write_text("khóa của thị xã khác")
    messages.next_answer(stick)
    press(town, "copy_key")
    mark = own_machine(window_of(town).session.store).fingerprint[:4]
    assert {path.name for path in stick.iterdir()} == {"town.pub", f"town-{mark}.pub"}
    messages.next_answer(stick / "không có")
    press(town, "copy_key")
    assert "không có" in view.banner.text
    messages.next_answer(None)
    press(town, "copy_key")


def test_machine_when_registered_waits_for_the_fingerprint_to_be_compared(
    town: Typist, town_and_key: tuple[Machine, str], ward: Machine
) -> None:
    view = keys_of(town)
    mark = look_at_key(ward.key).fingerprint
    messages.next_answer([])
    press(town, "register_button")
    messages.next_answer([town_and_key[0].key])
    press(town, "register_button")
    assert "chính máy này" in view.banner.text
    messages.next_answer([ward.key])
    messages.next_answer(False)
    press(town, "register_button")
    assert messages.shown[-1].splitlines()[1] == mark.replace("-", "\u2011")  # never over two lines
    assert view.machines.rowCount() == 0
    assert "Chưa đăng ký" in view.banner.text
    messages.next_answer([ward.key])
    messages.next_answer(True)
    press(town, "register_button")
    assert [one.fingerprint for one in view.machines.rows] == [mark]
    messages.next_answer([ward.key])
    press(town, "register_button")
    assert "từ trước" in view.banner.text


def test_machine_when_lost_or_replaced_is_revoked(
    town: Typist, town_and_key: tuple[Machine, str], ward: Machine, tmp_path: Path
) -> None:
    view = keys_of(town)
    press(town, "revoke_machine")
    assert "Chọn một máy" in view.banner.text
    press(town, "replace_machine")
    store = window_of(town).session.store
    former = register_device(store, ward.key)
    view.refresh()
    other = set_up(tmp_path / "mới", MachineRole.WARD, 5, SONG_TRI, town_and_key[0].key)
    messages.next_answer([])
    press(town, "replace_machine")
    messages.next_answer([ward.key])
    messages.next_answer(True)
    press(town, "replace_machine")
    assert "chính máy" in view.banner.text
    messages.next_answer([other.key])
    messages.next_answer(False)
    press(town, "replace_machine")
    assert "Chưa thay" in view.banner.text
    messages.next_answer([other.key])
    messages.next_answer(True)
    press(town, "replace_machine")
    revoked = {one.device: one.revoked_at is not None for one in view.machines.rows}
    successor = look_at_key(other.key).device
    assert revoked == {former.device: True, successor: False}
    view.view.selectRow([one.device for one in view.machines.rows].index(successor))
    messages.next_answer(False)
    press(town, "revoke_machine")
    messages.next_answer(True)
    press(town, "revoke_machine")
    assert all(one.revoked_at is not None for one in view.machines.rows)


def test_ward_when_it_revokes_the_town_is_told_who_may(app: QApplication, ward: Machine) -> None:
    with ward.open() as store, main_window(app, store) as typist:
        room(typist, "exchange")
        view = keys_of(typist)
        messages.next_answer(True)
        press(typist, "revoke_machine")
        assert "Chỉ máy thị xã" in view.banner.text
        typist.press("Esc")
        page = window_of(typist).pages["exchange"]
        assert isinstance(page, WardExchangePage)
        assert page.stack.currentWidget() is page.main


# -- passwords and the town's keys ----------------------------------------------------------------------------------


def test_password_when_changed_is_the_new_one(
    town: Typist, town_and_key: tuple[Machine, str], tmp_path: Path
) -> None:
    view = keys_of(town)
    press(town, "change_password")
    dialog = asking(town)
    fill(dialog, new_password=NEW, new_again="khác")
    press(town, "asking_go")
    assert "không giống" in dialog.banner.text
    fill(dialog, login="giamsat", new_again=NEW)
    press(town, "asking_go")
    town.wait_for(lambda: "giám sát" in dialog.banner.text)
    fill(dialog, login=OFFICER)
    press(town, "asking_go")
    town.wait_for(lambda: OFFICER in view.banner.text)


def test_forgotten_password_when_the_town_helps_gets_a_file_and_a_code(
    town: Typist, town_and_key: tuple[Machine, str], ward: Machine, stick: Path
) -> None:
    view = keys_of(town)
    keys = copy_key_ring(ward.folder, stick)
    press(town, "make_unlock")
    dialog = asking(town)
    press(town, "asking_go")
    assert "chưa điền" in dialog.banner.text
    fill(dialog, keys_file=str(keys), login=OFFICER, recovery_key="AGE-SECRET-KEY-1SAI")
    messages.next_answer(None)
    press(town, "asking_go")
    assert "nơi ghi" in dialog.banner.text
    messages.next_answer(stick)
    press(town, "asking_go")
    town.wait_for(lambda: dialog.go.isEnabled() and "Chưa chọn" not in dialog.banner.text)
    fill(dialog, recovery_key=town_and_key[1])
    messages.next_answer(stick)
    press(town, "asking_go")
    town.wait_for(lambda: "Đã ghi" in view.banner.text)
    secrets = window_of(town).findChild(SecretsDialog)
    assert secrets is not None
    code = secrets.findChild(QPlainTextEdit, "secret")
    assert code is not None
    assert code.toPlainText().count("-") == 3
    Typist(secrets).press("Esc")
    assert secrets.isVisible()
    assert "không xem lại được" in secrets.banner.text
    press(town, "secrets_done")
    assert list(stick.glob("*.unlock"))


def test_towns_keys_when_changed_are_printed_carried_and_believed_at_the_ward(
    town: Typist, town_and_key: tuple[Machine, str], ward: Machine, stick: Path
) -> None:
    view = keys_of(town)
    before = view.mark.text()
    press(town, "change_keys")
    dialog = asking(town)
    both = dialog.findChild(QRadioButton, "with_recovery")
    assert both is not None
    both.setChecked(True)
    press(town, "asking_go")
    town.wait_for(lambda: "Đã đổi khóa" in view.banner.text)
    assert view.mark.text() != before
    secrets = window_of(town).findChild(SecretsDialog)
    assert secrets is not None
    messages.next_answer(stick)
    press(town, "copy_new_key")
    messages.next_answer(stick / "không có")
    press(town, "copy_new_key")
    messages.next_answer(None)
    press(town, "copy_new_key")
    press(town, "print_new_recovery")
    paper = secrets.findChild(PreviewDialog)
    assert paper is not None
    assert paper.pages == 2
    paper.reject()
    town.settle()
    press(town, "secrets_done")
    with ward.open() as store:
        known = register_device(store, stick / "town.pub")
        assert known.is_vouched
        assert known.fingerprint == view.mark.text()


def test_vouched_key_when_taken_in_at_the_ward_needs_no_comparison(
    app: QApplication, town_and_key: tuple[Machine, str], ward: Machine
) -> None:
    town_and_key[0].ask("devices", "renew")
    with ward.open() as store, main_window(app, store) as typist:
        room(typist, "exchange")
        view = keys_of(typist)
        messages.next_answer([town_and_key[0].key])
        press(typist, "register_button")
        assert "ký chứng nhận" in view.banner.text


# -- the journal ----------------------------------------------------------------------------------------------------


def test_audit_when_checked_says_whole_and_names_the_first_entry_that_was_written_over(
    app: QApplication, ward: Machine
) -> None:
    with ward.open() as store, main_window(app, store) as typist:
        save_family(store)
        save_family(store, household_no="13")
        room(typist, "exchange")
        keys_of(typist)
        press(typist, "show_audit")
        dialog = window_of(typist).findChild(AuditLog)
        assert dialog is not None
        press(typist, "verify_button")
        typist.wait_for(lambda: dialog.report is not None)
        assert "Nguyên vẹn" in dialog.banner.text
        with store.read() as connection:
            newest = chain_head(connection).number
        with raw_connection(store.folder.database_path, store.key) as raw:
            raw.execute("DROP TRIGGER audit_keeps_entries")
            raw.execute(
                "UPDATE audit SET entry = replace(entry, 'hoa', 'ai do') WHERE number = ?", (newest - 1,)
            )
        press(typist, "verify_button")
        typist.wait_for(lambda: dialog.report is not None and not dialog.report.ok)
        assert f"mục số {newest - 1} " in dialog.problems.text()
        marked = dialog.entries.rows[dialog.view.currentIndex().row()]
        assert marked.number == newest - 1
        dialog.reject()
        typist.settle()
