"""Who somebody is across machines: two machines of a unit share their people, two units do not."""

from __future__ import annotations

from census_desktop.base.text import _
from census_desktop.domain.keyed_twice import login_and_device, officer_on
from census_desktop.services.units import unit_name
from census_desktop.store.devices import devices
from census_desktop.store.store import Store
from census_desktop.transfer.machine import town


class Officers:
    """The people who write on the machines this one knows."""

    def __init__(self, store: Store) -> None:
        own = store.installation
        self._own = own.unit
        self.me = officer_on(store.account.login, own.device)
        self._units = {machine.device: machine.unit for machine in devices(store)}
        known_town = town(store)
        if known_town is not None:
            self._units[known_town.device] = known_town.unit
        self._units[own.device] = own.unit

    def is_me(self, officer: str) -> bool:
        """Whether that may be the person at this machine: the same login, unless it is known to be another unit's.

        A machine nobody knows here may stand on the next desk, so its people are taken for the same.
        """
        login, device = login_and_device(officer)
        mine, _device = login_and_device(self.me)
        return login == mine and self._units.get(device, self._own) == self._own

    def person(self, officer: str) -> tuple[str, str]:
        """Login and unit, "" for the own unit and for machines nobody knows: what is one person."""
        login, device = login_and_device(officer)
        unit = self._units.get(device, self._own)
        return login, "" if unit == self._own else unit

    def name(self, officer: str) -> str:
        """How people call somebody: by login, those of another unit with its name."""
        login, unit = self.person(officer)
        return _("{login} ({unit})").format(login=login, unit=unit_name(unit)) if unit else login
