"""What staged packages mean for the store beside which they lie: which operations are new, which records they touch.

All of it is set-based SQL over ids; only records that are not simply new are derived, each once, from all their
operations. The tables made for it lie in the scratch database, so that memory does not
grow with people, and are also what a merge works from (`staged_merge`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from census_desktop.domain.merge import RecordView, view
from census_desktop.domain.operations import MAX_LAMPORT, Operation
from census_desktop.domain.records import COUNTED, RecordKind
from census_desktop.store.staged_line import operation_of
from census_desktop.store.suspects import count_suspects

_COUNTED_SQL = f"record_kind IN ({', '.join(repr(kind.value) for kind in COUNTED)})"
_PERSON, _HOUSEHOLD = RecordKind.PERSON.value, RecordKind.HOUSEHOLD.value
# A record that is in the store already, or of which more came than its birth, is derived; all others enter as they are.
IS_SIMPLE = "NOT is_known AND fresh_operations = 1 AND has_birth"
_CAME = "EXISTS (SELECT 1 FROM stage.incoming i WHERE i.op_id = o.op_id{only})"


class Broken(enum.Enum):
    """What is wrong with the history a package tells."""

    UNKNOWN = "UNKNOWN_PARENT"  # it replaces an operation nobody knows
    BACKWARDS = "CYCLE"  # it replaces an operation made later, as every ring of operations must somewhere


@dataclass(frozen=True, slots=True)
class StagedCounts:
    """What a package holds: records and operations."""

    people: int
    households: int
    operations: int


@dataclass(frozen=True, slots=True)
class MergeCounts:
    """What merging does to people and households; ``added + changed + already`` are all of them in the package.

    Attributes:
        added: records unknown here.
        changed: known records with news, `combined` ones among them.
        combined: known records edited on both sides since they were last alike.
        already: records all of whose operations are here.
        conflicts: cells, of records of every kind, in conflict after the merge that were not before.
    """

    added: int
    changed: int
    combined: int
    already: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Derived:
    """A record with news that is not simply new.

    Attributes:
        kind: what it is.
        record: its id.
        is_known: something of it is in the store.
        is_combined: the store has operations of it that did not come with the packages.
        conflicts: cells that come into conflict.
        meaning: the record after the merge.
    """

    kind: RecordKind
    record: bytes
    is_known: bool
    is_combined: bool
    conflicts: int
    meaning: RecordView


class Look:
    """One consistent look at the store with the scratch database attached as ``stage``.

    Attributes:
        connection: for the other modules of the store.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._prepared: tuple[int, int] | None = None

    def prepare(self, package: int | None = None) -> str:
        """Make the tables ``stage.fresh`` and ``stage.touched``, unless they are there already.

        Args:
            package: look at one package as if it came alone; None for all together.

        Returns:
            The condition on ``i.n`` that keeps to the package, to be put behind a WHERE.
        """
        run = self.connection.exec_driver_sql
        first, last = 0, 0
        if package is not None:
            first, last = run("SELECT first, last FROM stage.package WHERE number = ?", (package,)).one()
        only = f" AND i.n BETWEEN {int(first)} AND {int(last)}" if package is not None else ""
        if self._prepared == (first, last):
            return only
        run("DROP TABLE IF EXISTS stage.fresh")
        run("DROP TABLE IF EXISTS stage.touched")
        # In order of the lines: what is read by this table later is read from front to back.
        run("CREATE TABLE stage.fresh (n INTEGER PRIMARY KEY)")
        run(
            "INSERT INTO stage.fresh SELECT min(i.n) AS n FROM stage.incoming i"  # noqa: S608
            " WHERE NOT EXISTS (SELECT 1 FROM main.operation o WHERE o.op_id = i.op_id)"
            f"{only} GROUP BY i.op_id ORDER BY n"
        )
        run(
            "CREATE TABLE stage.touched AS SELECT i.record_uuid, i.record_kind, count(*) AS fresh_operations,"
            " max(i.is_new) AS has_birth, min(i.n) AS n, min(i.record_kind) <> max(i.record_kind) AS is_mixed,"
            " EXISTS (SELECT 1 FROM main.operation o WHERE o.record_uuid = i.record_uuid) AS is_known"
            " FROM stage.fresh f CROSS JOIN stage.incoming i ON i.n = f.n GROUP BY i.record_uuid"
        )
        self._prepared = (first, last)
        return only

    def mixed_packages(self) -> frozenset[int]:
        """Packages that use the id of a known record, or of one in an earlier package, for another kind of record."""
        self.prepare()
        rows = self.connection.exec_driver_sql(
            "SELECT DISTINCT p.number FROM stage.touched t"
            " CROSS JOIN stage.incoming i ON i.record_uuid = t.record_uuid"
            " CROSS JOIN stage.package p ON i.n BETWEEN p.first AND p.last"
            " WHERE t.is_known AND EXISTS (SELECT 1 FROM main.operation o"
            " WHERE o.record_uuid = t.record_uuid AND o.record_kind <> i.record_kind)"
            " OR t.is_mixed AND i.record_kind <> (SELECT e.record_kind FROM stage.incoming e"
            " WHERE e.record_uuid = t.record_uuid ORDER BY e.n LIMIT 1)"
        )
        return frozenset(int(number) for number in rows.scalars())

    def broken_packages(self) -> dict[int, Broken]:
        """Packages with a new operation that replaces what nobody knows, or what was made after it.

        A package holds all its sender knows of a record, so what an operation replaces is beside it or here already.
        """
        self.prepare()
        rows = self.connection.exec_driver_sql(
            "WITH cited AS (SELECT a.n, a.op_id, i.record_uuid, i.lamport FROM stage.parent a"
            " CROSS JOIN stage.fresh f ON f.n = a.n CROSS JOIN stage.incoming i ON i.n = a.n),"
            " told AS (SELECT c.n, c.lamport, coalesce((SELECT q.lamport FROM stage.incoming q"
            " WHERE q.op_id = c.op_id AND q.record_uuid = c.record_uuid LIMIT 1),"
            " (SELECT json_extract(o.line, '$.lamport') FROM main.operation o"
            " WHERE o.op_id = c.op_id AND o.record_uuid = c.record_uuid)) AS before FROM cited c)"
            " SELECT p.number, min(t.before IS NOT NULL) AS all_known FROM told t"
            " CROSS JOIN stage.package p ON t.n BETWEEN p.first AND p.last"
            " WHERE t.before IS NULL OR t.before > t.lamport OR (t.before = t.lamport AND t.lamport < ?)"
            " GROUP BY p.number",
            (MAX_LAMPORT,),
        )
        return {row.number: Broken.BACKWARDS if row.all_known else Broken.UNKNOWN for row in rows}

    def held(self) -> StagedCounts:
        """What all packages together hold, each record and operation counted once."""
        run = self.connection.exec_driver_sql
        found = {
            kind: int(records)
            for kind, records in run(
                "SELECT record_kind, count(DISTINCT record_uuid) FROM stage.incoming GROUP BY record_kind"
            )
        }
        operations = run("SELECT count(DISTINCT op_id) FROM stage.incoming").scalar_one()
        return StagedCounts(found.get(_PERSON, 0), found.get(_HOUSEHOLD, 0), int(operations))

    def counts(self, package: int | None = None) -> MergeCounts:
        """What merging would do now; of one package, as if it came alone, or of all together."""
        combined = conflicts = 0
        for one in self.derived(package):
            conflicts += one.conflicts
            combined += one.is_combined and one.kind in COUNTED
        return self.added_up(package, combined, conflicts)

    def added_up(self, package: int | None, combined: int, conflicts: int) -> MergeCounts:
        """The counts of which SQL knows all but what `derived` tells."""
        only = self.prepare(package)
        run = self.connection.exec_driver_sql
        added, changed = run(
            f"SELECT count(*) - total(is_known), total(is_known) FROM stage.touched WHERE {_COUNTED_SQL}"  # noqa: S608
        ).one()
        records = run(
            f"SELECT count(DISTINCT i.record_uuid) FROM stage.incoming i WHERE {_COUNTED_SQL}{only}"  # noqa: S608
        ).scalar_one()
        return MergeCounts(
            added=int(added),
            changed=int(changed),
            combined=combined,
            already=int(records) - int(added) - int(changed),
            conflicts=conflicts,
        )

    def suspects(self) -> int:
        """Pairs of records, at least one of them new, that may be the same person (see `suspects`)."""
        self.prepare()
        return count_suspects(self.connection)

    def derived(self, package: int | None = None, kind: RecordKind | None = None) -> Iterator[Derived]:
        """Touched records whose row is not simply the one new operation, each as it would stand after the merge."""
        only = self.prepare(package)
        wanted = f"NOT ({IS_SIMPLE})" + ("" if kind is None else f" AND t.record_kind = '{kind.value}'")
        rows = self.connection.exec_driver_sql(
            "SELECT t.record_uuid, t.record_kind, o.op_id, o.line, 1 AS is_known,"  # noqa: S608  fixed names
            f" {_CAME.format(only=only)} AS came FROM stage.touched t"
            f" CROSS JOIN main.operation o ON o.record_uuid = t.record_uuid WHERE {wanted}"
            " UNION ALL SELECT t.record_uuid, t.record_kind, i.op_id, CAST(l.line AS TEXT), 0, 1 FROM stage.touched t"
            " CROSS JOIN stage.incoming i ON i.record_uuid = t.record_uuid CROSS JOIN stage.fresh f ON f.n = i.n"
            f" CROSS JOIN stage.line l ON l.n = i.n WHERE {wanted} ORDER BY 1"
        )
        for record, lines in groupby(rows, key=lambda row: bytes(row.record_uuid)):
            yield _derive(record, list(lines))


def _derive(record: bytes, lines: list[Any]) -> Derived:
    kind = RecordKind(lines[0].record_kind)
    known: list[Operation] = []
    everything: list[Operation] = []
    is_combined = False
    for row in lines:
        operation = operation_of(row.line.encode(), bytes(row.op_id))
        everything.append(operation)
        if row.is_known:
            known.append(operation)
            is_combined = is_combined or not row.came
    meaning = view(kind, everything)
    before = set(view(kind, known).conflicts) if known and meaning.conflicts else set()
    return Derived(
        kind=kind,
        record=record,
        is_known=bool(known),
        is_combined=is_combined,
        conflicts=len(set(meaning.conflicts) - before),
        meaning=meaning,
    )
