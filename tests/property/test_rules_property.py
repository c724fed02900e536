"""Rules judge whatever stands in a record: packages of other machines may hold anything."""

from __future__ import annotations

import datetime
import uuid

from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.codes import code_list
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS, Household, Person
from census_desktop.domain.findings import Finding
from census_desktop.domain.records import FIELDS
from census_desktop.domain.rules.book import RULES_BY_ID
from census_desktop.domain.rules.household import check_household
from census_desktop.domain.rules.person import check_person
from census_desktop.domain.spec import FieldDef, Kind

TODAY = datetime.date(2018, 12, 15)
DIGITS = st.text("0123456789", min_size=1, max_size=13)
LIKELY = {
    Kind.NAME: st.sampled_from(["Đậu Văn Thìn", "Võ Thị Hường", "Nguyễn Thị Hoà", "Thìn 2", "{x}"]),
    Kind.DATE: st.dates(datetime.date(1850, 1, 1), datetime.date(2100, 12, 31)).flatmap(
        lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
    ),
    Kind.DIGITS: DIGITS | st.sampled_from(["042190900123", "188123456; 188654321"]),
    Kind.FLAG: st.just("1"),
    Kind.UNIT: st.just("18829@2015-04-10"),
}


def answers_of(box: FieldDef) -> st.SearchStrategy[str | None]:
    if box.kind is Kind.CODE:
        likely: st.SearchStrategy[str] = st.sampled_from([item.code for item in code_list(box.codes)])
    else:
        likely = LIKELY.get(box.kind, st.just("Xã Kỳ Hoa, huyện Kỳ Anh, Hà Tĩnh"))
    return st.none() | likely | likely | st.text(max_size=14)


PEOPLE = st.builds(
    Person, person_uuid=st.uuids(), **{name: answers_of(box) for name, box in PERSON_FIELDS.items()}
)
HOUSEHOLDS = st.builds(
    Household,
    household_uuid=st.just(uuid.UUID(int=9)),
    **{name: answers_of(box) for name, box in HOUSEHOLD_FIELDS.items()},
)


def judge(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        rule = RULES_BY_ID[finding.rule]
        assert (rule.severity, rule.record_kind) == (finding.severity, finding.record_kind)
        assert finding.field == "" or finding.field in FIELDS[finding.record_kind]
        assert finding.text()


@given(person=PEOPLE)
def test_check_person_when_anything_is_written_then_findings_that_can_be_shown(person: Person) -> None:
    findings = check_person(person, TODAY)
    judge(findings)
    assert findings == check_person(person, TODAY)


@given(household=HOUSEHOLDS, members=st.lists(PEOPLE, max_size=5))
def test_check_household_when_anything_is_written_then_findings_that_can_be_shown(
    household: Household, members: list[Person]
) -> None:
    findings = check_household(household, members, TODAY)
    judge(findings)
    known = {household.household_uuid, *(person.person_uuid for person in members)}
    assert {finding.record_uuid for finding in findings} <= known
