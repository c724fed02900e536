"""Boundaries changed under the collection: plans applied and taken back."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from census_desktop.base.clock import today
from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.boundaries import Plan
from census_desktop.domain.boundary_records import BoundaryPlan, BoundaryRule
from census_desktop.domain.records import RecordKind
from census_desktop.domain.vietnamese import clean_or_none
from census_desktop.services.areas import learn_area
from census_desktop.services.boundary_list import PlanDraft
from census_desktop.services.boundary_preview import PlanPreview, preview_plan
from census_desktop.services.rights import must_be_town, must_lead
from census_desktop.store.backup import make_backup
from census_desktop.store.boundaries import follow_plans, load_plans, standings
from census_desktop.store.records import load
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying, choosing or taking back has done.

    Attributes:
        plan: the plan.
        households: households that stand elsewhere now, void ones too.
        people: people in the whole town, before and after alike.
    """

    plan: BoundaryPlan
    households: int
    people: int


def apply_plan(
    store: Store, draft: PlanDraft, control: JobControl, shown: PlanPreview | None = None
) -> Applied:
    """Apply a plan after a verified backup, in one transaction that is taken back unless everybody is counted once.

    Applying the same plan again changes nothing.

    Args:
        store: the store of the town.
        draft: the plan.
        control: progress and stopping.
        shown: the preview somebody agreed to; the plan is refused when it would do anything else now.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NOT_ALLOWED, NOT_YET before its day, EARLIER_FIRST while plans of earlier days
            are to come, NOT_AS_SHOWN, what `preview_plan` raises, DISK_FULL and other troubles of the disk; the
            records are as before.
        CancelledError: the user stopped; the records are as before.
    """
    must_be_town(store)
    must_lead(store)
    if draft.day > today(store.clock):
        raise CensusError(
            "NOT_YET",
            _("Phương án có hiệu lực từ {day:%d/%m/%Y}, chưa đến ngày áp dụng.").format(day=draft.day),
            _("Có thể xem trước và in; áp dụng từ ngày đó. Chưa có gì thay đổi."),
        )
    found = preview_plan(store, draft, control)
    if found.refusal:
        raise CensusError("EARLIER_FIRST", found.refusal, _("Chưa có gì thay đổi."))
    if shown is not None and not found.promises_as(shown):
        raise CensusError(
            "NOT_AS_SHOWN",
            _("Phương án nay chuyển hộ khác với bảng đã xem."),
            _("Hãy xem lại bảng dự kiến rồi áp dụng. Chưa có gì thay đổi."),
        )
    former = [
        rule
        for plan in load_plans(store).all
        if plan.record.boundary_plan_uuid == draft.record.boundary_plan_uuid
        for rule in plan.rules
    ]
    is_standing = load(store, RecordKind.BOUNDARY_PLAN, draft.record.boundary_plan_uuid) == draft.record
    # A plan that comes again after it was taken back says what it says now; choices made for it still hold.
    speaking = {rule.boundary_rule_uuid for rule in draft.rules}
    divided = {rule.from_unit for rule in draft.rules if rule.to_unit is None}
    silenced = [
        dataclasses.replace(rule, from_unit=None, to_unit=None)
        for rule in former
        if rule.boundary_rule_uuid not in speaking
        and (rule.household is None or rule.from_unit not in divided)
    ]
    make_backup(store, "before-boundary")
    return follow(store, draft.record, [*draft.rules, *([] if is_standing else silenced)], control)


def withdraw_plan(store: Store, plan: uuid.UUID, reason: str, control: JobControl) -> Applied:
    """Take a plan back: households stand again where they were declared or other plans brought them.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE, NOT_ALLOWED, NO_SUCH_PLAN, REASON_MISSING, ALREADY_WITHDRAWN.
        CancelledError: the user stopped; the records are as before.
    """
    must_be_town(store)
    must_lead(store)
    why = clean_or_none(reason)
    if why is None:
        raise CensusError("REASON_MISSING", _("Hãy ghi lý do hoàn tác phương án."), _("Chưa có gì thay đổi."))
    found = find_plan(store, plan)
    if found.is_withdrawn:
        raise CensusError("ALREADY_WITHDRAWN", _("Phương án này đã hoàn tác rồi."))
    make_backup(store, "before-boundary")
    record = dataclasses.replace(found.record, withdrawn="1", withdrawn_reason=why)
    return follow(store, record, [], control)


def find_plan(store: Store, plan: uuid.UUID) -> Plan:
    """A plan that was applied here or came in a return package.

    Raises:
        CensusError: NO_SUCH_PLAN.
    """
    found = next((one for one in load_plans(store).all if one.record.boundary_plan_uuid == plan), None)
    if found is None:
        raise CensusError(
            "NO_SUCH_PLAN", _("Không có phương án mang mã {uuid}.").format(uuid=plan), _("Xem: boundary list")
        )
    return found


def follow(store: Store, record: BoundaryPlan, rules: Sequence[BoundaryRule], control: JobControl) -> Applied:
    """Write a plan and rules of it, and bring every household to where it belongs, in one transaction."""
    with store.transaction(Action.BOUNDARY) as tx:
        with store.read() as connection:
            before = standings(connection)
        tx.save(record)
        for rule in rules:
            tx.save(rule)
        moved = follow_plans(tx, control, whole=True)
        after = standings(tx.connection)
        people = sum(each.people for each in after)
        if (people, len(after)) != (sum(each.people for each in before), len(before)):
            raise BugError(f"not zero-sum: {len(before)} households, {len(after)} after")
        tx.detail |= {"plan": str(record.boundary_plan_uuid), "households": moved}
        control.step(1, 1, _("Đang ghi"))
    learn_area(store)
    return Applied(record, moved, people)
