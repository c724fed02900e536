"""F11: absence and service beside the slip, typed by keys; withheld addresses are dots for officers."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from census_desktop.domain.records import RecordKind
from census_desktop.gui.dialogs.beside import BesideDialog
from census_desktop.services.absence import people_to_ask, record_about, reminders, write_about
from census_desktop.services.absence_rounds import Round, round_lines
from census_desktop.store.away import is_to_ask
from census_desktop.store.records import load_person, members
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
    assert entry.findChild(BesideDialog) is None  # nothing stands there yet
    household, (head, *_rest) = save_family(store)
    edit(store, head, presence="vang_khai_ho")
    entry.control.open(household.household_uuid, head.person_uuid)
    typist.press("F11")
    dialog = dialog_of(typist)
    typist.type("x")
    typist.press("Enter")
    typist.type("31/02/2018")
    typist.press("F10")
    assert "Ngày khai báo tạm vắng" in dialog.banner.text
    assert typist.focused == "away_declared_on"
    dialog.boxes[RecordKind.AWAY, "declared_on"].put_text("03/2018")
    dialog.boxes[RecordKind.COLLECTIVE, "kind"].put_text("ký túc xá")
    dialog.boxes[RecordKind.COLLECTIVE, "capacity"].take_cursor()
    typist.press("Enter")
    about = record_about(store, RecordKind.AWAY, head.person_uuid)
    assert (getattr(about, "declared", None), getattr(about, "declared_on", None)) == ("1", "2018-03")
    collective = record_about(store, RecordKind.COLLECTIVE, household.household_uuid)
    assert getattr(collective, "kind", None) == "ky_tuc_xa"


def test_reminder_when_the_slip_does_not_say_away_then_it_is_asked_first(
    typist: Typist, store: Store
) -> None:
    household, (head, *_rest) = save_family(store)
    entry = window_of(typist).entry()
    entry.control.open(household.household_uuid, head.person_uuid)
    typist.press("F11")
    dialog = dialog_of(typist)
    dialog.boxes[RecordKind.AWAY, "remind_on"].take_cursor()
    typist.type("15/03/2018")
    typist.press("F10")
    assert dialog.isVisible()
    assert dialog.banner.text
    assert typist.focused == "person_presence"
    assert getattr(record_about(store, RecordKind.AWAY, head.person_uuid), "remind_on", None) is None
    typist.press("F9")
    assert typist.suggestions()[0] == "Có mặt"
    typist.press("Down")
    typist.press("F10")
    kept = load_person(store, head.person_uuid)
    assert kept is not None
    assert kept.presence == "vang_khai_ho"
    assert entry.slip.editors["presence"].stored() == "vang_khai_ho"
    assert [one.told.person.person_uuid for one in reminders(store, datetime.date(2018, 4, 1))] == [
        head.person_uuid
    ]


def test_reminder_when_presence_is_blank_in_the_store_then_is_listed_all_the_same(store: Store) -> None:
    _household, (head, *_rest) = save_family(store)
    write_about(store, RecordKind.AWAY, head.person_uuid, {"remind_on": "15/03/2018"})
    found = people_to_ask(store)
    assert [one.person.person_uuid for one in found] == [head.person_uuid]
    assert is_to_ask(found[0])
    until = datetime.date(2018, 4, 1)
    assert len(reminders(store, until)) == 1
    assert [len(round_lines(found, which, until, until)) for which in Round] == [1, 0, 0]


def test_f11_when_the_slip_is_half_typed_then_secures_it_first(typist: Typist, store: Store) -> None:
    household, _people = save_family(store)
    entry = window_of(typist).entry()
    entry.control.open(household.household_uuid)
    entry.control.new_member()
    entry.go_to("full_name")
    typist.type("Đậu Thị Thúy Hường")
    typist.press("F11")
    assert dialog_of(typist).isVisible()
    assert "Đậu Thị Thúy Hường" in {one.full_name for one in members(store, household.household_uuid)}


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
