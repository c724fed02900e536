"""The end of the first run: what has to be written down or printed now, because it is kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics, QTextOption
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label

if TYPE_CHECKING:
    from census_desktop.services.set_up import SetUpResult  # loaded after the first window is painted


class ResultPage(QWidget):
    """Secrets in large letters; going on waits until somebody says that they were written down.

    Signals:
        go_on(login): the result was read.
        print_wanted(key): print the recovery key for the two envelopes.
    """

    go_on = Signal(str)
    print_wanted = Signal(str)

    def __init__(self, result: SetUpResult) -> None:
        super().__init__()
        login = result.accounts[0].login
        self._written: QCheckBox | None = None
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(34, 26, 34, 20)
        column.setSpacing(9)
        column.addWidget(plain_label(_("Máy đã thiết lập xong"), "page_title"))
        secrets = [
            (_("Mật khẩu của {login}").format(login=account.login), account.password)
            for account in result.accounts
            if account.password is not None
        ]
        if result.recovery_key is not None:
            secrets.append((_("Khóa khôi phục của thị xã"), result.recovery_key))
        if secrets:
            warning = Banner(can_close=False)
            warning.say(_("Chép những dòng dưới đây ra giấy và cất vào két. Máy không giữ lại."), "warning")
            column.addWidget(warning)
        for caption, secret in secrets:
            column.addWidget(muted_label(caption))
            column.addWidget(secret_box(secret, caption))
        key = result.recovery_key
        if key is not None:
            self.print_button = button(
                _("In hai tờ cho hai phong bì…"), lambda: self.print_wanted.emit(key), "print_recovery"
            )
            row = QHBoxLayout()
            row.addWidget(self.print_button)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.banner)
        column.addWidget(muted_label(_("Tệp khóa công khai, mang sang máy bên kia bằng USB")))
        column.addWidget(_shown(str(result.public_key_file), "public_key_file"))
        column.addWidget(muted_label(_("Dấu vân khóa của máy này, đọc cho bên kia so:")))
        column.addWidget(_shown(result.fingerprint, "own_fingerprint"))
        column.addStretch(1)
        row = QHBoxLayout()
        self.go = button(_("Đăng nhập"), lambda: self.go_on.emit(login), "to_log_in", primary=True)
        if secrets:
            written = QCheckBox(_("Tôi đã chép ra giấy"))
            written.setObjectName("written_down")
            self.go.setEnabled(False)
            written.toggled.connect(self.go.setEnabled)
            row.addWidget(written)
            self._written = written
        row.addStretch(1)
        row.addWidget(self.go)
        column.addLayout(row)

    @property
    def is_at_risk(self) -> bool:
        """True while secrets are shown that nobody has said to have written down."""
        return self._written is not None and not self._written.isChecked()

    def take_cursor(self) -> None:
        """Where the hands go on."""
        (self._written or self.go).setFocus()


def secret_box(text: str, caption: str) -> QPlainTextEdit:
    """A secret in large letters, whole at a glance; `caption` says what it is."""
    box = QPlainTextEdit(text)
    box.setObjectName("secret")
    box.setAccessibleName(caption)
    box.setReadOnly(True)
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    box.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
    box.setTabChangesFocus(True)
    font = QFont(box.font())
    font.setPointSizeF(font.pointSizeF() * 1.2)
    box.setFont(font)
    lines = 1 + QFontMetrics(font).horizontalAdvance(text) // 480
    box.setFixedHeight(lines * QFontMetrics(font).lineSpacing() + 18)
    return box


def _shown(text: str, name: str) -> QLineEdit:
    box = QLineEdit(text)
    box.setObjectName(name)
    box.setReadOnly(True)
    box.setCursorPosition(0)
    box.setFixedHeight(box.fontMetrics().height() + 12)
    return box
