"""The folder of a demonstration: nothing that is not one is ever removed. How people are shared out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from census_desktop.base.errors import CensusError
from census_desktop.domain.area import unit_targets
from census_desktop.services.demo_folder import MARKER, DemoFolder, prepare
from census_desktop.services.demo_plan import LEAST_PEOPLE, full_people, plan_units
from census_desktop.store.opening import MachineRole
from census_desktop.synthetic.town import generate_town
from tests.command_line import set_up

if TYPE_CHECKING:
    from pathlib import Path


def refusal(folder: DemoFolder, *, again: bool) -> str:
    with pytest.raises(CensusError) as caught:
        prepare(folder, again=again, people=600, seed=1)
    assert caught.value.advice
    return caught.value.code


def test_folder_when_new_or_empty_is_made(tmp_path: Path) -> None:
    for name in ("mới", "trống"):
        folder = DemoFolder(tmp_path / name)
        if name == "trống":
            folder.root.mkdir()
        assert not folder.is_demo
        prepare(folder, again=False, people=600, seed=1)
        assert folder.is_demo


def test_folder_when_it_holds_other_files_is_left_alone(tmp_path: Path) -> None:
    note = tmp_path / "ghi chú.txt"
    note.write_text("quan trọng", encoding="utf-8")
    for again in (False, True):
        assert refusal(DemoFolder(tmp_path), again=again) == "NOT_A_DEMO"
    (tmp_path / MARKER).write_text("[]")
    assert refusal(DemoFolder(tmp_path), again=True) == "NOT_A_DEMO"
    assert refusal(DemoFolder(note), again=True) == "NOT_A_DEMO"
    assert note.read_text(encoding="utf-8") == "quan trọng"


def test_folder_when_it_holds_real_data_is_left_alone(tmp_path: Path) -> None:
    machine = set_up(tmp_path / "town", MachineRole.TOWN, 1, "449")
    assert refusal(DemoFolder(tmp_path), again=True) == "NOT_A_DEMO"
    assert refusal(DemoFolder(machine.root), again=True) == "NOT_A_DEMO"
    assert machine.dump() == []


def test_folder_when_a_demo_is_there_is_replaced_only_on_demand(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "demo")
    prepare(folder, again=False, people=600, seed=1)
    (folder.stick / "round-1").mkdir(parents=True)
    folder.readme.write_text("x")
    outside = tmp_path / "ảnh"
    outside.mkdir()
    (outside / "1.jpg").touch()
    (folder.root / "lối tắt").symlink_to(outside)
    assert refusal(folder, again=False) == "DEMO_EXISTS"
    assert folder.readme.exists()
    prepare(folder, again=True, people=600, seed=1)
    assert [path.name for path in folder.root.iterdir()] == [MARKER]
    assert (outside / "1.jpg").exists()


def test_folder_when_somebody_works_in_it_is_not_replaced(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "demo")
    prepare(folder, again=False, people=600, seed=1)
    machine = set_up(folder.ward("18754").root, MachineRole.WARD, 1, "18754")
    with machine.open():
        assert refusal(folder, again=True) == "IN_USE"
    assert machine.dump() == []


def test_plan_when_full_is_the_targets_themselves() -> None:
    plans = plan_units(generate_town(7))
    assert full_people() == 60_191
    assert [(one.people, one.households) for one in plans] == [
        (target.people, target.households) for target in unit_targets()
    ]
    assert sum(one.done_percent == 100 for one in plans) == 8


@pytest.mark.parametrize("people", [LEAST_PEOPLE, 121, 600, 6_000, 59_999, 120_000])
def test_plan_when_scaled_adds_up_exactly(people: int) -> None:
    plans = plan_units(generate_town(7, people))
    assert sum(one.people for one in plans) == people
    assert all(1 <= one.households <= one.people for one in plans)
    assert all(1 <= one.done_people <= one.people for one in plans)


def test_plan_when_too_small_is_refused() -> None:
    with pytest.raises(CensusError) as caught:
        plan_units(generate_town(7, LEAST_PEOPLE - 1))
    assert caught.value.code == "TOO_FEW_PEOPLE"
