"""The plan names who may be there already, and after the merge says where to decide about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.base.jobs import JobControl
from census_desktop.gui import messages
from census_desktop.gui.pages.exchange.town import TownExchangePage
from census_desktop.services.exchange import export_to, register_device
from tests.builders import KY_TRINH, save_family
from tests.command_line import town_and_ward
from tests.windows import main_window, press, window_of

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


def test_merge_when_a_family_is_here_already_says_how_many_pairs_wait_and_where(
    app: QApplication, tmp_path: Path
) -> None:
    machines = town_and_ward(tmp_path)
    stick = tmp_path / "USB"
    stick.mkdir()
    with machines[1].open() as store:
        save_family(store)
        export_to(store, stick, JobControl())
    with machines[0].open() as store:
        register_device(store, machines[1].key)
        save_family(store, unit=KY_TRINH)
        with main_window(app, store) as typist:
            window_of(typist).enter("exchange")
            page = window_of(typist).pages["exchange"]
            assert isinstance(page, TownExchangePage)
            page.panel.look_at((stick,))
            typist.wait_for(lambda: page.panel.plan is not None)
            node = page.panel.tree.nodes[-2]
            assert (node.title, node.status) == ("Nghi trùng người", "3 cặp")
            messages.next_answer(True)
            press(typist, "merge_button")
            typist.wait_for(page.banner.isVisible)
            assert "Nghi trùng người: 3 cặp, Alt+3 rồi Ctrl+T" in page.banner.text
            assert page.panel.tree.nodes[-1].message == "Nghi trùng người: 3 cặp"
