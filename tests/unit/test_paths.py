"""Where things lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from census_desktop.base.paths import DataFolder, default_data_folder, resource, resource_root


def test_resource_when_run_from_a_checkout_then_lies_beside_the_package() -> None:
    assert resource("codes").is_dir()
    assert resource_root().parent == Path(__file__).resolve().parents[2]


def test_resource_when_frozen_then_lies_in_the_unpacked_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert resource("codes/sex.csv") == tmp_path / "resources" / "codes" / "sex.csv"


def test_data_folder_when_laid_out_then_no_two_things_share_a_name(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    places = [
        folder.database_path,
        folder.keys_path,
        folder.lock_path,
        folder.backups_path,
        folder.outbox_path,
        folder.inbox_path,
        folder.logs_path,
    ]

    assert len(set(places)) == len(places)
    assert {place.parent for place in places} == {tmp_path}


@pytest.mark.parametrize("name", ["keys.json", "census.db"])
def test_data_folder_when_keys_or_database_are_there_then_exists(tmp_path: Path, name: str) -> None:
    folder = DataFolder(tmp_path)
    assert not folder.exists

    (tmp_path / name).touch()

    assert folder.exists


def test_default_data_folder_when_asked_then_is_this_users_own() -> None:
    root = default_data_folder().root

    assert root.is_absolute()
    assert root.name == "CensusDesktop"
