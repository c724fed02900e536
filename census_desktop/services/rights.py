"""Who may do what: the one place that asks for a role."""

from __future__ import annotations

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.store.store import MachineRole, Role, Store


def must_lead(store: Store) -> None:
    """Refuse officers of a ward; who works on the town's machine leads the collection.

    Raises:
        CensusError: NOT_ALLOWED.
    """
    if not may_lead(store):
        raise CensusError(
            "NOT_ALLOWED",
            _("Việc này chỉ giám sát được làm."),
            _("Hãy đăng nhập bằng tài khoản giám sát; chưa có gì thay đổi."),
        )


def may_lead(store: Store) -> bool:
    """True for supervisors, and for everybody on the town's machine."""
    return store.account.role is Role.SUPERVISOR or store.installation.machine_role is MachineRole.TOWN


def may_see_service(store: Store) -> bool:
    """True for those who lead: who serves in the army or the police, and where."""
    return may_lead(store)


def must_be_town(store: Store) -> None:
    """Refuse ward machines: what the whole town must agree on is said in one place.

    Raises:
        CensusError: NOT_A_TOWN_MACHINE.
    """
    if store.installation.machine_role is not MachineRole.TOWN:
        raise CensusError(
            "NOT_A_TOWN_MACHINE",
            _("Việc này chỉ làm trên máy thị xã."),
            _("Máy phường, xã nhận kết quả trong gói biên nhận của thị xã."),
        )


def may_see_withheld(store: Store) -> bool:
    """True for supervisors: they see addresses of units that are kept back."""
    return store.account.role is Role.SUPERVISOR
