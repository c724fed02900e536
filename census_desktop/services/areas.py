"""The area as a store knows it: units and residential groups that come with the program, and what was changed since."""

from __future__ import annotations

from census_desktop.domain.area import area
from census_desktop.domain.boundaries import groups_after
from census_desktop.store.boundaries import load_plans
from census_desktop.store.store import Store


def current_groups(store: Store) -> dict[str, list[str]]:
    """Residential groups by unit text, all plans followed."""
    groups: dict[str, list[str]] = {}
    for group in area().residential_groups:
        groups.setdefault(str(group.unit), []).append(group.label)
    for plan in load_plans(store).active:
        groups = groups_after(plan, groups)
    return groups


def learn_area(store: Store) -> None:
    """Let the whole program see the area of this store."""
