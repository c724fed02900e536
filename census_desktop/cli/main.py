"""The entry of the command line: options, language, errors, exit codes."""

from __future__ import annotations

import argparse
import contextlib
import errno
import io
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from census_desktop.base.clock import Clock, SystemClock
from census_desktop.base.errors import CancelledError, CensusError
from census_desktop.base.paths import DataFolder, default_data_folder, settings_path
from census_desktop.base.settings import LANGUAGE, Settings
from census_desktop.base.text import LANGUAGES, _, language, set_language
from census_desktop.cli.parser import REFUSED, WRONG, OpenWindow, Parser, WrongUse, global_options
from census_desktop.cli.stop_key import StopKey

LANGUAGE_VARIABLE = "CENSUS_DESKTOP_LANG"
DEBUG_VARIABLE = "CENSUS_DESKTOP_DEBUG"
_OUTPUT_ERRORS = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EIO,
    errno.EPIPE,
)  # writing files has sentences of its own


def main(
    argv: Sequence[str] | None = None, *, open_window: OpenWindow | None = None, clock: Clock | None = None
) -> int:
    """Run one command.

    Args:
        argv: words after the program's name; those of the process when None.
        open_window: opens the window; the command line itself knows no Qt.
        clock: for tests.

    Returns:
        0 done, 1 refused or findings, 2 wrong use.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    set_language(_early_language(words))
    is_json = "--json" in words
    stop = StopKey()
    try:
        if open_window is not None and (wish := _window_wish(words)) is not None:
            return open_window(_folder(wish), language(), getattr(wish, "user", None))
        with stop:
            code = _run_command(words, clock or SystemClock(), stop)
            if sys.stdout is not None:
                sys.stdout.flush()  # a full disk behind ">" must be told now, not by Python on its way out
            return code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  a person gets a sentence, not a stack
        if isinstance(error, OSError) and error.errno in _OUTPUT_ERRORS and not stop.is_pressed:
            return _output_lost(is_reader_gone=error.errno == errno.EPIPE)
        told = _told(error, stop)
        return _report(told, WRONG if isinstance(told, WrongUse) else REFUSED, is_json=is_json)


def _told(error: BaseException, stop: StopKey) -> CensusError:
    """The sentence for whatever ended a command."""
    if isinstance(error, CensusError):
        return error
    if isinstance(error, CancelledError):
        return CensusError("STOPPED", _("Đã dừng theo yêu cầu."), _("Phần đang làm dở không được ghi."))
    if stop.is_pressed or isinstance(error, KeyboardInterrupt):
        return _broken_off()  # the database reports the interruption of its own call as an error
    return _bug(error)


def _broken_off() -> CensusError:
    """Ended at any moment: nobody knows here on which side of the last step that was."""
    return CensusError(
        "STOPPED", _("Đã dừng ngay theo yêu cầu."), _("Việc đang làm được ghi trọn vẹn hoặc không ghi gì.")
    )


def _output_lost(*, is_reader_gone: bool) -> int:
    """Standard output takes no more; what is left for it must not fail once more while Python ends.

    Nobody is told when the reader of a pipe went away by itself, as in ``check | head``.
    """
    with contextlib.suppress(OSError):
        sys.stdout.close()
    if is_reader_gone:
        return REFUSED
    lost = CensusError(
        "OUTPUT_LOST",
        _("Không in được hết kết quả: nơi nhận đã đầy hoặc bị lỗi."),
        _("Hãy bỏ tệp kết quả đó và in lại vào ổ đĩa còn chỗ trống."),
    )
    return _report(lost, REFUSED, is_json=False)


def _window_wish(words: Sequence[str]) -> argparse.Namespace | None:
    """The options of a call without a command, None when there is one (or something to complain about).

    Told apart before the commands are imported: the window must not wait for their libraries.
    """
    try:
        wish, rest = Parser(add_help=False, parents=[global_options()]).parse_known_args(words)
    except WrongUse:
        return None
    return None if rest else wish


def _run_command(words: Sequence[str], clock: Clock, stop_key: StopKey) -> int:
    from census_desktop.cli.commands import (
        COMMANDS,
    )  # lazy: the window must not wait for the commands' libraries
    from census_desktop.cli.context import Context  # lazy: as above

    parser = Parser(
        prog="census-desktop",
        description=_("Thu thập phiếu DC01 ở phường, xã và gộp ở thị xã, không cần mạng."),
        epilog=_(
            "Không có lệnh: mở chương trình. Mã kết thúc: 0 xong, 1 bị từ chối hoặc có điều cần xem, 2 viết sai."
        ),
        parents=[global_options()],
    )
    commands = parser.add_subparsers(
        dest="command", metavar=_("LỆNH"), title=_("các lệnh"), parser_class=Parser
    )
    for command in COMMANDS:
        command.add_parser(commands)
    args = parser.parse_args(words)
    if args.command is None:
        raise WrongUse(_("Cần tên một lệnh."), _("Xem các lệnh bằng: census-desktop --help"))
    context = Context(
        folder=_folder(args),
        language=language(),
        is_json=getattr(args, "json", False),
        password_file=getattr(args, "password_file", None),
        user=getattr(args, "user", None),
        clock=clock,
        stop_key=stop_key,
    )
    code: int = args.run(args, context)
    return code


def _folder(args: argparse.Namespace) -> DataFolder:
    data_dir: Path | None = getattr(args, "data_dir", None)
    return default_data_folder() if data_dir is None else DataFolder(data_dir.expanduser().absolute())


def _early_language(words: Sequence[str]) -> str:
    """The language before the command line is read, because reading it may already fail with a sentence.

    Named on the command line, else in the environment, else chosen once in the window.
    """
    for number, word in enumerate(words):
        if word == "--lang" and number + 1 < len(words):
            return words[number + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    wanted = os.environ.get(LANGUAGE_VARIABLE) or Settings(settings_path()).get(LANGUAGE) or ""
    return wanted if wanted in LANGUAGES else "vi"


def _speak_utf8() -> None:
    """Vietnamese on every console: Windows would choose a code page that lacks half the letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _report(error: CensusError, code: int, *, is_json: bool) -> int:
    print(str(error), file=sys.stderr)
    if is_json:
        body = {"code": error.code, "message": error.message, "advice": error.advice}
        print(json.dumps({"error": body}, ensure_ascii=False, indent=2))
    return code


def _bug(error: BaseException) -> CensusError:
    """The sentence for a mistake of the program; the place of it, without texts that may hold personal data."""
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    steps = [
        f"{Path(step.filename).name}:{step.lineno}" for step in traceback.extract_tb(error.__traceback__)[-4:]
    ]
    return CensusError(
        "BUG",
        _("Chương trình gặp lỗi của chính nó ({kind} tại {place}).").format(
            kind=type(error).__name__, place=" < ".join(reversed(steps))
        ),
        _("Dữ liệu đã lưu không bị ảnh hưởng; hãy báo dòng này cho người phụ trách."),
    )
