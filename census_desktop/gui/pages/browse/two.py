"""Ctrl+W in the room of searching: any two slips side by side, to decide about them; found by two searches."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QTableView, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.gui.dialogs.duplicates import DuplicatesDialog
from census_desktop.gui.models.row_table import RowTable
from census_desktop.gui.session import Session
from census_desktop.store.browse import PersonLine


class TwoSlips:
    """Keeps the first slip while the second is looked for."""

    def __init__(
        self, session: Session, page: QWidget, table: RowTable[PersonLine], view: QTableView, note: QLabel
    ) -> None:
        self._session, self._page, self._table, self._view, self._note = session, page, table, view, note
        self._first: PersonLine | None = None

    def take(self) -> None:
        """The marked slip is the first, or the second of a pair that is shown at once."""
        row = self._view.currentIndex().row()
        if not self._view.isVisible() or not 0 <= row < len(self._table.rows):
            self._note.setText(_("Hãy tìm và chọn một phiếu, rồi bấm Ctrl+W."))
            return
        chosen = self._table.rows[row]
        if self._first is None or self._first.person_uuid == chosen.person_uuid:
            self._first = chosen
            name = chosen.full_name or _("(chưa có tên)")
            self._note.setText(
                _("Đã giữ phiếu {name}. Tìm phiếu kia, chọn rồi bấm Ctrl+W.").format(name=name)
            )
            return
        first, self._first = self._first, None
        self._show(first, chosen)

    def _show(self, first: PersonLine, second: PersonLine) -> None:
        from census_desktop.services.suspects import by_hand  # lazy: loads numpy

        try:
            pair = by_hand(self._session.store, first.person_uuid, second.person_uuid)
        except CensusError as error:
            self._note.setText(str(error))
            return
        dialog = DuplicatesDialog(self._session, [pair], self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
