"""Which editor a box gets, how wide it is and what is written before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from census_desktop.base.text import _
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.gui.forms.choice_editor import CodeEditor, PlaceEditor, WordsEditor
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.layout import LABELS, SLIM_WIDTHS, WIDTHS
from census_desktop.gui.forms.sign_editors import DigitsEditor, FlagEditor

QWIDGETSIZE_MAX = 16_777_215  # Qt's word for no limit
PADDING = 16  # pixels of frame and margins inside a line edit
SIGN = 20  # pixels the mark of an error takes
# Answers that must be legible as a whole beside that mark, because the finding is about single figures in them.
READ_WITH_SIGN = {"birth_date", "personal_id", "old_id", "declared_on"}
SMALLEST_STRETCH = 9  # characters a stretching field keeps when the window is narrow


def label_of(field: FieldDef, short_labels: Mapping[str, str] = LABELS) -> str:
    """The words before a field, with the number the paper gives the box."""
    words = _(short_labels.get(field.name, field.form_label))
    return f"{field.box}. {words}" if field.box and _opens_item(field) else words


def _opens_item(field: FieldDef) -> bool:
    """True for the first box of an item; the others of the item need no number again."""
    return field.name not in {"other_nationality", "old_id", "head_id"} and not field.name.endswith(
        ("_nationality", "father_id", "mother_id", "spouse_id", "representative_id")
    )


def make_editor(
    field: FieldDef, name: str, words: Callable[[], tuple[str, ...]] | None = None
) -> AnswerEditor:
    """The editor for a box.

    Args:
        field: what it asks for.
        name: machine name, with a prefix when two forms share a window.
        words: proposals for free text.
    """
    editor: AnswerEditor
    if field.kind is Kind.CODE:
        editor = CodeEditor(field, name)
    elif field.kind is Kind.DIGITS:
        editor = DigitsEditor(field, name)
    elif field.kind is Kind.FLAG:
        editor = FlagEditor(field, name)
    elif field.kind is Kind.PLACE:
        editor = PlaceEditor(field, name)
    elif words is not None:
        editor = WordsEditor(field, name, words)
    else:
        editor = AnswerEditor(field, name)
    editor.setAccessibleName(_(field.label))
    size(editor)
    return editor


def size(editor: AnswerEditor) -> None:
    """Width says how long an answer is expected; height leaves room for a letter with two marks above."""
    if editor.field.kind is Kind.FLAG or editor.field.width:
        editor.setFixedWidth(usual_width(editor))
    else:
        editor.setMinimumWidth(usual_width(editor))
    editor.setFixedHeight(editor.fontMetrics().height() + 6)


def usual_width(editor: AnswerEditor, *, stretches: bool = False) -> int:
    """Pixels that suit the answer; for a field that stretches the least it gets."""
    if editor.field.kind is Kind.FLAG:
        return editor.fontMetrics().height() + 8
    letters = editor.field.width and WIDTHS.get(editor.field.name, editor.field.width)
    if not letters or stretches:
        letters = min(letters or SMALLEST_STRETCH, SMALLEST_STRETCH)
    return _pixels(editor, letters)


def slim_width(editor: AnswerEditor, *, stretches: bool = False) -> int:
    """Pixels for the same field where the window is narrow: a number or a date whole, of a label its first word."""
    usual = usual_width(editor, stretches=stretches)
    letters = SLIM_WIDTHS.get(editor.field.name)
    return usual if letters is None else min(_pixels(editor, letters), usual)


def _pixels(editor: AnswerEditor, letters: int) -> int:
    sign = SIGN if editor.field.name in READ_WITH_SIGN else 0
    return editor.fontMetrics().horizontalAdvance("0") * letters + PADDING + sign


def let_stretch(editor: AnswerEditor) -> None:
    """Let a field take the room left in its row."""
    editor.setMinimumWidth(usual_width(editor, stretches=True))
    editor.setMaximumWidth(QWIDGETSIZE_MAX)
