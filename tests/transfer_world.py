"""Two or more machines with real stores for tests of packages: wards that send, a town that receives."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from census_desktop.base.jobs import JobControl
from census_desktop.base.paths import DataFolder
from census_desktop.domain.dc01 import Household, Person
from census_desktop.store.devices import Device, add_device
from census_desktop.store.keys import Cost
from census_desktop.store.opening import create_store
from census_desktop.store.operations import operation_lines
from census_desktop.store.packages import in_packages, out_packages
from census_desktop.store.records import open_conflicts
from census_desktop.store.store import Account, Installation, MachineRole, Role, Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.apply import merge_packages
from census_desktop.transfer.envelope import (
    Identity,
    PublicDevice,
    new_identity,
    new_recovery_key,
    public_text,
)
from census_desktop.transfer.inbox import MergePlan
from census_desktop.transfer.machine import keep_identity, keep_town
from census_desktop.transfer.outbox import export_package
from tests.fake_clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Sequence

SONG_TRI = "18754@2015-04-10"
KY_TRINH = "18820@2015-04-10"
TOWN = "449"
CHEAP = Cost(passes=1, memory=8192)  # tests do not guard secrets


@dataclass(frozen=True, slots=True)
class Machine:
    """An installation with its open store."""

    store: Store
    identity: Identity

    @property
    def public(self) -> PublicDevice:
        return self.identity.public


class World:
    """Machines below one folder; `close` closes all."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.recovery_secret, recovery = new_recovery_key()
        self.stick = root / "USB của phường"
        self.stick.mkdir()
        self._machines: list[Machine] = []
        self.town = self.machine("TX-01", TOWN, MachineRole.TOWN, recovery)

    def machine(self, device: str, unit: str, role: MachineRole, recovery: str | None = None) -> Machine:
        """Set up an installation that knows nobody."""
        number = len(self._machines)
        account = Account(f"canbo{number}", Role.OFFICER, "Cán bộ nhập liệu")
        store = create_store(
            DataFolder(self.root / f"máy {number}"),
            Installation(role, unit, device),
            [(account, "mưa rào tháng sáu")],
            FakeClock(machine=number),
            cost=CHEAP,
        )
        identity = new_identity(device, unit, role, town_recovery_recipient=recovery)
        with store.transaction(Action.SETTING) as transaction:
            keep_identity(transaction, identity)
        made = Machine(store, identity)
        self._machines.append(made)
        return made

    def ward(self, device: str = "ST-01", unit: str = SONG_TRI, *, is_registered: bool = True) -> Machine:
        """A ward machine that has the town's key; registered at the town unless told otherwise."""
        ward = self.machine(device, unit, MachineRole.WARD)
        with ward.store.transaction(Action.SETTING) as transaction:
            keep_town(transaction, public_text(self.town.public, self.town.identity))
        if is_registered:
            self.register(ward.public)
        return ward

    def register(self, public: PublicDevice, revoked_at: str | None = None) -> None:
        """Enter a machine in the town's register."""
        with self.town.store.transaction(Action.REGISTER) as transaction:
            add_device(
                transaction,
                Device(
                    device=public.device,
                    unit=public.unit,
                    machine_role=public.machine_role,
                    verify_key=public.verify_key,
                    recipient=public.recipient,
                    label=public.label,
                    registered_at=transaction.at,
                    revoked_at=revoked_at,
                ),
            )

    def export(self, ward: Machine) -> Path:
        """Write a package of `ward` onto the stick."""
        return export_package(ward.store, self.stick, JobControl()).path

    def close(self) -> None:
        for machine in self._machines:
            machine.store.close()


def family(store: Store, household_no: str = "12", unit: str = SONG_TRI) -> tuple[Household, list[Person]]:
    """Type a household of three into `store`."""
    household = Household(
        household_uuid=store.clock.new_uuid(),
        unit=unit,
        residential_group="Tổ dân phố 3",
        household_no=household_no,
        address="Ngõ 5, đường Nguyễn Thị Bích Châu",
    )
    blank = Person(
        person_uuid=uuid.UUID(int=0),
        household_uuid=household.household_uuid,
        ethnicity="01",
        nationality="VN",
        head_name="ĐẬU VĂN THÌN",
        household_book_no="310012345",
    )
    people = [
        replace(
            blank,
            person_uuid=store.clock.new_uuid(),
            full_name=name,
            birth_date=birth,
            sex=sex,
            relation_to_head=relation,
        )
        for name, birth, sex, relation in (
            ("ĐẬU VĂN THÌN", "1964-08-15", "1", "CH"),
            ("VÕ THỊ HƯỜNG", "1967", "2", "V"),
            ("ĐẬU THỊ HOÀ", "1992-02", "2", "CD"),
        )
    ]
    with store.transaction(Action.SAVE_SLIP) as transaction:
        transaction.create_household(household)
        for person in people:
            transaction.create_person(person)
    return household, people


def all_lines(store: Store) -> Sequence[bytes]:
    """Every operation of a store: what it knows, byte for byte."""
    return sorted(operation_lines(store))


def merge(world: World, *paths: Path) -> MergePlan:
    return merge_packages(world.town.store, paths, JobControl())


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def state(store: Store) -> tuple[object, ...]:
    """Everything of a store a refused package must not touch."""
    folder = store.folder
    scratch = [name for name in files(folder.root) if name.startswith("staging")]
    known = all_lines(store), in_packages(store), out_packages(store), open_conflicts(store)
    return (*known, files(folder.inbox_path), files(folder.backups_path), scratch)


def stopping(after: int) -> JobControl:
    """A control whose owner asks to stop once `after` steps have been reported."""
    steps: list[int] = []

    def report(_done: int, _total: int, _text: str) -> None:
        steps.append(1)
        if len(steps) == after:
            control.stop()

    control = JobControl(report)
    if not after:
        control.stop()
    return control
