"""A process that types half a slip into the real window and then waits to be killed.

Run as ``python -m tests.crash.typing_child FOLDER LOGIN PASSWORD``; says "typed" on standard output when the words
are on the screen and the pause after which a draft is kept has passed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from census_desktop.base.clock import SystemClock
from census_desktop.base.paths import DataFolder
from census_desktop.gui.application import Desktop, make_application
from census_desktop.gui.dialogs.log_in import LogInWindow
from census_desktop.gui.main_window import MainWindow
from tests.robot import Typist, wait_until
from tests.waiting import let_pass
from tests.windows import bring_up

ENOUGH = 900  # milliseconds, more than the pause after which a draft is kept


def main(folder: Path, login: str, password: str) -> None:
    """Log in, type a family's first slip, begin the second, wait."""
    app = make_application()
    desktop = Desktop(app, DataFolder(folder), SystemClock(), app.quit, login)
    desktop.start()
    first = desktop.window
    assert isinstance(first, LogInWindow)
    wait_until(first.enter.isEnabled)
    first.password.setText(password)
    first.enter.click()
    wait_until(lambda: isinstance(desktop.window, MainWindow))
    window = desktop.window
    assert isinstance(window, MainWindow)
    bring_up(window)
    window.entry().control.focus_again()
    typist = Typist(window)
    typist.fill("household.residential_group", "Tổ dân phố 3")
    typist.fill("household.household_no", "0401")
    typist.skip_to("full_name")
    typist.fill("full_name", "ĐẬU VĂN THÌN")
    typist.press("F10")
    typist.skip_to("full_name")
    typist.fill("full_name", "NGUYỄN THỊ HOÀ")
    typist.fill("birth_date", "2/1955")
    typist.skip_to("native_place")
    typist.type("Xã Kỳ Hưng, huyện K")
    let_pass(ENOUGH)
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    let_pass(60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
