"""`tools/setup.py` runs before anything is installed, and does nothing twice."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

import pytest

from tools import setup

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with requirement files and a `.venv` in which only the interpreter and the stamp count."""
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "python")
    (tmp_path / "python").touch()
    return tmp_path


def test_setup_when_read_imports_only_the_standard_library() -> None:
    tree = ast.parse((setup.ROOT / "tools" / "setup.py").read_text(encoding="utf-8"))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in imported} - set(sys.stdlib_module_names) == set()


def test_is_ready_when_a_requirement_changes_is_false(checkout: Path) -> None:
    assert not setup.is_ready("requirements.txt")
    (checkout / "stamp").write_text(setup.wanted_stamp("requirements.txt"), encoding="utf-8")
    assert setup.is_ready("requirements.txt")
    (checkout / "requirements.txt").write_text("segno==1.6.7", encoding="utf-8")
    assert not setup.is_ready("requirements.txt")


def test_is_ready_when_only_the_program_is_installed_is_false_for_developing(checkout: Path) -> None:
    (checkout / "stamp").write_text(setup.wanted_stamp("requirements.txt"), encoding="utf-8")
    assert not setup.is_ready("requirements-dev.txt")


def test_is_ready_when_the_interpreter_is_gone_is_false(checkout: Path) -> None:
    (checkout / "stamp").write_text(setup.wanted_stamp("requirements.txt"), encoding="utf-8")
    (checkout / "python").unlink()
    assert not setup.is_ready("requirements.txt")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian packages")
def test_missing_packages_when_a_library_is_not_there_names_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(setup, "LIBRARIES", {"libc.so.6": "libc6", "libkhong-co.so.9": "libkhong-co9"})
    assert setup.missing_packages() == ["libkhong-co9"]


def test_install_packages_when_impossible_says_what_to_do_by_hand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    setup.install_packages(["libegl1"])
    assert "apt-get install --no-install-recommends libegl1" in capsys.readouterr().out
