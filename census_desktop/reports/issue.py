"""Who issues a paper and when: the same head and foot on every paper (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from census_desktop.base.text import _
from census_desktop.reports.document import Header, Signature, Signatures
from census_desktop.reports.wording import name_without_type, place_and_date, police_of, short_date


@dataclass(frozen=True, slots=True)
class Issue:
    """The circumstances of a paper.

    Attributes:
        body_name: unit whose police issue it, as named on that day: "Phường Sông Trí"; "" when not known.
        printed_on: local day.
        officer: who prints it.
        parent_name: the unit above, "Thị xã Kỳ Anh"; no line when "".
        printed_at: local moment for the foot line; the day alone when None.
    """

    body_name: str
    printed_on: date
    officer: str
    parent_name: str = ""
    printed_at: datetime | None = None

    def header(self) -> Header:
        """Head of the first page."""
        return Header(
            police_of(self.parent_name) if self.parent_name else "",
            police_of(self.body_name),
            place_and_date(name_without_type(self.body_name), self.printed_on),
        )

    @property
    def stamp(self) -> str:
        """Day, and time when it is known."""
        return (
            short_date(self.printed_on)
            if self.printed_at is None
            else self.printed_at.strftime("%d/%m/%Y %H:%M")
        )

    def foot(self) -> str:
        """Right part of the foot line."""
        return _("In {stamp} · {officer}").format(stamp=self.stamp, officer=self.officer)


def signatures(*titles: str) -> Signatures:
    """Places to sign under these titles, in capitals."""
    return Signatures(tuple(Signature(title, _("(Ký, ghi rõ họ tên)")) for title in titles))
