"""Preferences of a person: kept, forgiving, never thrown away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from census_desktop.base.paths import SETTINGS_VARIABLE, settings_path
from census_desktop.base.settings import LANGUAGE, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cấu hình" / "settings.json"


def test_settings_when_never_written_then_nothing_is_known_and_no_file_made(path: Path) -> None:
    assert Settings(path).get(LANGUAGE) is None
    assert not path.parent.exists()


def test_settings_when_put_then_read_again_by_another(path: Path) -> None:
    Settings(path).put(LANGUAGE, "en")
    Settings(path).put(LANGUAGE, "vi")
    assert Settings(path).get(LANGUAGE) == "vi"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_settings_when_a_newer_version_wrote_more_then_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": {"dark": true}, "language": "vi"}', encoding="utf-8")
    Settings(path).put(LANGUAGE, "en")
    assert json.loads(path.read_text(encoding="utf-8")) == {"theme": {"dark": True}, "language": "en"}


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000], ids=range(5))
def test_settings_when_unreadable_then_set_aside_once_something_is_written(path: Path, body: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(body)
    assert Settings(path).get(LANGUAGE) is None
    assert path.read_bytes() == body

    Settings(path).put(LANGUAGE, "en")
    assert Settings(path).get(LANGUAGE) == "en"
    assert path.with_name("settings.json.unreadable-1").read_bytes() == body

    path.write_bytes(b"{{")
    Settings(path).put(LANGUAGE, "vi")
    assert path.with_name("settings.json.unreadable-1").read_bytes() == body
    assert path.with_name("settings.json.unreadable-2").read_bytes() == b"{{"


def test_settings_when_a_value_is_no_text_then_unknown(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"language": 1}', encoding="utf-8")
    assert Settings(path).get(LANGUAGE) is None


def test_settings_path_when_named_in_the_environment_then_that_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTINGS_VARIABLE, str(path))
    assert settings_path() == path
    monkeypatch.delenv(SETTINGS_VARIABLE)
    assert settings_path().parts[-2:] == ("CensusDesktop", "settings.json")
