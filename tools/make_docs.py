"""Writes the documents that the program itself knows best: the slip, the rules, the dirt of the made-up town.

`python tools/make_docs.py` writes them, `--check` says whether they are current (a test asks the same).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from census_desktop.base.atomic import replace_file  # noqa: E402
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PAPER_FIELDS, PERSON_FIELDS  # noqa: E402
from census_desktop.domain.findings import RuleDef  # noqa: E402
from census_desktop.domain.records import FIELDS  # noqa: E402
from census_desktop.domain.rules.book import RULES  # noqa: E402
from census_desktop.domain.spec import FieldDef  # noqa: E402
from census_desktop.services.qcvn109 import ELEMENTS  # noqa: E402
from census_desktop.synthetic.dirt import DIRT  # noqa: E402

MADE_BY = "<!-- Written by tools/make_docs.py; do not edit. -->"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return lines


def qcvn109_page() -> str:
    """How people are put into the shape of QCVN 109."""
    lines = [
        MADE_BY,
        "",
        "# The sheet for the higher level (QCVN 109:2017/BTTTT)",
        "",
        "`census-desktop excel qcvn109 --out FILE.xlsx` (or *In và Excel*) writes one row for each person, one column",
        "for each element of the message of the national population database. The element stands above the head of",
        "its column; a column of words beside a code has no element. Nothing is invented: what the slip does not say",
        "stays blank, except where the standard has a code for *chưa có thông tin*.",
        "",
        "Ethnic groups take the numbers of Quyết định 1019/QĐ-TCTK (2008), which the standard uses. Places get codes",
        "only when they are written as the lists of the statistics office write them; their own words always stand in",
        "`ChiTiet`.",
        "",
    ]
    rows = [(f"`{one.path}`", f"`{one.box}`", PERSON_FIELDS[one.box].box, one.rule) for one in ELEMENTS]
    return "\n".join([*lines, *table(("Element", "Made from", "Item", "How"), rows), ""])


def slip_page() -> str:
    """Every box of the slip and of the household."""
    beside = {name: box for name, box in PERSON_FIELDS.items() if name not in PAPER_FIELDS}
    paper = {name: PERSON_FIELDS[name] for name in PAPER_FIELDS}
    lines = [
        MADE_BY,
        "",
        "# The slip (phiếu DC01)",
        "",
        "Machine names are fixed for ever: spreadsheets, the command line and packages use them. Order is order on",
        "paper (Thông tư 66/2015/TT-BCA; the layout of Thông tư 104/2020/TT-BCA has the same items).",
        "",
        "* *Answer*: `date` is stored as `1990`, `1990-02` or `1990-02-14`; `code` as a code of the list named;",
        "  `digits` without separators, with leading zeros; `flag` as `1`; `unit` as `18754@2015-04-10`.",
        "* *Cell*: boxes of one cell are merged together, because mixed they would make no sense.",
        "* !: absence is an error in the findings (it never stops anybody from saving). §: sensitive personal data.",
        "",
    ]
    for title, boxes in (
        ("On the paper", paper),
        ("Beside the paper", beside),
        ("The household", HOUSEHOLD_FIELDS),
    ):
        rows = (_box_row(name, box) for name, box in boxes.items())
        columns = ("Machine name", "Item", "Label", "Answer", "Limits", "Cell", "", "Filling in")
        lines += [f"## {title}", "", *table(columns, rows), ""]
    return "\n".join(lines)


def _box_row(name: str, box: FieldDef) -> tuple[str, ...]:
    answer = f"{box.kind.value} `{box.codes}`" if box.codes else box.kind.value
    limits = "/".join(map(str, box.lengths)) + " digits" if box.lengths else f"≤ {box.max_length}"
    if box.codes or box.kind.value in {"date", "flag", "unit"}:
        limits = ""
    marks = ("!" if box.required else "") + ("§" if box.sensitive else "")
    cell = f"`{box.cell_name}`" if box.cell_name != name else ""
    return (
        f"`{name}`",
        box.box,
        box.label,
        answer + (", several" if box.many else ""),
        limits,
        cell,
        marks,
        box.help,
    )


def rules_page() -> str:
    """Every rule with its severity, sentence and source."""
    lines = [
        MADE_BY,
        "",
        "# Rules",
        "",
        "What the program says about answers that look wrong. An *error* cannot be, a *warning* is unlikely; neither",
        "ever stops anybody from saving, because the paper may really say so. `{…}` is filled in from the answers,",
        "`{box}` is the name of the box.",
        "",
    ]
    for title, prefix in (("One slip", "person."), ("A household and its slips", "household.")):
        rows = (
            (f"`{rule.id}`", rule.severity.value, _sentence(rule), rule.source)
            for rule in RULES
            if rule.id.startswith(prefix)
        )
        lines += [f"## {title}", "", *table(("Rule", "Severity", "Sentence", "Source"), rows), ""]
    return "\n".join(lines)


def _sentence(rule: RuleDef) -> str:
    """The sentence; rules about one box of their record have its name filled in."""
    box = FIELDS[rule.record_kind].get(rule.id.split(".")[1])
    return rule.message if box is None else rule.message.replace("{box}", box.label)


def dirt_page() -> str:
    """How often the made-up town is odd."""
    rows = (
        (f"`{kind}`", entry.level.name.lower(), f"{entry.rate:.1%}", entry.of) for kind, entry in DIRT.items()
    )
    lines = [
        MADE_BY,
        "",
        "# The made-up town",
        "",
        "`census_desktop.synthetic` makes believable households for the demonstration, tests and benchmarks: the same",
        "seed gives the same records, letter for letter. No real person is in it; numbers lie in ranges that are not",
        "handed out.",
        "",
        "Levels hold those before them: *facts* are so in real life, *mistakes* were declared or typed wrongly,",
        "*old_machine* is text that is not in stored form and fit for import files only. All shares are estimates;",
        "`tests/unit/synthetic` measures them.",
        "",
        *table(("Kind", "Level", "Share", "Of whom, and what"), rows),
        "",
    ]
    return "\n".join(lines)


def slip_document() -> str:
    """Everything about every box that other machines and files rely on, as JSON."""
    document = {
        kind.value: {
            name: {
                "box": box.box,
                "cell": box.cell_name,
                "codes": box.codes,
                "kind": box.kind.value,
                "label": box.label,
                "lengths": list(box.lengths),
                "many": box.many,
                "max_length": box.max_length,
                "required": box.required,
                "sensitive": box.sensitive,
            }
            for name, box in boxes.items()
        }
        for kind, boxes in FIELDS.items()
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


PAGES = {
    "docs/slip.md": slip_page,
    "docs/rules.md": rules_page,
    "docs/synthetic.md": dirt_page,
    "docs/qcvn109.md": qcvn109_page,
}


def outdated(root: Path = ROOT) -> list[str]:
    """Pages that are missing or not what would be written now."""
    return [
        name
        for name, page in PAGES.items()
        if not (root / name).exists() or (root / name).read_text(encoding="utf-8") != page()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with ``--check`` name those that are not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if a page is not current")
    only_check = parser.parse_args(arguments).check
    old = outdated()
    for name in old:
        print(f"{'not current' if only_check else 'written'}: {name}")
        if not only_check:
            replace_file(ROOT / name, PAGES[name]().encode())
    return 1 if old and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
