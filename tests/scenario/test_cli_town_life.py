"""Groups, absence, service, collective households and boundaries on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.command_line import FAMILY, household_rows, run, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import Machine


@pytest.fixture
def filled_town(machines: tuple[Machine, Machine], tmp_path: Path) -> Machine:
    """A town's machine with one household of Sông Trí and one of Kỳ Lợi."""
    town, _ward = machines
    for unit, group in (("18754@2015-04-10", "Tổ dân phố 3"), ("18796@2015-04-10", "Thôn 1")):
        rows = household_rows(FAMILY, residential_group=group, unit=unit)
        assert town.run("import", write_sheet(tmp_path / f"{group}.xlsx", rows)).code == 0
    return town


def people(town: Machine) -> list[str]:
    return [one["person_uuid"] for one in town.dump() if one["kind"] == "person"]


def test_groups_when_changed_by_commands_then_list_and_history_say_so(filled_town: Machine) -> None:
    town = filled_town
    words = (
        "groups",
        "rename",
        "18796",
        "Thôn 1",
        "--to",
        "Thôn Hải Phong",
        "--on",
        "1/3/2018",
        "--basis",
        "QĐ 5",
    )
    assert town.ask(*words).json["moved"] == 1
    assert (
        town.run(
            "groups", "merge", "18796", "Thôn 2", "Thôn 3", "--to", "Thôn Hai Ba", "--on", "1/3/2018"
        ).code
        == 0
    )
    split = ("groups", "split", "18754", "Tổ dân phố 3", "--first", "10", "--last", "20", "--to", "Khối Mới")
    assert town.ask(*split, "--on", "1/3/2018").json["moved"] == 1
    listed = town.ask("groups", "list", "18796").json
    assert {"unit": "18796@2015-04-10", "residential_group": "Thôn Hải Phong", "people": 3, "households": 1,
            "listed": True, "since": "2018-03-01"} in listed  # fmt: skip
    assert "Thôn Hải Phong" in town.run("groups", "list").out
    history = town.ask("groups", "history", "18796").json
    assert [one["before"] for one in history if one.get("legal_basis")] == ["Thôn 1"]
    assert "Thôn Hai Ba" in town.run("groups", "history", "18796").out
    assert town.ask("groups", "rename", "18796", "Thôn 77", "--to", "X").error == "WRONG_UNIT"
    refused = town.ask("groups", "rename", "18796", "Thôn 77", "--to", "X", "--on", "1/3/2018")
    assert refused.error == "NO_SUCH_GROUP"
    assert town.ask("groups", "rename", "18796", "Thôn 1", "--to", "X", "--on", "hôm qua").code == 2


def test_boundary_when_told_by_file_then_lists_prints_and_undoes(
    filled_town: Machine, tmp_path: Path
) -> None:
    town = filled_town
    rules = [{"from_unit": "18754", "to_unit": "18754", "title": "Hưng Trí", "effective_on": "01/01/2020"}]
    sheet, paper = write_sheet(tmp_path / "phương án.xlsx", rules), tmp_path / "dự kiến.pdf"
    told = town.run("boundary", "plan", sheet, "--out", paper)
    assert told.code == 0, told.err
    assert "Phường Hưng Trí" in told.out
    assert paper.stat().st_size > 1000
    plan = town.ask("boundary", "apply", sheet).json["plan"]
    assert town.run("boundary", "apply", sheet).code == 0
    assert [one["plan"] for one in town.ask("boundary", "list").json] == [plan]
    assert "Hưng Trí" in town.run("boundary", "list").out
    assert town.run("boundary", "undo", plan, "--reason", "Sai").code == 0
    early = town.run("boundary", "apply", "--official", "1/7/2025")
    assert early.code != 0
    assert "hãy áp dụng phương án ngày đó trước" in early.err
    assert town.run("boundary", "apply", "--official", "1/1/2020").code == 0
    assert (
        town.run("boundary", "apply", "--official", "1/7/2025", "--tell-apart", "--title", "Năm 2025").code
        == 0
    )
    out = tmp_path / "chờ.pdf"
    assert "Phường Vũng Áng" in town.run("boundary", "waiting", "--group", "thôn 1", "--out", out).out
    assert town.ask("boundary", "choose", "--to", "18823@2025-07-01").code == 2
    chosen = town.run(
        "boundary", "choose", "--group", "Thôn 1", "--unit", "18796", "--to", "18823@2025-07-01"
    )
    assert chosen.code == 0, chosen.err
    assert "Vũng Áng" in town.run("boundary", "report", "--groups").out
    assert town.ask("boundary", "report", "--as-collected", "--on", "1/1/2020").code == 2
    assert town.ask("boundary", "plan").code == 2
    assert town.ask("boundary", "plan", "--official", "2020").code == 2
    assert town.ask("boundary", "undo", "x", "--reason", "Sai").code == 2


def test_absence_when_written_by_commands_then_lists_papers_and_figures_follow(
    filled_town: Machine, tmp_path: Path
) -> None:
    town = filled_town
    one, two, *_rest = people(town)
    for person in (one, two):
        edited = town.run(
            "edit", person, "presence=vang_khai_ho", "presence_since=2018-02", "presence_place=Vinh"
        )
        assert edited.code == 0, edited.err
    done = town.ask(
        "absence", "set", one, "declared=1", "remind_on=1/11/2026", "slip_given=ký khi về", "country=Lào"
    )
    assert (done.json["changed"], done.json["country"]) == (4, "LA")
    assert town.ask("absence", "set", one, "declared").code == 2
    assert {line["full_name"] for line in town.ask("absence", "list").json} == {
        "Nguyễn Văn Thìn",
        "Võ Thị Hường",
    }
    assert len(town.ask("absence", "remind").json) == 1
    for name in ("list", "remind", "tet"):
        paper = tmp_path / f"{name}.pdf"
        told = town.run("absence", name, "--unit", "18754", "--out", paper)
        assert told.code == 0, told.err
        assert paper.stat().st_size > 1000
    assert town.run("absence", "remind", "--until", "30/11/2026", "--done").code == 0
    assert town.ask("absence", "remind").json == []
    total = town.ask("absence", "coverage").json[-1]
    assert (total["away"], total["long_away"], total["abroad"], total["declared"]) == (2, 2, 1, 1)
    assert "%" in town.run("absence", "coverage").out
    assert town.ask("absence", "elsewhere").json == []


def test_absence_when_the_person_has_a_slip_elsewhere_then_it_is_named(filled_town: Machine) -> None:
    town = filled_town
    twins = [one["person_uuid"] for one in town.dump() if one.get("full_name") == "Nguyễn Thị Hoà"]
    assert town.run("edit", twins[0], "presence=vang_khai_ho").code == 0
    found = town.ask("absence", "elsewhere").json
    assert [(one["here"], one["there"]) for one in found] == [tuple(twins)]
    assert "tên, ngày sinh" in town.run("absence", "elsewhere").out


def test_service_when_withheld_then_officers_do_not_see_the_address(
    filled_town: Machine, tmp_path: Path
) -> None:
    town = filled_town
    one, two, *_rest = people(town)
    assert town.run("edit", one, "service=qncn", "service_unit_address=Tiểu đoàn 5").code == 0
    assert town.run("edit", two, "service=nghia_vu_quan_su").code == 0
    assert town.run("service", "set", one, "lodging=trong", "withheld=1").code == 0
    assert town.ask("service", "fill").json["filled"] == 2
    lines = town.ask("service", "list", "--out", tmp_path / "qđ.pdf").json
    assert [line["counted"] for line in lines] == ["tai_don_vi", "tai_don_vi"]
    assert lines[0]["service_unit_address"] == "•••"
    assert "Luật Cư trú" in lines[0]["source"]
    for shown in (town.run("service", "list").out, town.run("dump").out, town.run("history", one).out):
        assert "Tiểu đoàn 5" not in shown
    assert town.run("service", "fill").code == 0


def test_collective_when_set_then_is_listed(filled_town: Machine) -> None:
    town = filled_town
    home = next(one["household_uuid"] for one in town.dump() if one["kind"] == "household")
    assert (
        town.run("collective", "set", home, "kind=ký túc xá", "manager=Võ Thị Hường", "capacity=80").code == 0
    )
    (line,) = town.ask("collective", "list").json
    assert (line["household_uuid"], line["kind"], line["capacity"]) == (home, "ky_tuc_xa", "80")
    assert "Ký túc xá" in town.run("collective", "list").out
    assert town.ask("collective", "set", "x").code == 2


def test_area_when_a_machine_is_set_up_for_another_town_then_it_works_there(tmp_path: Path) -> None:
    path = tmp_path / "địa bàn.csv"
    path.write_text(
        "code,valid_from,name,kind,group\n501,2010-01-01,Thị xã Ven Biển,Thị xã,\n"
        "21001,2010-01-01,Phường Một,Phường,\n21001,2010-01-01,,,Khối 1\n",
        encoding="utf-8",
    )
    password = tmp_path / "mk.txt"
    password.write_text("mưa rào tháng sáu\n", encoding="utf-8")
    base = ("--json", "--data-dir", tmp_path / "town", "--password-file", password)
    done = run(*base, "init", "--role", "town", "--officer", "hoa", "--area", path)
    assert done.code == 0, done.err
    assert done.json["unit"] == "501"
    assert [one["name"] for one in run(*base, "area").json] == ["Phường Một", "Thị xã Ven Biển"]
    assert run(*base, "area", path).json["changed"] == 0
    assert "Phường Một" in run(*base[1:], "area").out
    assert [one["residential_group"] for one in run(*base, "groups", "list", "21001").json] == ["Khối 1"]
