"""Every rule there is, for documents and for lists of findings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from census_desktop.domain import rules_elsewhere, rules_household, rules_person
from census_desktop.domain.findings import RuleDef

RULES: tuple[RuleDef, ...] = (*rules_person.RULES, *rules_household.RULES, *rules_elsewhere.RULES)
RULES_BY_ID: Mapping[str, RuleDef] = MappingProxyType({rule.id: rule for rule in RULES})
