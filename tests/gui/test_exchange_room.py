"""The exchange room: packages, plans, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.jobs import JobControl
from census_desktop.gui import messages
from census_desktop.gui.models.plan_rows import rows_of
from census_desktop.gui.pages.town_exchange import TownExchangePage
from census_desktop.gui.pages.ward_exchange import WardExchangePage
from census_desktop.services.exchange import export_to, register_device
from census_desktop.store.records import counts
from census_desktop.transfer.inbox import MergePlan, PackagePlan
from tests.builders import save_family
from tests.command_line import town_and_ward
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from tests.command_line import Machine
    from tests.robot import Typist


# -- exchange -------------------------------------------------------------------------------------------------------


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    """Town and ward with keys."""
    return town_and_ward(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What stands for the USB stick."""
    path = tmp_path / "USB"
    path.mkdir()
    return path


@pytest.fixture
def town(app: QApplication, machines: tuple[Machine, Machine]) -> Iterator[Typist]:
    """Somebody sitting in the exchange room of the town, which knows the ward."""
    with machines[0].open() as store:
        register_device(store, machines[1].key)
        with main_window(app, store) as typist:
            window_of(typist).enter("exchange")
            yield typist


def packages(machines: tuple[Machine, Machine], stick: Path) -> list[Path]:
    """A good package and one with a byte turned."""
    with machines[1].open() as store:
        save_family(store)
        good = export_to(store, stick, JobControl()).path
        save_family(store, household_no="13")
        bad = export_to(store, stick, JobControl()).path
    content = bytearray(bad.read_bytes())
    content[-40] ^= 1
    bad.write_bytes(content)
    return [good, bad]


def test_plan_when_one_package_is_spoiled_shows_both_and_adds_up(
    town: Typist, machines: tuple[Machine, Machine], stick: Path
) -> None:
    packages(machines, stick)
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    messages.next_answer(stick)
    press(town, "choose_stick")
    town.wait_for(lambda: page.plan is not None)
    signs = [row.sign for row in page.table.rows]
    assert signs == ["ok", "refused", ""]
    total = page.table.rows[-1]
    assert total.is_total
    assert total.figures[:3] == (3, 1, 4)
    assert "4 bản ghi" in page.sum.text()
    assert page.packages.value == "1 / 2"
    messages.next_answer(False)
    press(town, "merge_button")
    assert page.plan is not None
    messages.next_answer(True)
    press(town, "merge_button")
    town.wait_for(page.banner.isVisible)
    assert counts(window_of(town).session.store) == (3, 1)
    assert not page.merge_button.isEnabled()


def test_merge_when_a_package_came_after_the_plan_leaves_it_alone(
    town: Typist, machines: tuple[Machine, Machine], stick: Path
) -> None:
    """What is merged is what was looked at, also when somebody copies to the stick meanwhile."""
    with machines[1].open() as store:
        save_family(store)
        export_to(store, stick, JobControl())
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    page.look_at((stick,))
    town.wait_for(lambda: page.plan is not None)
    with machines[1].open() as store:
        save_family(store, household_no="13")
        export_to(store, stick, JobControl())
    messages.next_answer(True)
    press(town, "merge_button")
    town.wait_for(page.banner.isVisible)
    assert counts(window_of(town).session.store) == (3, 1)


def test_plan_when_nothing_can_be_merged_says_so(
    town: Typist, machines: tuple[Machine, Machine], stick: Path
) -> None:
    _good, bad = packages(machines, stick)
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    messages.next_answer([bad])
    press(town, "choose_packages")
    town.wait_for(lambda: page.plan is not None)
    assert not page.merge_button.isEnabled()
    assert page.banner.isVisible()


def test_stick_when_it_holds_no_package_is_told(town: Typist, stick: Path) -> None:
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    messages.next_answer(stick)
    press(town, "choose_stick")
    town.wait_for(page.banner.isVisible)
    assert page.plan is None
    messages.next_answer(None)
    press(town, "choose_stick")
    messages.next_answer([])
    press(town, "choose_packages")


def test_key_files_when_copied_and_registered_are_listed(town: Typist, stick: Path, tmp_path: Path) -> None:
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    assert len(page.machines.rows) == 1
    messages.next_answer(stick)
    press(town, "copy_key")
    assert [path.name for path in stick.iterdir()] == ["town.pub"]
    messages.next_answer(stick)
    press(town, "copy_key")
    assert "Đã có tệp" in page.banner.text
    messages.next_answer([stick / "town.pub"])
    press(town, "register_button")
    assert "chính máy này" in page.banner.text
    messages.next_answer(None)
    press(town, "copy_key")


def test_export_when_folder_is_gone_is_told_and_nothing_is_counted(
    app: QApplication, machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    with machines[1].open() as store:
        save_family(store)
        with main_window(app, store) as typist:
            page = room(typist, "exchange").pages["exchange"]
            assert isinstance(page, WardExchangePage)
            assert "3 phiếu" in page.waiting.text()
            messages.next_answer(tmp_path / "đã rút")
            press(typist, "export_button")
            typist.wait_for(page.banner.isVisible)
            assert page.last.text() == "Chưa xuất gói nào."
            messages.next_answer(None)
            press(typist, "export_button")


def test_plan_rows_when_done_say_so_and_a_gap_is_a_warning() -> None:
    package = PackagePlan(
        file="18754-a-0003.dcpkg", status="merged", code="GAP", message="thiếu số 2", gap_after=1
    )
    already = PackagePlan(file="18754-a-0001.dcpkg", status="already", code="ALREADY", message="đã có")
    rows = rows_of(MergePlan(packages=(package, already)), is_done=True)
    assert [(row.status, row.sign) for row in rows] == [
        ("Đã gộp", "warning"),
        ("Đã có", "already"),
        ("Cộng", ""),
    ]
