"""Boundaries changed under the collection: a unit of 5,000 people re-assigned, and the plan followed at a merge."""

from __future__ import annotations

import datetime
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from census_desktop.base.clock import SystemClock
from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.services.boundaries import apply_plan, withdraw_plan
from census_desktop.services.boundary_list import official_plan
from census_desktop.services.boundary_preview import preview_plan
from census_desktop.store.boundaries import follow_plans
from census_desktop.store.engine import WRITE
from census_desktop.store.keys import Cost
from census_desktop.store.opening import Account, Installation, MachineRole, Role, create_store, open_store
from census_desktop.store.operations import operation_lines
from census_desktop.store.staging import open_staging
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.synthetic.town import generate_town
from tests.benchmarks.harness import Comparison

_ACCOUNT = Account("giamsat", Role.SUPERVISOR, "Đậu Văn Thìn")
_PASSWORD = "bốn từ để đo thử"
_PLAN = official_plan(datetime.date(2020, 1, 1))
_OLD, _NEW, _PEOPLE = "18754@2015-04-10", "18754@2020-01-01", 5000


def _store(folder: Path, name: str) -> Store:
    installation = Installation(MachineRole.TOWN, "449", name.upper())
    return create_store(
        DataFolder(folder / name), installation, [(_ACCOUNT, _PASSWORD)], SystemClock(), cost=Cost(1, 8 << 20)
    )


def _copy(folder: Path, name: str) -> Store:
    place = DataFolder(folder / f"{name}-{time.monotonic_ns()}")
    shutil.copytree(folder / name, place.root)
    return open_store(place, _ACCOUNT.login, _PASSWORD, SystemClock())


def prepare(folder: Path) -> None:
    """A town that holds 5,000 people of Sông Trí, their lines, and an empty town with the plan of 2020."""
    town = generate_town(2018)
    share = next(one for one in town.shares if str(one.unit) == _OLD)
    with _store(folder, "full") as store, store.transaction(Action.IMPORT) as tx:
        count = 0
        for household, people in town.unit(share.unit):
            tx.create(household)
            for person in people:
                tx.create(person)
            count += len(people)
            if count >= _PEOPLE:
                break
    with _copy(folder, "full") as store:
        (folder / "lines").write_bytes(b"\n".join(operation_lines(store)))
    with _store(folder, "planned") as store:
        apply_plan(store, _PLAN, JobControl())
    _store(folder, "empty").close()


def reassign(folder: Path) -> Mapping[str, float]:
    """Ours: plan and rules as records, one operation for each household, rows, audit, one commit."""
    with _copy(folder, "full") as store:
        started = time.perf_counter()
        with store.transaction(Action.BOUNDARY) as tx:
            tx.save(_PLAN.record)
            for rule in _PLAN.rules:
                tx.save(rule)
            moved = follow_plans(tx, JobControl(), whole=True)
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        preview_plan(store, _PLAN, JobControl())
        looked = time.perf_counter() - started
        started = time.perf_counter()
        withdraw_plan(store, _PLAN.record.boundary_plan_uuid, "Đo thử", JobControl())
        back = time.perf_counter() - started
        started = time.perf_counter()
        apply_plan(store, _PLAN, JobControl())
        whole = time.perf_counter() - started
    return {"seconds": seconds, "households": moved, "preview": looked, "undo_with_backup": back,
            "apply_with_backup": whole}  # fmt: skip


def bare_update(folder: Path) -> Mapping[str, float]:
    """The same rows in the same kind of file, without history, audit or a way back."""
    with _copy(folder, "full") as store, store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE: True})
        started = time.perf_counter()
        with connection.begin():
            connection.exec_driver_sql("UPDATE household SET unit = ? WHERE unit = ?", (_NEW, _OLD))
        return {"seconds": time.perf_counter() - started}


def _merge(folder: Path, name: str) -> Mapping[str, float]:
    lines = (folder / "lines").read_bytes().split(b"\n")
    with _copy(folder, name) as store, open_staging(store) as staging:
        started = time.perf_counter()
        staging.add_package("gói", lines, JobControl())
        with store.transaction(Action.MERGE, scratch=staging.path) as tx:
            staging.apply(tx, JobControl())
            moved = follow_plans(tx, JobControl())
        return {"seconds": time.perf_counter() - started, "households": moved}


def merge_with_plan(folder: Path) -> Mapping[str, float]:
    """Ours: a package made before the plan merges into a town that has it."""
    return _merge(folder, "planned")


def merge_without_plan(folder: Path) -> Mapping[str, float]:
    """The same package into a town without plans."""
    return _merge(folder, "empty")


CASES = (
    Comparison(
        "boundary_reassign", "a unit of 5,000 people re-assigned, against a bare UPDATE", reassign, bare_update,
        prepare, None,
    ),
    Comparison(
        "boundary_replay", "a package of 5,000 people merged under a plan, against merged without one",
        merge_with_plan, merge_without_plan, prepare, 1.6,
    ),
)  # fmt: skip
