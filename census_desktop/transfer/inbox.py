"""Reading packages: from the stick to a plan, which says what merging would do before anything is done.

Each file is copied to this machine first; the stick is never worked on. The checks run in a fixed order, cheap and
outside first, so that nothing of a stranger is decrypted and nothing of a forger inflated. A refused package is one
line of the plan; the others go on.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from census_desktop.base.atomic import make_folder, write_new_file
from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.store.devices import Device, find_device
from census_desktop.store.packages import in_packages, out_packages
from census_desktop.store.staged_look import Look
from census_desktop.store.staging import (
    MalformedPackage,
    StagedCounts,
    Staging,
    open_staging,
    two_kinds,
)
from census_desktop.store.store import MachineRole, Store
from census_desktop.transfer.envelope import PublicDevice, is_head_signed
from census_desktop.transfer.machine import former_identities, own_identity, town
from census_desktop.transfer.package import (
    MAX_FILE,
    SUFFIX,
    Core,
    Front,
    PackageKind,
    check_payload,
    open_payload,
    operation_lines,
    read_front,
)
from census_desktop.transfer.receipts import Receipt, read_receipt
from census_desktop.transfer.refusals import PackageRefused, notice, refuse

MERGED = "merged"
ALREADY = "already"
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePlan:
    """What would happen, or happened, with one file.

    Attributes:
        file: name of the file as given.
        status: "merged" (will be merged, in a plan), "already" or "refused".
        code: OK, OLD, FORK, GAP or RECEIPT for a package that is taken; else why it is not.
        message: the sentence for `code`.
        unit: unit text of the sender, None when the head could not be believed.
        device: id of the sender.
        sequence: running number of the sender.
        people: records of people inside.
        households: records of households inside.
        added: records that are new here.
        changed: records known here that get other answers.
        combined: changed records in which answers of both sides stand together.
        conflicts: records with a cell that a person must decide.
        gap_after: number of the last package received before a gap in the numbering, None without a gap.
        confirmed: packages of this machine that this receipt is the first to confirm.
    """

    file: str
    status: str
    code: str
    message: str
    unit: str | None = None
    device: str | None = None
    sequence: int | None = None
    people: int = 0
    households: int = 0
    added: int = 0
    changed: int = 0
    combined: int = 0
    conflicts: int = 0
    gap_after: int | None = None
    confirmed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What merging does, as data; shown on the screen, by the command line and on paper alike.

    Attributes:
        packages: one line per file, in the order given.
        added: records new here; the same for the other counts of all packages together.
        duplicates: pairs of people suspected to be one person.
        people: people in the packages, each counted once.
        households: households in the packages, each counted once.
    """

    packages: tuple[PackagePlan, ...]
    added: int = 0
    changed: int = 0
    combined: int = 0
    conflicts: int = 0
    duplicates: int = 0
    already: int = 0
    people: int = 0
    households: int = 0


@dataclass(frozen=True, slots=True)
class Staged:
    """A plan, and what stands behind its lines that will be merged, by position in `plan.packages`.

    Attributes:
        fronts: the believed outsides.
        receipts: what the town confirms.
    """

    plan: MergePlan
    fronts: dict[int, Front]
    receipts: dict[int, Receipt]


def read_plan(store: Store, paths: Sequence[Path], control: JobControl) -> MergePlan:
    """Read packages and say what merging them would do; the records stay as they are.

    Raises:
        CensusError: DISK_FULL, READ_ONLY … of this machine's own disk; a bad package is a line of the plan.
        CancelledError: the user stopped.
    """
    with open_staging(store) as staging:
        return stage_packages(store, staging, paths, control).plan


def stage_packages(store: Store, staging: Staging, paths: Sequence[Path], control: JobControl) -> Staged:
    """Check every file and put the lines of the good ones into `staging`."""
    desk = _Desk(store, staging, control)
    with contextlib.ExitStack() as copies:
        for number, path in enumerate(paths):
            control.step(number, len(paths), _("Đang kiểm tra gói {name}").format(name=path.name))
            desk.receive(number, path, copies)
        desk.stage_all()
    return desk.result()


class _Desk:
    """One sitting over a heap of files."""

    def __init__(self, store: Store, staging: Staging, control: JobControl) -> None:
        self._store = store
        self._staging = staging
        self._control = control
        self._identities = (own_identity(store), *former_identities(store))
        self._lines: dict[int, PackagePlan] = {}
        self._fronts: dict[int, Front] = {}
        self._receipts: dict[int, Receipt] = {}
        self._is_town = store.installation.machine_role is MachineRole.TOWN
        merged = in_packages(store)
        self._hashes = {each.payload_sha256 for each in merged}
        self._numbers: dict[str, set[int]] = {}
        for each in merged:
            self._numbers.setdefault(each.device, set()).add(each.sequence)

    def receive(self, number: int, path: Path, copies: contextlib.ExitStack) -> None:
        """Copy one file here and run all checks that need no other file."""
        try:
            front = self._checked(path)
            if front.head.payload_sha256 not in self._hashes:  # what was merged before needs no copy
                front = self._checked(copies.enter_context(_local_copy(self._store, path)))
        except PackageRefused as error:
            self._lines[number] = PackagePlan(
                file=path.name, status=REFUSED, code=error.code, message=str(error)
            )
        else:
            self._fronts[number] = front
            self._lines[number] = _line(path.name, front)

    def _checked(self, path: Path) -> Front:
        front = read_front(path)
        core = front.head.core
        sender = self._sender(core)
        if not is_head_signed(sender.verify_key, front.line, front.signature):
            raise refuse("BAD_TOWN_SIGNATURE" if sender.machine_role == MachineRole.TOWN else "BAD_SIGNATURE")
        if core.unit != sender.unit:
            raise refuse("WRONG_WARD", device=core.device, unit=core.unit)
        if not self._is_for_us(core):
            raise refuse("NOT_FOR_US", receiver=show_answer(HOUSEHOLD_FIELDS["unit"], core.to))
        check_payload(front)
        return front

    def _sender(self, core: Core) -> Device | PublicDevice:
        """The machine that must have signed, as it was registered here."""
        if self._is_town:
            return self._registered(core)
        if not self._is_for_us(
            core
        ):  # other wards' packages lie on the same stick; their machines are unknown here
            raise refuse("NOT_FOR_US", receiver=show_answer(HOUSEHOLD_FIELDS["unit"], core.to))
        sender = town(self._store)
        if sender is not None and sender.device == core.device:
            return sender
        return self._registered(core)  # another machine of this ward

    def _registered(self, core: Core) -> Device:
        machine = find_device(self._store, core.device)
        if machine is None:
            raise refuse("UNKNOWN_DEVICE", device=core.device)
        if machine.revoked_at is not None:
            raise refuse("REVOKED", device=core.device)
        return machine

    def _is_for_us(self, core: Core) -> bool:
        if core.kind is PackageKind.RECEIPT:
            return not self._is_town and core.to == self._store.installation.unit
        return core.to in {each.device for each in self._identities}

    def stage_all(self) -> None:
        """Open what passed, lowest numbers first so that gaps and forks are seen however the files were picked."""
        order = sorted(self._fronts, key=lambda number: (self._core(number), number))
        for done, number in enumerate(order):
            self._control.step(
                done, len(order), _("Đang đọc gói {name}").format(name=self._lines[number].file)
            )
            self._stage(number)

    def _core(self, number: int) -> tuple[str, int]:
        core = self._fronts[number].head.core
        return core.device, core.sequence

    def _stage(self, number: int) -> None:
        front, line = self._fronts[number], self._lines[number]
        if front.head.payload_sha256 in self._hashes:
            del self._fronts[number]
            self._lines[number] = replace(line, status=ALREADY, code="ALREADY", message=notice("ALREADY"))
            return
        try:
            received: list[Receipt] = []
            lines = operation_lines(
                front,
                self._opened(front),
                lambda receipt: received.append(read_receipt(receipt)),
            )
            self._staging.add_package(str(number), lines, self._control, lambda held: _agree(front, held))
        except (CensusError, MalformedPackage) as error:
            del self._fronts[number]
            self._lines[number] = _refused(line, error)
            return
        if received:
            self._receipts[number] = received[0]
            self._lines[number] = self._with_receipt(line, received[0])
        else:
            self._lines[number] = self._with_notice(line, front)
        self._hashes.add(front.head.payload_sha256)
        self._numbers.setdefault(front.head.core.device, set()).add(front.head.core.sequence)

    def _opened(self, front: Front) -> io.BytesIO:
        """The payload; a restored machine also reads what was sealed to it under its former name."""
        *first, last = self._identities
        for identity in first:
            try:
                return open_payload(front, identity)
            except PackageRefused as error:
                if error.code != "WRONG_KEY":
                    raise
        return open_payload(front, last)

    def _with_receipt(self, line: PackagePlan, receipt: Receipt) -> PackagePlan:
        """Say how many packages it confirms; the town numbers receipts of all units in one row, so gaps say nothing."""
        waiting = {each.payload_sha256 for each in out_packages(self._store) if each.confirmed_at is None}
        confirmed = len(waiting & receipt.payload_hashes)
        message = notice("RECEIPT", count=str(confirmed))
        return replace(line, code="RECEIPT", message=message, confirmed=confirmed)

    def _with_notice(self, line: PackagePlan, front: Front) -> PackagePlan:
        """Remark on the numbering; old packages and forks merge all the same, because merging is a union."""
        sequence = front.head.core.sequence
        seen = self._numbers.get(front.head.core.device, set())
        last = max(seen, default=0)
        if sequence in seen:
            return replace(line, code="FORK", message=notice("FORK", sequence=str(sequence)))
        if sequence < last:
            return replace(line, code="OLD", message=notice("OLD", last=str(last)))
        if sequence > last + 1 and front.head.core.previous not in self._hashes:
            name = "GAP_OF_ONE" if sequence == last + 2 else "GAP"
            message = notice(name, first=str(last + 1), last=str(sequence - 1))
            return replace(line, code="GAP", message=message, gap_after=last)
        return line

    def result(self) -> Staged:
        """The plan, with what the staged packages mean for the records here."""
        if not self._fronts:  # nothing of all this is new
            return Staged(MergePlan(packages=self._in_order()), {}, {})
        with self._staging.look() as look:
            wrong: dict[int, CensusError | MalformedPackage] = {
                number: refuse(broken.value) for number, broken in look.broken_packages().items()
            }
            wrong |= {number: two_kinds() for number in look.mixed_packages()}
            if not wrong:
                return self._planned(look)
        self._refuse(wrong)
        return self.result()

    def _refuse(self, wrong: Mapping[int, CensusError | MalformedPackage]) -> None:
        """Refuse what is seen to be wrong only beside the store and the other packages."""
        for number in list(self._fronts):
            staged = self._staging.package_number(str(number))
            if staged in wrong:
                self._staging.remove_package(staged)
                del self._fronts[number]
                self._receipts.pop(number, None)
                self._lines[number] = _refused(self._lines[number], wrong[staged])

    def _planned(self, look: Look) -> Staged:
        total, held = look.counts(), look.held()
        duplicates = look.suspects() if total.added else 0
        is_only = len(self._fronts) == 1  # one package alone is the total, and counting is not for free
        for number in self._fronts:
            found = total if is_only else look.counts(self._staging.package_number(str(number)))
            self._lines[number] = replace(
                self._lines[number],
                added=found.added,
                changed=found.changed,
                combined=found.combined,
                conflicts=found.conflicts,
            )
        plan = MergePlan(
            packages=self._in_order(),
            added=total.added,
            changed=total.changed,
            combined=total.combined,
            conflicts=total.conflicts,
            duplicates=duplicates,
            already=total.already,
            people=held.people,
            households=held.households,
        )
        return Staged(plan, self._fronts, self._receipts)

    def _in_order(self) -> tuple[PackagePlan, ...]:
        return tuple(self._lines[number] for number in sorted(self._lines))


def _line(file: str, front: Front) -> PackagePlan:
    core = front.head.core
    return PackagePlan(
        file=file,
        status=MERGED,
        code="OK",
        message=notice("OK"),
        unit=core.unit,
        device=core.device,
        sequence=core.sequence,
        people=core.people,
        households=core.households,
    )


def _refused(line: PackagePlan, error: CensusError | MalformedPackage) -> PackagePlan:
    refusal = error if isinstance(error, PackageRefused) else None
    if isinstance(error, MalformedPackage):
        refusal = refuse("MALFORMED", where=str(error))
    if refusal is None:
        raise error  # our own disk, not the package
    return replace(line, status=REFUSED, code=refusal.code, message=str(refusal))


@contextlib.contextmanager
def _local_copy(store: Store, path: Path) -> Iterator[Path]:
    """A copy on this machine for as long as the block lasts; what the stick does meanwhile is of no account."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise refuse("TOO_BIG")
        with path.open("rb") as reader:
            data = reader.read(MAX_FILE + 1)
    except OSError as error:
        raise refuse("NO_FILE") from error
    copy = make_folder(store.folder.inbox_path) / f"{store.clock.new_uuid().hex}{SUFFIX}"
    write_new_file(copy, data)
    del data
    try:
        yield copy
    finally:
        with contextlib.suppress(OSError):
            copy.unlink()


def _agree(front: Front, held: StagedCounts) -> None:
    """The records inside must be as many as the envelope says."""
    core = front.head.core
    if (held.people, held.households) != (core.people, core.households):
        raise refuse("MISMATCH")
