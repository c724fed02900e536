"""Looking things up at 5,000, 60,000 and 120,000 people: what an officer waits for must not grow with the town.

The yardstick is the same question put to a town of 5,000 people in the same run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from census_desktop.base.clock import SystemClock
from census_desktop.base.paths import DataFolder
from census_desktop.services.entry import EntryDesk
from census_desktop.store.browse import ANY, Filters, browse_households, browse_people
from census_desktop.store.keys import Cost
from census_desktop.store.opening import (
    Account,
    Installation,
    MachineRole,
    Role,
    create_store,
    open_store,
)
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.synthetic.town import generate_town
from tests.benchmarks.harness import Comparison

SMALL, TOWN, LARGE = 5_000, 60_000, 120_000
ROUNDS = 15
_ACCOUNT = Account("giamsat", Role.SUPERVISOR, "Đậu Văn Thìn")
_PASSWORD = "bốn từ để đo thử"
_SEED = 7
_EVERYBODY = Filters()
_NAMES = ("thin", "nguyen thi hoa", "tran van", "hoa 1964", "xoan phan", "nguyen")
_NUMBERS = ("042064", "1891234", "1964", "12/3")


def _make(folder: Path, people: int) -> None:
    with (
        create_store(
            DataFolder(folder / f"town-{people}"),
            Installation(MachineRole.TOWN, "449", "BENCH-1"),
            [(_ACCOUNT, _PASSWORD)],
            SystemClock(),
            cost=Cost(1, 8192),
        ) as store,
        store.transaction(Action.IMPORT) as transaction,
    ):
        for household, members in generate_town(_SEED, people):
            transaction.create_household(household)
            for person in members:
                transaction.create_person(person)


def make_small_and_town(folder: Path) -> None:
    """Stores of 5,000 and 60,000 people."""
    _make(folder, SMALL)
    _make(folder, TOWN)


def make_small_and_large(folder: Path) -> None:
    """Stores of 5,000 and 120,000 people."""
    _make(folder, SMALL)
    _make(folder, LARGE)


def _middle(*questions: Callable[[], object]) -> float:
    """Seconds of the middle question, each asked once before."""
    for question in questions:
        question()
    times = []
    for _round in range(ROUNDS):
        for question in questions:
            started = time.perf_counter()
            question()
            times.append(time.perf_counter() - started)
    return statistics.median(times)


def _questions(folder: Path, people: int) -> Mapping[str, float]:
    with open_store(DataFolder(folder / f"town-{people}"), _ACCOUNT.login, _PASSWORD, SystemClock()) as store:
        return _asked(store)


def _asked(store: Store) -> Mapping[str, float]:
    desk = EntryDesk(store)
    first = browse_people(store, "", _EVERYBODY)
    unit = next(line.unit for line in first if line.unit is not None)
    households = [line.household_uuid for line in first if line.household_uuid is not None][:20]

    def people(typed: str, filters: Filters = _EVERYBODY) -> Callable[[], object]:
        return lambda: browse_people(store, typed, filters)

    opening = _middle(*(lambda each=each: desk.open_household(each) for each in households))
    names = _middle(*map(people, _NAMES))
    return {
        "seconds": names,
        "opening_ms": 1000 * opening,
        "name_ms": 1000 * names,
        "number_ms": 1000 * _middle(*map(people, _NUMBERS)),
        "everybody_ms": 1000 * _middle(people("")),
        "next_page_ms": 1000 * _middle(lambda: browse_people(store, "", _EVERYBODY, first[-1].mark)),
        "unit_ms": 1000 * _middle(people("", Filters(unit=unit)), people("hoa", Filters(unit=unit))),
        "service_ms": 1000 * _middle(people("", Filters(service=ANY))),
        "households_ms": 1000
        * _middle(
            lambda: browse_households(store, "", _EVERYBODY),
            lambda: browse_households(store, "tran van", _EVERYBODY),
        ),
        "place_ms": 1000 * _middle(people("ở tổ dân phố 3"), people("to dan pho 3")),
    }


def ask_small(folder: Path) -> Mapping[str, float]:
    """Baseline: 5,000 people."""
    return _questions(folder, SMALL)


def ask_town(folder: Path) -> Mapping[str, float]:
    """Ours: 60,000 people."""
    return _questions(folder, TOWN)


def ask_large(folder: Path) -> Mapping[str, float]:
    """Ours: 120,000 people."""
    return _questions(folder, LARGE)


CASES = (
    Comparison(
        "browse_town",
        "a page of people by name among 60,000 / among 5,000",
        ask_town,
        ask_small,
        prepare=make_small_and_town,
        repeats=2,
    ),
    Comparison(
        "browse_large_town",
        "a page of people by name among 120,000 / among 5,000",
        ask_large,
        ask_small,
        prepare=make_small_and_large,
        repeats=2,
    ),
)
