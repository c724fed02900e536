"""Every rule there is, for documents and for lists of findings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from census_desktop.domain.findings import RuleDef
from census_desktop.domain.rules import elsewhere, household, person

RULES: tuple[RuleDef, ...] = (*person.RULES, *household.RULES, *elsewhere.RULES)
RULES_BY_ID: Mapping[str, RuleDef] = MappingProxyType({rule.id: rule for rule in RULES})
