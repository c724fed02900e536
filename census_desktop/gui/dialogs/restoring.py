"""A machine made anew from a backup: which backup, by whose password, and what it is afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui.forms.lines import Lines
from census_desktop.gui.widgets import Banner, button, muted_label, plain_label

_USUAL = ("backup", "keys_file", "password")
_RECOVERY = ("backup", "keys_file", "recovery_key", "password", "password_again")


@dataclass(frozen=True, slots=True)
class RestoreAnswers:
    """What was typed.

    Attributes:
        backup: the snapshot.
        keys_file: its `keys.json`; None when it lies beside the backup.
        password: of somebody who could log in when the backup was made; a new one with the recovery key.
        recovery_key: typed from the sheet when nobody remembers a password.
    """

    backup: Path
    keys_file: Path | None
    password: str
    recovery_key: str | None


class RestoreDialog(QDialog):
    """Enter goes from box to box, Esc closes; the folder of this machine is still empty.

    Signals:
        wanted(answers): everything was answered.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("restoring")
        self.setWindowTitle(_("Khôi phục từ bản sao lưu"))
        self.setMinimumWidth(640)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 14)
        column.setSpacing(8)
        column.addWidget(plain_label(_("Khôi phục từ bản sao lưu"), "page_title"))
        column.addWidget(
            muted_label(
                _(
                    "Máy này nhận mọi phiếu của bản sao lưu, nhưng có mã máy và khóa mới: thị xã phải đăng ký lại"
                    " thay cho máy cũ. Máy cũ hỏng hay mất thì báo thị xã thu hồi."
                ),
                wraps=True,
            )
        )
        self.lines = Lines()
        self.lines.add_file("backup", _("Bản sao lưu"), _("Bản sao lưu (*.censusbackup)"))
        self.lines.add_file(
            "keys_file",
            _("Tệp khóa"),
            _("Tệp khóa (*.json)"),
            hint=_("để trống nếu keys.json nằm cạnh bản sao lưu"),
        )
        self.lines.add("recovery_key", _("Khóa khôi phục"), hint=_("gõ từ tờ giấy, khoảng trống không sao"))
        self.lines.add("password", _("Mật khẩu"), is_secret=True)
        self.lines.add("password_again", _("Gõ lại mật khẩu mới"), is_secret=True)
        self.lines.finished.connect(self.ask)
        column.addWidget(self.lines)
        self.by_recovery = QCheckBox(_("Không ai nhớ mật khẩu: dùng khóa khôi phục và đặt mật khẩu mới"))
        self.by_recovery.setObjectName("by_recovery")
        self.by_recovery.toggled.connect(lambda _on: self._switch())
        column.addWidget(self.by_recovery)
        self.banner = Banner()
        column.addWidget(self.banner)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.go = button(_("Khôi phục"), self.ask, "restore_button", primary=True)
        row.addWidget(self.go)
        column.addLayout(row)
        self._switch()

    def _needed(self) -> tuple[str, ...]:
        return _RECOVERY if self.by_recovery.isChecked() else _USUAL

    def _switch(self) -> None:
        self.lines.show_only(*self._needed())
        self.lines.take_cursor()

    def ask(self) -> None:
        """Hand over what was typed, or say what is missing."""
        missing = next(
            (name for name in self._needed() if name != "keys_file" and not self.lines.text(name).strip()), ""
        )
        words = _("Còn ô chưa điền.")
        is_different = self.lines.text("password") != self.lines.text("password_again")
        if not missing and self.by_recovery.isChecked() and is_different:
            missing, words = "password_again", _("Hai lần gõ mật khẩu không giống nhau.")
        self.lines.complain(missing)
        backup = self.lines.path("backup")
        if missing or backup is None:
            self.banner.say(words, "error")
            return
        self.banner.say(_("Đang khôi phục và kiểm tra từng trang…"), "info")
        self.go.setEnabled(False)
        self.wanted.emit(
            RestoreAnswers(
                backup=backup,
                keys_file=self.lines.path("keys_file"),
                password=self.lines.text("password"),
                recovery_key=self.lines.text("recovery_key") if self.by_recovery.isChecked() else None,
            )
        )

    def refuse(self, words: str) -> None:
        """Say why it did not work; everything typed stays."""
        self.go.setEnabled(True)
        self.banner.say(words, "error")
