"""Re-assignment plans before they are applied: read from a list, from the changes of the area, or made in the window.

Everything that cannot be is said with its row, and nothing has been changed by then.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, in_vietnamese
from census_desktop.domain.area import UnitKey, area
from census_desktop.domain.boundaries import group_key
from census_desktop.domain.boundary_records import BoundaryPlan, BoundaryRule
from census_desktop.domain.formats import parse_answer
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.domain.spec import BadInput
from census_desktop.domain.vietnamese import clean_or_none, fold, natural_key
from census_desktop.services.units import unit_name
from census_desktop.transfer.small_sheets import Complaints, ListRow, read_list

FACTS = ("effective_on", "title", "legal_basis")
RULE_COLUMNS = ("from_unit", "from_group", "first_no", "last_no", "household", "to_unit", "to_group")
COLUMNS = (*FACTS, *RULE_COLUMNS)
_CHOOSE = {"?", "chon", "chua ro"}  # what people write where somebody has to choose
_ONE_DAY = datetime.timedelta(days=1)
_PLAN, _RULE = FIELDS[RecordKind.BOUNDARY_PLAN], FIELDS[RecordKind.BOUNDARY_RULE]


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan that is not applied yet.

    Attributes:
        record: title, day, legal basis.
        rules: its rules.
        rows: the row of the list each rule stands in; 0 for rules that come from elsewhere.
    """

    record: BoundaryPlan
    rules: tuple[BoundaryRule, ...]
    rows: tuple[int, ...]

    @property
    def day(self) -> datetime.date:
        """First day of the new state."""
        return datetime.date.fromisoformat(self.record.effective_on or "")


def plan_record(title: str, day: datetime.date, legal_basis: str | None) -> BoundaryPlan:
    """The record of a plan; the same title and day are the same plan on every machine.

    Raises:
        CensusError: NO_TITLE.
    """
    name = clean_or_none(title)
    if name is None:
        raise CensusError("NO_TITLE", _("Phương án chưa có tên."), _("Hãy ghi tên phương án."))
    return BoundaryPlan(
        boundary_plan_uuid=made_id("census.plan", day.isoformat().encode(), fold(name).encode()),
        title=name,
        effective_on=day.isoformat(),
        legal_basis=clean_or_none(legal_basis or ""),
    )


def make_rule(
    plan: BoundaryPlan, values: Mapping[str, str | None], household: uuid.UUID | None
) -> BoundaryRule:
    """A rule of a plan; its id is made from what it speaks about, so that one place has one rule."""
    about = (values.get("from_unit"), group_key(values.get("from_group") or ""), values.get("first_no"),
             values.get("last_no"), household.hex if household is not None else None)  # fmt: skip
    plan_uuid = plan.boundary_plan_uuid
    made = made_id("census.rule", plan_uuid.bytes, *((part or "").encode() for part in about))
    return BoundaryRule(boundary_rule_uuid=made, plan=plan_uuid, household=household, **values)


def read_plan_list(
    path: Path, title: str | None = None, day: datetime.date | None = None, legal_basis: str | None = None
) -> PlanDraft:
    """Read a plan from a spreadsheet with the columns `COLUMNS`; facts given here take the place of those in it.

    Raises:
        CensusError: BAD_LIST naming rows and reasons; NO_TITLE; NO_DAY; the codes of `read_list`.
    """
    complaints = Complaints(path)
    rows = read_list(path, COLUMNS, "from_unit")
    if not rows:
        complaints.add(1, _("danh sách không có dòng nào"))
    facts = _facts(rows, complaints)
    complaints.raise_any()
    day = day or _day_of(facts.get("effective_on"))
    record = plan_record(title or facts.get("title") or "", day, legal_basis or facts.get("legal_basis"))
    read = [(row.row_no, _read_rule(record, day, row, complaints)) for row in rows]
    kept = [(row_no, rule) for row_no, rule in read if rule is not None]
    draft = PlanDraft(record, tuple(rule for _row, rule in kept), tuple(row for row, _rule in kept))
    for row_no, why in contradictions(draft):
        complaints.add(row_no, why)
    complaints.raise_any()
    return draft


def _facts(rows: Sequence[ListRow], complaints: Complaints) -> dict[str, str]:
    """Title, day and basis; written once or in every row, but never in two ways."""
    found: dict[str, str] = {}
    for row in rows:
        for name in FACTS:
            said = row.values.get(name)
            if said is None:
                continue
            try:
                read = parse_answer(_PLAN[name], said)
            except BadInput as error:
                complaints.add(row.row_no, f"{name}: {error.why}")
                continue
            if read is not None and found.setdefault(name, read) != read:
                complaints.add(
                    row.row_no, _("{name} khác với dòng trên: {said}").format(name=name, said=said)
                )
    return found


def _day_of(stored: str | None) -> datetime.date:
    try:
        return datetime.date.fromisoformat(stored or "")
    except ValueError as error:
        raise CensusError(
            "NO_DAY",
            _("Phương án chưa có ngày hiệu lực đủ ngày, tháng, năm."),
            _("Ví dụ: 01/01/2020. Chưa có gì thay đổi."),
        ) from error


def _read_rule(
    record: BoundaryPlan, day: datetime.date, row: ListRow, complaints: Complaints
) -> BoundaryRule | None:
    values: dict[str, str | None] = {}
    try:
        values["from_unit"] = _unit(row.values.get("from_unit", ""), day, is_new=False)
        target = row.values.get("to_unit", "")
        values["to_unit"] = None if not target or fold(target) in _CHOOSE else _unit(target, day, is_new=True)
        for name in ("from_group", "first_no", "last_no", "to_group"):
            values[name] = parse_answer(_RULE[name], row.values.get(name, ""))
        household = _household(row.values.get("household"))
    except BadInput as error:
        complaints.add(row.row_no, error.why)
        return None
    return make_rule(record, values, household)


def _unit(text: str, day: datetime.date, *, is_new: bool) -> str:
    """A unit that exists the day before (old) or on the day (new); groups may change inside a unit that stays."""
    if not text:
        raise BadInput(text, _("thiếu đơn vị"))
    try:
        unit = area().parse_unit(text, day if is_new else day - _ONE_DAY)
    except BadInput as error:
        raise BadInput(text, f"{text}: {error.why}") from error
    if unit.is_town:
        raise BadInput(text, _("{name} không phải là phường hay xã.").format(name=unit.name))
    when = day if is_new else day - _ONE_DAY
    if not unit.is_valid_on(when):  # written with its own day
        raise BadInput(text, _("{unit} không có trong ngày {day:%d/%m/%Y}.").format(unit=text, day=when))
    return str(unit.key)


def _household(text: str | None) -> uuid.UUID | None:
    if text is None:
        return None
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise BadInput(text, _("mã hộ gồm 36 ký tự")) from error


def contradictions(draft: PlanDraft) -> list[tuple[int, str]]:
    """What is wrong with rules by themselves: that do nothing, that are no range, that speak twice."""
    found: list[tuple[int, str]] = []
    about: dict[uuid.UUID, int] = {}
    ranges: dict[tuple[str, str], list[tuple[BoundaryRule, int]]] = defaultdict(list)
    for rule, row_no in zip(draft.rules, draft.rows, strict=True):
        if rule.boundary_rule_uuid in about:
            first = about[rule.boundary_rule_uuid]
            found.append((row_no, _("nơi này đã có quy tắc ở dòng {row}").format(row=first)))
        about.setdefault(rule.boundary_rule_uuid, row_no)
        if rule.to_unit == rule.from_unit and rule.to_group in {None, rule.from_group}:
            found.append((row_no, _("quy tắc không đổi gì: nơi đi và nơi đến là một")))
        if rule.first_no is None and rule.last_no is None:
            continue
        if rule.from_group is None or rule.household is not None:
            found.append((row_no, _("dãy số hộ phải đi cùng một thôn, tổ dân phố và không kèm mã hộ")))
            continue
        if None not in {rule.first_no, rule.last_no} and _first(rule) > _last(rule):
            found.append((row_no, _("số hộ đầu lớn hơn số hộ cuối")))
            continue
        ranges[rule.from_unit or "", group_key(rule.from_group)].append((rule, row_no))
    for rules in ranges.values():
        ordered = sorted(rules, key=lambda pair: _first(pair[0]))
        for (one, first_row), (other, row_no) in pairwise(ordered):
            is_same = one.boundary_rule_uuid == other.boundary_rule_uuid  # told above
            if not is_same and _first(other) <= _last(one):
                found.append((row_no, _("dãy số hộ chồng lên dãy ở dòng {row}").format(row=first_row)))
    return found


def _first(rule: BoundaryRule) -> tuple[bytes | int, ...]:
    return natural_key(rule.first_no) if rule.first_no is not None else ()


def _last(rule: BoundaryRule) -> tuple[bytes | int, ...]:
    """Beyond every number when the range has no end."""
    return natural_key(rule.last_no) if rule.last_no is not None else (b"\xff",)


def official_days() -> tuple[datetime.date, ...]:
    """Days on which units of the area changed, those with a unit of the town before them."""
    return tuple(sorted({change.effective_on for change in area().changes if change.origin is not None}))


@in_vietnamese()
def _official_title(day: datetime.date) -> str:
    """The same in every language: the id of the plan is made from it."""
    return _("Sắp xếp đơn vị hành chính từ {day:%d/%m/%Y}").format(day=day)


def official_plan(
    day: datetime.date, groups: Mapping[str, Sequence[str]] | None = None, title: str | None = None
) -> PlanDraft:
    """The plan the area's own changes of a day make; divided units wait for a person.

    Args:
        day: first day of the new state.
        groups: residential groups by unit text; given, groups whose names meet in a new unit are told apart by the
            name of their old unit, "Tổ dân phố 1 (Kỳ Long)".
        title: what the plan is called.

    Raises:
        CensusError: NO_CHANGES on that day.
    """
    changes = [
        change for change in area().changes if change.effective_on == day and change.origin is not None
    ]
    if not changes:
        raise CensusError(
            "NO_CHANGES",
            _("Ngày {day:%d/%m/%Y} không có thay đổi địa giới nào trong danh sách địa bàn.").format(day=day),
            _("Các ngày có thay đổi: {days}.").format(
                days=", ".join(f"{each:%d/%m/%Y}" for each in official_days())
            ),
        )
    name = title or _official_title(day)
    record = plan_record(name, day, changes[0].legal_basis)
    targets: dict[UnitKey, str | None] = {}
    for change in changes:
        assert change.origin is not None
        targets[change.origin] = None if change.is_divided else str(change.target)
    rules = [
        make_rule(record, {"from_unit": str(origin), "to_unit": target}, None)
        for origin, target in targets.items()
    ]
    if groups is not None:
        rules += _told_apart(record, {str(origin): target for origin, target in targets.items()}, groups)
    return PlanDraft(record, tuple(rules), (0,) * len(rules))


def _told_apart(
    record: BoundaryPlan, targets: Mapping[str, str | None], groups: Mapping[str, Sequence[str]]
) -> list[BoundaryRule]:
    meeting = Counter(
        (target, group_key(name))
        for unit, target in targets.items()
        if target is not None
        for name in {group_key(name): name for name in groups.get(unit, ())}.values()
    )
    found: list[BoundaryRule] = []
    for unit, target in targets.items():
        for name in groups.get(unit, ()):
            if target is None or meeting[target, group_key(name)] < 2:
                continue
            known = area().get(UnitKey.from_text(unit))
            old = known.bare_name if known is not None else unit_name(unit)
            values = {"from_unit": unit, "from_group": name, "to_unit": target, "to_group": f"{name} ({old})"}
            found.append(make_rule(record, values, None))
    return list({rule.boundary_rule_uuid: rule for rule in found}.values())
