"""The same person twice: our linkage held against Splink on the same file, with the truth known.

The towns, dirt and errors are others than those linkage was tuned with: other seeds, and `HearingHand` instead of
`TypingHand`; the figures for the tuned kind stand beside. Splink is given what flatters it: its match shares come from
the true labels of this very file, while ours are learned without any. `make bench` installs it;
without it there is nothing to compare.
"""

from __future__ import annotations

import csv
import importlib
import importlib.util
import os
import time
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from census_desktop.linkage.people import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, PeopleBuilder
from census_desktop.linkage.search import find_pairs
from census_desktop.synthetic.declared_twice import EASY, HARD, Hardness, many_towns
from census_desktop.synthetic.second_slips import Hand, TypingHand
from tests.benchmarks.harness import Comparison
from tests.benchmarks.other_hand import HearingHand

TOWN, PROVINCE = 60_191, 1_300_000
_COLUMNS = (*PERSON_COLUMNS, *HOUSEHOLD_COLUMNS)
_PAGE = 1000
_TOP = 500


def write_town(folder: Path, seed: int, hand: Hand, hardness: Hardness, people: int = TOWN) -> None:
    """One file of slips; the last column is the number of the person."""
    with (folder / "slips.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*_COLUMNS, "row", "who"))
        for row, (slip, first) in enumerate(many_towns(seed, hand, hardness, people)):
            writer.writerow((*(slip[name] or "" for name in _COLUMNS), row, first if first >= 0 else row))


def hard_town(folder: Path) -> None:
    """Other seed, other hand."""
    write_town(folder, 901, HearingHand(), HARD)


def hard_town_as_tuned(folder: Path) -> None:
    """Other seed, the hand that linkage was tuned with."""
    write_town(folder, 902, TypingHand(), HARD)


def easy_town(folder: Path) -> None:
    """Nothing left out."""
    write_town(folder, 903, HearingHand(), EASY)


def hard_province(folder: Path) -> None:
    """1.3 million people."""
    write_town(folder, 2000, HearingHand(), HARD, PROVINCE)


def _true_pairs(folder: Path) -> set[tuple[int, int]]:
    with (folder / "slips.csv").open(encoding="utf-8", newline="") as file:
        who = [int(line[-1]) for line in csv.reader(file) if line[-1] != "who"]
    return {(first, row) for row, first in enumerate(who) if first != row}


def _quality(found: list[tuple[int, int]], folder: Path, count: int) -> dict[str, float]:
    """Figures of pairs given best first: of the first `count`, which are shown, and of the best possible cut."""
    truth = _true_pairs(folder)
    hits = np.cumsum([pair in truth for pair in found]) if found else np.zeros(1)
    best = float((2 * hits / (np.arange(1, len(hits) + 1) + len(truth))).max())
    found = found[:count]
    right = sum(pair in truth for pair in found)
    precision, recall = right / max(len(found), 1), right / len(truth)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "f1_best_cut": best,
        "true_of_first_500": sum(pair in truth for pair in found[:_TOP]),
        "true_pairs": len(truth),
    }


# --- ours -----------------------------------------------------------------------------------------------------


def _pages(path: Path) -> Iterator[list[list[Any]]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines: Iterator[list[Any]] = csv.reader(file)
        next(lines)
        while page := list(islice(lines, _PAGE)):
            for line in page:
                line[0] = bytes.fromhex(line[0])  # as the store gives it
                del line[-2:]
            yield page


def link(folder: Path) -> Mapping[str, float]:
    """Ours: from the file to pairs in order of score."""
    started, begun = time.perf_counter(), time.process_time()
    builder = PeopleBuilder()
    for page in _pages(folder / "slips.csv"):
        builder.add(page)
    read = time.perf_counter()
    found = find_pairs(builder.finish(), least=-10.0)
    seconds, processor = time.perf_counter() - started, time.process_time() - begun
    one, other = found.evidence.pairs
    pairs = list(zip(np.minimum(one, other).tolist(), np.maximum(one, other).tolist(), strict=True))
    return {
        "seconds": seconds,
        "processor_s": processor,
        "reading_s": read - started,
        **_quality(pairs, folder, int((found.odds >= 0).sum())),
    }


# --- Splink ---------------------------------------------------------------------------------------------------

_FOLDED = "replace(lower(strip_accents({0})), 'đ', 'd')"
_PREPARED = f"""
CREATE TABLE slips AS SELECT row AS unique_id, who, nullif(household_uuid, '') AS household,
 nullif({_FOLDED.format("full_name")}, '') AS name,
 nullif(split_part({_FOLDED.format("full_name")}, ' ', 1), '') AS surname,
 nullif(split_part({_FOLDED.format("full_name")}, ' ', -1), '') AS given,
 nullif(trim(regexp_replace({_FOLDED.format("full_name")}, '^[^ ]+|[^ ]+$', '', 'g')), '') AS middle,
 nullif(birth_date, '') AS birth, nullif(left(birth_date, 4), '') AS birth_year, nullif(sex, '') AS sex,
 nullif(personal_id, '') AS personal_id, nullif(left(old_id, 9), '') AS old_id,
 nullif({_FOLDED.format("father_name")}, '') AS father, nullif({_FOLDED.format("mother_name")}, '') AS mother,
 nullif({_FOLDED.format("spouse_name")}, '') AS spouse, nullif({_FOLDED.format("native_place")}, '') AS native,
 nullif({_FOLDED.format("birth_registration_place")}, '') AS birth_place, nullif(phone, '') AS phone
FROM read_csv('{{file}}', all_varchar = true)
"""
_BLOCKS = (
    ("personal_id",), ("old_id",), ("name", "birth_year"), ("given", "birth"), ("surname", "birth", "sex"),
    ("given", "surname", "birth_year", "native"), ("father", "given"), ("mother", "given"), ("spouse", "given"),
    ("phone", "given"), ("father", "mother", "birth_year"), ("name", "native"),
)  # fmt: skip
_LEAST_PROBABILITY, _SHOWN = 0.01, 0.95  # 0.95 is what its manual shows


def _settings() -> Any:
    splink = importlib.import_module("splink")
    levels = importlib.import_module("splink.comparison_level_library")
    ready = importlib.import_module("splink.comparison_library")
    birth = ready.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            levels.NullLevel("birth"),
            levels.ExactMatchLevel("birth"),
            levels.DamerauLevenshteinLevel("birth", 1),
            levels.ExactMatchLevel("birth_year"),
            levels.DamerauLevenshteinLevel("birth", 2),
            levels.ElseLevel(),
        ],
    )
    names = [
        ready.JaroWinklerAtThresholds(name, [0.94, 0.88]).configure(term_frequency_adjustments=True)
        for name in ("given", "surname", "middle", "father", "mother", "spouse")
    ]
    numbers = [ready.DamerauLevenshteinAtThresholds(name, [1]) for name in ("personal_id", "old_id")]
    places = [ready.JaroWinklerAtThresholds(name, [0.9]) for name in ("native", "birth_place")]
    return splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[*names, birth, ready.ExactMatch("sex"), *numbers, *places, ready.ExactMatch("phone")],
        blocking_rules_to_generate_predictions=[splink.block_on(*columns) for columns in _BLOCKS],
        retain_matching_columns=False,
    )


def splink_with_labels(folder: Path) -> Mapping[str, float]:
    """Baseline: Splink with DuckDB, from the file to pairs in order of probability."""
    duckdb, splink = importlib.import_module("duckdb"), importlib.import_module("splink")
    started, begun = time.perf_counter(), time.process_time()
    connection = duckdb.connect()
    connection.execute(_PREPARED.format(file=folder / "slips.csv"))
    api = splink.DuckDBAPI(connection)
    linker = splink.Linker(api.register("slips"), _settings(), log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [splink.block_on("name", "birth"), splink.block_on("old_id")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_m_from_label_column("who")
    result = linker.inference.predict(threshold_match_probability=_LEAST_PROBABILITY)
    rows = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {result.physical_name} p"
        " JOIN slips a ON a.unique_id = unique_id_l JOIN slips b ON b.unique_id = unique_id_r"
        " WHERE a.household <> b.household ORDER BY match_weight DESC"
    ).fetchall()
    seconds, processor = time.perf_counter() - started, time.process_time() - begun
    pairs = [(min(int(a), int(b)), max(int(a), int(b))) for a, b, _share in rows]
    shown = sum(share >= _SHOWN for _a, _b, share in rows)
    return {"seconds": seconds, "processor_s": processor, **_quality(pairs, folder, shown)}


_HAS_SPLINK = importlib.util.find_spec("splink") is not None
_TOWNS = (
    ("linkage_hard_town", "60,191 hard, errors never tuned on / Splink with labels", hard_town),
    (
        "linkage_hard_town_tuned",
        "60,191 hard, the tuned kind of errors / Splink with labels",
        hard_town_as_tuned,
    ),
    ("linkage_easy_town", "60,191 easy / Splink with labels", easy_town),
)
_PROVINCE_ONE = Comparison(
    "province_linkage", "1.3 million hard / Splink with labels", link, splink_with_labels,
    prepare=hard_province, at_most=0.15, repeats=1,
)  # fmt: skip
CASES = tuple(
    Comparison(name, question, link, splink_with_labels, prepare=prepare, at_most=0.5, repeats=3)
    for name, question, prepare in _TOWNS
    if _HAS_SPLINK
)
# Half an hour and 6 GB for Splink: only when asked for, CENSUS_BENCH_PROVINCE=1.
if _HAS_SPLINK and os.environ.get("CENSUS_BENCH_PROVINCE"):
    CASES += (_PROVINCE_ONE,)
