"""What the views of the room of progress show: columns, and the place at which the room stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from census_desktop.base.clock import Clock, today
from census_desktop.base.text import N_, _, number
from census_desktop.domain.ledger import STEPS, BatchProgress
from census_desktop.domain.progress import UnitProgress
from census_desktop.domain.vietnamese import name_key, natural_key
from census_desktop.gui.models.row_table import Column
from census_desktop.reports.field_lists import MissingLine
from census_desktop.reports.progress_words import (
    LEDGER_TITLES,
    forecast,
    ledger_row,
    open_matters,
    pace,
    package_age,
)
from census_desktop.reports.wording import short_date
from census_desktop.services.error_counts import errors_behind
from census_desktop.services.field_lists import Scope
from census_desktop.services.progress import Week
from census_desktop.services.units import unit_name
from census_desktop.store.records import HouseholdRow
from census_desktop.store.store import Store


def percent_text(share: float) -> str:
    """A share as "67,7%": one decimal, rounded down, so that 100% is never shown before the last slip is in."""
    tenths = int(share * 1000 + 1e-9)
    whole, rest = divmod(tenths, 10)
    return _("{whole},{rest}%").format(whole=whole, rest=rest)


@dataclass(frozen=True, slots=True)
class Level:
    """Where in the tree the page stands; None where nothing was chosen."""

    unit: UnitProgress | None = None
    group: UnitProgress | None = None
    collector: UnitProgress | None = None

    def path(self, town: str) -> str:
        """The names from the top, "Toàn thị xã › Phường Sông Trí"."""
        names = [each.name for each in (self.unit, self.group, self.collector) if each is not None]
        return " › ".join([town, *names])

    @property
    def place(self) -> UnitProgress | None:
        """The innermost line chosen, None for the town."""
        return self.collector or self.group or self.unit

    def scope(self) -> Scope:
        """The same place for lists and papers."""
        return Scope(
            self.unit.unit if self.unit is not None else None,
            self.group.residential_group if self.group is not None else None,
            self.collector.collector if self.collector is not None else None,
        )

    def up(self) -> Level:
        """One step towards the town."""
        if self.collector is not None:
            return Level(self.unit, self.group)
        return Level(self.unit) if self.group is not None else Level()

    def down(self, chosen: UnitProgress) -> Level:
        """One step into a line."""
        if self.unit is None:
            return Level(chosen)
        return Level(self.unit, chosen) if self.group is None else Level(self.unit, self.group, chosen)


def unit_columns(clock: Clock) -> tuple[Column[UnitProgress], ...]:
    """Units, groups or collectors; pace and age as of now."""
    return (
        Column(
            N_("Đơn vị"),
            lambda unit: unit.name,
            22,
            order=lambda unit: natural_key(unit.name),
            sign=lambda unit: "ok" if unit.complete else "draft",
        ),
        _figures(N_("Chỉ tiêu"), lambda unit: unit.target_people),
        _figures(N_("Đã nhập"), lambda unit: unit.typed),
        _figures(N_("Còn lại"), lambda unit: unit.left),
        Column(
            N_("Tiến độ"),
            lambda unit: percent_text(unit.share_typed),
            0,
            order=lambda unit: unit.share_typed,
            share=lambda unit: unit.share_typed,
        ),
        Column(
            N_("Hộ"),
            lambda unit: f"{number(unit.households)} / {number(unit.target_households)}",
            12,
            is_right=True,
            order=lambda unit: unit.households,
        ),
        Column(
            N_("Phiếu/ngày"),
            lambda unit: pace(unit, today(clock)),
            9,
            is_right=True,
            order=lambda unit: unit.per_day,
        ),
        Column(
            N_("Dự kiến xong"),
            lambda unit: forecast(unit, today(clock)),
            11,
            order=lambda unit: str(unit.forecast(today(clock)) or "9999"),
        ),
        Column(
            N_("Lỗi/xung đột/xem"),
            open_matters,
            12,
            order=lambda unit: (unit.errors or 0) + unit.conflicts + unit.to_look_at,
        ),
        Column(
            N_("Gói cuối"),
            lambda unit: package_age(unit, today(clock)),
            8,
            order=lambda unit: unit.last_package_at or "",
        ),
    )


def _figures(title: str, of: Callable[[UnitProgress], int]) -> Column[UnitProgress]:
    return Column(title, lambda unit: number(of(unit)), 8, is_right=True, order=of)


def deadline_words(unit: UnitProgress) -> tuple[str, ...]:
    """The deadline, if there is one."""
    return (short_date(date.fromisoformat(unit.deadline)),) if unit.deadline else ()


HOUSEHOLD_COLUMNS: tuple[Column[HouseholdRow], ...] = (
    Column(N_("Hộ số"), lambda row: row.household_no or "–", 10),
    Column(
        N_("Chủ hộ"), lambda row: row.head_name or "–", 0, order=lambda row: name_key(row.head_name or "")
    ),
    Column(N_("Thôn/TDP"), lambda row: row.residential_group or "–", 24),
    Column(N_("Người"), lambda row: number(row.people), 8, is_right=True, order=lambda row: row.people),
)


def _step(place: int, width: int = 9) -> Column[BatchProgress]:
    def figure(batch: BatchProgress) -> int:
        figures = (
            batch.issued if batch.issued is not None else -1,
            batch.collected,
            *(batch.reached(state) for state in STEPS[1:]),
            batch.merged,
            batch.to_type,
        )
        return figures[place - 1]

    return Column(
        LEDGER_TITLES[place], lambda batch: ledger_row(batch)[place], width, is_right=True, order=figure
    )


def typed_share(batch: BatchProgress) -> float:
    """Typed slips of those on paper."""
    return batch.reached(STEPS[1]) / batch.collected if batch.collected else 0.0


BATCH_COLUMNS: tuple[Column[BatchProgress], ...] = (
    Column(N_("Tập"), lambda batch: ledger_row(batch)[0], 10),
    Column(N_("Đơn vị"), lambda batch: unit_name(batch.unit) if batch.unit else "–", 20),
    Column(
        N_("Người thu phiếu"),
        lambda batch: (batch.cover.collector if batch.cover is not None else None) or "–",
        20,
    ),
    _step(1),
    _step(2),
    _step(3),
    Column(
        N_("Đã nhập / đã thu"),
        lambda batch: f"{int(typed_share(batch) * 100 + 1e-9)}%",
        0,
        order=typed_share,
        share=typed_share,
    ),
    *(_step(place) for place in range(4, len(LEDGER_TITLES))),
)

MISSING_COLUMNS: tuple[Column[MissingLine], ...] = (
    Column(N_("Thôn/TDP"), lambda line: line.place, 34),
    Column(N_("Hộ số"), lambda line: line.household_no or "–", 8),
    Column(
        N_("Chủ hộ hoặc người thiếu phiếu"),
        lambda line: line.name or "–",
        22,
        order=lambda line: name_key(line.name or ""),
    ),
    Column(N_("Vì sao biết là thiếu"), lambda line: line.why, 0),
    Column(N_("Lần đến gần nhất"), lambda line: line.last_visit or "–", 20),
    Column(N_("Số lần"), lambda line: number(line.visits), 6, is_right=True, order=lambda line: line.visits),
    Column(
        N_("Người thu phiếu"),
        lambda line: line.collector or "–",
        16,
        order=lambda line: name_key(line.collector or ""),
    ),
)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of typing beside all before it.

    Attributes:
        week: the week.
        people: slips typed in it, at the place looked at.
        so_far: slips typed from the first week shown to this one, on top of those before.
        most: slips of the best week shown.
        target: people to be collected there.
    """

    week: Week
    people: int
    so_far: int
    most: int
    target: int


WEEK_COLUMNS: tuple[Column[WeekRow], ...] = (
    Column(
        N_("Tuần từ ngày"),
        lambda row: f"{row.week.begins_on:%d/%m/%Y}",
        14,
        order=lambda row: row.week.begins_on,
    ),
    Column(
        N_("Phiếu nhập trong tuần"),
        lambda row: number(row.people),
        0,
        order=lambda row: row.people,
        share=lambda row: row.people / row.most if row.most else 0.0,
    ),
    Column(
        N_("Mỗi ngày"),
        lambda row: number(round(row.people / 7)),
        10,
        is_right=True,
        order=lambda row: row.people,
    ),
    Column(
        N_("Cộng đến hết tuần"),
        lambda row: number(row.so_far),
        14,
        is_right=True,
        order=lambda row: row.so_far,
    ),
    Column(
        N_("So với chỉ tiêu"),
        lambda row: (
            f"{int(row.so_far / row.target * 1000 + 1e-9) / 10:.1f}%".replace(".", ",") if row.target else "–"
        ),
        0,
        order=lambda row: row.so_far,
        share=lambda row: row.so_far / row.target if row.target else 0.0,
    ),
)


def week_rows(weeks: Sequence[Week], whole: UnitProgress, unit: str | None) -> tuple[WeekRow, ...]:
    """The weeks at one place, of the whole when `unit` is None; slips before the first week count in every sum."""
    people = [week.people if unit is None else week.by_unit.get(unit, 0) for week in weeks]
    before = max(0, whole.typed - sum(people))
    most = max(people, default=0)
    return tuple(
        WeekRow(week, count, before + so_far, most, whole.target_people)
        for week, count, so_far in zip(weeks, people, accumulate(people), strict=True)
    )


def place_words(store: Store, whole: UnitProgress, stranded: int) -> list[str]:
    """What is to be known about a place beside its figures."""
    words = []
    if whole.source:
        words.append(_("Chỉ tiêu theo {source}.").format(source=whole.source))
    if whole.exceptions:
        words.append(_("{count} người được miễn phiếu.").format(count=number(whole.exceptions)))
    if whole.unanswered:
        words.append(_("{count} hộ đăng ký chưa có phiếu.").format(count=number(whole.unanswered)))
    if whole.away:
        words.append(_("{count} người vắng lâu ngày.").format(count=number(whole.away)))
    if whole.at_unit:
        words.append(
            _("{count} người tính tại đơn vị quân đội, công an.").format(count=number(whole.at_unit))
        )
    if stranded:
        words.append(
            _("{count} phiếu nằm trong hộ đã hủy nên chưa được tính; hãy chuyển sang hộ khác.").format(
                count=number(stranded)
            )
        )
    behind = errors_behind(store)
    if behind is None:
        words.append(_("Chưa đếm lỗi: F5."))
    elif behind:
        words.append(_("Lỗi chưa tính {count} thay đổi mới: F5.").format(count=number(behind)))
    return words


def ledger_note(found: Sequence[BatchProgress], whole: BatchProgress) -> str:
    """All batches in a sentence."""
    waiting = sum(batch.to_type for batch in found)
    return _(
        "{count} tập: đã thu {collected} phiếu, đã nhập {typed}, còn {waiting} phiếu trên giấy chưa nhập."
    ).format(
        count=number(len(found)),
        collected=number(whole.collected),
        typed=number(whole.reached(STEPS[1])),
        waiting=number(waiting),
    )
