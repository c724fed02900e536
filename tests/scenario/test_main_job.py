"""The main job, from the first key to the paper: a family typed in the ward, merged in the town, printed.

Two real windows over two real data folders; nothing is called that a person could not press. What counts is what
stands in the databases and on the paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QPushButton

from census_desktop.gui import messages
from census_desktop.gui.dialogs.export_wizard import ExportWizard
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.main_window import MainWindow
from census_desktop.gui.pages.exchange.town import TownExchangePage
from census_desktop.gui.pages.exchange.ward import WardExchangePage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.store.records import counts, list_households, members
from tests.command_line import PASSWORD, Machine, town_and_ward
from tests.robot import Typist
from tests.windows import CLIENT_AREA, bring_up, desktop, window_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from census_desktop.domain.dc01 import Person
    from census_desktop.gui.application import Desktop

NAMES = ("ĐẬU VĂN THÌN", "NGUYỄN THỊ HOÀ", "ĐẬU THỊ THUÝ HƯỜNG", "ĐẬU NGỌC ẨN")


def open_machine(qapp: QApplication, machine: Machine) -> AbstractContextManager[Desktop]:
    return desktop(qapp, machine.folder, machine.clock)


def log_in(made: Desktop, pictures: Path) -> Typist:
    """Type the password into the log-in window and sit down before the main window."""
    first = made.window
    assert isinstance(first, LogInWindow)
    bring_up(first)
    typist = Typist(first, pictures)
    typist.wait_for(first.enter.isEnabled, "accounts are listed")
    typist.type(PASSWORD)
    typist.press("Enter")
    typist.wait_for(lambda: isinstance(made.window, MainWindow), "the main window opens")
    window = made.window
    assert isinstance(window, MainWindow)
    window.resize(*CLIENT_AREA)
    bring_up(window)
    window.entry().control.focus_again()
    return Typist(window, pictures)


def press_button(typist: Typist, name: str) -> None:
    button = typist.window.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    typist.click(button)


def type_family(typist: Typist) -> None:
    """Four slips, by keyboard alone."""
    typist.fill("household.residential_group", "Tổ dân phố 3")
    typist.fill("household.household_no", "0401")
    typist.fill("household.phone", "0912345678")
    typist.fill("household.address", "12 đường Nguyễn Trọng Bình, tổ dân phố 3")
    typist.skip_to("full_name")
    head = {
        "full_name": NAMES[0], "birth_date": "1952", "sex": "1", "marital_status": "02",
        "native_place": "Xã Kỳ Hưng, huyện Kỳ Anh, tỉnh Hà Tĩnh", "ethnicity": "kinh", "nationality": "viet",
        "religion": "khong", "relation_to_head": "01", "declared_on": "14112018", "signed_declarant": "x",
    }  # fmt: skip
    type_slip(typist, head)
    type_slip(typist, {"relation_to_head": "vo", "full_name": NAMES[1], "birth_date": "2/1955", "sex": "02"})
    type_slip(
        typist, {"relation_to_head": "con de", "full_name": NAMES[2], "birth_date": "14/02/1990", "sex": "nu"}
    )
    typist.fill("relation_to_head", "cháu")
    typist.fill("full_name", NAMES[3])
    typist.fill("birth_date", "15082012")
    typist.skip_to("native_place")
    typist.press("F3")
    typist.skip_to("permanent_address")
    typist.press("F6")
    typist.skip_to("head_name")
    typist.press("F4")
    finish(typist)


def type_slip(typist: Typist, boxes: dict[str, str]) -> None:
    for name, text in boxes.items():
        typist.skip_to(name)
        typist.fill(name, text)
    finish(typist)
    assert typist.focused == "relation_to_head"


def finish(typist: Typist) -> None:
    """F10, once more where names of the family were filled in and not looked at."""
    before = window_of(typist).entry().control.person.person_uuid
    typist.press("F10")
    if window_of(typist).entry().control.person.person_uuid == before:
        typist.press("F10")


def family_in(machine: Machine) -> tuple[Person, ...]:
    """The people of the one household, from the database."""
    with machine.open() as store:
        (row,) = list_households(store)
        assert (row.household_no, row.people) == ("0401", 4)
        return members(store, row.household_uuid)


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    """Town and ward, set up; the town does not know the ward yet."""
    return town_and_ward(tmp_path)


def test_family_when_typed_exported_merged_and_printed_is_on_paper(
    qapp: QApplication, machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    town, ward = machines
    stick = tmp_path / "USB của phường"
    stick.mkdir()

    with open_machine(qapp, ward) as made:
        typist = log_in(made, tmp_path)
        type_family(typist)
        messages.next_answer(stick)
        export(typist)

    typed = family_in(ward)
    assert tuple(person.full_name for person in typed) == NAMES
    assert [person.birth_date for person in typed] == ["1952", "1955-02", "1990-02-14", "2012-08-15"]
    assert [person.relation_to_head for person in typed][:2] == ["CH", "V"]
    assert {person.head_name for person in typed[1:]} == {NAMES[0]}
    assert {person.permanent_address for person in typed} == {"12 đường Nguyễn Trọng Bình, tổ dân phố 3"}
    assert {person.native_place for person in typed} == {"Xã Kỳ Hưng, huyện Kỳ Anh, tỉnh Hà Tĩnh"}
    assert {person.slip_state for person in typed} == {"da_nhap"}
    assert [path.suffix for path in stick.iterdir()] == [".dcpkg"]

    paper = tmp_path / "hộ 0401.pdf"
    with open_machine(qapp, town) as made:
        typist = log_in(made, tmp_path)
        merge(typist, ward.key, stick)
        print_household(typist, paper)
    assert family_in(town) == typed

    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(paper).pages)
    for name in NAMES:
        assert name in words
    assert "1952" in words

    with open_machine(qapp, town) as made:  # the same stick again changes nothing
        typist = log_in(made, tmp_path)
        look_again(typist, stick)
    assert family_in(town) == typed


def export(typist: Typist) -> None:
    """Alt+5, the button, wait until the stick may be pulled out."""
    typist.press("Alt+5")
    press_button(typist, "export_button")
    wizard = typist.window.findChild(ExportWizard)
    assert wizard is not None
    assert [(one.residential_group, one.people) for one in wizard.places.rows] == [("Tổ dân phố 3", 4)]
    press_button(typist, "export_go")
    page = typist.window.findChild(WardExchangePage)
    assert page is not None
    typist.wait_for(lambda: "có thể rút USB" in page.banner.text, "the package is written")
    press_button(typist, "export_close")


def merge(typist: Typist, ward_key: Path, stick: Path) -> None:
    """Register the ward, look at the plan, merge."""
    typist.press("Alt+5")
    page = typist.window.findChild(TownExchangePage)
    assert page is not None
    typist.press("Ctrl+I")
    assert page.machines_view is not None
    messages.next_answer([ward_key])
    messages.next_answer(True)
    press_button(typist, "register_button")
    assert page.machines_view.machines.rows[0].unit_name == "Phường Sông Trí"
    typist.press("Esc")
    assert page.units.rows[0].unit_name == "Phường Sông Trí"
    messages.next_answer(stick)
    press_button(typist, "choose_stick")
    typist.wait_for(lambda: page.panel.plan is not None, "the plan is shown")
    assert page.panel.plan is not None
    assert (page.panel.plan.people, page.panel.plan.households, page.panel.plan.added) == (4, 1, 5)
    assert page.panel.tree.nodes[0].children[0].status == "Sẽ gộp"
    assert counts(page._session.store) == (0, 0)
    messages.next_answer(True)
    press_button(typist, "merge_button")
    typist.wait_for(lambda: page.panel.tree.nodes[0].children[0].status == "Đã gộp", "the merge is done")


def print_household(typist: Typist, paper: Path) -> None:
    """Find the household by a name typed without marks and keep its paper as PDF."""
    typist.press("Alt+6")
    typist.type("thuy huong")
    typist.press("Enter")
    typist.press("Enter")
    dialog = typist.window.findChild(PreviewDialog)
    assert dialog is not None
    messages.next_answer(paper)
    dialog.save_pdf()
    assert "Đã lưu" in dialog.told.text()
    dialog.close()


def look_again(typist: Typist, stick: Path) -> None:
    """Choose the same stick once more: already here, nothing to merge."""
    typist.press("Alt+5")
    page = typist.window.findChild(TownExchangePage)
    assert page is not None
    messages.next_answer(stick)
    press_button(typist, "choose_stick")
    typist.wait_for(lambda: page.panel.plan is not None, "the plan is shown")
    assert page.panel.tree.nodes[0].children[0].status == "Đã có"
    assert not page.panel.merge_button.isEnabled()
