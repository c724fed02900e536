"""Papers about boundaries, from what services know."""

from __future__ import annotations

from collections.abc import Sequence

from census_desktop.base.text import _, in_vietnamese
from census_desktop.domain.area import area
from census_desktop.domain.boundaries import Place
from census_desktop.reports.boundary_papers import (
    MoveLine,
    UnitLine,
    WaitingLine,
    plan_document,
    waiting_document,
)
from census_desktop.reports.document import Document
from census_desktop.reports.wording import paper_date
from census_desktop.services.boundary_choices import Waiting
from census_desktop.services.boundary_preview import PlanPreview
from census_desktop.services.documents import issue_of
from census_desktop.services.units import unit_name
from census_desktop.store.store import Store


def place_words(place: Place) -> str:
    """A place in words, group before unit."""
    return (
        ", ".join(part for part in (place.group, unit_name(place.unit) if place.unit else "") if part) or "–"
    )


@in_vietnamese()
def plan_paper(store: Store, found: PlanPreview) -> Document:
    """What a plan would do."""
    record = found.draft.record
    changed = {move.origin.unit for move in found.moves} | {
        move.target.unit for move in found.moves if move.target is not None
    }
    none = (0, 0)
    return plan_document(
        record.title or "",
        _("Có hiệu lực từ {day}. Căn cứ: {basis}.").format(
            day=paper_date(record.effective_on), basis=record.legal_basis or "…"
        ),
        [
            MoveLine(
                place_words(move.origin),
                place_words(move.target) if move.target is not None else None,
                move.households,
                move.people,
            )
            for move in found.moves
        ],
        [
            UnitLine(unit_name(unit), found.before.get(unit, none), found.after.get(unit, none))
            for unit in sorted(changed)
        ],
        found.remarks,
        issue_of(store),
    )


@in_vietnamese()
def waiting_paper(store: Store, waiting: Sequence[Waiting]) -> Document:
    """Households that wait for a choice."""
    lines = [
        WaitingLine(
            place=place_words(Place(each.row.unit or "", each.row.residential_group or "")),
            household_no=each.row.household_no,
            head=each.row.head_name,
            address=each.address,
            people=each.row.people,
            choices=", ".join(unit_name(unit) for unit in each.choices),
        )
        for each in waiting
    ]
    return waiting_document(lines, issue_of(store), area().town.name)
