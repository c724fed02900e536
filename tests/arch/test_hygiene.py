"""The nets in tests/conftest.py catch what they are there for."""

from __future__ import annotations

import pytest

# Each test in the text is run in a session of its own with our conftest; it must fail for the reason given.
LITTER = {
    "a warning in the log": (
        "import logging\ndef test_it():\n    logging.getLogger('census.store').warning('đĩa sắp đầy')\n",
        "WARNING census.store",
    ),
    "a thread at work": (
        "import threading\nstop = threading.Event()\ndef test_it():\n"
        "    threading.Thread(target=stop.wait, args=(8,), name='worker left', daemon=True).start()\n",
        "threads left behind: ['worker left']",
    ),
    "a window": (
        "from PySide6.QtWidgets import QWidget\nkept = []\ndef test_it(qapp):\n"
        "    kept.append(QWidget(objectName='left'))\n    kept[0].show()\n",
        "windows left behind: ['QWidget left']",
    ),
    "a silent promise of noise": (
        "import pytest\n@pytest.mark.expects_log\ndef test_it():\n    pass\n",
        "nothing was logged",
    ),
    "a Qt warning": (
        "from PySide6.QtCore import qWarning\ndef test_it(qapp):\n    qWarning('layout already has a parent')\n",
        "layout already has a parent",
    ),
    "a Python warning": ("import warnings\ndef test_it():\n    warnings.warn('old name')\n", "UserWarning"),
    "an error in a slot": (
        "from PySide6.QtCore import QTimer\ndef test_it(qtbot):\n"
        "    QTimer.singleShot(0, lambda: 1 / 0)\n    qtbot.wait(50)\n",
        "ZeroDivisionError",
    ),
}


@pytest.mark.slow
def test_sessions_when_tests_leave_litter_fail_for_that_reason(pytester: pytest.Pytester) -> None:
    names = [f"test_litter_{number}.py" for number in range(len(LITTER))]
    pytester.makefile(
        ".py",
        **{name.removesuffix(".py"): text for name, (text, _why) in zip(names, LITTER.values(), strict=True)},
    )
    pytester.path.joinpath("test_clean.py").write_text(
        "def test_it(clock, data_folder):\n    assert clock.now()\n"
    )
    options = ("filterwarnings=error", "qt_log_level_fail=WARNING", "markers=expects_log: on purpose")
    result = pytester.runpytest_subprocess("-p", "tests.conftest", *(f"-o{option}" for option in options))
    output = result.stdout.str()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    for name, (what, (_text, reason)) in zip(names, LITTER.items(), strict=True):
        assert f"{name}::test_it" in output, what
        assert reason in output, what
    assert "test_clean.py::test_it" not in output
