"""A password nobody remembers: the town's unlock file, or its recovery key typed from the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui.forms.lines import Lines
from census_desktop.gui.sticks import choose_stick
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label

_UNLOCK = ("unlock_file", "code", "new_password", "new_again")
_RECOVERY = ("login", "recovery_key", "new_password", "new_again")


@dataclass(frozen=True, slots=True)
class ForgottenAnswers:
    """What was typed.

    Attributes:
        unlock_file: what the town sent; None when the recovery key was typed here.
        code: four words told by telephone.
        login: account to be opened by the recovery key; an unlock file names its own.
        recovery_key: typed from the sheet.
        new_password: the new password.
    """

    unlock_file: Path | None
    code: str
    login: str
    recovery_key: str
    new_password: str


class ForgottenDialog(QDialog):
    """Three ways out, the usual one first. Enter goes from box to box, Esc closes.

    Signals:
        wanted(answers): everything was answered.
        keys_wanted(folder): copy the key file of this machine to a stick.
    """

    wanted = Signal(object)
    keys_wanted = Signal(object)

    def __init__(self, login: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("forgotten")
        self.setWindowTitle(_("Quên mật khẩu"))
        self.setMinimumWidth(640)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 14)
        column.setSpacing(8)
        column.addWidget(plain_label(_("Quên mật khẩu"), "page_title"))
        column.addWidget(
            muted_label(
                _(
                    "Người giám sát còn nhớ mật khẩu của mình thì đăng nhập và đặt lại giúp ở Trao đổi, Máy và khóa."
                    " Nếu không ai nhớ, thị xã mở giúp; phiếu đã nhập không mất."
                ),
                wraps=True,
            )
        )
        self.by_unlock = QRadioButton(_("Thị xã đã gửi tệp mở khóa và đọc mã bốn từ qua điện thoại"))
        self.by_unlock.setObjectName("by_unlock")
        self.by_unlock.setChecked(True)
        self.by_recovery = QRadioButton(_("Có tờ khóa khôi phục của thị xã ở đây"))
        self.by_recovery.setObjectName("by_recovery")
        self.by_recovery.toggled.connect(lambda _on: self._switch())
        column.addWidget(self.by_unlock)
        column.addWidget(self.by_recovery)
        self.lines = Lines()
        self.lines.add_file("unlock_file", _("Tệp mở khóa"), _("Tệp mở khóa (*.unlock)"))
        self.lines.add("code", _("Mã bốn từ"), hint=_("gõ không dấu, ví dụ: lua chin dong lang"))
        self.lines.add("login", _("Tên đăng nhập")).setText(login)
        self.lines.add("recovery_key", _("Khóa khôi phục"), hint=_("gõ từ tờ giấy, khoảng trống không sao"))
        self.lines.add("new_password", _("Mật khẩu mới"), is_secret=True)
        self.lines.add("new_again", _("Gõ lại mật khẩu mới"), is_secret=True)
        self.lines.finished.connect(self.ask)
        column.addWidget(self.lines)
        self.banner = Banner()
        column.addWidget(self.banner)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(button(_("Chép tệp khóa máy này ra USB gửi thị xã…"), self._copy_keys, "copy_key_ring"))
        row.addStretch(1)
        self.go = button(_("Đặt mật khẩu mới"), self.ask, "set_new_password", primary=True)
        row.addWidget(self.go)
        column.addLayout(row)
        self._switch()

    def _switch(self) -> None:
        self.lines.show_only(*(_RECOVERY if self.by_recovery.isChecked() else _UNLOCK))
        self.lines.take_cursor()

    def _copy_keys(self) -> None:
        folder = choose_stick(self, _("Chọn USB để chép tệp khóa"))
        if folder is not None:
            self.keys_wanted.emit(folder)

    def ask(self) -> None:
        """Hand over what was typed, or say what is missing."""
        missing = self._missing()
        self.lines.complain(missing[0] if missing else "")
        if missing:
            self.banner.say(missing[1], "error")
            return
        self.banner.hide()
        self.set_waiting(is_waiting=True)
        text = self.lines.text
        self.wanted.emit(
            ForgottenAnswers(
                unlock_file=None if self.by_recovery.isChecked() else self.lines.path("unlock_file"),
                code=text("code"),
                login=text("login").strip(),
                recovery_key=text("recovery_key"),
                new_password=text("new_password"),
            )
        )

    def _missing(self) -> tuple[str, str] | None:
        needed = _RECOVERY if self.by_recovery.isChecked() else _UNLOCK
        for name in needed:
            if not self.lines.text(name).strip():
                return name, _("Còn ô chưa điền.")
        if self.lines.text("new_password") != self.lines.text("new_again"):
            return "new_again", _("Hai lần gõ mật khẩu không giống nhau.")
        return None

    def set_waiting(self, *, is_waiting: bool) -> None:
        """While the key is being worked out nothing can be pressed twice."""
        self.go.setEnabled(not is_waiting)

    def refuse(self, words: str) -> None:
        """Say why it did not work; everything typed stays."""
        self.set_waiting(is_waiting=False)
        self.banner.say(words, "error")

    def tell(self, words: str) -> None:
        """Say that something was done."""
        self.banner.say(words, "ok")
