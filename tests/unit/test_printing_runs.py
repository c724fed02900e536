"""What a long run remembers changes nothing: codes, letters and lines are those of a page made alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import segno
from pypdf import PdfReader
from PySide6.QtGui import QPdfWriter

from census_desktop.printing import codes, lettering, ruler
from census_desktop.printing.codes import CodeMaker
from census_desktop.printing.layout import lay_out
from census_desktop.printing.painter import PagePainter
from census_desktop.printing.ruler import Ruler
from tests.papers import many_people, summary

pytestmark = pytest.mark.usefixtures("qapp")

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def as_segno_makes_it(text: str) -> tuple[str, ...]:
    matrix = segno.make(text, error="m", micro=False, mask=codes._MASK).matrix
    return tuple("".join("1" if module else "0" for module in row) for row in matrix)


@pytest.mark.parametrize("length", [2, 4, 9, 22, 48, 64])
@pytest.mark.parametrize("letters", [LETTERS, "0123456789", LETTERS + "đ:a"])
def test_code_when_many_were_made_is_the_one_of_the_standard(length: int, letters: str) -> None:
    dice = random.Random(2018)
    maker = CodeMaker()
    for _number in range(codes._ENOUGH + 12):
        text = "".join(dice.choice(letters) for _letter in range(length))
        assert maker.rows(text) == as_segno_makes_it(text), text


def _content(path: Path, *, has_memory: bool) -> list[bytes]:
    """What three alike pages and one other consist of in a file."""
    papers = [lay_out(paper) for paper in [summary(many_people(3))] * 3 + [summary(many_people(5))]]
    writer = QPdfWriter(str(path))
    writer.setResolution(1200)
    with PagePainter(writer) as painter:
        if not has_memory:
            painter._lettering = None
        for paper in papers:
            painter.paint(paper)
    pages = PdfReader(path).pages
    return [contents.get_data() for page in pages if (contents := page.get_contents()) is not None]


@pytest.mark.parametrize("most", [20_000, 10])
def test_letters_when_painted_from_memory_are_the_same_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(lettering, "_MOST_KEPT", most)
    plain, quick = (_content(tmp_path / f"{memory}.pdf", has_memory=memory) for memory in (False, True))
    assert quick == plain
    assert len(plain) >= 4


def test_lines_when_asked_for_again_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruler, "_MOST_WRAPPED", 2)
    monkeypatch.setattr(ruler, "_MOST_KEPT", 2)
    shared = Ruler()
    papers = [summary(many_people(count)) for count in (1, 3, 2, 3, 1)]
    assert [lay_out(paper, shared) for paper in papers] == [lay_out(paper) for paper in papers]
