"""The journal of a machine in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.services.audit_log import _NAMES, action_name, audit_entries, entry_detail
from census_desktop.services.exchange import register_device
from census_desktop.store.actions import Action
from census_desktop.store.audit import read_entry
from tests.builders import save_family

if TYPE_CHECKING:
    from census_desktop.store.store import Store
    from tests.command_line import Machine


def test_deeds_when_there_are_new_ones_have_a_name_too() -> None:
    assert set(_NAMES) == set(Action)
    assert action_name(Action.MERGE) == "gộp gói"
    assert action_name("deed_of_a_newer_version") == "deed_of_a_newer_version"


def test_entries_when_read_are_newest_first_with_what_people_can_use(
    town: Store, machines: tuple[Machine, Machine]
) -> None:
    known = register_device(town, machines[1].key)
    save_family(town)
    newest, registered = audit_entries(town, 2)
    assert action_name(newest.action) == "lưu phiếu"
    assert newest.officer == "hoa"
    assert (action_name(registered.action), entry_detail(registered)) == (
        "đăng ký, thu hồi máy",
        f"máy {known.device}",
    )
    assert registered.number == newest.number - 1


def test_entry_when_it_cannot_be_read_has_a_number_only() -> None:
    for text in ("không phải JSON", "[1, 2]"):
        entry = read_entry(7, text)
        assert (entry.number, entry.at, entry.officer, entry.action, dict(entry.detail)) == (
            7,
            "",
            "",
            "",
            {},
        )
        assert entry_detail(entry) == ""
