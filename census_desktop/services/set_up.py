"""First run: what this machine is, who works on it, its keys."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.atomic import make_folder
from census_desktop.base.clock import Clock
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _
from census_desktop.domain.vietnamese import clean
from census_desktop.services.areas import keep_area, read_area, speak_about
from census_desktop.services.passphrase import new_passphrase
from census_desktop.services.units import resolve_unit, target_table, town_code, unit_name
from census_desktop.store.keys import STANDARD_COST, Cost
from census_desktop.store.opening import Account, Installation, MachineRole, Role, create_store
from census_desktop.store.progress import set_targets
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.envelope import (
    Identity,
    fingerprint,
    new_identity,
    new_recovery_key,
    parse_public_text,
    read_public_file,
    write_public_file,
)
from census_desktop.transfer.machine import keep_collecting, keep_identity, keep_town

TOWN_FILE = "town.pub"
KEYS_FOLDER = "keys"
SUPERVISOR = "giamsat"
_SUPERVISOR_BESIDE_NAMESAKE = "phutrach"
LONGEST_LOGIN = 60  # letters; it stands beside every change in lists and on paper


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account made at set-up.

    Attributes:
        password: given only when the program made it up; it is shown once and kept nowhere.
    """

    login: str
    role: Role
    password: str | None = None


@dataclass(frozen=True, slots=True)
class SetUpResult:
    """What a first run has made.

    Attributes:
        unit: unit text of a ward ("18754@2015-04-10"), code of the town ("449").
        machine_role: ward or town.
        device: id of this machine.
        public_key_file: to be carried to the other side and compared by fingerprint.
        accounts: officer first, then supervisor.
        fingerprint: of the keys of this machine, to be compared by the other side.
        recovery_key: town only; to be printed for a sealed envelope, kept nowhere on this machine.
    """

    unit: str
    machine_role: MachineRole
    device: str
    public_key_file: Path
    accounts: tuple[NewAccount, ...]
    fingerprint: str = ""
    recovery_key: str | None = None


def default_supervisor(officer_login: str) -> str:
    """The supervisor's login where nobody chose one; another one beside an officer who already has that name."""
    return _SUPERVISOR_BESIDE_NAMESAKE if officer_login.strip().casefold() == SUPERVISOR else SUPERVISOR


def initialise(  # noqa: PLR0913  the questions of the first page
    folder: DataFolder,
    *,
    machine_role: MachineRole,
    unit_text: str,
    officer_login: str,
    officer_password: str,
    clock: Clock,
    supervisor_login: str = SUPERVISOR,
    supervisor_password: str | None = None,
    town_key: Path | None = None,
    targets: Mapping[str, tuple[int, int]] | None = None,
    is_collecting: bool = False,
    area_list: Path | None = None,
    cost: Cost = STANDARD_COST,
) -> SetUpResult:
    """Set up a data folder and write its public key file; nothing is left behind when it fails.

    Args:
        folder: must not hold an installation yet.
        machine_role: ward or town.
        unit_text: "18754" or "18754@2015-04-10"; of a town its code.
        officer_login: name the officer logs in with.
        officer_password: see `store.keys.check_password`.
        clock: time and ids.
        supervisor_login: name the supervisor logs in with.
        supervisor_password: made up (four words) when None.
        town_key: public file of the town, for a ward; may be given later by `register`.
        targets: people and households to be collected by unit text; the official figures when None.
        area_list: units of a town other than the one that comes with the program, see `services.areas`.
        is_collecting: a ward machine that collects from the others of its ward before going to the town.
        cost: work per password guess, lowered only by tests.

    Raises:
        CensusError: ALREADY_SET_UP, WEAK_PASSWORD, SAME_LOGIN, NO_LOGIN, LOGIN_TOO_LONG, UNKNOWN_UNIT, NO_FILE,
            NOT_A_KEY_FILE, BAD_SIGNATURE, NOT_A_TOWN, READ_ONLY, DISK_FULL.
    """
    role = MachineRole(machine_role)
    loaded = read_area(area_list) if area_list is not None else None
    speak_about(loaded)
    installation = Installation(role, _unit_of(role, unit_text), new_device_id(clock))
    people = _people(officer_login, officer_password, supervisor_login, supervisor_password)
    town_text = _town_text(town_key) if town_key is not None else None
    recovery, recipient = new_recovery_key() if role is MachineRole.TOWN else (None, None)
    opens_too = recipient if town_text is None else parse_public_text(town_text).town_recovery_recipient
    identity = new_identity(
        installation.device,
        installation.unit,
        role.value,
        label=unit_name(installation.unit),
        town_recovery_recipient=recipient,
    )
    path = public_key_path(folder, installation)

    def fill(store: Store) -> None:
        _remember(store, identity, town_text, target_table() if targets is None else targets)
        if loaded is not None:
            keep_area(store, loaded)
        if is_collecting and role is MachineRole.WARD:
            with store.transaction(Action.SETTING) as tx:
                keep_collecting(tx, is_collecting=True)
        make_folder(path.parent)
        path.unlink(missing_ok=True)  # a town's file has the same name when its first set-up was cut off
        write_public_file(identity.public, identity, path)

    accounts = [(one, secret) for one, secret, _made in people]
    create_store(
        folder, installation, accounts, clock, cost=cost, fill=fill, recovery_recipient=opens_too
    ).close()
    return SetUpResult(
        unit=installation.unit,
        machine_role=role,
        device=installation.device,
        public_key_file=path,
        accounts=tuple(
            NewAccount(one.login, one.role, secret if made else None) for one, secret, made in people
        ),
        fingerprint=fingerprint(identity.public),
        recovery_key=recovery,
    )


def public_key_path(folder: DataFolder, installation: Installation) -> Path:
    """Where the public file of an installation lies: ``keys/town.pub`` or ``keys/<device>.pub``."""
    is_town = installation.machine_role is MachineRole.TOWN
    return folder.root / KEYS_FOLDER / (TOWN_FILE if is_town else f"{installation.device}.pub")


def _unit_of(role: MachineRole, unit_text: str) -> str:
    if role is MachineRole.WARD:
        return str(resolve_unit(unit_text))
    code = unit_text.strip().partition("@")[0]
    if code != town_code():
        raise CensusError(
            "UNKNOWN_UNIT",
            _("Máy thị xã dùng mã {code}, không phải {given}.").format(code=town_code(), given=unit_text),
            _("Bỏ --unit, hoặc chọn vai trò máy phường/xã."),
        )
    return code


def _people(
    officer: str, officer_password: str, supervisor: str, supervisor_password: str | None
) -> list[tuple[Account, str, bool]]:
    """Accounts with password, and whether the program made the password up."""
    logins = [clean(officer), clean(supervisor)]
    if not all(logins):
        raise CensusError("NO_LOGIN", _("Tên đăng nhập còn trống."), _("Hãy nhập tên cán bộ, ví dụ: hoa."))
    if max(len(login) for login in logins) > LONGEST_LOGIN:
        raise CensusError(
            "LOGIN_TOO_LONG",
            _("Tên đăng nhập dài quá {most} ký tự.").format(most=LONGEST_LOGIN),
            _("Hãy nhập tên ngắn, ví dụ: hoa."),
        )
    if logins[0].casefold() == logins[1].casefold():
        raise CensusError(
            "SAME_LOGIN",
            _("Cán bộ và người giám sát không dùng chung tên đăng nhập {login}.").format(login=logins[0]),
            _("Hãy đặt hai tên khác nhau."),
        )
    return [
        (Account(logins[0], Role.OFFICER, logins[0]), officer_password, False),
        (
            Account(logins[1], Role.SUPERVISOR, logins[1]),
            supervisor_password if supervisor_password is not None else new_passphrase(),
            supervisor_password is None,
        ),
    ]


def _town_text(path: Path) -> str:
    """The content of a public file, looked at before anything is made; whether it is a town's is seen on keeping."""
    read_public_file(path)
    return path.read_text(encoding="utf-8")


def new_device_id(clock: Clock) -> str:
    """Eight letters and digits, part of file names; hashed because a UUIDv7 begins with the time."""
    digest = hashlib.blake2b(clock.new_uuid().bytes, digest_size=5).digest()
    return base64.b32encode(digest).decode().lower()


def _remember(
    store: Store, identity: Identity, town_text: str | None, targets: Mapping[str, tuple[int, int]]
) -> None:
    with store.transaction(Action.SETTING) as tx:
        keep_identity(tx, identity)
        if town_text is not None:
            keep_town(tx, town_text)
        if store.installation.machine_role is MachineRole.WARD:
            targets = {unit: numbers for unit, numbers in targets.items() if unit == store.installation.unit}
        if targets:
            set_targets(tx, targets)
