"""The only place that opens boxes and file dialogs, and so the only one with nested event loops.

Tests queue their answers with `next_answer`; then no box is opened, and what would have been shown stands in `shown`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import SignalInstance
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget

from census_desktop.base.errors import BugError, CensusError
from census_desktop.base.text import _

_answers: deque[object] = deque()
_is_silent = False
shown: list[str] = []


def next_answer(answer: object) -> None:
    """Test hook: the next question or file dialog is answered with this instead of being shown."""
    _answers.append(answer)


def keep_silent(*, is_silent: bool) -> None:
    """Test hook: while silent, a question nobody queued an answer for is a bug instead of a box that waits for ever."""
    global _is_silent  # noqa: PLW0603  a test hook
    _is_silent = is_silent


def forget_answers() -> None:
    """Test hook: drop queued answers and what was shown."""
    _answers.clear()
    shown.clear()


def _queued(text: str) -> tuple[bool, object]:
    shown.append(text)
    if _answers:
        return True, _answers.popleft()
    if _is_silent:
        raise BugError(f"nobody answers: {text}")
    return False, None


def ask(
    parent: QWidget,
    question: str,
    detail: str = "",
    *,
    yes: str,
    no: str,
    is_danger: bool = False,
    until: SignalInstance | None = None,
) -> bool:
    """Ask a question with two buttons named by what they do; Esc means `no`.

    Args:
        parent: window the box belongs to.
        question: one sentence.
        detail: what follows from the answer.
        yes: words on the button that goes ahead.
        no: words on the button that leaves things as they are.
        is_danger: `no` is the button that Enter presses.
        until: takes the question back, as `no`, when what it asks about is no longer so.
    """
    is_answered, answer = _queued(question)
    if is_answered:
        return bool(answer)
    box = QMessageBox(QMessageBox.Icon.Question, _("Census Desktop"), question, parent=parent)
    box.setInformativeText(detail)
    go = QPushButton(yes, box)
    stay = QPushButton(no, box)
    box.addButton(go, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay if is_danger else go)
    box.setEscapeButton(stay)
    if until is not None:
        until.connect(box.reject)
    box.exec()
    return box.clickedButton() is go


def tell(parent: QWidget | None, text: str, advice: str = "") -> None:
    """Say something that cannot wait; one button."""
    is_answered, _answer = _queued(text)
    if is_answered:
        return
    box = QMessageBox(QMessageBox.Icon.Information, _("Census Desktop"), text, parent=parent)
    box.setInformativeText(advice)
    box.addButton(QPushButton(_("Đã hiểu"), box), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def tell_error(parent: QWidget | None, error: CensusError) -> None:
    """Say what went wrong and what to do."""
    tell(parent, error.message, error.advice)


def choose_folder(parent: QWidget, title: str, start: Path) -> Path | None:
    """Let the user point at a folder; None when he changed his mind."""
    is_answered, answer = _queued(title)
    if is_answered:
        return None if answer is None else Path(str(answer))
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None


def choose_files(parent: QWidget, title: str, start: Path, pattern: str) -> tuple[Path, ...]:
    """Let the user point at files to read.

    Args:
        parent: window the dialog belongs to.
        title: what the files are for.
        start: folder shown first.
        pattern: Qt name filter, for example ``"Gói dữ liệu (*.dcpkg)"``.
    """
    is_answered, answer = _queued(title)
    if is_answered:
        return tuple(Path(str(one)) for one in answer) if isinstance(answer, Sequence) else ()
    chosen, _filter = QFileDialog.getOpenFileNames(parent, title, str(start), pattern)
    return tuple(Path(one) for one in chosen)


def choose_new_file(parent: QWidget, title: str, start: Path, pattern: str) -> Path | None:
    """Let the user name a file to write; None when he changed his mind.

    A name without an ending gets the ending of `start`.
    """
    is_answered, answer = _queued(title)
    if is_answered:
        return None if answer is None else Path(str(answer))
    dialog = QFileDialog(parent, title, str(start.parent), pattern)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # The dialog adds the ending itself, so that it also asks before a file of the whole name is replaced.
    dialog.setDefaultSuffix(start.suffix.removeprefix("."))
    dialog.selectFile(start.name)
    if dialog.exec() != QFileDialog.DialogCode.Accepted:
        return None
    return Path(dialog.selectedFiles()[0])


def choose_printer(parent: QWidget, printer: QPrinter) -> bool:
    """Let the user set up `printer`; False when he changed his mind."""
    is_answered, answer = _queued(_("Máy in"))
    if is_answered:
        return bool(answer)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Máy in"))
    return dialog.exec() == QPrintDialog.DialogCode.Accepted
