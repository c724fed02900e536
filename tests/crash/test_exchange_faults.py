"""Something happens at any step of an export or a merge: no slip is lost, nothing is half done."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from census_desktop.base.jobs import JobControl
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.outbox import export_package
from tests.fault_runs import (
    EXPORT_FAULTS,
    MERGE_FAULTS,
    Chosen,
    Templates,
    choose,
    log_in,
    prepare,
    run_export,
    run_merge,
    steps_of,
)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return prepare(tmp_path_factory.mktemp("mẫu"))


@pytest.fixture(scope="module")
def steps(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, int]:
    """Steps of an undisturbed export and merge."""
    root = tmp_path_factory.mktemp("đếm")
    with log_in(Path(shutil.copytree(templates.ward, root / templates.ward.name))) as ward:
        exporting = steps_of(lambda: export_package(ward, root, JobControl()))
    with log_in(Path(shutil.copytree(templates.town, root / templates.town.name))) as town:
        merging = steps_of(lambda: merge_packages(town, [templates.package], JobControl()))
    return exporting, merging


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Path]:
    """New folders, one for each run."""

    def make() -> Iterator[Path]:
        for number in range(1_000_000):
            path = tmp_path / str(number)
            path.mkdir()
            yield path
            shutil.rmtree(path)

    return make()


Run = Callable[[Templates, Path, Chosen], str]


def try_many(
    run: Run, templates: Templates, places: Iterator[Path], chosen: Iterator[Chosen]
) -> Counter[tuple[str, str]]:
    """All runs, and how each fault ended."""
    return Counter((each.fault.value, run(templates, next(places), each)) for each in chosen)


@pytest.mark.slow
def test_export_when_something_happens_at_any_step_then_no_slip_is_lost(
    templates: Templates, steps: tuple[int, int], places: Iterator[Path]
) -> None:
    ends = try_many(
        run_export, templates, places, (choose(seed, EXPORT_FAULTS, steps[0]) for seed in range(10))
    )
    assert len({fault for fault, _end in ends}) >= 3


@pytest.mark.slow
def test_merge_when_something_happens_at_any_step_then_nothing_is_half_done(
    templates: Templates, steps: tuple[int, int], places: Iterator[Path]
) -> None:
    ends = try_many(
        run_merge, templates, places, (choose(seed, MERGE_FAULTS, steps[1]) for seed in range(10))
    )
    assert len({fault for fault, _end in ends}) >= 3


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1600, 10))
def test_export_when_very_many_things_happen_then_no_slip_is_lost(
    templates: Templates, steps: tuple[int, int], places: Iterator[Path], seed: int
) -> None:
    chosen = (choose(one, EXPORT_FAULTS, steps[0]) for one in range(seed, seed + 10))
    print("export", dict(try_many(run_export, templates, places, chosen)))  # noqa: T201  shown by -s


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1600, 10))
def test_merge_when_very_many_things_happen_then_nothing_is_half_done(
    templates: Templates, steps: tuple[int, int], places: Iterator[Path], seed: int
) -> None:
    chosen = (choose(one, MERGE_FAULTS, steps[1]) for one in range(seed, seed + 10))
    print("merge", dict(try_many(run_merge, templates, places, chosen)))  # noqa: T201  shown by -s
