"""Help before anybody is logged in: a forgotten password, a machine made of a backup, keys shown and printed.

What needs the store is loaded when it is first called, so that the first window is not kept waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from census_desktop.base.clock import Clock
from census_desktop.base.errors import CensusError
from census_desktop.base.paths import DataFolder
from census_desktop.base.text import _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.forgotten import ForgottenAnswers, ForgottenDialog
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.dialogs.restoring import RestoreAnswers, RestoreDialog
from census_desktop.gui.dialogs.set_up import SetUpWindow
from census_desktop.gui.jobs import JobRunner

if TYPE_CHECKING:
    from census_desktop.services.machines import Restored

_AGAIN = 50  # milliseconds until the worker thread is asked again


class FirstHelp(QObject):
    """Opens the dialogs of the first windows and does what they ask for."""

    def __init__(self, folder: DataFolder, clock: Clock, jobs: JobRunner) -> None:
        super().__init__()
        self._folder = folder
        self._clock = clock
        self._jobs = jobs

    def _run(self, work: Callable[[], object], done: Callable[[object], None], dialog: object) -> None:
        if self._jobs.is_running:  # the store is still being loaded
            QTimer.singleShot(_AGAIN, self, lambda: self._run(work, done, dialog))
            return

        def failed(error: BaseException) -> None:
            if not isinstance(error, CensusError):
                raise error
            assert isinstance(dialog, ForgottenDialog | RestoreDialog)
            dialog.refuse(str(error))

        self._jobs.start(lambda _control: work(), done, failed)

    # -- forgotten password -------------------------------------------------------------------------------------

    def show_forgotten(self, window: LogInWindow) -> None:
        """Open the dialog for a forgotten password."""
        dialog = ForgottenDialog(window.login, window)
        dialog.wanted.connect(lambda answers: self._reset(window, dialog, answers))
        dialog.keys_wanted.connect(lambda folder: self._copy_keys(dialog, folder))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _reset(self, window: LogInWindow, dialog: ForgottenDialog, answers: ForgottenAnswers) -> None:
        folder, clock = self._folder, self._clock

        def done(login: object) -> None:
            dialog.accept()
            window.mark(str(login))
            window.banner.say(_("Đã đặt mật khẩu mới cho {login}.").format(login=login), "ok")
            window.password.setFocus()

        self._run(lambda: _reset_password(folder, clock, answers), done, dialog)

    def _copy_keys(self, dialog: ForgottenDialog, folder: Path) -> None:
        try:
            path = _copy_key_ring(self._folder, folder)
        except CensusError as error:
            dialog.refuse(str(error))
            return
        dialog.tell(
            _("Đã chép {path}. Gửi tệp này lên thị xã; trong tệp không có mật khẩu.").format(path=path)
        )

    # -- restoring ----------------------------------------------------------------------------------------------

    def show_restore(self, window: SetUpWindow, restored: Callable[[], object]) -> None:
        """Open the dialog for restoring; `restored` is called when this machine is set up."""
        dialog = RestoreDialog(window)
        dialog.wanted.connect(lambda answers: self._restore(dialog, answers, restored))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _restore(
        self, dialog: RestoreDialog, answers: RestoreAnswers, restored: Callable[[], object]
    ) -> None:
        folder, clock = self._folder, self._clock

        def done(result: object) -> None:
            text, advice = _restored_words(result)
            messages.tell(dialog, text, advice)
            dialog.accept()
            restored()

        self._run(lambda: _restore_backup(folder, clock, answers), done, dialog)

    # -- keys ---------------------------------------------------------------------------------------------------

    def show_town_key(self, window: SetUpWindow, path: Path) -> None:
        """Read a key file that was chosen and show whose it is."""
        from census_desktop.services.exchange import look_at_town_key  # lazy: start-up

        try:
            machine = look_at_town_key(path)
        except CensusError as error:
            window.banner.say_error(error)
            return
        window.show_town_key(path, machine)

    def print_recovery(self, window: SetUpWindow, key: str) -> None:
        """Show the recovery key as it will be printed for the two envelopes."""
        from census_desktop.gui.dialogs.papers import preview_secret  # lazy: start-up
        from census_desktop.services.recovery import recovery_papers  # lazy: start-up

        assert window.result is not None
        preview_secret(window, recovery_papers(key, self._clock), window.result.banner)


def _reset_password(folder: DataFolder, clock: Clock, answers: ForgottenAnswers) -> str:
    from census_desktop.services.recovery import reset_password, use_unlock  # lazy: start-up

    if answers.unlock_file is not None:
        return use_unlock(folder, answers.unlock_file, answers.code, answers.new_password, clock)
    reset_password(folder, answers.recovery_key, answers.login, answers.new_password, clock)
    return answers.login


def _copy_key_ring(folder: DataFolder, out_dir: Path) -> Path:
    from census_desktop.services.recovery import copy_key_ring  # lazy: start-up

    return copy_key_ring(folder, out_dir)


def _restore_backup(folder: DataFolder, clock: Clock, answers: RestoreAnswers) -> Restored:
    from census_desktop.services.machines import restore  # lazy: start-up

    return restore(
        answers.backup,
        folder,
        password=answers.password,
        clock=clock,
        keys_file=answers.keys_file,
        recovery_key=answers.recovery_key,
    )


def _restored_words(result: object) -> tuple[str, str]:
    from census_desktop.services.machines import Restored  # lazy: start-up

    assert isinstance(result, Restored)
    text = _("Đã khôi phục {people} người, {households} hộ.").format(
        people=number(result.people), households=number(result.households)
    )
    advice = _(
        "Mã máy mới là {device} (trước đây {former}). Mang tệp {path} tới bên kia để đăng ký thay máy cũ;"
        " dấu vân khóa để so: {mark}"
    ).format(device=result.device, former=result.former, path=result.public_key_file, mark=result.fingerprint)
    return text, advice
