"""The same person on two slips: decisions on pairs, and who counts. `services.suspects` finds the pairs.

Nothing is merged. A decision is a record about the pair; both slips stay as they are, one of them counts. A decision
can be changed or withdrawn at any time and travels like every edit.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.domain.code_names import BY_LIST, DIFFERENT, SAME, TWINS
from census_desktop.domain.counter import VOID, VOID_REASON
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.links import Link, SameGroup, follower, leader, link_uuid_of, same_groups
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.services.editing import no_such_record
from census_desktop.store.records import load, load_person, records_where
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action, Transaction

VERDICTS = BY_LIST["link_verdict"]
_NOT_TAKEN = frozenset({VOID, VOID_REASON, "slip_no", "slip_state"})
_DECISION = ("verdict", "leading", "taken_from_other", "reason")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided.

    Attributes:
        link: the decision.
        group: all slips of this person after it, None unless the verdict is "the same".
    """

    link: Link
    group: SameGroup | None


# --- deciding -------------------------------------------------------------------------------------------------


def decide(  # noqa: PLR0913  what a decision says
    store: Store,
    one: uuid.UUID,
    other: uuid.UUID,
    verdict: str,
    *,
    leading: uuid.UUID | None = None,
    taken: Collection[str] = (),
    reason: str | None = None,
    in_hand: uuid.UUID | None = None,
) -> Decision:
    """Keep what a person decided about any two slips, suspected or not; deciding again changes the decision.

    Args:
        store: the store.
        one: a slip.
        other: another slip.
        verdict: code of the list `link_verdict`.
        leading: of "the same", the slip that counts; where nobody says, whoever leads already, else the older slip
            that is not void.
        taken: of "the same", boxes in which the other slip is right.
        reason: why, in the officer's words.
        in_hand: the slip being typed, which need not be stored yet; what is decided waits for it.

    Raises:
        CensusError: NO_SUCH_RECORD, ONE_SLIP, UNKNOWN_VERDICT, NOT_OF_PAIR, UNKNOWN_FIELD; nothing has been changed.
    """
    first, second = sorted((one, other))
    must_be_two(store, first, second, in_hand)
    _check(first, second, verdict, leading, taken)
    counts = (leading or _usual_leader(store, first, second)) if verdict == SAME else None
    link = Link(
        link_uuid=link_uuid_of(first, second),
        first=first,
        second=second,
        verdict=verdict,
        leading=counts if counts in {first, second} else None,
        taken_from_other=" ".join(sorted(taken)) or None if verdict == SAME else None,
        reason=reason,
    )
    _must_not_contradict(_with(decisions(store), [link]), [link])
    with store.transaction(Action.DECIDE) as tx:
        known = _put(tx, decisions(store), link)
        if counts is not None:
            _lead_the_group(tx, known, counts)
    return Decision(link, group_of(store, first) if verdict == SAME else None)


def decide_group(
    store: Store, members: Collection[uuid.UUID], leading: uuid.UUID, reason: str | None = None
) -> SameGroup:
    """Keep that all these slips are of one person, and which of them counts.

    Args:
        store: the store.
        members: the slips, the leading one among them.
        leading: the slip that counts.
        reason: why, in the officer's words.

    Raises:
        CensusError: as of `decide`; nothing has been changed.
    """
    made = [
        _same(leading, other, leading=leading, reason=reason) for other in sorted(set(members) - {leading})
    ]
    for other in {*members} - {leading} or {leading}:
        must_be_two(store, leading, other)
    known = decisions(store)
    apart = [each for each in known if each.verdict in {DIFFERENT, TWINS}]
    _must_not_contradict([*_with(known, made), *apart], made)
    with store.transaction(Action.DECIDE) as tx:
        for link in made:
            known = tuple(_put(tx, known, link))
        _lead_the_group(tx, list(known), leading)
    group = group_of(store, leading)
    assert group is not None  # just made
    return group


def _same(one: uuid.UUID, other: uuid.UUID, *, leading: uuid.UUID, reason: str | None = None) -> Link:
    first, second = sorted((one, other))
    return Link(
        link_uuid=link_uuid_of(first, second),
        first=first,
        second=second,
        verdict=SAME,
        leading=leading,
        reason=reason,
    )


def withdraw(store: Store, one: uuid.UUID, other: uuid.UUID) -> None:
    """Take a decision back: the pair is as if nobody had decided; the history keeps what was.

    Raises:
        CensusError: NOT_DECIDED.
    """
    link = decision_on(store, one, other)
    if link is None:
        raise CensusError("NOT_DECIDED", _("Chưa có quyết định nào về hai phiếu này."))
    with store.transaction(Action.DECIDE) as tx:
        tx.edit(RecordKind.LINK, link.link_uuid, dict.fromkeys(_DECISION), OpKind.DECIDE)


def must_be_two(store: Store, first: uuid.UUID, second: uuid.UUID, in_hand: uuid.UUID | None = None) -> None:
    """Refuse one slip twice and slips that are not there; `in_hand` is there although it may not be stored.

    Raises:
        CensusError: ONE_SLIP, NO_SUCH_RECORD.
    """
    if first == second:
        raise CensusError("ONE_SLIP", _("Hai mã là của cùng một phiếu."), _("Hãy chọn hai phiếu khác nhau."))
    for each in {first, second} - {in_hand}:
        if load_person(store, each) is None:
            raise no_such_record(each)


def _check(
    first: uuid.UUID, second: uuid.UUID, verdict: str, leading: uuid.UUID | None, taken: Collection[str]
) -> None:
    if verdict not in VERDICTS:
        raise CensusError(
            "UNKNOWN_VERDICT",
            _("Không có kết luận {verdict}.").format(verdict=verdict),
            _("Chọn một trong: {verdicts}.").format(verdicts=", ".join(VERDICTS)),
        )
    if leading is not None and leading not in {first, second}:
        raise CensusError("NOT_OF_PAIR", _("Phiếu được tính phải là một trong hai phiếu."))
    for name in taken:
        if name not in PERSON_FIELDS or name in _NOT_TAKEN:
            raise CensusError("UNKNOWN_FIELD", _("Không lấy được ô {name} từ phiếu kia.").format(name=name))


def _must_not_contradict(links: Collection[Link], told: Collection[Link]) -> None:
    """Two slips held apart by one decision cannot be joined through others."""
    for link in told:
        if link.verdict != SAME:
            continue
        members = next(group for group in same_groups(links) if link.first in group.members).members
        for each in links:
            if each.verdict in {DIFFERENT, TWINS} and each.first in members and each.second in members:
                raise CensusError(
                    "CONTRADICTS",
                    _(
                        "Trong các phiếu sẽ thành một người có hai phiếu đã được kết luận là hai người khác nhau."
                    ),
                    _("Hãy rút lại một trong hai kết luận trước: {first}, {second}.").format(
                        first=each.first, second=each.second
                    ),
                )


def _with(known: Iterable[Link], told: Collection[Link]) -> list[Link]:
    """All decisions, those told now in place of what was decided about the same pairs."""
    again = {each.link_uuid for each in told}
    return [*(each for each in known if each.link_uuid not in again), *told]


def _usual_leader(store: Store, first: uuid.UUID, second: uuid.UUID) -> uuid.UUID:
    """Whoever leads the group of one of them already, else the older slip that is not void."""
    for each in (first, second):
        group = group_of(store, each)
        if group is not None:
            return group.leading
    person = load_person(store, first)
    return first if person is not None and person.void is None else second


def _put(tx: Transaction, known: Iterable[Link], link: Link) -> list[Link]:
    """Write a decision; a decision said again settles what machines said differently."""
    if tx.operations_of(link.link_uuid):
        changes = {name: _stored(getattr(link, name)) for name in _DECISION}
        tx.edit(RecordKind.LINK, link.link_uuid, changes, OpKind.DECIDE)
    else:
        tx.create(link)
    return _with(known, [link])


def _stored(value: str | uuid.UUID | None) -> str | None:
    return value.hex if isinstance(value, uuid.UUID) else value


def _lead_the_group(tx: Transaction, known: list[Link], leading: uuid.UUID) -> None:
    """Of more than two slips one leads: no decision may put it second, and whoever led before is tied to it."""
    group = next(group for group in same_groups(known) if leading in group.members)
    second = {follower(link) for link in group.links}
    for link in group.links:
        if leading in {link.first, link.second} and leader(link) != leading:
            known = _put(tx, known, dataclasses.replace(link, leading=leading))
    for rival in set(group.members) - second - {leading}:
        known = _put(tx, known, _same(leading, rival, leading=leading))


# --- what was decided -----------------------------------------------------------------------------------------


def decision_on(store: Store, one: uuid.UUID, other: uuid.UUID) -> Link | None:
    """What was decided about two slips, None when nothing or withdrawn."""
    link: Link | None = load(store, RecordKind.LINK, link_uuid_of(one, other))
    return link if link is not None and link.verdict is not None else None


def decisions(store: Store) -> tuple[Link, ...]:
    """All decisions, in order of arrival; withdrawn ones too, without a verdict."""
    return records_where(store, RecordKind.LINK)


def groups(store: Store) -> tuple[SameGroup, ...]:
    """People with more than one slip: the slips joined by "the same", directly or through others."""
    return same_groups(decisions(store))


def group_of(store: Store, person_uuid: uuid.UUID) -> SameGroup | None:
    """The group a slip belongs to, None when it stands alone."""
    return next((group for group in groups(store) if person_uuid in group.members), None)
