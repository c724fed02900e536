"""F11: absence and service beside the slip, typed by keys; withheld addresses are dots for officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from census_desktop.domain.records import RecordKind
from census_desktop.gui.dialogs.beside import BesideDialog
from census_desktop.services.absence import record_about, write_about
from census_desktop.store.records import load_person
from tests.builders import edit, save_family
from tests.windows import window_of

if TYPE_CHECKING:
    from census_desktop.store.store import Store
    from tests.robot import Typist


def dialog_of(typist: Typist) -> BesideDialog:
    found = window_of(typist).entry().findChild(BesideDialog)
    assert found is not None
    return found


def test_absence_when_typed_beside_the_slip_then_is_kept(typist: Typist, store: Store) -> None:
    entry = window_of(typist).entry()
    typist.press("F11")
    assert entry.findChild(BesideDialog) is None  # nothing is stored yet
    household, (head, *_rest) = save_family(store)
    entry.control.open(household.household_uuid, head.person_uuid)
    typist.press("F11")
    dialog = dialog_of(typist)
    typist.type("x")
    typist.press("Enter")
    typist.type("31/02/2018")
    typist.press("F10")
    assert dialog.banner.text
    dialog.boxes[RecordKind.AWAY, "declared_on"].put_text("03/2018")
    dialog.boxes[RecordKind.COLLECTIVE, "kind"].put_text("ký túc xá")
    dialog.boxes[RecordKind.COLLECTIVE, "capacity"].take_cursor()
    typist.press("Enter")
    about = record_about(store, RecordKind.AWAY, head.person_uuid)
    assert (getattr(about, "declared", None), getattr(about, "declared_on", None)) == ("1", "2018-03")
    collective = record_about(store, RecordKind.COLLECTIVE, household.household_uuid)
    assert getattr(collective, "kind", None) == "ky_tuc_xa"


def test_address_when_withheld_then_officers_see_dots_and_the_answer_stays(
    typist: Typist, store: Store
) -> None:
    household, (head, wife, _child) = save_family(store)
    edit(store, head, service="qncn", service_unit_address="Tiểu đoàn 5")
    write_about(store, RecordKind.DUTY, head.person_uuid, {"withheld": "1", "lodging": "trong"})
    entry = window_of(typist).entry()
    entry.control.open(household.household_uuid, head.person_uuid)
    editor = entry.slip.editors["service_unit_address"]
    assert (editor.echoMode(), editor.isReadOnly()) == (QLineEdit.EchoMode.Password, True)
    typist.press("F11")
    dialog_of(typist).reject()
    typist.settle()
    entry.control.save()
    kept = load_person(store, head.person_uuid)
    assert kept is not None
    assert kept.service_unit_address == "Tiểu đoàn 5"
    entry.control.open(household.household_uuid, wife.person_uuid)
    assert editor.echoMode() == QLineEdit.EchoMode.Normal
