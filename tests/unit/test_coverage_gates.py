from __future__ import annotations

from tools.coverage_gates import failures, layer_of, percents


def _file(lines: int, lines_run: int, branches: int = 0, branches_run: int = 0) -> dict[str, dict[str, int]]:
    return {
        "summary": {
            "num_statements": lines, "covered_lines": lines_run,
            "num_branches": branches, "covered_branches": branches_run,
        }
    }  # fmt: skip


def test_percents_when_a_layer_has_several_files_weigh_lines_and_branches() -> None:
    report = {
        "files": {
            "census_desktop/store/keys.py": _file(30, 30, 10, 5),
            "census_desktop/store/search.py": _file(60, 40),
            "census_desktop/domain/dates.py": _file(10, 10),
            "census_desktop/domain/__init__.py": _file(0, 0),
        }
    }
    assert percents(report) == {"store": 75.0, "domain": 100.0}


def test_failures_when_a_layer_is_low_or_unknown_name_it() -> None:
    found = failures({"domain": 99.0, "store": 87.9, "cellar": 100.0}, {"domain": 95, "store": 88})
    assert [line.partition(":")[0] for line in found] == ["cellar", "store"]


def test_layer_of_when_module_is_at_the_top_is_app() -> None:
    assert layer_of("census_desktop/app.py") == "app"
    assert layer_of("census_desktop/gui/forms/person.py") == "gui"
