"""The plan of a merge as rows of a table, with a last row that adds them up."""

from __future__ import annotations

from dataclasses import dataclass

from census_desktop.base.text import N_, _, number
from census_desktop.gui.models.row_table import Column
from census_desktop.services.units import unit_name
from census_desktop.transfer.inbox import MergePlan, PackagePlan

SIGNS = {"merged": "ok", "already": "already", "refused": "refused"}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One package, or the total.

    Attributes:
        sign: name of the sign before the status, "" for the total.
        status: what happens with it, in words.
        figures: people, households, added, changed, combined, conflicts; None where nothing was counted.
    """

    sign: str
    status: str
    file: str
    unit: str
    sequence: str
    figures: tuple[int | None, ...]
    message: str
    is_total: bool = False


def _status(package: PackagePlan, *, is_done: bool) -> str:
    if package.status == "merged":
        return _("Đã gộp") if is_done else _("Sẽ gộp")
    return _("Đã có") if package.status == "already" else _("Từ chối")


def rows_of(plan: MergePlan, *, is_done: bool) -> tuple[PlanRow, ...]:
    """Rows of the plan (or of the result, when `is_done`)."""
    rows = [
        PlanRow(
            sign="warning" if package.gap_after is not None else SIGNS[package.status],
            status=_status(package, is_done=is_done),
            file=package.file,
            unit=unit_name(package.unit) if package.unit else "",
            sequence=str(package.sequence) if package.sequence is not None else "",
            figures=_figures(package),
            message=package.message,
        )
        for package in plan.packages
    ]
    total = PlanRow(
        sign="",
        status=_("Cộng"),
        file=_("{count} gói").format(count=len(plan.packages)),
        unit="",
        sequence="",
        figures=(plan.people, plan.households, plan.added, plan.changed, plan.combined, plan.conflicts),
        message="",
        is_total=True,
    )
    return (*rows, total)


def _figures(package: PackagePlan) -> tuple[int | None, ...]:
    if package.status == "refused":
        return (None,) * 6
    return (
        package.people, package.households, package.added, package.changed, package.combined, package.conflicts,
    )  # fmt: skip


def _figure(place: int, title: str, width: int = 6) -> Column[PlanRow]:
    def shown(row: PlanRow) -> str:
        value = row.figures[place]
        return number(value) if value is not None else "–"

    return Column(title, shown, width, is_right=True)


COLUMNS: tuple[Column[PlanRow], ...] = (
    Column(N_("Việc"), lambda row: row.status, 10, sign=lambda row: row.sign),
    Column(N_("Tệp"), lambda row: row.file, 26),
    Column(N_("Đơn vị"), lambda row: row.unit, 18),
    Column(N_("Gói số"), lambda row: row.sequence, 5, is_right=True),
    _figure(0, N_("Người"), 7),
    _figure(1, N_("Hộ"), 7),
    _figure(2, N_("Mới"), 7),
    _figure(3, N_("Đổi")),
    _figure(4, N_("Kết hợp")),
    _figure(5, N_("Xung đột")),
    Column(N_("Ghi chú"), lambda row: row.message, 0),
)
