"""Each decision has a number of its own, a line in the index, and the parts a reader looks for."""

from __future__ import annotations

import re

import pytest

from tests.arch.house_rules import ROOT

FOLDER = ROOT / "docs" / "decisions"
PAGES = sorted(path.name for path in FOLDER.glob("[0-9][0-9][0-9]-*.md") if not path.name.startswith("000"))


def test_decisions_when_listed_are_exactly_the_pages() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"^\| \[(\d{3})\]\(([^)]+)\)", index, flags=re.MULTILINE)
    assert sorted(name for _number, name in linked) == PAGES
    assert all(name.startswith(number) for number, name in linked)
    assert len({name[:3] for name in PAGES}) == len(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_decision_when_read_has_its_parts(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text.startswith(f"# {name[:3]}: ")
    assert "State: " in text
    for part in ("Context", "Decision", "Consequences", "Alternatives"):
        assert f"\n## {part}\n" in text, part
