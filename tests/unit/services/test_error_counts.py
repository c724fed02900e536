"""Open errors are counted once; afterwards only what changed is checked, with the result of checking everything."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

import pytest

from census_desktop.base.clock import today
from census_desktop.base.errors import CancelledError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.code_names import DIFFERENT
from census_desktop.domain.dc01 import Household, Person
from census_desktop.domain.findings import Finding, Severity
from census_desktop.domain.links import Link, link_uuid_of
from census_desktop.domain.rules.household import check_household
from census_desktop.services import error_counts as module
from census_desktop.services.acceptance import accept
from census_desktop.services.boundaries import apply_plan
from census_desktop.services.boundary_list import official_plan
from census_desktop.services.checks import check_all, checked
from census_desktop.services.error_counts import count_errors, erring, errors_behind
from census_desktop.services.progress import catch_up, is_behind, progress
from census_desktop.store.progress_known import Place, errors_by_place, newest_arrival, touched_households
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from tests.builders import KY_TRINH, SONG_TRI, edit, make_household, make_person, save, save_family
from tests.fake_clock import FakeClock

NUMBER = "042064000123"


def all_errors(store: Store) -> int:
    return sum(finding.severity is Severity.ERROR for finding in check_all(store, today(store.clock)))


def accept_everything(store: Store) -> None:
    accept(store, list(checked(store, today(store.clock))), "Đúng như phiếu giấy")


def share_a_number(store: Store) -> None:
    one, other = make_household(store.clock), make_household(store.clock, unit=KY_TRINH)
    save(
        store, one, other, make_person(store.clock, one, personal_id=NUMBER),
        make_person(store.clock, other, full_name="LÊ VĂN BIỂN", personal_id=NUMBER),
    )  # fmt: skip


def part_them(store: Store) -> None:
    save(
        store,
        home := make_household(store.clock, household_no="77"),
        first := make_person(store.clock, home, full_name="HỒ THỊ LÀNH", personal_id="042164000555"),
    )
    save(
        store,
        home := make_household(store.clock, household_no="78"),
        second := make_person(store.clock, home, full_name="HỒ THỊ LÀNH", personal_id="042164000555"),
    )
    pair = sorted((first.person_uuid, second.person_uuid))
    link = Link(link_uuid=link_uuid_of(*pair), first=pair[0], second=pair[1], verdict=DIFFERENT)
    with store.transaction(Action.DECIDE) as tx:
        tx.save(link)


def move_somebody(store: Store) -> None:
    _one, people = save_family(store)
    other, _people = save_family(store, household_no="14")
    count_errors(store, JobControl())
    edit(
        store, people[0], household_uuid=other.household_uuid.hex
    )  # a household without a head, one with two


def void_somebody(store: Store) -> None:
    _home, people = save_family(store)
    edit(store, people[0], void="1", void_reason="Khai trùng")


def void_a_household(store: Store) -> None:
    home, people = save_family(store)
    edit(store, people[1], sex=None)
    edit(store, home, void="1", void_reason="Trùng hộ")


def without_a_household(store: Store) -> None:
    save(store, make_person(store.clock, full_name="LÊ VĂN BIỂN 2"))
    save(store, make_person(store.clock, uuid.UUID(int=7), full_name="LÊ VĂN SÓNG 3"))  # it has not come yet


STEPS = (
    share_a_number, part_them, move_somebody, void_somebody, void_a_household, without_a_household, accept_everything,
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_errors_when_something_changed_are_those_of_a_full_check(
    town_store: Store, step: Callable[[Store], None]
) -> None:
    _home, people = save_family(town_store)
    edit(town_store, people[1], sex=None, full_name="VÕ THỊ 3 HƯỜNG")
    assert errors_behind(town_store) is None
    assert count_errors(town_store, JobControl()) == all_errors(town_store) > 0
    assert errors_behind(town_store) == 0
    step(town_store)
    assert errors_behind(town_store)
    assert count_errors(town_store, JobControl()) == all_errors(town_store)
    assert count_errors(town_store, JobControl()) == all_errors(town_store)


@pytest.mark.parametrize("step", STEPS)
def test_errors_when_counted_for_the_first_time_are_those_of_a_full_check(
    town_store: Store, step: Callable[[Store], None]
) -> None:
    save_family(town_store)
    step(town_store)
    with town_store.transaction(Action.SETTING) as tx:
        tx.connection.exec_driver_sql("DELETE FROM counted_until")
    assert count_errors(town_store, JobControl()) == all_errors(town_store)


def test_errors_when_nothing_arrived_are_not_looked_for_again(
    town_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_family(town_store)
    count_errors(town_store, JobControl())
    looked_at: list[Household] = []

    def seen(home: Household, people: Sequence[Person], day: date) -> tuple[Finding, ...]:
        looked_at.append(home)
        return check_household(home, people, day)

    monkeypatch.setattr(module, "check_household", seen)
    count_errors(town_store, JobControl())
    assert looked_at == []
    new, _people = save_family(town_store, household_no="15")
    count_errors(town_store, JobControl())
    assert looked_at == [new]


def test_errors_when_asked_for_are_listed_by_place(town_store: Store) -> None:
    _home, people = save_family(town_store)
    edit(town_store, people[1], sex=None)
    save_family(town_store, unit=KY_TRINH)
    share_a_number(town_store)
    count_errors(town_store, JobControl())
    found = erring(town_store, SONG_TRI, "Tổ dân phố 3")
    assert {finding.rule for finding, _record in found} >= {
        "person.sex.missing",
        "person.personal_id.elsewhere",
    }
    place_count = errors_by_place(town_store)[Place(SONG_TRI, "Tổ dân phố 3", "")]
    assert len(found) == place_count == len(erring(town_store, SONG_TRI))
    assert erring(town_store, SONG_TRI, "Châu Phố") == ()


def test_errors_when_a_day_has_passed_are_looked_at_again(town_store: Store) -> None:
    home = make_household(town_store.clock)
    tomorrow = today(town_store.clock).toordinal() + 1
    day = today(town_store.clock).fromordinal(tomorrow).isoformat()
    save(town_store, home, make_person(town_store.clock, home, birth_date=day))
    before = count_errors(town_store, JobControl())
    clock = town_store.clock
    assert isinstance(clock, FakeClock)
    clock.advance(days=2)
    assert count_errors(town_store, JobControl()) == all_errors(town_store) < before


def test_errors_when_other_rules_counted_them_are_counted_anew(
    town_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_family(town_store)
    catch_up(town_store, JobControl())
    assert not is_behind(town_store)
    monkeypatch.setattr(module, "__version__", "9.9")
    assert errors_behind(town_store) is None
    assert is_behind(town_store)
    catch_up(town_store, JobControl())
    assert errors_behind(town_store) == 0


def test_errors_when_stopped_stay_as_they_were(town_store: Store) -> None:
    save_family(town_store)
    stopped = JobControl()
    stopped.stop()
    with pytest.raises(CancelledError):
        count_errors(town_store, stopped)
    assert errors_behind(town_store) is None
    assert progress(town_store).total.errors is None
    assert errors_by_place(town_store) == {}


def test_households_when_only_a_plan_moved_them_are_not_checked_again(town_store: Store) -> None:
    _household, people = save_family(town_store)
    edit(town_store, people[0], birth_date="2030-01-01")
    found = count_errors(town_store, JobControl())
    before = newest_arrival(town_store)
    apply_plan(town_store, official_plan(date(2020, 1, 1)), JobControl())
    assert newest_arrival(town_store) > before
    assert touched_households(town_store, before) == set()
    assert count_errors(town_store, JobControl()) == found == all_errors(town_store) > 0
    assert {place.unit for place in errors_by_place(town_store)} == {"18754@2020-01-01"}
