"""Taking back saved work from the entry room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.gui.dialogs.undo_list import UndoList
from census_desktop.gui.session import Session
from census_desktop.services.undo import undo, undoable

if TYPE_CHECKING:
    from census_desktop.gui.pages.entry.page import EntryPage


class EntryUndoer:
    """Shows what can be taken back and does it."""

    def __init__(self, session: Session, page: EntryPage) -> None:
        self._session = session
        self._page = page

    def show(self) -> None:
        """Open the list, once what is being typed is safe."""
        if not self._page.control.secure_slip():
            return
        items = undoable(self._session.store)
        if not items:
            self._page.news.emit(_("Chưa có việc nào đã lưu để hoàn tác."), "")
            self._page.control.focus_again()
            return
        dialog = UndoList(items, self._page)
        dialog.wanted.connect(self._take_back)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_back(self, number: int) -> None:
        title = next(item.title for item in undoable(self._session.store) if item.number == number)
        try:
            undo(self._session.store, number)
        except CensusError as error:
            self._page.banner.say_error(error)
            return
        self._page.control.read_again()
        self._page.banner.say(_("Đã hoàn tác: {title}").format(title=title), "ok")
        self._session.bus.changed.emit()
