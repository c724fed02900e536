"""Opens the print preview and answers its questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from census_desktop.base.text import _
from census_desktop.gui import messages
from census_desktop.gui.widgets import Banner
from census_desktop.printing.preview import PreviewDialog, PreviewHooks
from census_desktop.reports.document import Document


def preview(
    page: QWidget,
    documents: Sequence[Document],
    banner: Banner,
    *,
    printed: Callable[[], None] | None = None,
    is_duplex: bool = False,
) -> PreviewDialog:
    """Show papers as they will be printed.

    Args:
        page: where it was asked for.
        documents: the papers.
        banner: where it is told that a PDF was saved or pages were printed.
        printed: called when pages went to the printer, after that was told.
        is_duplex: both sides are proposed for printing.
    """

    def choose_pdf_path(name: str) -> Path | None:
        return messages.choose_new_file(
            page, _("Lưu thành tệp PDF"), Path.home() / name, _("Tệp PDF (*.pdf)")
        )

    def tell_printed(pages: int) -> None:
        banner.say(_("Đã gửi {count} trang tới máy in.").format(count=pages), "ok")
        if printed is not None:
            printed()

    hooks = PreviewHooks(
        choose_pdf_path=choose_pdf_path,
        choose_printer=lambda printer: messages.choose_printer(page, printer),
        tell_error=lambda error: messages.tell_error(page, error),
        tell_saved=lambda path: banner.say(_("Đã lưu {path}.").format(path=path), "ok"),
        tell_printed=tell_printed,
    )
    dialog = PreviewDialog(documents, hooks, page.window(), is_duplex=is_duplex)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def preview_secret(page: QWidget, documents: Sequence[Document], banner: Banner) -> PreviewDialog:
    """Show papers with a secret: they go to the printer and never into a file.

    Args:
        page: where it was asked for.
        documents: the papers.
        banner: where it is told that they were printed.
    """
    dialog = preview(page, documents, banner)
    saving = dialog.findChild(QAction, "action_save_pdf")
    assert saving is not None
    saving.setEnabled(False)
    saving.setVisible(False)
    return dialog
