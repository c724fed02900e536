"""Pairs of incoming and known records that may be one person declared twice.

A first, cheap look: the same 12-digit number, or the same name without marks with the same full birth date and
sex. Nothing is ever merged by itself; a person decides.
"""

from __future__ import annotations

from sqlalchemy import Connection

_SAME = (
    ("n.personal_id IS NOT NULL AND n.personal_id = k.personal_id"),
    (
        "n.name_fold = k.name_fold AND n.birth_date = k.birth_date AND length(n.birth_date) = 10"
        " AND n.sex IS k.sex AND (n.personal_id IS NULL OR k.personal_id IS NULL OR n.personal_id <> k.personal_id)"
    ),
)


def count_suspects(connection: Connection) -> int:
    """Pairs of which at least one record is new; needs the tables made by `staging`."""
    run = connection.exec_driver_sql
    run("DROP TABLE IF EXISTS stage.newcomer")
    run(
        "CREATE TABLE stage.newcomer AS SELECT DISTINCT s.person_uuid, s.personal_id, s.name_fold, s.birth_date, s.sex"
        " FROM stage.person s WHERE s.person_uuid IN (SELECT record_uuid FROM stage.touched WHERE NOT is_known)"
        " AND s.void IS NULL"
    )
    run("CREATE INDEX stage.newcomer_id ON newcomer (personal_id)")
    run("CREATE INDEX stage.newcomer_name ON newcomer (name_fold, birth_date)")
    pairs = 0
    for same in _SAME:
        known = run(
            f"SELECT count(*) FROM stage.newcomer n JOIN main.person k ON {same} AND k.void IS NULL"  # noqa: S608
        ).scalar_one()
        among = run(
            "SELECT count(*) FROM stage.newcomer n JOIN stage.newcomer k"  # noqa: S608
            f" ON {same} AND n.person_uuid < k.person_uuid"
        ).scalar_one()
        pairs += int(known) + int(among)
    return pairs
