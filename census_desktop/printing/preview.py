"""Print preview with our own tool bar: Qt's own preview dialog speaks no Vietnamese.

Meant for papers a person looks at (one household, a list, up to about a hundred households); longer runs go to
`write_pdf` or `print_documents` as a job.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QLabel, QToolBar, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.printing.layout import lay_out
from census_desktop.printing.painter import paint
from census_desktop.printing.pdf import write_pdf
from census_desktop.printing.printer import new_printer, print_documents
from census_desktop.printing.ruler import Ruler
from census_desktop.reports.document import Document


@dataclass(frozen=True, slots=True)
class PreviewHooks:
    """What the preview asks of the program around it; boxes are opened there, never here.

    Attributes:
        choose_pdf_path: asks where to save, given a suggested file name; None when the user thinks better of it.
        choose_printer: lets the user set up the printer; False when the user thinks better of it.
        tell_error: shows an error.
        tell_saved: says that a PDF file is complete.
        tell_printed: called with the number of pages after they went to the printer, so that prints are recorded.
    """

    choose_pdf_path: Callable[[str], Path | None]
    choose_printer: Callable[[QPrinter], bool]
    tell_error: Callable[[CensusError], None]
    tell_saved: Callable[[Path], None]
    tell_printed: Callable[[int], None]


class PreviewDialog(QDialog):
    """Shows papers as they will be printed. Show it with `open()`.

    Enter or Ctrl+P prints, Ctrl+S saves a PDF file, Esc closes, Page Up and Page Down turn pages, Ctrl with plus,
    minus and 0 zoom.

    Attributes:
        preview: Qt's view of the pages.
        pages: how many pages there are.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        hooks: PreviewHooks,
        parent: QWidget | None = None,
        *,
        is_duplex: bool = False,
    ) -> None:
        super().__init__(parent)
        self._documents = tuple(documents)
        self._hooks = hooks
        self._is_duplex = is_duplex
        ruler = Ruler()
        self._laid_out = [lay_out(document, ruler) for document in self._documents]
        self.pages = sum(len(laid_out.pages) for laid_out in self._laid_out)
        self._printer = self._new_printer()
        self.preview = QPrintPreviewWidget(self._printer, self)
        self.preview.setObjectName("print_preview")
        self.preview.paintRequested.connect(self._paint)
        self.preview.previewChanged.connect(self._show_place)
        self._place = QLabel(self)
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setObjectName("print_preview_place")
        self.told = QLabel(self)  # the news of the page stands behind this window
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setObjectName("print_preview_told")
        self.told.setWordWrap(True)
        self.told.setMargin(6)
        self.told.hide()
        self.setObjectName("print_preview_dialog")
        self.setWindowTitle(_("Xem trước khi in"))
        self._build()
        self.preview.fitInView()
        self._show_place()

    def _new_printer(self) -> QPrinter:
        first = self._documents[0]
        return new_printer(first.title, is_landscape=first.is_landscape, is_duplex=self._is_duplex)

    def _build(self) -> None:
        bar = QToolBar(self)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        keys = Qt.Key
        control = Qt.Modifier.CTRL
        self._add(
            bar, "print", _("In"), self.print_now, keys.Key_Return, keys.Key_Enter, control | keys.Key_P
        )
        self._add(bar, "save_pdf", _("Lưu PDF"), self.save_pdf, control | keys.Key_S)
        bar.addSeparator()
        self._add(bar, "previous_page", _("Trang trước"), self.show_previous_page, keys.Key_PageUp)
        bar.addWidget(self._place)
        self._add(bar, "next_page", _("Trang sau"), self.show_next_page, keys.Key_PageDown)
        bar.addSeparator()
        self._add(bar, "zoom_out", _("Thu nhỏ"), self.preview.zoomOut, control | keys.Key_Minus)
        self._add(
            bar,
            "zoom_in",
            _("Phóng to"),
            self.preview.zoomIn,
            control | keys.Key_Plus,
            control | keys.Key_Equal,
        )
        self._add(bar, "fit_page", _("Vừa trang"), self.preview.fitInView, control | keys.Key_0)
        bar.addSeparator()
        self._add(bar, "close", _("Đóng"), self.reject, keys.Key_Escape)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bar)
        column.addWidget(self.told)
        column.addWidget(self.preview)
        self.resize(820, 680)

    def _add(
        self, bar: QToolBar, name: str, text: str, slot: Callable[[], object], *keys: Qt.Key | QKeyCombination
    ) -> None:
        """A button with its keys; the keys stand in its tool tip."""
        action = QAction(text, self)
        action.setObjectName(f"action_{name}")
        sequences = [QKeySequence(key) for key in keys]
        action.setShortcuts(sequences)
        shown = sequences[0].toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(_("{text} ({key})").format(text=text, key=shown))
        action.triggered.connect(lambda _checked=False: slot())
        self.addAction(action)
        bar.addAction(action)

    def _paint(self, printer: QPrinter) -> None:
        paint(self._laid_out, printer)

    def _show_place(self) -> None:
        self._place.setText(
            _("Trang {page}/{pages}").format(page=self.preview.currentPage(), pages=self.pages)
        )

    def show_next_page(self) -> None:
        """Turn one page forward."""
        self._turn(1)

    def show_previous_page(self) -> None:
        """Turn one page back."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        page = min(max(self.preview.currentPage() + by, 1), self.pages)
        self.preview.setCurrentPage(page)
        self._show_place()

    def print_now(self) -> None:
        """Let the user choose a printer, print, and close."""
        printer = self._new_printer()
        if not self._hooks.choose_printer(printer):
            return
        try:
            pages = print_documents(self._documents, printer)
        except CensusError as error:
            self._hooks.tell_error(error)
            return
        self._hooks.tell_printed(pages)
        self.accept()

    def save_pdf(self) -> None:
        """Ask for a file name and write the PDF there; an older file is replaced (the user was asked)."""
        path = self._hooks.choose_pdf_path(f"{self._documents[0].title.replace('/', '-')}.pdf")
        if path is None:
            return
        try:
            write_pdf(self._documents, path, replace=True, is_duplex=self._is_duplex)
        except CensusError as error:
            self._hooks.tell_error(error)
            return
        self.told.setText(_("Đã lưu {path}.").format(path=path))
        self.told.show()
        self._hooks.tell_saved(path)
