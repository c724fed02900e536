"""Whoever tampers with the data file, or the disk that loses a bit, is found out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.store import verify as module
from census_desktop.store.audit import chain_hash, chain_head
from census_desktop.store.opening import open_store
from census_desktop.store.records import load_person
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.store.verify import VerifyReport, verify
from tests.builders import LOGIN, PASSWORD, StopAt, edit, merge_stores, raw_connection, save_family

TRIGGERS = ("audit_keeps_entries", "audit_keeps_all", "operation_keeps_lines", "operation_keeps_all")


def tamper(store: Store, *statements: str) -> None:
    """Change the data file as somebody with the key, a tool and bad intentions."""
    with raw_connection(store.folder.database_path, store.key) as raw:
        for trigger in TRIGGERS:
            raw.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            raw.execute(statement)


def problems(store: Store) -> str:
    report = verify(store)
    assert report.ok is (report.problems == ())
    return "\n".join(report.problems)


def test_store_when_whole_then_is_reported_whole_with_its_counts(ward_store: Store) -> None:
    assert counted(verify(ward_store)) == (True, (), 0, 0, 0)
    _household, (person, *_others) = save_family(ward_store)
    edit(ward_store, person, note="Đi biển", full_name=None)

    report = verify(ward_store)
    assert counted(report) == (True, (), 3, 1, 6)
    with ward_store.read() as connection:
        head = chain_head(connection)
    assert (report.entries, report.head, report.broken_entry) == (head.number, head.hash.hex(), None)


def test_store_when_checking_is_stopped_then_says_so_and_can_be_checked_again(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAGE", 8)
    for household_no in range(12):
        save_family(ward_store, household_no=str(household_no))
    with pytest.raises(CancelledError):
        verify(ward_store, StopAt(1))
    assert verify(ward_store).ok


def counted(report: VerifyReport) -> tuple[object, ...]:
    return report.ok, report.problems, report.people, report.households, report.operations


def test_store_when_it_has_open_conflicts_then_is_whole(ward_store: Store, town_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)
    merge_stores(town_store, ward_store)
    edit(ward_store, person, note="Đi biển")
    edit(town_store, person, note="Ở nhà")
    merge_stores(town_store, ward_store)
    assert verify(town_store).ok

    tamper(town_store, "DELETE FROM conflict")

    assert f"xung đột của bản ghi {person.person_uuid}" in problems(town_store)


def test_store_when_a_conflict_is_invented_then_is_told(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)

    tamper(
        ward_store,
        f"INSERT INTO conflict VALUES ('person', x'{person.person_uuid.hex}', 'sex')",
    )

    assert "xung đột" in problems(ward_store)


def test_operation_when_edited_then_is_told_with_its_record(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)

    tamper(ward_store, "UPDATE operation SET line = replace(line, 'THÌN', 'THIN')")

    told = problems(ward_store)
    assert f"Bản ghi {person.person_uuid} có thay đổi bị sửa" in told
    assert f"Bản ghi {person.person_uuid} không khớp" in told
    assert "THIN" not in told


def test_operation_when_it_stands_under_another_record_then_is_told(ward_store: Store) -> None:
    _household, (person, other, *_others) = save_family(ward_store)
    edit(ward_store, person, note="Đi biển")

    tamper(
        ward_store,
        f"UPDATE operation SET record_uuid = x'{other.person_uuid.hex}' WHERE line LIKE '%Đi biển%'",
    )

    assert f"Bản ghi {other.person_uuid} có thay đổi bị sửa" in problems(ward_store)


def test_records_when_read_together_or_one_by_one_then_the_same_is_told(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for household_no in range(5):
        save_family(ward_store, household_no=str(household_no))
    _household, (person, *_others) = save_family(ward_store)
    edit(ward_store, person, note="Đi biển")
    tamper(ward_store, "UPDATE person SET full_name = 'LÊ VĂN BIỂN' WHERE id IN (2, 15)")
    tamper(ward_store, "UPDATE operation SET line = replace(line, 'HOÀ', 'HÒA')")
    together = verify(ward_store)
    monkeypatch.setattr(module, "_PAGE", 3)
    assert sorted(verify(ward_store).problems) == sorted(together.problems)
    monkeypatch.setattr(module, "read_births", lambda _kind, _lines: None)
    assert sorted(verify(ward_store).problems) == sorted(together.problems)
    assert len(together.problems) > 2


def test_operation_when_made_unreadable_then_is_told(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)

    tamper(
        ward_store,
        f"UPDATE operation SET line = 'x' WHERE record_uuid = x'{person.person_uuid.hex}'",
    )

    assert f"Bản ghi {person.person_uuid} có thay đổi không đọc được" in problems(ward_store)


def test_operation_when_removed_then_the_row_without_one_is_told(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)

    tamper(ward_store, f"DELETE FROM operation WHERE record_uuid = x'{person.person_uuid.hex}'")

    assert "Bảng person có 3 dòng nhưng nhật ký thay đổi có 2" in problems(ward_store)


def test_row_when_edited_then_is_told(ward_store: Store) -> None:
    household, (person, *_others) = save_family(ward_store)

    tamper(
        ward_store,
        f"UPDATE person SET birth_date = '1974-08-15' WHERE person_uuid = x'{person.person_uuid.hex}'",
    )
    assert problems(ward_store) == f"Bản ghi {person.person_uuid} không khớp với lịch sử thay đổi của nó."

    tamper(ward_store, "UPDATE household SET household_no = '99'")
    assert f"Bản ghi {household.household_uuid} không khớp" in problems(ward_store)


def test_row_when_removed_then_is_told(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)

    tamper(ward_store, f"DELETE FROM person WHERE person_uuid = x'{person.person_uuid.hex}'")

    told = problems(ward_store)
    assert f"Bản ghi {person.person_uuid} không khớp" in told
    assert "Bảng person có 2 dòng nhưng nhật ký thay đổi có 3" in told


def test_index_when_it_forgot_a_person_then_is_told(ward_store: Store) -> None:
    save_family(ward_store)

    tamper(
        ward_store,
        "INSERT INTO person_search (person_search, rowid, name_fold)"
        " SELECT 'delete', id, name_fold FROM person WHERE id = 2",
    )

    assert problems(ward_store) == "Chỉ mục tìm kiếm không khớp với bảng người."


SECRET_RULE = (
    "PRAGMA writable_schema=ON",
    "UPDATE sqlite_master SET sql = replace(sql, 'note TEXT', 'note TEXT NOT NULL') WHERE name = 'household'",
)


def test_structure_when_it_contradicts_itself_then_is_told(ward_store: Store) -> None:
    save_family(ward_store)

    tamper(ward_store, *SECRET_RULE)
    ward_store.engine.dispose()

    assert "Cấu trúc tệp hỏng" in problems(ward_store)


def test_structure_when_it_contradicts_itself_after_a_power_cut_then_the_store_does_not_open(
    ward_store: Store,
) -> None:
    save_family(ward_store)
    tamper(ward_store, *SECRET_RULE)
    ward_store.close()
    (ward_store.folder.root / "census.db-wal").touch()

    with pytest.raises(CensusError) as caught:
        open_store(ward_store.folder, LOGIN, PASSWORD, ward_store.clock)

    assert caught.value.code == "DAMAGED"


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("UPDATE audit SET entry = replace(entry, 'hoa.nt', 'tuan.tq') WHERE number = 2", 2),
        ("UPDATE audit SET hash = zeroblob(32) WHERE number = 3", 3),
        ("UPDATE audit SET number = 9 WHERE number = 3", 3),
    ],
)
def test_audit_when_an_entry_is_edited_or_removed_then_the_first_broken_one_is_told(
    ward_store: Store, change: str, number: int
) -> None:
    save_family(ward_store)
    for household_no in ("13", "14"):
        save_family(ward_store, household_no=household_no)

    tamper(ward_store, change)

    assert re.search(rf"mục số {number}\b", problems(ward_store))
    assert verify(ward_store).broken_entry == number


def test_audit_when_an_entry_is_rewritten_with_a_right_hash_then_the_next_one_is_told(
    ward_store: Store,
) -> None:
    for household_no in ("13", "14"):
        save_family(ward_store, household_no=household_no)
    with raw_connection(ward_store.folder.database_path, ward_store.key) as raw:
        raw.execute("DROP TRIGGER audit_keeps_entries")
        previous = raw.execute("SELECT hash FROM audit WHERE number = 1").fetchone()[0]
        entry = json.dumps({"action": "nothing"})
        raw.execute(
            "UPDATE audit SET entry = ?, hash = ? WHERE number = 2",
            (entry, chain_hash(previous, entry)),
        )

    assert "mục số 3 " in problems(ward_store)


def test_audit_when_an_entry_is_no_longer_readable_then_it_is_named_without_who_and_when(
    ward_store: Store,
) -> None:
    save_family(ward_store)
    tamper(ward_store, "UPDATE audit SET entry = '[1]' WHERE number = 2")
    assert "của ? lúc ? UTC" in problems(ward_store)
    tamper(ward_store, "UPDATE audit SET entry = 'x' WHERE number = 2")
    assert "của ? lúc ? UTC" in problems(ward_store)


def test_problems_when_there_are_very_many_then_the_first_are_told(ward_store: Store) -> None:
    for number in range(9):
        save_family(ward_store, household_no=str(number))

    tamper(ward_store, "UPDATE person SET note = 'x'")

    assert len(verify(ward_store).problems) == module._MOST


def damage(store: Store, change: Callable[[bytearray], None]) -> None:
    """Change bytes of the closed data file."""
    content = bytearray(store.folder.database_path.read_bytes())
    change(content)
    store.folder.database_path.write_bytes(content)


def test_page_when_any_byte_is_flipped_then_opening_or_verifying_tells(ward_store: Store) -> None:
    for number in range(9):
        save_family(ward_store, household_no=str(number))
    ward_store.close()
    whole = ward_store.folder.database_path.read_bytes()
    told: list[str] = []

    for page in range(0, len(whole) // 4096, 3):
        flipped = bytearray(whole)
        flipped[page * 4096 + 2000] ^= 1
        ward_store.folder.database_path.write_bytes(flipped)
        try:
            with open_store(ward_store.folder, LOGIN, PASSWORD, ward_store.clock) as store:
                report = verify(store)
        except CensusError as error:
            told.append(error.code)
        else:
            assert not report.ok, page
            assert f"page {page + 1}" in report.problems[0]
            told.append("verify")
        (ward_store.folder.root / "census.db-wal").unlink(missing_ok=True)

    assert set(told) == {"NOT_OURS", "DAMAGED", "verify"}
    assert told.count("verify") > len(told) / 2


def test_page_when_damaged_then_what_is_whole_can_still_be_read_after_verifying(ward_store: Store) -> None:
    _household, (person, *_others) = save_family(ward_store)
    with ward_store.read() as connection:  # a page that nothing but verifying looks at
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'import_queue'"
        ).scalar_one()
    ward_store.close()

    def flip_that_page(content: bytearray) -> None:
        content[page * 4096 - 2000] ^= 1

    damage(ward_store, flip_that_page)
    with open_store(ward_store.folder, LOGIN, PASSWORD, ward_store.clock) as store:
        report = verify(store)
        assert (report.ok, report.people) == (False, 0)
        found = load_person(store, person.person_uuid)
        assert found is not None
        assert found.full_name == person.full_name


def test_verify_when_damage_shows_only_while_reading_then_is_reported_too(
    ward_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad_sector(*_arguments: Any) -> None:
        raise CensusError("DAMAGED", "Tệp dữ liệu bị hỏng một phần.")

    monkeypatch.setattr(module, "_check_structure", bad_sector)

    assert problems(ward_store) == "Tệp dữ liệu bị hỏng một phần."


def test_verify_when_the_disk_fails_then_raises(ward_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def pulled(*_arguments: Any) -> None:
        raise CensusError("DISK_ERROR", "Ổ đĩa báo lỗi khi đọc hoặc ghi.")

    monkeypatch.setattr(module, "_check_structure", pulled)

    with pytest.raises(CensusError):
        verify(ward_store)


def test_verify_when_done_then_leaves_everything_as_it_was(ward_store: Store) -> None:
    save_family(ward_store)
    with ward_store.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*), max(number) FROM audit").one()

    verify(ward_store)

    with ward_store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*), max(number) FROM audit").one() == before
    with ward_store.transaction(Action.SETTING) as transaction:
        transaction.put_setting("a", "b")
