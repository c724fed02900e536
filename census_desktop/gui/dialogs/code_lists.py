"""F6 in the exchange room: what the town has added to the code lists; on its own machine also adding and changing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import N_, _, number
from census_desktop.domain.code_overlay import OPEN_LISTS
from census_desktop.domain.code_records import CodeEntry
from census_desktop.domain.formats import show_answer
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.gui import messages
from census_desktop.gui.dialogs.asking import Asking
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.models.row_table import Column, RowTable, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.sticks import start_folder
from census_desktop.gui.widgets import Banner, button, muted_label
from census_desktop.services.code_lists import CodesTaken, load_codes, save_code_sheet, set_code
from census_desktop.services.known_codes import code_entries, code_list_title

_FIELDS = FIELDS[RecordKind.CODE_ENTRY]
_TYPED = tuple(name for name in _FIELDS if name != "list_name")
_TABLES = N_("Bảng tính (*.xlsx *.csv)")
_HINTS = {
    "code": "pa_ko",
    "valid_from": "01/01/2027",
    "other": N_("cách nhau bằng dấu chấm phẩy"),
    "same_as": N_("mã cùng danh mục mà mã mới theo cách kiểm tra"),
}


def _day(name: str, entry: CodeEntry) -> str:
    return show_answer(_FIELDS[name], getattr(entry, name))


COLUMNS: tuple[Column[CodeEntry], ...] = (
    Column(N_("Danh mục"), lambda one: code_list_title(one.list_name), 17),
    Column(N_("Mã"), lambda one: one.code or "", 12),
    Column(N_("Tên gọi"), lambda one: one.label or "", 25),
    Column(
        N_("Dùng từ ngày"),
        lambda one: _day("valid_from", one),
        11,
        order=lambda one: one.valid_from or "",
    ),
    Column(
        N_("Dùng đến hết ngày"),
        lambda one: _day("valid_to", one),
        15,
        order=lambda one: one.valid_to or "",
    ),
    Column(N_("Cách ghi khác"), lambda one: one.other or "", 17),
    Column(N_("Căn cứ pháp lý"), lambda one: one.legal_basis or "", 0),
)


class CodeListsDialog(QDialog):
    """Codes added or named anew. Insert adds, Enter or F2 changes, Esc closes; a ward only looks."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setObjectName("code_lists")
        self.setWindowTitle(_("Danh mục: mã thị xã thêm hoặc đổi tên"))
        self.resize(1080, 480)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        words = (
            _(
                "Mã thêm ở đây đi cùng biên nhận tới mọi phường, xã. Mã đã có không bao giờ bị xóa, chỉ thôi dùng."
            )
            if session.is_town
            else _("Những mã này do thị xã gửi trong biên nhận; máy này đã dùng từ ngày ghi ở đây.")
        )
        column.addWidget(muted_label(words, wraps=True))
        self.banner = Banner()
        column.addWidget(self.banner)
        self.table: RowTable[CodeEntry] = RowTable(COLUMNS, self)
        self.view = table_view(self.table, "code_entries", _("Mã trong danh mục"))
        self.view.activated.connect(lambda _index: self.change())
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        self.buttons = (
            button(_("Thêm mã… (Insert)"), self.add, "add_code"),
            button(_("Sửa… (Enter)"), self.change, "change_code"),
            button(_("Nhập từ bảng tính…"), self.take, "take_codes"),
            button(_("Ghi ra bảng tính, tệp mẫu…"), self.save, "save_codes"),
        )
        for each in self.buttons:
            each.setVisible(session.is_town)
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(muted_label(_("Esc đóng")))
        column.addLayout(row)
        self.finished.connect(self.deleteLater)
        self.refresh()
        self.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert adds a code, F2 changes the marked one."""
        if self._session.is_town and event.key() == Qt.Key.Key_Insert:
            self.add()
        elif event.key() == Qt.Key.Key_F2:
            self.change()
        else:
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Read the entries again; the marked one stays marked."""
        marked = self._marked()
        self.table.put(code_entries(self._session.store))
        ids = [one.code_entry_uuid for one in self.table.rows]
        if ids:
            here = marked.code_entry_uuid if marked is not None else None
            self.view.selectRow(ids.index(here) if here in ids else 0)

    def _marked(self) -> CodeEntry | None:
        row = self.view.currentIndex().row()
        return self.table.rows[row] if 0 <= row < len(self.table.rows) else None

    def add(self) -> None:
        """Type a new code."""
        self._ask(None)

    def change(self) -> None:
        """Change the words of the marked code, or say that it is not used any more."""
        marked = self._marked()
        if marked is not None and self._session.is_town:
            self._ask(marked)

    def _ask(self, entry: CodeEntry | None) -> None:
        dialog = Asking(
            _("Mã mới trong danh mục") if entry is None else _("Sửa mã {code}").format(code=entry.code),
            _(
                "Mã và ngày bắt đầu là của dòng này; đổi một trong hai là thêm dòng mới, dòng cũ vẫn còn."
                " Tên cũ vẫn đọc được trên giấy và trong bảng tính."
            ),
            _("Ghi vào danh mục"),
            self._session.jobs,
            self,
        )
        chooser = QComboBox()
        chooser.setObjectName("code_list_chooser")
        chooser.setAccessibleName(_("Danh mục"))
        for name in OPEN_LISTS:
            chooser.addItem(code_list_title(name), name)
        if entry is not None:
            chooser.setCurrentIndex(chooser.findData(entry.list_name))
        row = QHBoxLayout()
        row.addWidget(muted_label(_("Danh mục")))
        row.addWidget(chooser, 1)
        dialog.lines_above.addLayout(row)
        for name in _TYPED:
            box = dialog.lines.add(
                name, _(_FIELDS[name].label), hint=_(_HINTS[name]) if name in _HINTS else ""
            )
            if entry is not None:
                box.setText(show_answer(_FIELDS[name], getattr(entry, name)))

        def said() -> dict[str, str]:
            return {"list_name": chooser.currentData(), **{name: dialog.lines.text(name) for name in _TYPED}}

        dialog.work = lambda: set_code(self._session.store, said())
        dialog.done_with = self._kept
        dialog.begin()
        if entry is None:
            chooser.setFocus()

    def _kept(self, entry: object) -> None:
        assert isinstance(entry, CodeEntry)
        self._changed(
            _("Đã ghi mã {code} – {label}; đi cùng biên nhận tới.").format(code=entry.code, label=entry.label)
        )

    def _changed(self, words: str) -> None:
        self.refresh()
        self.banner.say(words, "ok")
        self._session.bus.changed.emit()

    def take(self) -> None:
        """Take a list in; all of it or nothing."""
        chosen = messages.choose_files(self, _("Bảng mã mới"), start_folder(), _(_TABLES))
        if not chosen:
            return
        store, path = self._session.store, chosen[0]
        run_job(
            self._session.jobs,
            self,
            _("Đang nhập {file}").format(file=path.name),
            lambda _control: load_codes(store, path),
            self._taken,
            lambda error: self.banner.say_ended(error, _("Đã dừng. Danh mục giữ nguyên như trước.")),
        )

    def _taken(self, taken: CodesTaken) -> None:
        self._changed(
            _("Đã nhận {rows} dòng: {added} mã mới, {changed} mã đổi; đi cùng biên nhận tới.").format(
                rows=number(taken.rows), added=number(taken.added), changed=number(taken.changed)
            )
        )

    def save(self) -> None:
        """Write the entries, with the columns explained and all codes in use, as a spreadsheet."""
        path = messages.choose_new_file(
            self, _("Ghi danh mục"), Path.home() / "danh-muc.xlsx", _("Bảng tính Excel (*.xlsx)")
        )
        if path is None:
            return
        try:
            rows = save_code_sheet(self._session.store, path)
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.banner.say(_("Đã ghi {path}: {rows} dòng.").format(path=path, rows=number(rows)), "ok")
