"""Deeds about keys that ask for something first: a new password, an unlock file, new keys of the town."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QRadioButton, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _
from census_desktop.gui.dialogs.asking import Asking, SecretsDialog
from census_desktop.gui.dialogs.papers import preview_secret
from census_desktop.gui.session import Session
from census_desktop.gui.sticks import choose_stick
from census_desktop.gui.widgets import Banner, button
from census_desktop.services.exchange import copy_public_key
from census_desktop.services.machines import NewKeys, renew_keys
from census_desktop.services.recovery import Unlock, make_unlock, recovery_papers, set_password


def ask_password(session: Session, page: QWidget, banner: Banner) -> None:
    """Give an account a new password.

    Args:
        session: who is at work.
        page: where it was asked for.
        banner: where it is told that it was done.
    """
    dialog = Asking(
        _("Đổi mật khẩu"),
        _("Ít nhất 10 ký tự, hoặc bốn từ dễ nhớ. Người giám sát đặt lại được mật khẩu của cán bộ khác."),
        _("Đổi mật khẩu"),
        session.jobs,
        page,
    )
    lines = dialog.lines
    lines.add("login", _("Tên đăng nhập")).setText(session.store.account.login)
    lines.add("new_password", _("Mật khẩu mới"), is_secret=True)
    lines.add("new_again", _("Gõ lại mật khẩu mới"), is_secret=True)

    def prepare() -> str:
        is_same = lines.text("new_password") == lines.text("new_again")
        return "" if is_same else _("Hai lần gõ mật khẩu không giống nhau.")

    dialog.prepare = prepare
    dialog.work = lambda: set_password(session.store, lines.text("login").strip(), lines.text("new_password"))
    login = lines.text("login")
    dialog.done_with = lambda _result: banner.say(
        _("Đã đặt mật khẩu mới cho {login}.").format(login=login), "ok"
    )
    dialog.begin()


def ask_unlock(session: Session, page: QWidget, banner: Banner) -> None:
    """Make an unlock file for another machine and show its code.

    Args:
        session: who is at work, on the town's machine.
        page: where it was asked for.
        banner: where it is told that it was done.
    """
    dialog = Asking(
        _("Mở giúp máy quên mật khẩu"),
        _(
            "Máy đó gửi lên tệp khóa keys-….json. Mở phong bì, gõ khóa khôi phục; máy này ghi tệp mở khóa ra USB và"
            " đưa mã bốn từ để đọc qua điện thoại. Khóa khôi phục không rời khỏi đây."
        ),
        _("Ghi tệp mở khóa ra USB…"),
        session.jobs,
        page,
    )
    lines = dialog.lines
    lines.add_file("keys_file", _("Tệp khóa của máy đó"), _("Tệp khóa (*.json)"))
    lines.add("login", _("Tài khoản cần mở"))
    lines.add("recovery_key", _("Khóa khôi phục"), hint=_("gõ từ tờ giấy, khoảng trống không sao"))
    place: list[Path] = []

    def prepare() -> str:
        if not all(lines.text(name).strip() for name in ("keys_file", "login", "recovery_key")):
            return _("Còn ô chưa điền.")
        folder = choose_stick(dialog, _("Chọn USB để ghi tệp mở khóa"))
        if folder is None:
            return _("Chưa chọn nơi ghi tệp mở khóa.")
        place[:] = [folder]
        return ""

    dialog.prepare = prepare
    dialog.work = lambda: make_unlock(
        session.store,
        Path(lines.text("keys_file").strip()),
        lines.text("recovery_key"),
        lines.text("login").strip(),
        place[0],
    )

    def done(result: object) -> None:
        assert isinstance(result, Unlock)
        banner.say(_("Đã ghi {path}.").format(path=result.path), "ok")
        SecretsDialog(
            _("Tệp mở khóa đã ghi"),
            _("Gửi {path} tới máy đó. Đọc mã qua điện thoại cho đúng người, không ghi kèm tệp.").format(
                path=result.path
            ),
            ((_("Mã mở khóa cho {login}").format(login=result.login), result.code),),
            page,
        ).open()

    dialog.done_with = done
    dialog.begin()


def ask_new_keys(session: Session, page: QWidget, banner: Banner, refresh: Callable[[], None]) -> None:
    """Change the keys of the town, on request the recovery key as well.

    Args:
        session: who is at work, on the town's machine.
        page: where it was asked for.
        banner: where it is told that it was done.
        refresh: called when the keys are others.
    """
    dialog = Asking(
        _("Đổi khóa thị xã"),
        _(
            "Đổi khi máy hay phong bì bị lộ, bị mất. Máy thị xã nhận khóa mới. Mang tệp town.pub mới tới từng phường,"
            " xã; máy ở đó tin vì khóa cũ đã ký."
            " Gói niêm phong bằng khóa cũ vẫn đọc được."
        ),
        _("Đổi khóa"),
        session.jobs,
        page,
    )
    keep = QRadioButton(_("Giữ khóa khôi phục trong hai phong bì"))
    keep.setChecked(True)
    both = QRadioButton(_("Làm cả khóa khôi phục mới: phong bì bị mở hoặc bị mất"))
    both.setObjectName("with_recovery")
    for choice in (keep, both):
        dialog.extra.addWidget(choice)
    dialog.work = lambda: renew_keys(session.store, with_recovery=both.isChecked())

    def done(result: object) -> None:
        assert isinstance(result, NewKeys)
        refresh()
        banner.say(_("Đã đổi khóa thị xã. Dấu vân khóa mới: {mark}").format(mark=result.fingerprint), "ok")
        _show_new_keys(session, page, result)

    dialog.done_with = done
    dialog.begin()
    keep.setFocus()


def _show_new_keys(session: Session, page: QWidget, made: NewKeys) -> None:
    """What has to be carried away now: the key file for the wards, the sheets for the envelopes."""
    secrets = [(_("Dấu vân khóa mới"), made.fingerprint)]
    if made.recovery_key is not None:
        secrets.append((_("Khóa khôi phục của thị xã"), made.recovery_key))
    dialog = SecretsDialog(
        _("Khóa thị xã đã đổi"),
        _("Mang tệp {path} tới mọi phường, xã.").format(path=made.public_key_file),
        tuple(secrets),
        page,
    )

    def copy() -> None:
        folder = choose_stick(dialog, _("Thư mục USB để chép tệp khóa"))
        if folder is None:
            return
        try:
            path = copy_public_key(session.store, folder)
        except CensusError as error:
            dialog.banner.say_error(error)
            return
        dialog.banner.say(_("Đã chép {path}.").format(path=path), "ok")

    dialog.extra.addWidget(button(_("Chép tệp khóa mới ra USB…"), copy, "copy_new_key"))
    key = made.recovery_key
    if key is not None:
        dialog.extra.addWidget(
            button(
                _("In hai tờ cho hai phong bì…"),
                lambda: preview_secret(dialog, recovery_papers(key, session.clock), dialog.banner),
                "print_new_recovery",
            )
        )
    dialog.open()
