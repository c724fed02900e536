"""What every page is handed: the open store, the desk over it, the worker thread and the news bus. No globals."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from census_desktop.base.clock import Clock
from census_desktop.gui.jobs import JobRunner
from census_desktop.services.entry import EntryDesk
from census_desktop.store.store import MachineRole, Role, Store


class Bus(QObject):
    """Tells pages that records changed, so that each looks again when it is shown.

    Signals:
        changed(): records were written by this program.
        household_wanted(uuid): some page asks to open a household in the entry room.
        back_wanted(): whoever looks at the open household wants to go back to where it was opened from.
        print_wanted(uuid): some page asks to print a household.
    """

    changed = Signal()
    household_wanted = Signal(object, object)
    back_wanted = Signal()
    print_wanted = Signal(object)


@dataclass(frozen=True, slots=True)
class Session:
    """One person at work on one open store."""

    store: Store
    clock: Clock
    desk: EntryDesk
    jobs: JobRunner
    bus: Bus = field(default_factory=Bus)

    @property
    def is_town(self) -> bool:
        """True on the town's machine."""
        return self.store.installation.machine_role is MachineRole.TOWN

    @property
    def is_supervisor(self) -> bool:
        """True when a supervisor is logged in."""
        return self.store.account.role is Role.SUPERVISOR
