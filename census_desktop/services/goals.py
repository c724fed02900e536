"""Targets of units and residential groups, deadlines, places closed and opened again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _, number
from census_desktop.domain.area import area
from census_desktop.domain.boundaries import is_same_group
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.goals import Goal, goal_uuid_of, is_share
from census_desktop.domain.progress import UnitProgress
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean_or_none
from census_desktop.reports.progress_words import lacking
from census_desktop.services.group_names import GroupNames, Matched
from census_desktop.services.progress import catch_up, groups_progress, progress
from census_desktop.services.rights import must_lead
from census_desktop.services.units import resolve_unit, unit_name
from census_desktop.store.records import load, records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.small_sheets import Complaints, read_list

GOAL_BOXES = FIELDS[RecordKind.GOAL]
COLUMNS = (
    "unit", "residential_group", "people", "households", "source", "as_of", "exceptions", "exceptions_reason",
    "deadline",
)  # fmt: skip
TOWN = "town"  # how the whole town is named in lists and on the command line


@dataclass(frozen=True, slots=True)
class GoalsTaken:
    """What a list of targets did.

    Attributes:
        rows: rows of the list.
        changed: places whose target is another one now.
        matched: names of residential groups that were taken for known ones.
    """

    rows: int
    changed: int
    matched: tuple[Matched, ...] = ()


def goals(store: Store) -> tuple[Goal, ...]:
    """All goals in order of place."""
    found = [goal for goal in records_where(store, RecordKind.GOAL) if not is_share(goal)]
    return tuple(sorted(found, key=lambda goal: (goal.unit or "", goal.residential_group or "")))


def place_text(typed: str) -> str:
    """The unit text of what people write for a unit, or for the whole town ("town", "Thị xã Kỳ Anh", its code).

    Raises:
        CensusError: UNKNOWN_UNIT.
    """
    whole = area().town
    if typed.strip().casefold() in {TOWN, whole.key.code, str(whole.key), whole.name.casefold()}:
        return str(whole.key)
    return str(resolve_unit(typed))


def import_goals(store: Store, path: Path) -> GoalsTaken:
    """Take targets from a spreadsheet with the columns `COLUMNS`; all rows or none.

    Raises:
        CensusError: NOT_ALLOWED; BAD_LIST naming rows and reasons (unknown units, figures that are none, places
            named twice, groups that do not add up to their unit); the codes of `read_list`.
    """
    must_lead(store)
    complaints = Complaints(path)
    found: dict[tuple[str, str | None], tuple[int, Goal]] = {}
    rows = read_list(path, COLUMNS, "unit")
    names, matched = _names(store), []
    for row in rows:
        typed = _read(row.row_no, row.values, complaints)
        if typed is None:
            continue
        goal = _named(typed, names)
        if typed.residential_group != goal.residential_group:
            matched.append(
                Matched(goal.unit or "", typed.residential_group or "", goal.residential_group or "")
            )
        place = (goal.unit or "", goal.residential_group)
        if place in found:
            complaints.add(row.row_no, _("nơi này đã có ở dòng {row}").format(row=found[place][0]))
        found[place] = (row.row_no, goal)
    _check_sums(found, complaints)
    _check_known(goals(store), found, complaints)
    complaints.raise_any()
    with store.transaction(Action.GOAL) as tx:
        changed = sum(bool(tx.save(_kept(store, goal))) for _row, goal in found.values())
    return GoalsTaken(len(rows), changed, tuple(matched))


def set_goal(store: Store, unit: str, typed: Mapping[str, str], group: str | None = None) -> Goal:
    """Change boxes of the goal of one place, as one would type them.

    Raises:
        CensusError: NOT_ALLOWED, UNKNOWN_FIELD, BAD_VALUE; REASON_MISSING for exceptions without one; BAD_SUM when
            groups are more than their unit; nothing has been
            changed.
    """
    must_lead(store)
    changes: dict[str, Any] = {}
    for name, answer in typed.items():
        if name not in COLUMNS[2:]:
            raise CensusError("UNKNOWN_FIELD", _("Chỉ tiêu không có ô {name}.").format(name=name))
        try:
            changes[name] = parse_answer(GOAL_BOXES[name], answer)
        except BadInput as error:
            raise CensusError(
                "BAD_VALUE",
                _("Ô {box}: {why}").format(box=_(GOAL_BOXES[name].label), why=error.why),
                _("Chưa có gì thay đổi."),
            ) from error
    goal = dataclasses.replace(goal_of(store, unit, group), **changes)
    if goal.exceptions and not goal.exceptions_reason:
        raise CensusError(
            "REASON_MISSING", _("Số người được miễn phiếu phải có lý do."), _("Chưa có gì thay đổi.")
        )
    known = {each.goal_uuid: each for each in goals(store) if each.unit == unit} | {goal.goal_uuid: goal}
    whole = known.pop(goal_uuid_of(unit), None)
    why = None if whole is None else _too_many(whole, known.values())
    if why is not None:
        raise CensusError("BAD_SUM", f"{why}.", _("Chưa có gì thay đổi."))
    with store.transaction(Action.GOAL) as tx:
        tx.save(goal)
    return goal


def close_place(
    store: Store, unit: str, reason: str, group: str | None = None, control: JobControl | None = None
) -> None:
    """Close a place (khóa sổ): slips there are not changed by hand any more.

    Open errors are counted up to this moment first.

    Raises:
        CensusError: NOT_ALLOWED, REASON_MISSING, ALREADY_CLOSED; NOT_DONE naming what the place still lacks.
    """
    must_lead(store)
    why = _reason(reason)
    goal = goal_of(store, unit, group)
    if goal.closed is not None:
        raise CensusError("ALREADY_CLOSED", _("Nơi này đã khóa sổ rồi."))
    catch_up(store, control or JobControl())
    line = _line(store, unit, group)
    if line is None or not line.complete:
        raise CensusError(
            "NOT_DONE",
            _("{place} chưa khóa sổ được: {lacks}.").format(
                place=line.name if line is not None else group or unit_name(unit),
                lacks=lacking(line) if line is not None else _("chưa có gì ở đây"),
            ),
            _("Hãy làm xong những việc đó, hoặc ghi số người được miễn phiếu kèm lý do."),
        )
    with store.transaction(Action.GOAL) as tx:
        tx.save(dataclasses.replace(goal, closed="1", closing_reason=why))


def open_place(store: Store, unit: str, reason: str, group: str | None = None) -> None:
    """Open a closed place again.

    Raises:
        CensusError: NOT_ALLOWED, REASON_MISSING, NOT_CLOSED.
    """
    must_lead(store)
    why = _reason(reason)
    goal = goal_of(store, unit, group)
    if goal.closed is None:
        raise CensusError("NOT_CLOSED", _("Nơi này chưa khóa sổ."))
    with store.transaction(Action.GOAL) as tx:
        tx.save(dataclasses.replace(goal, closed=None, closing_reason=why))


# --- parts -----------------------------------------------------------------------------------------------------


def _line(store: Store, unit: str, group: str | None) -> UnitProgress | None:
    if group is None:
        return next((one for one in progress(store).units if one.unit == unit), None)
    return next(
        (one for one in groups_progress(store, unit) if is_same_group(one.residential_group, group)), None
    )


def _names(store: Store) -> GroupNames:
    """Names of residential groups, those of goals first: their ids are made of them."""
    return GroupNames.of_store(
        store, ((goal.unit or "", goal.residential_group or "") for goal in goals(store))
    )


def _named(goal: Goal, names: GroupNames) -> Goal:
    """The same with the group by its known name."""
    group = names.of(goal.unit or "", goal.residential_group or "") or None
    return dataclasses.replace(goal, residential_group=group, goal_uuid=goal_uuid_of(goal.unit or "", group))


def goal_of(store: Store, unit: str, group: str | None = None) -> Goal:
    """The goal of a place, however its group is spelt; a blank one when nobody gave any."""
    group = _names(store).of(unit, group or "") or None
    known = load(store, RecordKind.GOAL, goal_uuid_of(unit, group))
    if known is not None:
        found: Goal = known
        return found
    return Goal(goal_uuid=goal_uuid_of(unit, group), unit=unit, residential_group=group)


def _kept(store: Store, goal: Goal) -> Goal:
    """The goal with what the list does not speak about as it was."""
    known: Goal = load(store, RecordKind.GOAL, goal.goal_uuid) or goal
    said = {name: value for name in COLUMNS if (value := getattr(goal, name)) is not None}
    return dataclasses.replace(known, **said)


def _read(row_no: int, values: Mapping[str, str], complaints: Complaints) -> Goal | None:
    read: dict[str, str | None] = {}
    try:
        read["unit"] = place_text(values.get("unit", ""))
    except CensusError as error:
        complaints.add(row_no, error.message)
        return None
    for name, text in values.items():
        if name == "unit":
            continue
        try:
            read[name] = parse_answer(GOAL_BOXES[name], text)
        except BadInput as error:
            complaints.add(row_no, f"{name}: {error.why}")
    if read.get("exceptions") and not read.get("exceptions_reason"):
        complaints.add(row_no, _("số người được miễn phiếu phải có lý do"))
    group = read.get("residential_group")
    return Goal(goal_uuid=goal_uuid_of(str(read["unit"]), group), **read)


def _check_sums(found: Mapping[tuple[str, str | None], tuple[int, Goal]], complaints: Complaints) -> None:
    """Groups of a unit must add up to the unit, units to the town, where the list names both."""
    town = str(area().town.key)
    units = [each for each in found.items() if each[0][1] is None and each[0][0] != town]
    for (unit, group), (row_no, goal) in found.items():
        if group is not None:
            continue
        if unit == town:
            parts = [each for _place, (_row, each) in units]
        else:
            parts = [each for (of, part), (_row, each) in found.items() if of == unit and part is not None]
        for box in ("people", "households"):
            said = getattr(goal, box)
            given = [getattr(part, box) for part in parts]
            if said is None or not given or None in given:
                continue
            together = sum(map(int, given))
            if together != int(said):
                complaints.add(
                    row_no,
                    _("{box} là {said} nhưng các phần cộng lại được {together}").format(
                        box=_(GOAL_BOXES[box].label), said=number(int(said)), together=number(together)
                    ),
                )


def _check_known(
    known: Iterable[Goal], found: Mapping[tuple[str, str | None], tuple[int, Goal]], complaints: Complaints
) -> None:
    """Groups may not be more than their unit, where the list names only one of both and the other is known."""
    together = {(goal.unit or "", goal.residential_group): goal for goal in known}
    together |= {place: goal for place, (_row, goal) in found.items()}
    for unit in dict.fromkeys(unit for unit, _group in found):
        rows = [row for (of, _group), (row, _goal) in found.items() if of == unit]
        said = {name for (of, name) in found if of == unit}
        whole = together.get((unit, None))
        if whole is None or (None in said and len(said) > 1):
            continue  # without a figure of the unit nothing can be wrong; with both the sums were checked above
        why = _too_many(
            whole, [goal for (of, name), goal in together.items() if of == unit and name is not None]
        )
        if why is not None:
            complaints.add(rows[-1], why)


def _too_many(whole: Goal, parts: Iterable[Goal]) -> str | None:
    """What is wrong when the parts of a place are more than the place, None when nothing is."""
    every = tuple(parts)
    for box in ("people", "households"):
        said, together = getattr(whole, box), sum(int(getattr(part, box) or 0) for part in every)
        if said is not None and together > int(said):
            return _("{box}: các thôn cộng lại được {together}, quá {said} của cả đơn vị").format(
                box=_(GOAL_BOXES[box].label), together=number(together), said=number(int(said))
            )
    return None


def _reason(text: str) -> str:
    reason = clean_or_none(text)
    if reason is None:
        raise CensusError("REASON_MISSING", _("Hãy ghi lý do."), _("Chưa có gì thay đổi."))
    return reason
