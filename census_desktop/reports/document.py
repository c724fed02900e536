"""A paper as plain data, from top to bottom; `printing` decides where each line falls.

All lengths are millimetres. Texts are already translated. A blank answer is None and is printed as a dotted line to
write on; a column that is blank on purpose (for corrections by hand) says so itself.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator
from dataclasses import dataclass

from census_desktop.reports.form_blocks import FormHead, FormLine, part_texts

# Margins and paper of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4; top and bottom 20–25, left 30–35, right 15–20.
PAPER_WIDTH_MM = 210.0
PAPER_HEIGHT_MM = 297.0
TOP_MM = 20.0
BOTTOM_MM = 20.0
LEFT_MM = 30.0
RIGHT_MM = 15.0
TEXT_WIDTH_MM = PAPER_WIDTH_MM - LEFT_MM - RIGHT_MM
LANDSCAPE_WIDTH_MM = PAPER_HEIGHT_MM - LEFT_MM - RIGHT_MM

DOTS = "……………"  # a blank answer inside running text
DOUBT = "(?)"  # behind an answer that is to be asked again
TICK_BOX = "□"  # before something to be done at the door and ticked with the pen


class Align(enum.Enum):
    """Where text stands in its column."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Header:
    """Head of an official paper: who issues it on the left, the State's name and motto on the right.

    Attributes:
        parent_body: body above the issuing one, in capitals; "" when there is none.
        issuing_body: body that issues the paper, in capitals.
        place_and_date: "Sông Trí, ngày 05 tháng 02 năm 2026".
    """

    parent_body: str
    issuing_body: str
    place_and_date: str


@dataclass(frozen=True, slots=True)
class Title:
    """Name of the paper, centred, and a line below it ("" for none)."""

    text: str
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of a part; never left alone at the foot of a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph in italics."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in upright letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Legend:
    """How to read the marks of the table above it, in small letters."""

    text: str


@dataclass(frozen=True, slots=True)
class LargePrint:
    """Lines in large letters in a frame, to be copied by eye (a key, a code)."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled answer.

    Attributes:
        label: without colon.
        value: None is printed as dots to write on.
        share: width relative to the other pairs of the row (`KeyValues` only).
        is_doubtful: marked for the pen: to be asked again.
    """

    label: str
    value: str | None
    share: float = 1.0
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square code; `text` must never hold a name or any other answer."""

    text: str
    caption: str = ""
    size_mm: float = 24.0


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Rows of labelled answers, with a code at their right when there is one."""

    rows: tuple[tuple[Pair, ...], ...]
    qr: QrCode | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell that shows a share as a bar.

    Attributes:
        share: 0 to 1; drawn no longer than the cell.
        text: the figure beside the bar.
    """

    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A cell marked for the pen: its answer, or that there is none, is to be asked again."""

    text: str | None


@dataclass(frozen=True, slots=True)
class Scannable:
    """A cell whose text is beside a QR code of the same text: scanned instead of typed.

    Attributes:
        text: never a name or any other answer.
        size_mm: side of the code, its quiet zone included.
    """

    text: str
    size_mm: float = 11.5


Cell = str | Bar | Doubtful | Scannable | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        title: text of the head.
        width_mm: width including the lines at both sides.
        align: where its text stands.
        is_bold: printed bold.
        is_for_hand: left empty, to be filled with a pen.
    """

    title: str
    width_mm: float
    align: Align = Align.LEFT
    is_bold: bool = False
    is_for_hand: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row, never divided between pages.

    Attributes:
        cells: one for each column.
        details: further answers below the cells, running across from the second column to the last one that is not
            for the pen.
        asks: questions below the details, each on a line of its own behind a box to tick.
        is_bold: a sum.
    """

    cells: tuple[Cell, ...]
    details: tuple[Pair, ...] = ()
    asks: tuple[str, ...] = ()
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose head is repeated on every page.

    Attributes:
        columns: from left to right.
        rows: from top to bottom.
        is_kept_with_next: its last row stays on a page with what follows, so that signatures never stand alone.
        least_row_mm: height a row has at least, so that a hand can write into it.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_kept_with_next: bool = True
    least_row_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Signature:
    """One place to sign: title in capitals, hint in italics, name below if it is known."""

    title: str
    hint: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side, kept together on one page with the end of what is signed."""

    blocks: tuple[Signature, ...]
    height_mm: float = 22.0


Block = (
    Header
    | Title
    | Heading
    | Note
    | Paragraph
    | Legend
    | LargePrint
    | KeyValues
    | Table
    | Signatures
    | FormHead
    | FormLine
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper.

    Attributes:
        title: for print queue and file properties, so it never names a person.
        blocks: contents from top to bottom.
        footer: left part of the line at the foot of every page.
        footer_right: right part; the number of pages follows it.
        is_landscape: table lies across the sheet.
    """

    title: str
    blocks: tuple[Block, ...]
    footer: str = ""
    footer_right: str = ""
    is_landscape: bool = False

    @property
    def width_mm(self) -> float:
        """Width between the margins."""
        return LANDSCAPE_WIDTH_MM if self.is_landscape else TEXT_WIDTH_MM


def texts(document: Document) -> Iterator[str]:
    """Every text of the paper in reading order, blanks left out; for comparing papers without painting them."""
    yield document.title
    for block in document.blocks:
        yield from _block_texts(block)
    yield from (text for text in (document.footer, document.footer_right) if text)


def _block_texts(block: Block) -> Iterator[str]:
    match block:
        case Header() | Title() | Heading() | Note() | Paragraph() | Legend():
            yield from (getattr(block, field.name) for field in dataclasses.fields(block))
        case LargePrint(lines):
            yield from lines
        case FormHead() | FormLine():
            yield from _form_texts(block)
        case KeyValues(rows, _qr):
            for pairs in rows:
                yield from _pair_texts(pairs)
        case Table(columns=columns, rows=table_rows):
            yield from (column.title for column in columns)
            for row in table_rows:
                yield from _row_texts(row)
        case Signatures(signatures):
            for signature in signatures:
                yield from (text for text in (signature.title, signature.hint, signature.name) if text)


def _form_texts(block: FormHead | FormLine) -> Iterator[str]:
    if isinstance(block, FormHead):
        yield block.reference
    for part in block.places if isinstance(block, FormHead) else block.parts:
        yield from part_texts(part)


def _row_texts(row: Row) -> Iterator[str]:
    for cell in row.cells:
        text = cell.text if isinstance(cell, Bar | Doubtful | Scannable) else cell
        yield from () if text is None else (text,)
    yield from _pair_texts(row.details)
    yield from row.asks


def _pair_texts(pairs: tuple[Pair, ...]) -> Iterator[str]:
    for pair in pairs:
        yield pair.label
        if pair.value is not None:
            yield f"{pair.value} {DOUBT}" if pair.is_doubtful else pair.value
