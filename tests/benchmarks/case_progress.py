"""Progress of a town and of a province against one bare GROUP BY over the same rows."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import text

from census_desktop.base.jobs import JobControl
from census_desktop.services.progress import catch_up, groups_progress, progress, weeks
from census_desktop.store import progress_known
from census_desktop.store.store import Store
from census_desktop.store.transaction import keeping_known
from tests.benchmarks.harness import Comparison
from tests.benchmarks.progress_town import (
    make_province,
    make_town,
    open_town,
    type_some_more,
)

_BARE = (
    "SELECT h.unit, count(*) FROM household h JOIN person p ON p.household_uuid = h.household_uuid"
    " WHERE p.void IS NULL GROUP BY h.unit"
)
_FRAME = 1 / 60
# Slips in all states, as in the middle of a campaign: a town where every slip is merely typed is easier to count.
_MIXED = (
    "UPDATE person SET slip_state = CASE WHEN id % 20 = 0 THEN 'da_kiem_lan_2' WHEN id % 17 = 0 THEN 'phuc_tra'"
    " WHEN id % 7 = 0 THEN 'du_dieu_kien' WHEN id % 50 = 1 THEN 'tra_lai' ELSE slip_state END"
)


def town_counted_before(folder: Path) -> None:
    """A town whose days of typing were counted when its packages were merged."""
    make_town(folder)
    with open_town(folder) as store:
        progress_known.learn_typed(store)
        with keeping_known(store) as connection:
            connection.execute(text(_MIXED))


def province_counted_before(folder: Path) -> None:
    """The same with 1.3 million people."""
    make_province(folder)
    with open_town(folder) as store:
        progress_known.learn_typed(store)
        with keeping_known(store) as connection:
            connection.execute(text(_MIXED))


def _warm(store: Store) -> None:
    """Both sides find the pages they need in memory."""
    with store.read() as connection:
        connection.execute(text(_BARE)).all()
        connection.execute(
            text("SELECT count(*) FROM household WHERE void IS NULL AND collector IS NULL")
        ).all()


def page(folder: Path) -> Mapping[str, float]:
    """Ours: everything the page shows, counted anew after one more slip; it was shown before, as the baseline was."""
    with open_town(folder) as store:
        _warm(store)
        progress(store)
        type_some_more(store, 1)
        started = time.perf_counter()
        found = progress(store)
        return {"seconds": time.perf_counter() - started, "people": found.total.people}


def page_cold(folder: Path) -> Mapping[str, float]:
    """Ours: the same as the first thing after logging in."""
    with open_town(folder) as store:
        started = time.perf_counter()
        progress(store)
        return {"seconds": time.perf_counter() - started}


def bare(folder: Path) -> Mapping[str, float]:
    """Baseline: people by unit and nothing else."""
    with open_town(folder) as store:
        _warm(store)
        started = time.perf_counter()
        with store.read() as connection:
            rows = connection.execute(text(_BARE)).all()
        return {"seconds": time.perf_counter() - started, "units": len(rows)}


def bare_cold(folder: Path) -> Mapping[str, float]:
    """Baseline: the same as the first thing after logging in."""
    with open_town(folder) as store:
        started = time.perf_counter()
        with store.read() as connection:
            connection.execute(text(_BARE)).all()
        return {"seconds": time.perf_counter() - started}


def page_again(folder: Path) -> Mapping[str, float]:
    """Ours: the page again while nothing changed."""
    with open_town(folder) as store:
        progress(store)
        started = time.perf_counter()
        progress(store)
        weeks(store)
        return {"seconds": time.perf_counter() - started}


def into_a_unit(folder: Path) -> Mapping[str, float]:
    """Ours: one step down, from the town into a unit."""
    with open_town(folder) as store:
        unit = progress(store).units[0].unit
        started = time.perf_counter()
        groups_progress(store, unit)
        return {"seconds": time.perf_counter() - started}


def frame(_folder: Path) -> Mapping[str, float]:
    """The promise itself."""
    return {"seconds": _FRAME}


def errors_of_the_morning(folder: Path) -> Mapping[str, float]:
    """Ours: open errors after another 500 slips came in, the town having been checked before."""
    with open_town(folder) as store:
        if progress_known.errors_until(store) is None:
            catch_up(store, JobControl())
        type_some_more(store, 500)
        started = time.perf_counter()
        catch_up(store, JobControl())
        return {"seconds": time.perf_counter() - started}


def errors_of_everything(folder: Path) -> Mapping[str, float]:
    """Baseline: everything checked again."""
    with open_town(folder) as store:
        with keeping_known(store) as connection:
            connection.execute(text("DELETE FROM counted_until WHERE name = 'errors'"))
        started = time.perf_counter()
        catch_up(store, JobControl())
        return {"seconds": time.perf_counter() - started}


_TOWN, _PROVINCE = "60,191 people", "1.3 million people"
CASES = (
    Comparison(
        "progress_town", f"{_TOWN}, the whole page counted anew after a slip / one bare GROUP BY",
        page, bare, prepare=town_counted_before, at_most=3.0,
    ),
    Comparison(
        "progress_town_cold", f"{_TOWN}, the same as the first thing after logging in",
        page_cold, bare_cold, prepare=town_counted_before, at_most=3.0,
    ),
    Comparison(
        "progress_town_again", f"{_TOWN}, the page again while nothing changed / one frame of 1/60 s",
        page_again, frame, prepare=town_counted_before, at_most=1.0,
    ),
    Comparison(
        "progress_into_a_unit", f"{_TOWN}, from the town into a unit / one bare GROUP BY over the town",
        into_a_unit, bare, prepare=town_counted_before, at_most=1.0,
    ),
    Comparison(
        "progress_errors", f"{_TOWN}, open errors after 500 new slips / checking everything again",
        errors_of_the_morning, errors_of_everything, prepare=town_counted_before, at_most=0.1, repeats=1,
    ),
    Comparison(
        "progress_province", f"{_PROVINCE}, the whole page counted anew after a slip / one bare GROUP BY",
        page, bare, prepare=province_counted_before, at_most=3.0, repeats=3,
    ),
    Comparison(
        "progress_province_again", f"{_PROVINCE}, the page again while nothing changed / one frame of 1/60 s",
        page_again, frame, prepare=province_counted_before, at_most=1.0, repeats=3,
    ),
)  # fmt: skip
