"""A change of boundaries as records: the plan, and its rules one by one.

Each rule is a record of its own, because a list of households may be long, a rule added later (a household whose new
unit a person had to choose) is one more record, and a receipt then takes to each ward the rules about its own units.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.spec import FieldDef, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryPlan:
    """A re-assignment plan (phương án sắp xếp địa giới), made by the town.

    Attributes:
        boundary_plan_uuid: its own id.
        title: what people call it.
        effective_on: first day of the new state.
        legal_basis: the resolution.
        withdrawn: "1" when it was taken back.
        withdrawn_reason: why.
    """

    boundary_plan_uuid: uuid.UUID
    title: Annotated[str | None, FieldDef(N_("Tên phương án"), Kind.TEXT, cell="plan")] = None
    effective_on: Annotated[str | None, FieldDef(N_("Ngày hiệu lực"), Kind.DATE, cell="plan")] = None
    legal_basis: Annotated[str | None, FieldDef(N_("Căn cứ pháp lý"), Kind.TEXT, cell="plan")] = None
    withdrawn: Annotated[str | None, FieldDef(N_("Đã rút lại"), Kind.FLAG, cell="withdrawal")] = None
    withdrawn_reason: Annotated[str | None, FieldDef(N_("Lý do rút lại"), Kind.TEXT, cell="withdrawal")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryRule:
    """Which households go where. What is blank does not narrow the rule; a blank target group keeps the group.

    Attributes:
        boundary_rule_uuid: its own id.
        plan: the plan it is part of.
        from_unit: unit the households are in before.
        from_group: only this residential group.
        first_no: only household numbers from this one.
        last_no: only household numbers up to this one.
        household: only this household.
        to_unit: unit afterwards; None when a person has to choose for each household.
        to_group: residential group afterwards.
    """

    boundary_rule_uuid: uuid.UUID
    plan: Annotated[uuid.UUID | None, FieldDef(N_("Phương án"), Kind.RECORD, cell="rule")] = None
    from_unit: Annotated[str | None, FieldDef(N_("Từ đơn vị"), Kind.UNIT, cell="rule")] = None
    from_group: Annotated[str | None, FieldDef(N_("Từ thôn/TDP"), Kind.TEXT, cell="rule")] = None
    first_no: Annotated[str | None, FieldDef(N_("Từ hộ số"), Kind.TEXT, cell="rule")] = None
    last_no: Annotated[str | None, FieldDef(N_("Đến hộ số"), Kind.TEXT, cell="rule")] = None
    household: Annotated[uuid.UUID | None, FieldDef(N_("Hộ"), Kind.RECORD, cell="rule")] = None
    to_unit: Annotated[str | None, FieldDef(N_("Sang đơn vị"), Kind.UNIT, cell="rule")] = None
    to_group: Annotated[str | None, FieldDef(N_("Sang thôn/TDP"), Kind.TEXT, cell="rule")] = None
