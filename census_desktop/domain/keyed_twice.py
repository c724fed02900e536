"""What came of keying slips a second time, as records: they travel, so that the town can count and decide.

Of boxes that agreed nothing is kept but their number: a second copy of every answer would only be one more place that
knows it.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from census_desktop.base.text import N_
from census_desktop.domain.made_ids import made_id
from census_desktop.domain.spec import FieldDef, Kind

_BETWEEN = "; "
_ON = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedSlip:
    """One slip keyed a second time.

    Attributes:
        keyed_slip_uuid: made once; a slip keyed again on two machines is two of these.
        about: the person.
        second_officer: who keyed it the second time, see `officer_on`.
        first_officers: who keyed how many of its boxes first, see `officers_text`.
        keyed_on: ISO date.
    """

    keyed_slip_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Phiếu"), Kind.RECORD, cell="keying")] = None
    second_officer: Annotated[
        str | None, FieldDef(N_("Người nhập lần 2"), Kind.TEXT, cell="keying", max_length=120)
    ] = None
    first_officers: Annotated[
        str | None, FieldDef(N_("Người nhập lần đầu"), Kind.TEXT, cell="keying", max_length=500)
    ] = None
    keyed_on: Annotated[str | None, FieldDef(N_("Ngày kiểm lần 2"), Kind.DATE, cell="keying")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedBox:
    """One box in which the two keyings differed, if only at first.

    Attributes:
        keyed_box_uuid: made from slip and box, see `keyed_box_uuid_of`.
        about: the person.
        slip: the `KeyedSlip`.
        box: machine name.
        first: what was keyed first, in stored form; None for blank.
        second: what was keyed the second time.
        first_officer: who keyed it first, see `officer_on`.
        second_officer: who keyed it again.
        outcome: code of the list `keying_outcome`.
        wrong: code of the list `keying_wrong`, None while it is open.
        decided: what the paper says according to the third person.
        decided_by: the third person, see `officer_on`.
        decided_on: ISO date.
    """

    keyed_box_uuid: uuid.UUID
    about: Annotated[uuid.UUID | None, FieldDef(N_("Phiếu"), Kind.RECORD, cell="compared")] = None
    slip: Annotated[uuid.UUID | None, FieldDef(N_("Lần kiểm"), Kind.RECORD, cell="compared")] = None
    box: Annotated[str | None, FieldDef(N_("Ô"), Kind.TEXT, cell="compared")] = None
    first: Annotated[
        str | None, FieldDef(N_("Lần nhập đầu"), Kind.TEXT, cell="compared", max_length=1000)
    ] = None
    second: Annotated[str | None, FieldDef(N_("Lần nhập 2"), Kind.TEXT, cell="compared", max_length=1000)] = (
        None
    )
    first_officer: Annotated[
        str | None, FieldDef(N_("Người nhập lần đầu"), Kind.TEXT, cell="compared", max_length=120)
    ] = None
    second_officer: Annotated[
        str | None, FieldDef(N_("Người nhập lần 2"), Kind.TEXT, cell="compared", max_length=120)
    ] = None
    outcome: Annotated[
        str | None, FieldDef(N_("Kết quả so"), Kind.CODE, codes="keying_outcome", cell="decision")
    ] = None
    wrong: Annotated[
        str | None, FieldDef(N_("Ai nhầm"), Kind.CODE, codes="keying_wrong", cell="decision")
    ] = None
    decided: Annotated[str | None, FieldDef(N_("Giấy ghi"), Kind.TEXT, cell="decision", max_length=1000)] = (
        None
    )
    decided_by: Annotated[
        str | None, FieldDef(N_("Người quyết định"), Kind.TEXT, cell="decision", max_length=120)
    ] = None
    decided_on: Annotated[str | None, FieldDef(N_("Ngày quyết định"), Kind.DATE, cell="decision")] = None


def keyed_box_uuid_of(slip: uuid.UUID, box: str) -> uuid.UUID:
    """The id of a box keyed twice: two decisions about it, made on two machines, meet in one record."""
    return made_id("census.keyed_box", slip.bytes, box.encode())


def officer_on(login: str, device: str) -> str:
    """Somebody by login and machine: in two wards the same login is two people."""
    return f"{login}{_ON}{device}"


def login_and_device(officer: str) -> tuple[str, str]:
    """The parts of `officer_on`; the machine is "" where none is named."""
    login, separator, device = officer.rpartition(_ON)
    return (login, device) if separator else (officer, "")


def officers_text(authors: Iterable[str]) -> str:
    """How many boxes each officer keyed, as text: "hoa.nt@ST-01 10; lan@ST-01 1"."""
    return _BETWEEN.join(f"{login} {count}" for login, count in sorted(Counter(authors).items()))


def officers_from(text: str | None) -> Mapping[str, int]:
    """The counts of `officers_text`; parts that cannot be read are left out."""
    found: dict[str, int] = {}
    for part in (text or "").split(_BETWEEN):
        login, _blank, count = part.rpartition(" ")
        if login and count.isascii() and count.isdigit():
            found[login] = found.get(login, 0) + int(count)
    return found
