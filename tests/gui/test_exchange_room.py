"""The exchange room: packages, plans, keys."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from census_desktop.base.jobs import JobControl
from census_desktop.gui import messages
from census_desktop.gui.dialogs import working
from census_desktop.gui.dialogs.export_wizard import ExportWizard
from census_desktop.gui.dialogs.merge_journal import MergeJournal
from census_desktop.gui.dialogs.working import WorkingDialog
from census_desktop.gui.models.plan_tree import nodes_of
from census_desktop.gui.pages.exchange.town import TownExchangePage
from census_desktop.gui.pages.exchange.ward import WardExchangePage
from census_desktop.printing.preview import PreviewDialog
from census_desktop.services.exchange import export_to, register_device
from census_desktop.services.follow_up import ask
from census_desktop.services.from_town import NewsKind
from census_desktop.services.merge_plan import PlacePlan, PlanByPlace
from census_desktop.services.merges import journal
from census_desktop.store.records import counts
from census_desktop.store.verify import verify
from census_desktop.transfer.inbox import MergePlan, PackagePlan
from tests.builders import SONG_TRI, edit, save_family
from tests.command_line import town_and_ward
from tests.windows import main_window, press, room, window_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    town.wait_for(lambda: page.panel.plan is not None)
    nodes = page.panel.tree.nodes
    ward, unknown, total = nodes
    assert [node.sign for node in nodes] == ["ok", "refused", ""]
    assert ward.title == "Phường Sông Trí"
    assert [child.title for child in ward.children][1:] == ["Tổ dân phố 3"]
    assert unknown.children[0].status == "Từ chối"
    assert unknown.children[0].sentence
    assert total.is_total
    assert total.figures[:5] == ward.figures[:5] == (3, 1, 4, 0, 0)
    assert "4 bản ghi" in page.panel.sum.text()
    messages.next_answer(False)
    press(town, "merge_button")
    assert page.panel.plan is not None
    messages.next_answer(True)
    press(town, "merge_button")
    town.wait_for(page.banner.isVisible)
    assert counts(window_of(town).session.store) == (3, 1)
    assert not page.panel.merge_button.isEnabled()


def test_merge_when_a_package_came_after_the_plan_leaves_it_alone(
    town: Typist, machines: tuple[Machine, Machine], stick: Path
) -> None:
    """What is merged is what was looked at, also when somebody copies to the stick meanwhile."""
    with machines[1].open() as store:
        save_family(store)
        export_to(store, stick, JobControl())
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    page.panel.look_at((stick,))
    town.wait_for(lambda: page.panel.plan is not None)
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
    town.wait_for(lambda: page.panel.plan is not None)
    assert not page.panel.merge_button.isEnabled()
    assert page.banner.isVisible()


def test_stick_when_it_holds_no_package_is_told(town: Typist, stick: Path) -> None:
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    messages.next_answer(stick)
    press(town, "choose_stick")
    town.wait_for(page.banner.isVisible)
    assert page.panel.plan is None
    messages.next_answer(None)
    press(town, "choose_stick")
    messages.next_answer([])
    press(town, "choose_packages")


def test_export_when_folder_is_gone_is_told_and_nothing_is_counted(
    app: QApplication, machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    with machines[1].open() as store:
        save_family(store)
        with main_window(app, store) as typist:
            page = room(typist, "exchange").pages["exchange"]
            assert isinstance(page, WardExchangePage)
            assert "3 phiếu" in page.waiting.text()
            typist.press("Ctrl+J")
            wizard = window_of(typist).findChild(ExportWizard)
            assert wizard is not None
            messages.next_answer(None)
            press(typist, "export_go")
            assert wizard.steps.currentIndex() == 0
            messages.next_answer(tmp_path / "đã rút")
            press(typist, "export_go")
            typist.wait_for(wizard.banner.isVisible)
            assert "đã rút" in wizard.banner.text
            assert page.last.text() == "Chưa xuất gói nào."
            wizard.reject()
            typist.settle()


def test_plan_nodes_when_done_say_so_and_a_gap_is_a_warning() -> None:
    package = PackagePlan(
        file="18754-a-0003.dcpkg", status="merged", code="GAP", message="thiếu số 2", gap_after=1
    )
    already = PackagePlan(file="18754-a-0001.dcpkg", status="already", code="ALREADY", message="đã có")
    unit, total = nodes_of(PlanByPlace(MergePlan(packages=(package, already)), (), ()), is_done=True)
    assert [(node.status, node.sign) for node in unit.children] == [
        ("Đã gộp", "warning"),
        ("Đã có", "already"),
    ]
    assert (unit.sign, unit.message, total.title) == ("warning", "thiếu số gói", "Cộng")


def place(group: str, **figures: int) -> PlacePlan:
    counts = dict.fromkeys(("new", "new_people", "changed", "changed_people", "combined"), 0)
    known = {"people": 3, "households": 1, "conflicts": 0, "errors": 0, "warnings": 0}
    return PlacePlan(unit=SONG_TRI, group=group, **{**counts, **known, **figures})


def test_plan_nodes_when_many_groups_have_no_news_put_them_on_one_closed_line() -> None:
    places = [place(f"Tổ dân phố {number}") for number in range(1, 9)]
    loud = place("Tổ dân phố 9", new=4, new_people=3)
    unit, _total = nodes_of(PlanByPlace(MergePlan(packages=()), (*places, loud), ()), is_done=False)
    assert [node.title for node in unit.children] == ["Tổ dân phố 9", "8 thôn/TDP không có gì mới"]
    rest = unit.children[1]
    assert (rest.is_open, len(rest.children), rest.figures[:2]) == (False, 8, (24, 8))
    few, _total = nodes_of(PlanByPlace(MergePlan(packages=()), (*places[:2], loud), ()), is_done=False)
    assert len(few.children) == 3


def drop_on(page: TownExchangePage, paths: list[Path]) -> bool:
    """Drag files over the panel and let go; gives whether the panel wanted them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, keys = page.panel.rect().center(), Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys)
    over.ignore()
    QApplication.sendEvent(page.panel, over)
    if over.isAccepted():
        let_go = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys)
        QApplication.sendEvent(page.panel, let_go)
    return over.isAccepted()


def test_packages_when_dropped_are_looked_at_and_other_files_are_not(
    town: Typist, machines: tuple[Machine, Machine], stick: Path
) -> None:
    good, _bad = packages(machines, stick)
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    other = stick / "thư.txt"
    other.write_text("chào")
    assert not drop_on(page, [other])
    assert drop_on(page, [other, good])
    town.wait_for(lambda: page.panel.plan is not None)
    assert page.panel.plan is not None
    assert [one.file for one in page.panel.plan.packages] == [good.name]
    assert drop_on(page, [stick])
    town.wait_for(lambda: page.panel.plan is not None and len(page.panel.plan.packages) == 2)


def test_plan_when_asked_for_while_another_job_runs_comes_after_it(
    town: Typist, machines: tuple[Machine, Machine], stick: Path
) -> None:
    """It used to be forgotten without a word."""
    packages(machines, stick)
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    jobs = window_of(town).session.jobs
    town.wait_for(lambda: not jobs.is_running)
    may_end = threading.Event()
    ended: list[object] = []
    jobs.start(lambda _control: may_end.wait(20), ended.append, ended.append)
    page.panel.look_at((stick,))
    assert page.panel.plan is None
    may_end.set()
    town.wait_for(lambda: page.panel.plan is not None)
    assert ended == [True]


def test_plan_when_printed_is_a_paper_with_the_refused_package(
    town: Typist, machines: tuple[Machine, Machine], stick: Path
) -> None:
    packages(machines, stick)
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    page.panel.look_at((stick,))
    town.wait_for(lambda: page.panel.plan is not None)
    press(town, "print_plan")
    dialog = window_of(town).findChild(PreviewDialog)
    assert dialog is not None
    assert dialog.pages >= 1
    dialog.reject()
    town.settle()


def test_merge_when_stopped_with_esc_leaves_nothing_half_done(
    town: Typist, machines: tuple[Machine, Machine], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc in the small window over the job, at the moment the merge writes; then the same merge again."""
    with machines[1].open() as store:
        for number in range(1, 101):
            save_family(store, household_no=str(number))
        export_to(store, stick, JobControl())
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    page.panel.look_at((stick,))
    town.wait_for(lambda: page.panel.plan is not None)
    monkeypatch.setattr(working, "SHOW_AFTER", 0)
    before = verify(window_of(town).session.store)
    messages.next_answer(True)
    press(town, "merge_button")
    town.wait_for(lambda: window_of(town).findChild(WorkingDialog) is not None)
    town.wait_for(lambda: QApplication.focusWidget() is not None)
    dialog = window_of(town).findChild(WorkingDialog)
    assert dialog is not None
    town.wait_for(dialog.isVisible)
    town.press("Esc")
    town.wait_for(lambda: not window_of(town).session.jobs.is_running)
    store = window_of(town).session.store
    assert "Đã dừng" in page.banner.text
    assert counts(store) == (0, 0)
    assert before.ok
    assert verify(store).ok
    assert not journal(store)
    messages.next_answer(True)
    press(town, "merge_button")
    town.wait_for(lambda: counts(store) == (300, 100) and not window_of(town).session.jobs.is_running)


def test_receipt_when_written_at_the_town_is_taken_in_at_the_ward_and_shows_what_changed(
    app: QApplication, machines: tuple[Machine, Machine], stick: Path, tmp_path: Path
) -> None:
    with machines[1].open() as store:
        _household, people = save_family(store)
        export_to(store, stick, JobControl())
    with machines[0].open() as store:
        register_device(store, machines[1].key)
        with main_window(app, store) as typist:
            page = room(typist, "exchange").pages["exchange"]
            assert isinstance(page, TownExchangePage)
            press(typist, "write_receipt")
            assert "Chọn đơn vị" in page.banner.text
            messages.next_answer(stick)
            press(typist, "choose_stick")
            typist.wait_for(lambda: page.panel.plan is not None)
            messages.next_answer(True)
            press(typist, "merge_button")
            typist.wait_for(lambda: counts(store) == (3, 1) and page.banner.isVisible())
            edit(store, people[0], note="Gặp tại nhà")
            ask(store, people[1].person_uuid, "Bà Hường sinh năm nào?")
            assert page.units.rows[0].is_due
            page.unit_view.setFocus()
            typist.press("Home")
            messages.next_answer(stick)
            typist.press("Enter")
            typist.wait_for(lambda: "có thể rút USB" in page.banner.text)
    with machines[1].open() as store, main_window(app, store) as typist:
        ward = room(typist, "exchange").pages["exchange"]
        assert isinstance(ward, WardExchangePage)
        messages.next_answer(stick)
        press(typist, "choose_stick")
        typist.wait_for(lambda: ward.panel.plan is not None)
        messages.next_answer(True)
        press(typist, "merge_button")
        typist.wait_for(lambda: "xác nhận thêm 1 gói" in ward.banner.text)
        assert "còn phải hỏi: 1" in ward.banner.text
        view = ward.news_view
        assert view is not None
        assert ward.stack.currentWidget() is view
        typist.wait_for(lambda: view.news is not None)
        lines = [(line.kind, line.name, line.words) for line in view.table.rows]
        assert (NewsKind.CORRECTION, "ĐẬU VĂN THÌN", "Ghi chú: Gặp tại nhà") in lines
        assert lines[0] == (NewsKind.QUESTION, "VÕ THỊ HƯỜNG", "Bà Hường sinh năm nào?")
        assert (view.accepted.value, view.waiting.value, view.questions.value) == ("1", "0", "1")
        press(typist, "news_journal")
        dialog = window_of(typist).findChild(MergeJournal)
        assert dialog is not None
        assert ("ĐẬU VĂN THÌN", "Ghi chú") in {(one.name, one.what) for one in dialog.changes.rows}
        dialog.reject()
        typist.settle()
        view.view.setFocus()
        typist.press("Home")
        typist.press("Enter")
        entry = window_of(typist).entry()
        assert window_of(typist).stack.currentWidget() is entry
        assert entry.editor("full_name").text() == "VÕ THỊ HƯỜNG"


def test_journal_when_a_merge_is_taken_back_says_so_and_the_records_are_void(
    town: Typist, machines: tuple[Machine, Machine], stick: Path
) -> None:
    packages(machines, stick)
    page = window_of(town).pages["exchange"]
    assert isinstance(page, TownExchangePage)
    page.panel.look_at((stick,))
    town.wait_for(lambda: page.panel.plan is not None)
    messages.next_answer(True)
    press(town, "merge_button")
    store = window_of(town).session.store
    town.wait_for(lambda: counts(store) == (3, 1) and page.panel.plan is None)
    press(town, "show_journal")
    dialog = window_of(town).findChild(MergeJournal)
    assert dialog is not None
    assert [entry.added for entry in dialog.entries.rows] == [4]
    assert len(dialog.changes.rows) == 4
    messages.next_answer(False)
    press(town, "reverse_merge")
    town.wait_for(lambda: not window_of(town).session.jobs.is_running)
    assert counts(store) == (3, 1)
    messages.next_answer(True)
    press(town, "reverse_merge")
    town.wait_for(lambda: counts(store) == (0, 0))
    town.wait_for(lambda: len(dialog.entries.rows) == 2)
    reversal, merged = dialog.entries.rows
    assert merged.reversed_by == reversal.number
    dialog.reject()
    town.settle()
