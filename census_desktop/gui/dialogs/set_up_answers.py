"""The questions of the first run as data, checked without any window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from census_desktop.base.text import _
from census_desktop.domain.vietnamese import clean

LEAST_PASSWORD = 10  # as store.keys; asked here so that the answer is told beside the box


@dataclass(frozen=True, slots=True)
class SetUpAnswers:
    """What was typed on the first-run page.

    Attributes:
        is_town: town machine, else ward machine.
        unit: unit of a ward machine as typed or picked.
        officer: log-in of the officer.
        officer_password: his password, and the same once more.
        supervisor: log-in of the supervisor.
        supervisor_password: his password, "" when the program is to make one up.
        town_key: public key file of the town, None when it comes later.
        is_key_compared: somebody compared its fingerprint.
        is_collecting: a ward machine that collects from others of its ward before going to the town.
    """

    is_town: bool
    unit: str
    officer: str
    officer_password: str
    officer_again: str
    supervisor: str
    supervisor_password: str
    supervisor_again: str
    town_key: Path | None = None
    is_key_compared: bool = False
    is_collecting: bool = False

    def problems(self) -> dict[str, str]:
        """What is missing or does not fit, by name of the box; empty when the set-up may begin."""
        found: dict[str, str] = {}
        if not self.is_town and not clean(self.unit):
            found["unit"] = _("Chọn phường hoặc xã của máy này.")
        if not clean(self.officer):
            found["officer"] = _("Cho biết tên đăng nhập của cán bộ.")
        if not clean(self.supervisor):
            found["supervisor"] = _("Cho biết tên đăng nhập của người giám sát.")
        elif clean(self.supervisor).casefold() == clean(self.officer).casefold():
            found["supervisor"] = _("Phải khác tên đăng nhập của cán bộ.")
        if len(self.officer_password) < LEAST_PASSWORD:
            found["officer_password"] = _("Mật khẩu cần ít nhất {count} ký tự.").format(count=LEAST_PASSWORD)
        elif self.officer_password != self.officer_again:
            found["officer_again"] = _("Hai lần gõ mật khẩu không giống nhau.")
        found |= self._supervisor_problems()
        if self.town_key is not None and not self.is_key_compared:
            found["town_key"] = _("So dấu vân khóa với thị xã trước, giống hệt thì đánh dấu.")
        return found

    def _supervisor_problems(self) -> dict[str, str]:
        if not self.supervisor_password and not self.supervisor_again:
            return {}  # the program makes one up
        if len(self.supervisor_password) < LEAST_PASSWORD:
            words = _("Mật khẩu cần ít nhất {count} ký tự, hoặc để trống.").format(count=LEAST_PASSWORD)
            return {"supervisor_password": words}
        if self.supervisor_password != self.supervisor_again:
            return {"supervisor_again": _("Hai lần gõ mật khẩu không giống nhau.")}
        return {}
