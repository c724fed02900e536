"""One machine on which several people take turns: whoever types, whoever keys again, whoever decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.store.opening import create_store, open_store
from census_desktop.store.store import Account, Installation, MachineRole, Role, Store
from tests.builders import CHEAP, SONG_TRI
from tests.fake_clock import FakeClock

if TYPE_CHECKING:
    from census_desktop.base.paths import DataFolder

PASSWORDS = {
    "hoa.nt": "mưa rào tháng sáu",
    "huong.vt": "nắng hạn tháng năm",
    "tuan.tq": "gió lào bãi ngang",
    "giamsat": "sóng biển kỳ lợi",
}


class Desk:
    """One machine on which three people take turns."""

    def __init__(self, folder: DataFolder) -> None:
        clock = FakeClock(machine=77)
        people = [
            (Account(login, Role.SUPERVISOR if login == "giamsat" else Role.OFFICER, login), word)
            for login, word in PASSWORDS.items()
        ]
        installation = Installation(MachineRole.WARD, SONG_TRI, "ST-09")
        self.store: Store = create_store(folder, installation, people, clock, cost=CHEAP)

    def log_in(self, login: str) -> Store:
        self.store.close()
        self.store = open_store(self.store.folder, login, PASSWORDS[login], self.store.clock)
        return self.store
