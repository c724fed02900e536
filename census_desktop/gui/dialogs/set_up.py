"""First run: what this machine is and who works on it; then what has to be written down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from census_desktop.base.paths import DataFolder
from census_desktop.base.text import N_, _
from census_desktop.domain.spec import FieldDef, Kind
from census_desktop.gui import icons, messages
from census_desktop.gui.dialogs.log_in import cover
from census_desktop.gui.dialogs.set_up_answers import SetUpAnswers
from census_desktop.gui.dialogs.set_up_result import ResultPage
from census_desktop.gui.forms.choice_editor import WordsEditor
from census_desktop.gui.sticks import start_folder
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label, restyle

if TYPE_CHECKING:
    from census_desktop.services.exchange import KnownMachine  # loaded after this window is painted
    from census_desktop.services.set_up import SetUpResult  # as above

_TEXTS = {
    "unit": N_("Phường/xã"),
    "officer": N_("Tên đăng nhập cán bộ"),
    "officer_password": N_("Mật khẩu"),
    "officer_again": N_("Gõ lại mật khẩu"),
    "supervisor": N_("Tên đăng nhập giám sát"),
    "supervisor_password": N_("Mật khẩu"),
    "supervisor_again": N_("Gõ lại mật khẩu"),
    "town_key": N_("Tệp khóa thị xã (.pub)"),
}
_UNIT_FIELD = FieldDef(_TEXTS["unit"], Kind.TEXT, name="unit")


class SetUpWindow(QWidget):
    """The first-run page and its result.

    Signals:
        wanted(answers): everything was answered.
        language_wanted(code): the user asks for the other language.
        finished(login): the result was read; go on to the log-in.
        closed(): the window was closed.
        key_chosen(path): a key file of the town was chosen; `show_town_key` or `refuse` answers.
        print_wanted(key): print the recovery key for the two envelopes.
        restore_wanted(): this machine is to be made of a backup.
    """

    wanted = Signal(object)
    key_chosen = Signal(object)
    print_wanted = Signal(str)
    restore_wanted = Signal()
    language_wanted = Signal(str)
    finished = Signal(str)
    closed = Signal()

    def __init__(self, folder: DataFolder, units: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("set_up")
        self.setWindowTitle(_("Census Desktop – Thiết lập máy"))
        self.setWindowIcon(icons.app_icon())
        self.setMinimumSize(900, 640)
        self._units = tuple(units)
        self._town_key: Path | None = None
        self._boxes: dict[str, QLineEdit] = {}
        self._labels: dict[str, QLabel] = {}
        self.result: ResultPage | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(cover(self.language_wanted.emit))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._questions(folder))
        across.addWidget(self._stack, 1)
        self.ward.setFocus()  # not the language, which stands first in the window

    # -- questions ----------------------------------------------------------------------------------------------

    def _questions(self, folder: DataFolder) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(34, 26, 34, 20)
        column.setSpacing(7)
        column.addWidget(plain_label(_("Thiết lập máy lần đầu"), "page_title"))
        column.addWidget(muted_label(_("Dữ liệu sẽ nằm ở {folder}").format(folder=folder.root), wraps=True))
        column.addLayout(self._roles())
        column.addLayout(self._boxes_grid())
        self.banner = Banner()
        column.addWidget(self.banner)
        column.addStretch(1)
        last = QHBoxLayout()
        last.addWidget(button(_("Khôi phục từ bản sao lưu…"), self.restore_wanted.emit, "restore_backup"))
        last.addStretch(1)
        self.go = button(_("Thiết lập máy này"), self._ask, "set_up_button", primary=True)
        self.go.setMinimumHeight(34)
        last.addWidget(self.go)
        column.addLayout(last)
        return page

    def _roles(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        self.ward = QRadioButton(_("Máy phường/xã – nhập phiếu"))
        self.ward.setObjectName("role_ward")
        self.collector = QRadioButton(_("Máy gom phường/xã – nhập và gom từ máy khác"))
        self.collector.setObjectName("role_collector")
        self.town = QRadioButton(_("Máy thị xã – gộp và theo dõi"))
        self.town.setObjectName("role_town")
        self.ward.setChecked(True)
        self.town.toggled.connect(lambda is_town: self._switch(is_town=is_town))
        for role in (self.ward, self.collector, self.town):
            column.addWidget(role)
        return column

    def _boxes_grid(self) -> QGridLayout:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        unit = WordsEditor(_UNIT_FIELD, "unit", lambda: self._units)
        unit.picks_first = True
        unit.moved.connect(lambda forward: self._boxes["officer" if forward else "unit"].setFocus())
        self._add("unit", unit)
        self._space()
        self._add("officer", QLineEdit())
        self._add("officer_password", QLineEdit(), is_secret=True)
        self._add("officer_again", QLineEdit(), is_secret=True)
        self._space()
        self._add("supervisor", QLineEdit("giamsat"))
        self._add("supervisor_password", QLineEdit(), is_secret=True)
        self._boxes["supervisor_password"].setPlaceholderText(_("để trống: máy tự đặt cụm bốn từ"))
        self._add("supervisor_again", QLineEdit(), is_secret=True)
        self._space()
        key = QLineEdit()
        key.setReadOnly(True)
        key.setPlaceholderText(_("có thể nhập sau ở phòng Trao đổi"))
        self._add("town_key", key)
        self._pick = button(_("Chọn tệp…"), self._choose_key, "choose_town_key")
        self._grid.addWidget(self._pick, self._grid.rowCount() - 1, 2)
        self.compared = QCheckBox("")
        self.compared.setObjectName("key_compared")
        self.compared.hide()
        self._grid.addWidget(self.compared, self._grid.rowCount(), 1, 1, 2)
        return self._grid

    def _add(self, name: str, box: QLineEdit, *, is_secret: bool = False) -> None:
        label = muted_label(_(_TEXTS[name]))
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setBuddy(box)
        box.setObjectName(f"field_{name}")
        box.setAccessibleName(_(_TEXTS[name]))
        box.setFixedHeight(box.fontMetrics().height() + 10)
        if is_secret:
            box.setEchoMode(QLineEdit.EchoMode.Password)
        if not isinstance(box, WordsEditor):
            box.returnPressed.connect(self._go_on)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(box, row, 1)
        self._boxes[name], self._labels[name] = box, label

    def _space(self) -> None:
        self._grid.setRowMinimumHeight(self._grid.rowCount(), 4)

    def _switch(self, *, is_town: bool) -> None:
        for name in ("unit", "town_key"):
            self._boxes[name].setVisible(not is_town)
            self._labels[name].setVisible(not is_town)
        self._pick.setVisible(not is_town)
        self.compared.setVisible(not is_town and self._town_key is not None)

    def _go_on(self) -> None:
        """Enter goes to the next visible box, from the last to the button."""
        order = [box for box in self._boxes.values() if box.isVisible() and not box.isReadOnly()]
        here = next((at for at, box in enumerate(order) if box.hasFocus()), -1)
        if here + 1 < len(order):
            order[here + 1].setFocus()
        else:
            self.go.setFocus()

    def _choose_key(self) -> None:
        chosen = messages.choose_files(
            self, _("Tệp khóa công khai của máy thị xã"), start_folder(), _("Tệp khóa (*.pub)")
        )
        if chosen:
            self.banner.hide()
            self.key_chosen.emit(chosen[0])

    def show_town_key(self, path: Path, machine: KnownMachine) -> None:
        """Show whose key a file holds; it counts once somebody has compared the fingerprint."""
        self._town_key = path
        self._boxes["town_key"].setText(str(path))
        self.compared.setText(
            _("{unit}: {mark}\nĐã so với công văn hoặc qua điện thoại, giống hệt").format(
                unit=machine.unit_name, mark=machine.fingerprint
            )
        )
        self.compared.setChecked(False)
        self.compared.show()
        self.compared.setFocus()

    def answers(self) -> SetUpAnswers:
        """What stands on the page now."""
        text = {name: box.text() for name, box in self._boxes.items()}
        return SetUpAnswers(
            is_town=self.town.isChecked(),
            unit=text["unit"].partition(" – ")[0],
            officer=text["officer"],
            officer_password=text["officer_password"],
            officer_again=text["officer_again"],
            supervisor=text["supervisor"],
            supervisor_password=text["supervisor_password"],
            supervisor_again=text["supervisor_again"],
            town_key=None if self.town.isChecked() else self._town_key,
            is_key_compared=self.compared.isChecked(),
            is_collecting=self.collector.isChecked(),
        )

    def _ask(self) -> None:
        answers = self.answers()
        problems = answers.problems()
        for name, box in self._boxes.items():
            restyle(box, state="error" if name in problems else "normal")
            box.setAccessibleDescription(problems.get(name, ""))
        if problems:
            name, words = next(iter(problems.items()))
            self._boxes[name].setFocus()
            self.banner.say(f"{_(_TEXTS[name])}: {words}", "error")
            return
        self.banner.hide()
        self.set_waiting(is_waiting=True)
        self.wanted.emit(answers)

    def set_waiting(self, *, is_waiting: bool) -> None:
        """While the store is being made nothing can be pressed twice."""
        self.go.setEnabled(not is_waiting)
        self.go.setText(_("Đang tạo khóa và dữ liệu…") if is_waiting else _("Thiết lập máy này"))

    def refuse(self, words: str) -> None:
        """Say why the set-up did not happen; everything typed stays."""
        self.set_waiting(is_waiting=False)
        self.banner.say(words, "error")

    # -- result -------------------------------------------------------------------------------------------------

    def show_result(self, result: SetUpResult) -> None:
        """Show what has to be written down now, because it is kept nowhere."""
        self.result = ResultPage(result)
        self.result.go_on.connect(self.finished)
        self.result.print_wanted.connect(self.print_wanted)
        self._stack.addWidget(self.result)
        self._stack.setCurrentWidget(self.result)
        for switch in self.findChildren(QPushButton, "language"):
            switch.hide()  # another language would be another window, and the secrets gone
        self.result.take_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from the kind of machine as it does from every box."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and any(role.hasFocus() for role in (self.ward, self.collector, self.town)):
            self._go_on()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window goes; secrets that were not written down are gone with it."""
        is_by_user = not self.signalsBlocked()
        is_at_risk = self.result is not None and self.result.is_at_risk
        if is_by_user and is_at_risk and not self._may_lose_secrets():
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()

    def _may_lose_secrets(self) -> bool:
        return messages.ask(
            self,
            _("Những dòng trên màn hình chưa được chép ra giấy. Vẫn đóng?"),
            _("Máy không giữ lại; đóng rồi thì không xem lại được."),
            yes=_("Vẫn đóng"),
            no=_("Ở lại để chép"),
            is_danger=True,
        )
