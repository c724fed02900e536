"""Whoever saves a slip goes first; a merge gives way and loses nothing."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from census_desktop.base.jobs import JobControl
from census_desktop.store import engine
from census_desktop.store import turns as module
from census_desktop.store.operations import operation_lines
from census_desktop.store.records import counts
from census_desktop.store.staging import open_staging
from census_desktop.store.store import MachineRole, Store
from census_desktop.store.transaction import Action
from census_desktop.store.turns import GaveWay
from census_desktop.store.verify import verify
from tests.builders import all_lines, lines_of, make_person, make_store, save, save_family

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def save_in_thread(store: Store, waits: list[float]) -> threading.Thread:
    def work() -> None:
        started = time.perf_counter()
        save(store, make_person(store.clock, full_name="VÕ THỊ HƯỜNG"))
        waits.append(time.perf_counter() - started)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_merge_when_a_slip_is_saved_meanwhile_then_it_stops_at_once_and_the_slip_is_saved(
    ward_store: Store, town_store: Store
) -> None:
    save_family(ward_store)
    lines = lines_of(ward_store)
    waits: list[float] = []
    with open_staging(town_store) as staging:
        staging.add_package("gói", lines, JobControl())
        with (
            pytest.raises(GaveWay),
            town_store.transaction(Action.MERGE, scratch=staging.path) as transaction,
            staging.merging(transaction, 0),
        ):
            staging.apply(transaction, JobControl())
            thread = save_in_thread(town_store, waits)
            transaction.connection.exec_driver_sql(ENDLESS)  # as long as it takes
        thread.join()
        assert counts(town_store) == (1, 0)
        assert waits[0] < 5

        town_store.turns.wait()
        with (
            town_store.transaction(Action.MERGE, scratch=staging.path) as transaction,
            staging.merging(transaction, 1),
        ):
            assert staging.apply(transaction, JobControl()).added == 4
    assert counts(town_store) == (4, 1)
    assert set(lines) < set(operation_lines(town_store))
    assert verify(town_store).ok


def test_merge_when_somebody_is_saving_already_then_does_not_begin(
    ward_store: Store, town_store: Store
) -> None:
    save_family(ward_store)
    before = all_lines(town_store)
    with open_staging(town_store) as staging:
        staging.add_package("gói", lines_of(ward_store), JobControl())
        with (
            pytest.raises(GaveWay),
            town_store.turns.first(),
            town_store.transaction(Action.MERGE, scratch=staging.path) as transaction,
            staging.merging(transaction, 0),
        ):
            staging.apply(transaction, JobControl())
    assert all_lines(town_store) == before


def test_merge_when_it_has_given_way_often_enough_then_is_let_through(
    ward_store: Store, town_store: Store
) -> None:
    save_family(ward_store)
    with open_staging(town_store) as staging:
        staging.add_package("gói", lines_of(ward_store), JobControl())
        with (
            town_store.turns.first(),
            town_store.transaction(Action.MERGE, scratch=staging.path) as transaction,
            staging.merging(transaction, module.PATIENCE),
        ):
            staging.apply(transaction, JobControl())
    assert counts(town_store) == (3, 1)


def test_slip_when_saved_beside_a_merge_that_is_let_through_then_waits_instead_of_being_refused(
    ward_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.05)
    save_family(ward_store)
    waits: list[float] = []
    with make_store(tmp_path / "thị xã", "TX-02", MachineRole.TOWN) as town, open_staging(town) as staging:
        staging.add_package("gói", lines_of(ward_store), JobControl())
        with (
            town.transaction(Action.MERGE, scratch=staging.path) as transaction,
            staging.merging(transaction, module.PATIENCE),
        ):
            staging.apply(transaction, JobControl())
            thread = save_in_thread(town, waits)
            thread.join(0.4)
            assert thread.is_alive()
            assert waits == []
        thread.join()
        assert waits[0] >= 0.4
        assert counts(town) == (4, 1)
        with (
            pytest.raises(ValueError, match="hỏng"),
            town.transaction(Action.MERGE, scratch=staging.path) as transaction,
            staging.merging(transaction, module.PATIENCE),
        ):
            raise ValueError("hỏng")
        save(town, make_person(town.clock, full_name="TRẦN THỊ LAN"))  # nobody is let through any more
        assert counts(town) == (5, 1)


def test_turns_when_something_else_goes_wrong_then_that_is_what_is_said(town_store: Store) -> None:
    with (
        pytest.raises(ValueError, match="hỏng"),
        town_store.transaction(Action.SETTING) as transaction,
        town_store.turns.giving_way(transaction.connection.connection.driver_connection),
    ):
        raise ValueError("hỏng")
    town_store.turns.check()
