"""The scratch database foreign packages are read into, and what it shows before anything is merged."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.domain.operations import OpKind
from census_desktop.domain.records import RecordKind
from census_desktop.store import staging as module
from census_desktop.store.staging import MalformedPackage, MergeCounts, open_staging
from census_desktop.store.store import Store
from tests.builders import (
    StopAt,
    leftovers,
    lines_of,
    make_operation,
    make_person,
    merge_stores,
    save,
    save_family,
)

NOTHING = MergeCounts(added=0, changed=0, combined=0, already=0, conflicts=0)


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        make_operation(uuid.UUID(int=1)).line().replace(b'"at"', b'"colour":"x","at"'),
        make_operation(uuid.UUID(int=1), values={"note": "ố" * 2001}).line(),
        make_operation(uuid.UUID(int=1), kind=OpKind.EDIT, cell="household_no").line(),
        make_operation(uuid.UUID(int=1), values={"sex": None}).line(),
        make_operation(uuid.UUID(int=1)).line().replace(b'"record":"0', b'"record":"x'),
        make_operation(uuid.UUID(int=1)).line().replace(b'"v":1', b'"v":2'),
    ],
    ids=["no JSON", "unknown part", "over-long", "foreign cell", "None in a birth", "bad uuid", "version"],
)
def test_package_when_a_line_is_malformed_then_the_line_is_named_and_the_others_stay_out(
    ward_store: Store, town_store: Store, bad: bytes
) -> None:
    save_family(ward_store)
    good = lines_of(ward_store)

    with open_staging(town_store) as staging:
        with pytest.raises(MalformedPackage) as caught:
            staging.add_package("hỏng", [*good[:2], bad, *good[2:]], JobControl())
        assert "Dòng 3 " in caught.value.args[0]
        assert staging.counts() == NOTHING
        staging.add_package("lành", good, JobControl())
        assert staging.counts().added == 4


def test_package_when_one_id_is_a_person_and_a_household_then_is_refused(town_store: Store) -> None:
    record = uuid.UUID(int=5)
    lines = [
        make_operation(record).line(),
        make_operation(record, record_kind=RecordKind.HOUSEHOLD, values={"household_no": "12"}).line(),
    ]

    with open_staging(town_store) as staging:
        with pytest.raises(MalformedPackage):
            staging.add_package("lẫn", lines, JobControl())
        assert staging.counts() == NOTHING


def test_reading_when_stopped_then_nothing_of_the_package_stays(
    ward_store: Store, town_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 2)
    save_family(ward_store)

    with open_staging(town_store) as staging:
        with pytest.raises(CancelledError):
            staging.add_package("gói", lines_of(ward_store), StopAt(1))
        assert staging.counts() == NOTHING
    assert leftovers(town_store) == []


def test_scratch_when_in_use_then_shows_no_clear_name_and_is_gone_afterwards(
    ward_store: Store, town_store: Store
) -> None:
    save_family(ward_store)
    with open_staging(town_store) as staging:
        staging.add_package("gói", lines_of(ward_store), JobControl())
        staging._connection.execute("PRAGMA cache_size=0")
        content = staging.path.read_bytes()
        assert len(content) > 4096
        assert not content.startswith(b"SQLite format 3")
        assert not [clear for clear in ("ĐẬU", "HƯỜNG", "full_name", "incoming") if clear.encode() in content]
    assert leftovers(town_store) == []


def test_scratch_when_the_disk_is_full_then_says_so_and_nothing_stays(
    ward_store: Store, town_store: Store
) -> None:
    save(ward_store, *(make_person(ward_store.clock, note="ố" * 1500) for _each in range(30)))
    with open_staging(town_store) as staging:
        pages = staging._connection.execute("PRAGMA page_count").fetchone()[0]
        staging._connection.execute(f"PRAGMA max_page_count={pages + 4}")
        with pytest.raises(CensusError) as caught:
            staging.add_package("gói", lines_of(ward_store), JobControl())
        assert caught.value.code == "DISK_FULL"
        staging._connection.execute(f"PRAGMA max_page_count={pages + 4000}")
        assert staging.counts() == NOTHING
    assert leftovers(town_store) == []


def test_scratch_when_it_cannot_be_made_then_says_so_and_nothing_stays(
    town_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SCRATCH_SCHEMA", ("CREATE TABLE package (number)",) * 2)

    with pytest.raises(Exception, match="already exists"), open_staging(town_store):
        pytest.fail("must not open")

    assert leftovers(town_store) == []


def test_scratch_when_its_file_vanishes_before_the_merge_then_is_explained(
    ward_store: Store, town_store: Store
) -> None:
    save_family(ward_store)
    with open_staging(town_store) as staging:
        staging.add_package("gói", lines_of(ward_store), JobControl())
        staging.path.write_bytes(b"\0" * 8192)
        with pytest.raises(CensusError) as caught:
            staging.counts()
        assert caught.value.code in {"NOT_OURS", "DAMAGED"}


SUSPECT: dict[str, Any] = {"full_name": "NGUYỄN THỊ HOÀ", "birth_date": "1990-02-14", "sex": "2"}


@pytest.mark.parametrize(
    ("known", "new", "pairs"),
    [
        ({}, {}, 1),
        ({}, {"full_name": "Nguyễn Thị Hòa"}, 1),
        ({"personal_id": "042190000123"}, {"full_name": "LÊ VĂN BIỂN", "personal_id": "042190000123"}, 1),
        ({"personal_id": "042190000123"}, {"personal_id": "042190000123"}, 1),
        ({"personal_id": "042190000123"}, {"personal_id": "042190000999"}, 1),
        ({"personal_id": "042190000123"}, {}, 1),
        ({"sex": None}, {"sex": None}, 1),
        ({}, {"sex": "1"}, 0),
        ({}, {"birth_date": "1990-02-15"}, 0),
        ({"birth_date": "1990"}, {"birth_date": "1990"}, 0),
        ({"birth_date": None}, {"birth_date": None}, 0),
        ({}, {"full_name": "NGUYỄN THỊ HOAN"}, 0),
        ({"void": "1"}, {}, 0),
        ({}, {"void": "1"}, 0),
    ],
)
@pytest.mark.parametrize("is_known", [True, False], ids=["one known", "both new"])
def test_suspects_when_counted_then_same_number_or_same_name_birth_and_sex(
    ward_store: Store,
    town_store: Store,
    known: dict[str, Any],
    new: dict[str, Any],
    pairs: int,
    *,
    is_known: bool,
) -> None:
    save(town_store if is_known else ward_store, make_person(town_store.clock, **(SUSPECT | known)))
    save(ward_store, make_person(ward_store.clock, **(SUSPECT | new)))

    with open_staging(town_store) as staging:
        staging.add_package("gói", lines_of(ward_store), JobControl())
        assert staging.suspects() == pairs


def test_suspects_when_everybody_is_known_already_then_there_are_none(
    ward_store: Store, town_store: Store
) -> None:
    save(ward_store, *(make_person(ward_store.clock, **SUSPECT) for _each in range(2)))
    merge_stores(town_store, ward_store)

    with open_staging(town_store) as staging:
        staging.add_package("gói", lines_of(ward_store), JobControl())
        assert staging.suspects() == 0
