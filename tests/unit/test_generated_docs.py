"""The pages written by tools/make_docs.py are current, and what others rely on in the slip has not changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, PERSON_FIELDS
from census_desktop.domain.rules.book import RULES
from tools import make_docs

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = make_docs.ROOT / "tests" / "golden" / "slip_v1.json"


def test_pages_when_read_then_what_the_program_would_write_now() -> None:
    assert make_docs.outdated() == [], "run .venv/bin/python tools/make_docs.py and commit the pages"


def test_pages_when_missing_or_old_then_named(tmp_path: Path) -> None:
    for name, page in make_docs.PAGES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(), encoding="utf-8")
    assert make_docs.outdated(tmp_path) == []
    (tmp_path / "docs/slip.md").write_text("old", encoding="utf-8")
    (tmp_path / "docs/rules.md").unlink()
    assert make_docs.outdated(tmp_path) == ["docs/slip.md", "docs/rules.md"]


def test_slip_page_when_read_then_every_box_once() -> None:
    page = make_docs.slip_page()
    for name in set(PERSON_FIELDS) - set(HOUSEHOLD_FIELDS):
        assert page.count(f"\n| `{name}` |") == 1, name
    for name in set(PERSON_FIELDS) & set(HOUSEHOLD_FIELDS):
        assert page.count(f"\n| `{name}` |") == 2, name


def test_rules_page_when_read_then_every_rule_once() -> None:
    page = make_docs.rules_page()
    for rule in RULES:
        assert page.count(f"\n| `{rule.id}` |") == 1, rule.id


def test_slip_when_compared_with_version_one_then_no_box_was_renamed_or_changed() -> None:
    """Packages, spreadsheets and scripts of others hold these names. A new box is added to the golden file by hand."""
    assert json.loads(make_docs.slip_document()) == json.loads(GOLDEN.read_text(encoding="utf-8"))
