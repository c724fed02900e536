"""Household papers in one run: progress over all files, stopping, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtPrintSupport import QPrinter

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.printing.batch import send_to_printer, write_files_by_group, write_one_file
from census_desktop.printing.printer import new_printer
from census_desktop.store.walk import House, houses
from tests.builders import save_family

if TYPE_CHECKING:
    import uuid
    from pathlib import Path

    from census_desktop.store.store import Store

GROUPS = ("Thôn Hoà Lộc", "Thôn Hòa Lộc", "Tổ dân phố 3")


@pytest.fixture
def chosen(ward_store: Store) -> tuple[House, ...]:
    """Six households in three groups, two of which sound alike."""
    for group in GROUPS:
        for number in ("1", "2"):
            save_family(ward_store, residential_group=group, household_no=number)
    return houses(ward_store)


def ids(found: tuple[House, ...]) -> list[uuid.UUID]:
    return [house.household_uuid for house in found]


def test_files_by_group_when_names_are_alike_are_kept_apart(
    ward_store: Store, chosen: tuple[House, ...], tmp_path: Path
) -> None:
    steps: list[tuple[int, int]] = []
    control = JobControl(lambda done, total, _text: steps.append((done, total)))
    output = write_files_by_group(ward_store, chosen, tmp_path / "in", control)
    assert [path.name for path in output.files] == [
        "tong-hop-18754-thon-hoa-loc.pdf",
        "tong-hop-18754-thon-hoa-loc-2.pdf",
        "tong-hop-18754-to-dan-pho-3.pdf",
    ]
    assert steps == [(number, 6) for number in range(1, 7)]
    assert [each.household_uuid for each in output.printed] == ids(chosen)
    assert output.pages == 6


@pytest.mark.parametrize("after", [1, 3, 5])
def test_files_by_group_when_stopped_are_taken_away_again(
    ward_store: Store, chosen: tuple[House, ...], tmp_path: Path, after: int
) -> None:
    control = JobControl(lambda done, _total, _text: control.stop() if done == after else None)
    (tmp_path / "khác.pdf").write_bytes(b"of somebody else")
    with pytest.raises(CancelledError):
        write_files_by_group(ward_store, chosen, tmp_path, control)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"] == ["khác.pdf"]


def test_files_by_group_when_one_exists_leave_it_and_nothing_else(
    ward_store: Store, chosen: tuple[House, ...], tmp_path: Path
) -> None:
    old = tmp_path / "tong-hop-18754-to-dan-pho-3.pdf"
    old.write_bytes(b"printed yesterday")
    with pytest.raises(CensusError) as told:
        write_files_by_group(ward_store, chosen, tmp_path, JobControl())
    assert told.value.code == "EXISTS"
    assert [path.name for path in tmp_path.glob("*.pdf")] == [old.name]
    assert old.read_bytes() == b"printed yesterday"


def test_one_file_when_stopped_logs_nothing(
    ward_store: Store, chosen: tuple[House, ...], tmp_path: Path
) -> None:
    control = JobControl(lambda done, _total, _text: control.stop() if done == 2 else None)
    with pytest.raises(CancelledError):
        write_one_file(ward_store, ids(chosen), tmp_path / "phường.pdf", control)
    assert not (tmp_path / "phường.pdf").exists()


def test_printer_when_it_takes_all_gives_what_to_log(
    ward_store: Store, chosen: tuple[House, ...], tmp_path: Path
) -> None:
    printer = new_printer("Bảng tổng hợp")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    output = send_to_printer(ward_store, ids(chosen), printer, JobControl())
    assert output.pages == 6
    assert len(output.printed) == 6
    assert output.files == []
