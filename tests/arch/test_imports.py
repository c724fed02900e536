"""The layers of the house, checked by import-linter with the contracts in pyproject.toml."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.arch.house_rules import ROOT


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    call = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    return subprocess.run(
        [sys.executable, "-c", call], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def _small_house(folder: Path, modules: dict[str, str]) -> None:
    """A package with our contracts and the given modules, to see the contracts break."""
    shutil.copy(ROOT / "pyproject.toml", folder / "pyproject.toml")
    rooms = "gui cli printing services transfer linkage reports synthetic store domain base"
    for name in ("", *rooms.split()):
        (folder / "census_desktop" / name).mkdir(parents=True, exist_ok=True)
        (folder / "census_desktop" / name / "__init__.py").touch()
    for name in ("__main__.py", "app.py"):
        (folder / "census_desktop" / name).touch()
    for name, text in modules.items():
        path = folder / "census_desktop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")


def test_layers_when_linted_are_kept() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_layers_when_store_imports_gui_are_broken(tmp_path: Path) -> None:
    _small_house(tmp_path, {"gui/page.py": "", "store/rows.py": "from census_desktop.gui import page\n"})
    result = _lint(tmp_path)
    assert result.returncode != 0
    assert "census_desktop.store.rows -> census_desktop.gui.page" in result.stdout


def test_layers_when_siblings_see_each_other_are_broken(tmp_path: Path) -> None:
    _small_house(
        tmp_path, {"reports/lists.py": "", "transfer/inbox.py": "import census_desktop.reports.lists\n"}
    )
    result = _lint(tmp_path)
    assert result.returncode != 0
    assert "census_desktop.transfer.inbox -> census_desktop.reports.lists" in result.stdout


def test_layers_when_a_module_has_no_place_are_broken(tmp_path: Path) -> None:
    _small_house(tmp_path, {"helpers/odds.py": ""})
    result = _lint(tmp_path)
    assert result.returncode != 0
    assert "helpers" in result.stdout
