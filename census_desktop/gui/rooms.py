"""The rooms of the window, in the order of the bar."""

from __future__ import annotations

from dataclasses import dataclass

from census_desktop.base.text import N_, _


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the bar."""

    name: str
    label: str


ROOMS = (
    Room("entry", N_("Nhập phiếu")),
    Room("browse", N_("Tra cứu")),
    Room("todo", N_("Cần xử lý")),
    Room("progress", N_("Tiến độ")),
    Room("exchange", N_("Trao đổi")),
    Room("paper", N_("In và Excel")),
    Room("area", N_("Địa giới")),
)


def room_label(name: str) -> str:
    """The name of a room in the user's language."""
    return next(_(room.label) for room in ROOMS if room.name == name)
