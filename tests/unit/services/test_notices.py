"""Messages of the town, and everything else a ward hears from it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.acceptance import Acceptance
from census_desktop.domain.boundary_records import BoundaryPlan
from census_desktop.domain.code_names import DIFFERENT
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.notices import LONGEST_WORDS
from census_desktop.services.conflicts import decide
from census_desktop.services.evidence import add_evidence
from census_desktop.services.exchange import (
    export_receipt_to,
    export_receipts_to,
    export_to,
    merge,
    register_device,
)
from census_desktop.services.follow_up import ask
from census_desktop.services.from_town import NewsKind, town_news
from census_desktop.services.goals import goals, set_goal
from census_desktop.services.machines import revoke
from census_desktop.services.notices import mark_read, notices, withdraw_notice, write_notice
from census_desktop.services.receipts_due import unit_exchanges
from census_desktop.store.audit import chain_head, seen_elsewhere
from census_desktop.store.devices import devices
from census_desktop.store.transaction import Action
from census_desktop.store.verify import verify
from tests.builders import edit, make_household, make_person, raw_connection, save, save_family

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store
    from tests.command_line import Machine

SONG_TRI = "18754@2015-04-10"
WORDS = "Nộp gói trước 16 giờ thứ Sáu."


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "usb"
    path.mkdir()
    return path


def receipt(town: Store, ward: Store, stick: Path) -> None:
    merge(ward, (export_receipt_to(town, "18754", stick, JobControl()).path,), JobControl())


def test_message_when_written_comes_with_the_receipt_and_its_reading_goes_back(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:
    register_device(town, machines[1].key)
    (said,) = write_notice(town, ["Phường Sông Trí", "18754"], WORDS)
    receipt(town, ward, stick)
    (line,) = town_news(ward).lines
    assert (line.kind, line.is_open, line.name) == (NewsKind.NOTICE, True, "hoa")
    assert line.words == WORDS
    mark_read(ward, said.notice_uuid)
    assert mark_read(ward, said.notice_uuid).read_by == "hoa"
    (line,) = town_news(ward).lines
    assert not line.is_open
    assert "hoa đã đọc" in line.words
    merge(town, (export_to(ward, stick, JobControl()).path,), JobControl())
    (known,) = notices(town, SONG_TRI)
    assert known.read_by == "hoa"
    assert notices(town, "18820@2015-04-10") == ()


def test_message_when_it_cannot_be_written_is_refused_in_words(town: Store, ward: Store) -> None:
    for units, words, code in (
        (["18754"], "  ", "BAD_VALUE"),
        (["18754"], "x" * (LONGEST_WORDS + 1), "BAD_VALUE"),
        ([], WORDS, "NO_RECEIVER"),
        (["99999"], WORDS, "UNKNOWN_UNIT"),
    ):
        with pytest.raises(CensusError) as refused:
            write_notice(town, units, words)
        assert refused.value.code == code
    with pytest.raises(CensusError) as refused:
        write_notice(ward, ["18754"], WORDS)
    assert refused.value.code == "NOT_A_TOWN_MACHINE"
    with pytest.raises(CensusError) as refused:
        mark_read(ward, uuid.UUID(int=7))
    assert refused.value.code == "NO_SUCH_RECORD"
    assert notices(town) == ()


def test_news_when_the_town_corrects_decides_and_asks_names_each_with_its_words(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:
    household, people = save_family(ward)
    assert town_news(ward).accepted is None
    export_to(ward, stick, JobControl())
    assert len(town_news(ward).waiting) == 1
    register_device(town, machines[1].key)
    merge(town, (stick,), JobControl())
    edit(
        town, people[0], note="Gặp tại nhà", birth_date="1964-08-16", sex="1", religion="00", blood_group="A+"
    )
    ask(town, people[1].person_uuid, "Bà Hường sinh ngày nào?")
    ask(town, household.household_uuid, "Nhà có mấy người?")
    extra = make_household(town.clock, household_no="77")
    save(town, extra, make_person(town.clock, extra, full_name="TRẦN THỊ LAN"))
    with town.transaction(Action.BOUNDARY) as tx:
        tx.create(BoundaryPlan(boundary_plan_uuid=town.clock.new_uuid(), title="Lập phường Hưng Trí"))
        tx.create(BoundaryPlan(boundary_plan_uuid=town.clock.new_uuid(), title="Phương án cũ", withdrawn="1"))
    receipt(town, ward, stick)
    news = town_news(ward, JobControl())
    assert news.accepted is not None
    assert news.accepted.sequence == 1
    assert news.waiting == ()
    assert news.receipt is not None
    assert news.count_open(NewsKind.QUESTION) == 2
    by_kind: dict[NewsKind, list[str]] = {}
    for line in news.lines:
        by_kind.setdefault(line.kind, []).append(f"{line.name}: {line.words}")
    assert "ĐẬU VĂN THÌN: " in by_kind[NewsKind.CORRECTION][0]
    assert "và 1 ô khác" in by_kind[NewsKind.CORRECTION][0]
    assert "TRẦN THỊ LAN: bản ghi mới do thị xã lập" in by_kind[NewsKind.NEW]
    assert sorted(by_kind[NewsKind.BOUNDARY]) == [": Lập phường Hưng Trí", ": Phương án cũ (đã rút lại)"]
    opens = {line.name: (line.household_uuid, line.person_uuid) for line in news.lines if line.is_open}
    assert opens["VÕ THỊ HƯỜNG"] == (household.household_uuid, people[1].person_uuid)
    assert opens["hộ số 12"] == (household.household_uuid, None)


def test_news_when_a_conflict_was_decided_says_so(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:

    _household, people = save_family(ward)
    register_device(town, machines[1].key)
    merge(town, (export_to(ward, stick, JobControl()).path,), JobControl())
    edit(ward, people[0], note="Phường ghi")
    edit(town, people[0], note="Thị xã ghi")
    merge(town, (export_to(ward, stick, JobControl()).path,), JobControl())
    decide(town, people[0].person_uuid, {"note": "Thị xã ghi"})
    receipt(town, ward, stick)
    (line,) = town_news(ward).lines
    assert (line.kind, line.words) == (NewsKind.DECISION, "Ghi chú: Thị xã ghi")


def test_news_when_the_town_decides_on_a_pair_sees_a_document_and_sets_a_target_tells_all_three(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:
    household, people = save_family(ward)
    register_device(town, machines[1].key)
    merge(town, (export_to(ward, stick, JobControl()).path,), JobControl())
    first, second = sorted((people[0].person_uuid, people[1].person_uuid))
    pair = Link(
        link_uuid=link_uuid_of(first, second),
        first=first,
        second=second,
        verdict=DIFFERENT,
        reason="Hai anh em",
    )
    with town.transaction(Action.DECIDE) as tx:
        tx.create(pair)
    shown = {"value": "1964-08-15", "document": "CT", "document_no": "12"}
    add_evidence(town, people[0].person_uuid, "birth_date", shown)
    set_goal(town, SONG_TRI, {"people": "8200", "households": "2400"})
    receipt(town, ward, stick)
    lines = {line.kind: line for line in town_news(ward).lines}
    assert "Hai anh em" in lines[NewsKind.DECISION].words
    assert "ĐẬU VĂN THÌN" in lines[NewsKind.DECISION].name
    assert lines[NewsKind.DECISION].household_uuid == household.household_uuid
    assert "15/08/1964" in lines[NewsKind.CORRECTION].words
    assert lines[NewsKind.CORRECTION].person_uuid == people[0].person_uuid
    assert lines[NewsKind.GOAL].words == "8200 người, 2400 hộ"
    assert lines[NewsKind.GOAL].name == "Phường Sông Trí"
    goal = goals(town)[0]
    with town.transaction(Action.GOAL) as tx:
        tx.save(replace(goal, closed="1", closing_reason="Đủ"))
    with town.transaction(Action.ACCEPT) as tx:
        tx.create(Acceptance(acceptance_uuid=town.clock.new_uuid(), about=people[0].person_uuid, rule="x"))
    receipt(town, ward, stick)
    assert [line.words for line in town_news(ward).lines] == ["8200 người, 2400 hộ (đã khóa sổ: Đủ)"]


def test_receipts_when_several_are_written_then_the_whole_is_full_only_at_the_end(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:
    register_device(town, machines[1].key)
    save_family(ward)
    merge(town, (export_to(ward, stick, JobControl()).path,), JobControl())
    steps: list[tuple[float, str]] = []
    control = JobControl(lambda done, total, text: steps.append((done / total, text)))
    assert len(export_receipts_to(town, ("18754", "18754"), stick, control)) == 2
    shares = [share for share, _text in steps]
    assert shares == sorted(shares)
    assert max(share for share, text in steps if text.startswith("Biên nhận 1/2")) <= 0.5
    control.stop()
    with pytest.raises(CancelledError):
        export_receipts_to(town, ("18754",), stick, control)


def test_units_when_listed_say_who_waits_for_a_receipt(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:
    assert unit_exchanges(town) == ()
    register_device(town, machines[1].key)
    (unit,) = unit_exchanges(town)
    assert (unit.unit_name, unit.machines, unit.is_due) == ("Phường Sông Trí", 1, False)
    save_family(ward)
    merge(town, (export_to(ward, stick, JobControl()).path,), JobControl())
    (unit,) = unit_exchanges(town)
    assert unit.is_due
    assert unit.last_in is not None
    export_receipt_to(town, "18754", stick, JobControl())
    (unit,) = unit_exchanges(town)
    assert not unit.is_due
    assert unit.last_out is not None
    write_notice(town, ["18754"], WORDS)
    (unit,) = unit_exchanges(town)
    assert (unit.is_due, unit.unread) == (True, 1)
    export_receipt_to(town, "18754", stick, JobControl())
    (unit,) = unit_exchanges(town)
    assert (unit.is_due, unit.unread) == (False, 1)
    household, people = save_family(town)
    for change in (
        lambda: edit(town, people[0], note="Gặp tại nhà"),
        lambda: edit(town, household, note="Nhà đầu ngõ"),
        lambda: ask(town, people[1].person_uuid, "Bà Hường sinh ngày nào?"),
    ):
        export_receipt_to(town, "18754", stick, JobControl())
        assert not unit_exchanges(town)[0].is_due
        change()
        assert unit_exchanges(town)[0].is_due
    revoke(town, devices(town)[0].device)
    (unit,) = unit_exchanges(town)
    assert (unit.machines, unit.is_due) == (0, False)


# -- the head of the journal travels --------------------------------------------------------------------------------


def test_journal_when_its_end_is_cut_off_after_the_town_has_seen_it_is_found_out(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:
    """A chain whose last entries are gone looks whole; only who has seen its head can tell."""
    register_device(town, machines[1].key)
    save_family(ward)
    with ward.read() as connection:
        head = chain_head(connection)
    package = export_to(ward, stick, JobControl()).path
    core = json.loads(package.read_bytes().split(b"\n")[1])["core"]
    assert (core["audit_entries"], core["audit_head"]) == (head.number, head.hash.hex())
    merge(town, (package,), JobControl())
    receipt(town, ward, stick)
    receipt(town, ward, stick)
    assert verify(ward).ok
    with ward.read() as connection:
        assert seen_elsewhere(connection) == head
    with raw_connection(ward.folder.database_path, ward.key) as raw:
        for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if trigger.startswith("audit"):
                raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute("DELETE FROM audit WHERE number >= ?", (head.number,))
    found = verify(ward)
    assert not found.ok
    assert found.broken_entry == head.number
    assert any(f"mục số {head.number} " in problem for problem in found.problems)


def test_journal_when_the_town_saw_that_of_a_clone_is_not_blamed(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:
    register_device(town, machines[1].key)
    package = export_to(ward, stick, JobControl()).path
    merge(town, (package,), JobControl())
    with raw_connection(ward.folder.database_path, ward.key) as raw:
        raw.execute("UPDATE package_out SET payload_sha256 = ?", ("0" * 64,))
    receipt(town, ward, stick)
    with ward.read() as connection:
        assert seen_elsewhere(connection) is None
    assert verify(ward).ok


def test_message_when_taken_back_is_closed_at_the_ward_also_after_it_was_read(
    town: Store, ward: Store, machines: tuple[Machine, Machine], stick: Path
) -> None:
    register_device(town, machines[1].key)
    (read,) = write_notice(town, ["18754"], WORDS)
    (unread,) = write_notice(town, ["18754"], "Sai số điện thoại")
    receipt(town, ward, stick)
    mark_read(ward, read.notice_uuid)
    for one in (read, unread):
        assert withdraw_notice(town, one.notice_uuid).withdrawn_by == "hoa"
        assert withdraw_notice(town, one.notice_uuid).withdrawn_on is not None
    (exchange,) = unit_exchanges(town)
    assert (exchange.unread, exchange.is_due) == (0, True)
    receipt(town, ward, stick)
    lines = town_news(ward).lines
    assert [line.is_open for line in lines] == [False, False]
    assert all("(thị xã đã rút lại " in line.words for line in lines)
    assert sum("hoa đã đọc" in line.words for line in lines) == 1
    with pytest.raises(CensusError) as refused:
        withdraw_notice(ward, read.notice_uuid)
    assert refused.value.code == "NOT_A_TOWN_MACHINE"
    with pytest.raises(CensusError) as refused:
        withdraw_notice(town, uuid.UUID(int=7))
    assert refused.value.code == "NO_SUCH_RECORD"
