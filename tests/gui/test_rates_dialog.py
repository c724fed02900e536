"""Rates of findings in the window: for supervisors only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from census_desktop.domain.records import RecordKind
from census_desktop.gui.dialogs.rates import RatesDialog
from census_desktop.gui.pages.todo.page import TodoPage
from census_desktop.store.opening import open_store
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import LOGIN, SUPERVISOR, SUPERVISOR_PASSWORD, save_family
from tests.windows import main_window, room


def test_rates_when_a_supervisor_asks_change_with_digits(
    qapp: QApplication, ward_store: Store, tmp_path: Path
) -> None:
    household, people = save_family(ward_store, collector="Trần Thị Lan")
    with ward_store.transaction(Action.EDIT) as tx:
        tx.edit(RecordKind.PERSON, people[0].person_uuid, {"birth_date": "2190-05-01"})
    ward_store.close()
    with (
        open_store(ward_store.folder, SUPERVISOR.login, SUPERVISOR_PASSWORD, ward_store.clock) as store,
        main_window(qapp, store, tmp_path) as typist,
    ):
        room(typist, "todo")
        page = typist.window.findChild(TodoPage)
        assert page is not None
        typist.wait_for(lambda: page.table.rows, "findings are listed")
        typist.press("F11")
        typist.wait_for(lambda: page.findChild(RatesDialog) is not None, "the rates are there")
        dialog = page.findChild(RatesDialog)
        assert dialog is not None
        dialog.activateWindow()
        seen = {}
        for key in "123":
            typist.type(key)
            (line,) = dialog.table.rows
            seen[key] = (dialog.title.text(), line.name)
            assert line.slips == len(people)
            assert line.errors > 0
        assert seen["1"] == ("Theo cán bộ nhập", LOGIN)
        assert seen["2"] == ("Theo người thu phiếu", "Trần Thị Lan")
        assert (household.residential_group or "") in seen["3"][1]
        last = dialog.table.index(0, len(dialog.table.columns) - 1).data()
        assert last
        assert "{" not in last
        dialog.close()


def test_rates_when_an_officer_works_are_not_offered(
    qapp: QApplication, ward_store: Store, tmp_path: Path
) -> None:
    with main_window(qapp, ward_store, tmp_path) as typist:
        room(typist, "todo")
        page = typist.window.findChild(TodoPage)
        assert page is not None
        assert page.findChild(QPushButton, "show_rates") is None
        typist.wait_for(lambda: not page.note.text().startswith("Đang"), "the page has looked")
        typist.press("F11")
        typist.wait_for(lambda: "Chỉ người giám sát" in page.banner.text, "it is refused in a sentence")
        assert page.findChild(RatesDialog) is None
