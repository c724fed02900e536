"""What would go out, by place; the paper that goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.base.jobs import JobControl
from census_desktop.reports.document import texts
from census_desktop.services.exchange import export_receipt_to, export_to, merge, register_device
from census_desktop.services.outgoing import handover_paper, outgoing, sent_packages
from tests.builders import edit, make_person, save, save_family

if TYPE_CHECKING:
    from pathlib import Path

    from census_desktop.store.store import Store
    from tests.command_line import Machine


def test_outgoing_when_counted_adds_up_with_the_package(
    town: Store, ward: Store, machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    _household, people = save_family(ward)
    save_family(ward, residential_group="Tổ dân phố 10", unit="18820@2015-04-10")
    save(ward, make_person(ward.clock, None, full_name="NGUYỄN VĂN LẠC"))
    found = outgoing(ward)
    assert [(one.unit, one.residential_group, one.people, one.households) for one in found.places] == [
        ("18754@2015-04-10", "Tổ dân phố 3", 3, 1),
        ("18820@2015-04-10", "Tổ dân phố 10", 3, 1),
        (None, None, 1, 0),
    ]
    done = export_to(ward, tmp_path, JobControl())
    assert (done.people, done.households) == (found.people, found.households) == (7, 2)
    save_family(ward, household_no="99")  # typed after the package
    words = " ".join(texts(handover_paper(ward, done.sequence)))
    assert "Tổ dân phố 10, Phường Kỳ Trinh" in words
    assert "Chưa ghi thôn/TDP" in words
    assert done.path.name in words
    assert "máy thị xã" in words
    assert " 7 " in f"{words} "
    assert "Tổ dân phố 3 1 3" in words
    register_device(town, machines[1].key)
    merge(town, (done.path,), JobControl())
    merge(ward, (export_receipt_to(town, "18754", tmp_path, JobControl()).path,), JobControl())
    assert outgoing(ward).people == 3
    edit(ward, people[0], note="Đi biển")
    assert (outgoing(ward).people, outgoing(ward, everything=True).people) == (4, 10)
    assert [one.is_kept for one in sent_packages(ward)] == [True]
