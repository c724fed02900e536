"""The first window: who is working today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from census_desktop import __version__
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _, language
from census_desktop.gui import icons
from census_desktop.gui.widgets import Banner, Mark, button, muted_label, plain_label

if TYPE_CHECKING:
    from census_desktop.store.opening import Account  # the store is loaded after this window is painted


# Each language by its own name, which is never translated.
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def cover(choose_language: Callable[[str], object]) -> QFrame:
    """The dark panel at the left of the first windows.

    Args:
        choose_language: called with the code of the other language when its name is pressed.
    """
    panel = QFrame()
    panel.setObjectName("top_bar")
    panel.setFixedWidth(300)
    column = QVBoxLayout(panel)
    column.setContentsMargins(28, 36, 28, 22)
    column.setSpacing(8)
    column.addWidget(Mark(56))
    column.addSpacing(8)
    column.addWidget(plain_label(_("Census Desktop"), "big_title"))
    subtitle = plain_label(_("Thu thập thông tin dân cư\nPhiếu DC01"), wraps=True)
    column.addWidget(subtitle)
    column.addStretch(1)
    quiet = plain_label(
        _("Dữ liệu nằm trong máy này, được mã hóa. Chương trình không dùng mạng."), "bar_muted", wraps=True
    )
    column.addWidget(quiet)
    other = "en" if language() == "vi" else "vi"
    switch = button(LANGUAGE_NAMES[other], lambda: choose_language(other), "language")
    column.addWidget(switch, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(plain_label(_("Phiên bản {version}").format(version=__version__), "bar_muted"))
    return panel


class LogInWindow(QWidget):
    """Account and password. Painted before the store is loaded; accounts come a moment later.

    Signals:
        wanted(login, password): the user asks to be let in.
        language_wanted(code): the user asks for the other language.
        closed(): the window was closed.
        forgotten(): nobody remembers the password.
    """

    wanted = Signal(str, str)
    language_wanted = Signal(str)
    closed = Signal()
    forgotten = Signal()

    def __init__(self, folder: DataFolder) -> None:
        super().__init__()
        self.setObjectName("log_in")
        self.setWindowTitle(_("Census Desktop – Đăng nhập"))
        self.setWindowIcon(icons.app_icon())
        self.setFixedSize(780, 470)
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(lambda _button, _is_on: self._order_tabs())
        self.banner = Banner()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(cover(self.language_wanted.emit))
        across.addLayout(self._questions(folder), 1)
        self._is_asked_early = False
        self.password.setFocus()  # also before the accounts are known: whoever types at once types here

    def _questions(self, folder: DataFolder) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(40, 34, 40, 22)
        column.setSpacing(7)
        column.addWidget(plain_label(_("Đăng nhập"), "page_title"))
        column.addSpacing(4)
        column.addWidget(muted_label(_("Người dùng")))
        self._accounts = QVBoxLayout()
        self._accounts.setSpacing(2)
        self._waiting = muted_label(_("Đang mở dữ liệu…"))
        self._accounts.addWidget(self._waiting)
        column.addLayout(self._accounts)
        column.addSpacing(6)
        label = muted_label(_("Mật khẩu"))
        self.password = QLineEdit()
        self.password.setObjectName("password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Mật khẩu"))
        self.password.setFixedHeight(self.password.fontMetrics().height() + 14)
        self.password.returnPressed.connect(self._ask)
        self.password.textEdited.connect(lambda _text: self.banner.hide())
        label.setBuddy(self.password)
        column.addWidget(label)
        column.addWidget(self.password)
        self.caps = muted_label(
            _("Mật khẩu có phân biệt chữ hoa, chữ thường. Chú ý bộ gõ UniKey."), wraps=True
        )
        column.addWidget(self.caps)
        column.addWidget(self.banner)
        column.addStretch(1)
        row = QHBoxLayout()
        self.enter = button(_("Đăng nhập"), self._ask, "log_in_button", primary=True)
        self.enter.setMinimumHeight(34)
        self.enter.setMinimumWidth(150)
        self.enter.setEnabled(False)
        row.addWidget(button(_("Quên mật khẩu…"), self.forgotten.emit, "forgotten_password", quiet=True))
        row.addStretch(1)
        row.addWidget(self.enter)
        column.addLayout(row)
        path = muted_label(_("Thư mục dữ liệu: {folder}").format(folder=folder.root), wraps=True)
        column.addWidget(path)
        return column

    def show_accounts(self, accounts: Sequence[Account], login: str = "") -> None:
        """Offer the accounts of this installation.

        Args:
            accounts: as kept beside the data.
            login: the one to mark; the first when "" or unknown.
        """
        self._waiting.hide()
        roles = {"officer": _("cán bộ nhập liệu"), "supervisor": _("người giám sát")}
        for account in accounts:
            words = _("{name} – {role}").format(name=account.display_name, role=roles[account.role.value])
            choice = QRadioButton(words.replace("&", "&&"))
            choice.setObjectName(f"account_{account.login}")
            choice.setProperty("login", account.login)
            self._group.addButton(choice)
            self._accounts.addWidget(choice)
            choice.setChecked(account.login == login)
        if self._group.checkedButton() is None and self._group.buttons():
            self._group.buttons()[0].setChecked(True)
        self._order_tabs()
        self.enter.setEnabled(True)
        self.password.setFocus()
        if self._is_asked_early:
            self._ask()

    def _order_tabs(self) -> None:
        """From the accounts, which came last, to the password and on, as they stand on the window."""
        for choice in self._group.buttons():  # one stop for all of them, as the arrows choose among them
            is_stop = choice.isChecked()
            choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        order = [*self._group.buttons(), self.password, self.enter]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    @property
    def login(self) -> str:
        """The marked account, "" while none is known."""
        marked = self._group.checkedButton()
        return str(marked.property("login")) if marked is not None else ""

    def mark(self, login: str) -> None:
        """Mark an account; nothing happens when there is none of that name."""
        for choice in self._group.buttons():
            if str(choice.property("login")).casefold() == login.casefold():
                choice.setChecked(True)

    def _ask(self) -> None:
        if not self.login:
            self._is_asked_early = True  # answered as soon as the accounts are known
        elif self.enter.isEnabled():
            self.set_waiting(is_waiting=True)
            self.wanted.emit(self.login, self.password.text())

    def set_waiting(self, *, is_waiting: bool) -> None:
        """While the store is being opened nothing can be pressed twice."""
        self.enter.setEnabled(not is_waiting)
        self.enter.setText(_("Đang mở…") if is_waiting else _("Đăng nhập"))
        self.password.setReadOnly(is_waiting)

    def refuse(self, words: str) -> None:
        """Say why the door stays shut; the password is typed anew."""
        self.set_waiting(is_waiting=False)
        self.banner.say(words, "error")
        self.password.selectAll()
        self.password.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the window."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window goes."""
        super().closeEvent(event)
        self.closed.emit()
