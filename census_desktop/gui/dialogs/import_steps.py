"""The two steps of an import: what the columns mean, and what will become of every row."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _
from census_desktop.domain.legacy_encodings import Encoding
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.widgets import button, muted_label, plain_label
from census_desktop.services.spreadsheets import fate_words, tally_words
from census_desktop.transfer.import_report import Choice, Fate, HouseholdLook, ImportResult, RowFate
from census_desktop.transfer.sheet_guess import TARGETS, ColumnLook, target_label
from census_desktop.transfer.sheet_plan import BookLook, BookPlan, SheetPlan, look_again, propose
from census_desktop.transfer.sheet_slip import RowError

_HOW = {
    "uuid": N_("theo mã hộ"),
    "place": N_("theo số hộ"),
    "book": N_("theo sổ hộ khẩu"),
    "mark": N_("theo cột số thứ tự"),
    "head": N_("theo dòng chủ hộ"),
    "alone": N_("một mình"),
}
_ENCODINGS = ((Encoding.UNICODE, "Unicode"), (Encoding.TCVN3, "TCVN3 (ABC)"), (Encoding.VNI, "VNI"))
_FATE_ORDER = (Fate.ERROR, Fate.QUEUED, Fate.LEFT_OUT, Fate.SKIPPED, Fate.ADDED)


class ColumnsStep(QWidget):
    """Sheets and their columns, to be looked at and corrected; Enter on a column goes to its meaning and back."""

    def __init__(self, look: BookLook) -> None:
        super().__init__()
        self._look = look
        self._looks = list(look.sheets)
        self._plans = {sheet.sheet: sheet for sheet in look.plan.sheets}
        self.sheet = QComboBox()
        self.sheet.setObjectName("import_sheet")
        self.sheet.setAccessibleName(_("Trang"))
        for sheet in look.sheets:
            self.sheet.addItem(_("{name} ({rows} dòng)").format(name=sheet.name, rows=sheet.rows))
        self.taken = QCheckBox(_("Nhập trang này"))
        self.taken.setObjectName("import_taken")
        self.hidden = QCheckBox(_("Nhập cả dòng ẩn"))
        self.hidden.setObjectName("import_hidden")
        self.letters = QComboBox()
        self.letters.setObjectName("import_letters")
        self.letters.setAccessibleName(_("Bảng mã"))
        for _encoding, words in _ENCODINGS:
            self.letters.addItem(words)
        self.group = QLineEdit()
        self.group.setObjectName("import_group")
        self.group.setAccessibleName(_("Thôn/tổ dân phố"))
        self.group.setPlaceholderText(_("khi tệp không ghi"))
        self.target = QComboBox()
        self.target.setObjectName("import_target")
        self.target.setAccessibleName(_("Ý nghĩa của cột"))
        self.target.addItem(_("(không nhập cột này)"))
        for name in TARGETS:
            self.target.addItem(target_label(name))
        self.table: RowTable[ColumnLook] = RowTable(
            (
                Column(
                    N_("Cột trong tệp"), lambda row: row.head or f"[{row.column_no}]", 30, sign=self._sign
                ),
                Column(N_("Nhập vào ô"), self._meaning, 30),
                Column(N_("Ví dụ"), lambda row: " · ".join(row.samples), 0),
            ),
            self,
        )
        self.view = table_view(self.table, "import_columns", _("Các cột"))
        self._lay_out()
        self.sheet.currentIndexChanged.connect(self._show_sheet)
        self.view.activated.connect(lambda _index: self.target.setFocus())
        self.view.selectionModel().currentRowChanged.connect(self._show_target)
        self.target.activated.connect(self._set_target)
        self.taken.toggled.connect(lambda is_on: self._change(is_taken=is_on))
        self.hidden.toggled.connect(lambda is_on: self._change(with_hidden=is_on))
        self.letters.activated.connect(self._set_letters)
        self.group.editingFinished.connect(lambda: self._change(group=self.group.text().strip()))
        first = next((at for at, one in enumerate(look.plan.sheets) if one.is_taken), 0)
        self.sheet.setCurrentIndex(first)
        self._show_sheet(first)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        for words, widget in (
            (_("Trang"), self.sheet),
            (_("Bảng mã"), self.letters),
            (_("Thôn/tổ"), self.group),
        ):
            top.addWidget(plain_label(words))
            top.addWidget(widget, 1)
        top.addWidget(self.taken)
        top.addWidget(self.hidden)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        below = QHBoxLayout()
        below.addWidget(plain_label(_("Cột đang chọn nhập vào ô")))
        below.addWidget(self.target, 1)
        column.addLayout(below)
        column.addWidget(
            muted_label(
                _(
                    "Mũi tên chọn cột, Enter để đổi ý nghĩa; gõ chữ đầu trong danh sách. Dấu cảnh báo: đoán, cần xem."
                ),
                wraps=True,
            )
        )

    def book_plan(self, look: BookPlan) -> BookPlan:
        """The plan as it stands, with the corrections of `look`."""
        return dataclasses.replace(look, sheets=tuple(self._plans.values()))

    @property
    def plan(self) -> SheetPlan:
        """The plan of the sheet shown."""
        return self._plans[self._look.sheets[self.sheet.currentIndex()].name]

    def _change(self, **changes: object) -> None:
        self._plans[self.plan.sheet] = dataclasses.replace(self.plan, **changes)  # type: ignore[arg-type]

    def _show_sheet(self, place: int) -> None:
        plan, look = self.plan, self._looks[place]
        for box, is_on in ((self.taken, plan.is_taken), (self.hidden, plan.with_hidden)):
            box.blockSignals(True)
            box.setChecked(is_on)
            box.blockSignals(False)
        self.hidden.setVisible(look.hidden_rows > 0)
        self.letters.setCurrentIndex([one for one, _words in _ENCODINGS].index(plan.encoding))
        self.group.setText(plan.group)
        self.table.put(look.columns)
        if look.columns:
            self.view.selectRow(0)

    def _set_letters(self, which: int) -> None:
        """Read the sheet with other letters: names, heads and what they mean are shown anew."""
        place, before = self.sheet.currentIndex(), self.plan
        look = look_again(self._look, place, _ENCODINGS[which][0])
        self._looks[place] = look
        self._plans[before.sheet] = dataclasses.replace(
            propose(look), is_taken=before.is_taken, with_hidden=before.with_hidden
        )
        self._show_sheet(place)

    def _meaning(self, row: ColumnLook) -> str:
        target = self.plan.columns.get(row.column_no)
        return target_label(target) if target else "–"

    def _sign(self, row: ColumnLook) -> str:
        target = self.plan.columns.get(row.column_no, "")
        is_guess = target == row.target and not row.is_sure
        return "warning" if target and is_guess else "ok" if target else ""

    def _show_target(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if index.isValid():
            target = self.plan.columns.get(self.table.rows[index.row()].column_no, "")
            self.target.setCurrentIndex(TARGETS.index(target) + 1 if target else 0)

    def _set_target(self, place: int) -> None:
        row = self.view.currentIndex().row()
        if row < 0:
            return
        target = TARGETS[place - 1] if place else ""
        number = self.table.rows[row].column_no
        self._plans[self.plan.sheet] = self.plan.with_target(number, target)
        self.table.put(self.table.rows)
        self.view.selectRow(row)
        self.view.setFocus()


class RowsStep(QWidget):
    """Every row and what will become of it; bad ones first, to be corrected, left out or put aside.

    Signals:
        corrected(target, said, meant): one word is to be read otherwise, everywhere.
        chosen(sheet, row, choice): one bad row.
    """

    corrected = Signal(str, str, str)
    chosen = Signal(str, int, object)

    def __init__(self) -> None:
        super().__init__()
        self._errors: dict[tuple[str, int], RowError] = {}
        self.sums = plain_label("", "import_sums", wraps=True)
        self.table: RowTable[RowFate] = RowTable(
            (
                Column(N_("Dòng"), lambda row: str(row.row), 6, is_right=True, order=lambda row: row.row),
                Column(N_("Trang"), lambda row: row.sheet, 14),
                Column(N_("Họ và tên"), lambda row: row.name, 24),
                Column(N_("Kết quả"), lambda row: fate_words(row.fate), 14, sign=_fate_sign),
                Column(N_("Vì sao"), self._why, 0),
            ),
            self,
        )
        self.view = table_view(self.table, "import_rows", _("Các dòng"))
        self.homes: RowTable[HouseholdLook] = RowTable(
            (
                Column(N_("Hộ số"), lambda row: row.number or "–", 8),
                Column(N_("Chủ hộ"), lambda row: row.head, 0),
                Column(
                    N_("Người"), lambda row: str(row.people), 5, is_right=True, order=lambda row: row.people
                ),
                Column(N_("Gom hộ"), lambda row: _(_HOW[row.how]), 18),
            ),
            self,
        )
        self.homes_view = table_view(self.homes, "import_homes", _("Các hộ trong tệp"))
        self.reading = QLineEdit()
        self.reading.setObjectName("import_reading")
        self.reading.setAccessibleName(_("Giá trị đúng"))
        self.said = plain_label("", "import_said")
        self.reason = plain_label("", "import_reason", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sums)
        tables = QHBoxLayout()
        tables.addWidget(self.view, 3)
        tables.addWidget(self.homes_view, 2)
        column.addLayout(tables, 1)
        column.addWidget(self.reason)
        self.deeds = QWidget()
        below = QHBoxLayout(self.deeds)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.said)
        below.addWidget(self.reading, 1)
        below.addWidget(button(_("Bỏ dòng này"), lambda: self._choose(Choice.SKIP), "import_skip"))
        below.addWidget(button(_("Để chờ xem lại"), lambda: self._choose(Choice.QUEUE), "import_queue"))
        column.addWidget(self.deeds)
        self.view.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_error())
        self.view.activated.connect(lambda _index: self.reading.setFocus())
        self.reading.returnPressed.connect(self._correct)

    def show_result(self, result: ImportResult, *, is_done: bool) -> None:
        """Show what would become of every row, or became of it; then nothing is left to decide here."""
        self.deeds.setVisible(not is_done)
        self.view.setColumnHidden(1, len({one.sheet for one in result.fates}) < 2)
        self._errors = {(one.sheet, one.row): one for one in reversed(result.errors)}
        self.sums.setText(tally_words(result))
        self.table.put(sorted(result.fates, key=lambda one: _FATE_ORDER.index(one.fate)))
        self.homes.put(result.households)
        if self.table.rows:
            self.view.selectRow(0)
        self._show_error()
        self.view.setFocus()

    def _why(self, row: RowFate) -> str:
        error = self._errors.get((row.sheet, row.row))
        if error is None:
            return row.message
        return (
            f"{target_label(error.field)} “{error.value}”: {error.message}" if error.value else error.message
        )

    def _current(self) -> RowFate | None:
        index = self.view.currentIndex()
        return self.table.rows[index.row()] if index.isValid() else None

    def _error(self) -> RowError | None:
        row = self._current()
        return self._errors.get((row.sheet, row.row)) if row is not None else None

    def _show_error(self) -> None:
        error, row = self._error(), self._current()
        self.reason.setText("" if row is None else self._why(row))
        can_correct = error is not None and bool(error.value)
        self.reading.setEnabled(can_correct)
        self.reading.setText("")
        words = _("Đọc “{said}” là").format(said=error.value) if error is not None and error.value else ""
        self.said.setText(words)
        self.reading.setAccessibleName(words)

    def _correct(self) -> None:
        error = self._error()
        if error is not None and error.value and self.reading.text().strip():
            self.corrected.emit(error.field, error.value, self.reading.text().strip())

    def _choose(self, choice: Choice) -> None:
        row = self._current()
        if row is not None and row.fate is Fate.ERROR:
            self.chosen.emit(row.sheet, row.row, choice)


def _fate_sign(row: RowFate) -> str:
    return {Fate.ERROR: "error", Fate.QUEUED: "warning", Fate.ADDED: "ok"}.get(row.fate, "")
