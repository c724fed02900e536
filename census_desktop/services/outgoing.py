"""What would go out with the next package, and every package that ever did; the outbox keeps them all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.atomic import copy_verified
from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.vietnamese import natural_key
from census_desktop.reports.document import Document
from census_desktop.reports.handover import HandoverLine, handover_document
from census_desktop.services.documents import issue_of
from census_desktop.services.exchange import KnownMachine, known_machines, machine_names
from census_desktop.services.units import unit_name
from census_desktop.store.operations import PlaceCount, export_places
from census_desktop.store.packages import OutPackage, confirmed_arrival, out_packages
from census_desktop.store.store import Store
from census_desktop.transfer.machine import town

_MARK = 16  # digits of the content's hash on paper


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the next package for one receiver would hold.

    Attributes:
        places: people and households by residential group.
        people: all people in it.
        households: all households in it.
    """

    places: tuple[PlaceCount, ...]

    @property
    def people(self) -> int:
        """Records of people."""
        return sum(place.people for place in self.places)

    @property
    def households(self) -> int:
        """Records of households."""
        return sum(place.households for place in self.places)


def outgoing(
    store: Store, to_device: str | None = None, *, everything: bool = False, until: int | None = None
) -> Outgoing:
    """What `export_to` would write now, or has just written.

    Args:
        store: the ward's store.
        to_device: the receiver; the town when None.
        everything: also what the receiver has confirmed.
        until: `last_arrival` of the package just written, so that what was typed meanwhile does not count.
    """
    above = town(store)
    receiver = to_device or (above.device if above is not None else "")
    after = 0 if everything else confirmed_arrival(store, receiver)
    places = export_places(store, after, until, "" if everything else receiver)
    return Outgoing(
        tuple(sorted(places, key=lambda one: (one.unit or "~", natural_key(one.residential_group or ""))))
    )


def receivers(store: Store) -> tuple[KnownMachine, ...]:
    """Machines a package may be written for: the town, and other machines of the ward."""
    return tuple(one for one in known_machines(store) if one.revoked_at is None)


def handover_paper(
    store: Store, sequence: int, to_device: str | None = None, *, everything: bool = False
) -> Document:
    """The paper that goes with the stick a package was just written to.

    Args:
        store: the ward's store.
        sequence: number of the package.
        to_device: its receiver; the town when None.
        everything: as it was written.
    """
    package = next(one for one in out_packages(store) if one.sequence == sequence)
    found = outgoing(store, to_device, everything=everything, until=package.last_arrival)
    own = store.installation.unit
    return handover_document(
        [HandoverLine(_place(one, own), one.people, one.households) for one in found.places],
        file_name=package.file_name,
        sequence=sequence,
        mark=package.payload_sha256[:_MARK],
        receiver=machine_names(store).get(package.receiver, package.receiver),
        issue=issue_of(store),
    )


def _place(place: PlaceCount, own: str) -> str:
    group = place.residential_group or _("Chưa ghi thôn/TDP")
    return group if place.unit in {own, None} else f"{group}, {unit_name(place.unit or '')}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A package written here.

    Attributes:
        package: as registered.
        is_kept: its file is still in the outbox.
    """

    package: OutPackage
    is_kept: bool


def sent_packages(store: Store) -> tuple[Sent, ...]:
    """Every package and receipt written here, newest first."""
    return tuple(
        Sent(one, (store.folder.outbox_path / one.file_name).is_file())
        for one in reversed(out_packages(store))
    )


def copy_again(store: Store, package: OutPackage, out_dir: Path) -> Path:
    """Copy a package of the outbox to a stick once more, read back and compared; it stays what it was.

    Raises:
        CensusError: NOT_KEPT when its file is gone; EXISTS, NO_FOLDER, READ_ONLY, DISK_FULL, COPY_DIFFERS.
    """
    kept = store.folder.outbox_path / package.file_name
    if not kept.is_file():
        raise CensusError(
            "NOT_KEPT",
            _("Tệp {name} không còn trong máy.").format(name=package.file_name),
            _("Hãy xuất gói mới; gói mới chứa mọi điều bên kia chưa xác nhận."),
        )
    target = out_dir / package.file_name
    copy_verified(kept, target)
    return target
