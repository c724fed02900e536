"""The program keeps the rules of the house, and each rule notices when it does not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.arch import house_rules as house
from tests.arch.house_rules import Rule, Source

ENTRY = "census_desktop/gui/forms/person.py"
STORE = "census_desktop/store/households.py"

# Rule, path the snippet pretends to stand at, snippet. The snippet must be reported there.
BROKEN: list[tuple[Rule, str, str]] = [
    (house.no_nested_event_loop, ENTRY, "QApplication.processEvents()"),
    (house.no_nested_event_loop, ENTRY, "from PySide6.QtCore import QEventLoop"),
    (house.boxes_only_in_messages, ENTRY, "QMessageBox.warning(self, 'Hộ khẩu', 'Thiếu chủ hộ')"),
    (house.boxes_only_in_messages, ENTRY, "from PySide6.QtWidgets import QFileDialog"),
    (house.boxes_only_in_messages, ENTRY, "answer = PickUnitDialog(self).exec()"),
    (house.time_only_from_the_clock, STORE, "stamp = datetime.now(UTC)"),
    (house.time_only_from_the_clock, STORE, "day = date.today()"),
    (house.time_only_from_the_clock, STORE, "key = uuid.uuid4()"),
    (house.time_only_from_the_clock, STORE, "from uuid import uuid4\nkey = uuid4()"),
    (house.time_only_from_the_clock, STORE, "seconds = time.time()"),
    (house.files_only_through_atomic, STORE, "with open('danh-sach.txt', 'w') as out: pass"),
    (house.files_only_through_atomic, STORE, "with open('danh-sach.txt', mode='ab') as out: pass"),
    (house.files_only_through_atomic, STORE, "with path.open('x') as out: pass"),
    (house.files_only_through_atomic, STORE, "path.write_text('Võ Thị Hường')"),
    (house.files_only_through_atomic, STORE, "os.replace(new, old)"),
    (house.files_only_through_atomic, STORE, "shutil.copy2(database, stick)"),
    (house.files_only_through_atomic, STORE, "writer = QPdfWriter(name)"),
    (house.files_only_through_atomic, ENTRY, "window.grab().save(name)"),
    (house.files_only_through_atomic, STORE, "folder = tempfile.mkdtemp()"),
    (house.imports_on_top, STORE, "def export():\n    import openpyxl"),
    (house.imports_on_top, STORE, "def export():\n    from openpyxl import Workbook  # lazy:"),
    (house.commits_only_in_transaction, STORE, "connection.commit()"),
    (house.commits_only_in_transaction, STORE, "connection.exec_driver_sql('COMMIT')"),
    (house.commits_only_in_transaction, STORE, "connection.exec_driver_sql('BEGIN IMMEDIATE')"),
    (house.files_stay_short, STORE, "count = 1\n" * 401),
    (house.texts_are_whole, ENTRY, "label = _(f'Hộ {number}')"),
    (house.texts_are_whole, ENTRY, "label = _('Hộ {number}'.format(number=number))"),
    (house.texts_are_whole, ENTRY, "label = _('Hộ ' + number)"),
    (house.libraries_in_their_rooms, STORE, "import openpyxl"),
    (house.libraries_in_their_rooms, ENTRY, "import sqlalchemy as sa"),
    (house.libraries_in_their_rooms, ENTRY, "from sqlite3 import connect"),
    (house.libraries_in_their_rooms, STORE, "from PySide6.QtCore import QObject"),
    (
        house.libraries_in_their_rooms,
        "census_desktop/transfer/outbox.py",
        "from nacl.signing import SigningKey",
    ),
    (house.libraries_in_their_rooms, "census_desktop/transfer/envelope_copy.py", "import pyrage"),
    (house.libraries_in_their_rooms, STORE, "import requests"),
    (house.widgets_fit_for_entry, ENTRY, "box = QSpinBox(self)"),
    (house.widgets_fit_for_entry, ENTRY, "self.field_birth_date.setInputMask('99/99/9999')"),
    (house.real_things_in_tests, "tests/unit/test_x.py", "from unittest.mock import MagicMock"),
    (house.real_things_in_tests, "tests/gui/test_x.py", "qtbot.keyClicks(edit, 'Hà Tĩnh')"),
]

# The same for snippets that look alike and are allowed: a rule that shouts at these would teach people to silence it.
KEPT: list[tuple[Rule, str, str]] = [
    (house.no_nested_event_loop, "census_desktop/gui/messages.py", "loop = QEventLoop()"),
    (house.no_nested_event_loop, ENTRY, '"""Never processEvents here."""'),
    (house.boxes_only_in_messages, "census_desktop/gui/messages.py", "QMessageBox(parent).exec()"),
    (house.boxes_only_in_messages, "census_desktop/app.py", "code = application.exec()"),
    (house.boxes_only_in_messages, STORE, "connection.exec_driver_sql('SELECT 1')"),
    (house.time_only_from_the_clock, "census_desktop/base/clock.py", "stamp = datetime.now(UTC)"),
    (house.time_only_from_the_clock, STORE, "stamp = clock.now()"),
    (house.time_only_from_the_clock, STORE, "started = time.monotonic()"),
    (house.files_only_through_atomic, "census_desktop/base/atomic.py", "os.replace(new, old)"),
    (house.files_only_through_atomic, STORE, "with open('danh-sach.txt', encoding='utf-8') as lines: pass"),
    (house.files_only_through_atomic, STORE, "with path.open('rb') as lines: pass"),
    (house.files_only_through_atomic, STORE, "name = name.replace('đ', 'd')"),
    (house.imports_on_top, STORE, "def export():\n    import openpyxl  # lazy: 0.1 s of start-up"),
    (house.commits_only_in_transaction, "census_desktop/store/transaction.py", "connection.commit()"),
    (house.commits_only_in_transaction, ENTRY, "label = _('Kết thúc')\nother = 'Begin here'"),
    (house.commits_only_in_transaction, ENTRY, "QGuiApplication.inputMethod().commit()"),
    (house.files_stay_short, STORE, "count = 1\n" * 400),
    (house.texts_are_whole, ENTRY, "label = _('Hộ {number}').format(number=number)"),
    (house.texts_are_whole, ENTRY, "label = _(definition.label)"),
    (house.libraries_in_their_rooms, "census_desktop/store/engine.py", "import sqlalchemy as sa"),
    (house.libraries_in_their_rooms, "census_desktop/transfer/envelope.py", "import pyrage"),
    (house.libraries_in_their_rooms, ENTRY, "import json\nfrom PySide6.QtWidgets import QLineEdit"),
    (house.widgets_fit_for_entry, ENTRY, "from PySide6.QtWidgets import QLineEdit"),
    (house.real_things_in_tests, "tests/gui/test_x.py", "robot.type_text(edit, 'Hà Tĩnh')"),
]


def _named(cases: list[tuple[Rule, str, str]]) -> list[object]:
    return [pytest.param(*case, id=f"{case[0].__name__}-{number}") for number, case in enumerate(cases)]


def _report(rule: Rule, sources: list[Source]) -> str:
    return "\n".join(
        f"{source.path}:{breach.line}: {breach.what}" for source in sources for breach in rule(source)
    )


@pytest.mark.parametrize("rule", house.PRODUCT_RULES, ids=lambda rule: str(rule.__name__))
def test_program_when_read_keeps_the_rule(rule: Rule) -> None:
    report = _report(rule, house.product_sources())
    assert not report, f"{rule.__doc__}\n{report}"


@pytest.mark.parametrize("rule", house.OTHER_RULES, ids=lambda rule: str(rule.__name__))
def test_tests_and_tools_when_read_keep_the_rule(rule: Rule) -> None:
    ours = {"tests/arch/test_house_rules.py"}
    report = _report(rule, [source for source in house.other_sources() if source.path not in ours])
    assert not report, f"{rule.__doc__}\n{report}"


@pytest.mark.parametrize(("rule", "path", "snippet"), _named(BROKEN))
def test_rule_when_broken_reports_the_place(rule: Rule, path: str, snippet: str) -> None:
    assert list(rule(Source(path, snippet))), f"{rule.__name__} does not see:\n{snippet[:200]}"


@pytest.mark.parametrize(("rule", "path", "snippet"), _named(KEPT))
def test_rule_when_kept_stays_silent(rule: Rule, path: str, snippet: str) -> None:
    assert not list(rule(Source(path, snippet)))


def test_rules_when_listed_have_a_broken_and_a_kept_example() -> None:
    rules = {*house.PRODUCT_RULES, *house.OTHER_RULES}
    assert {case[0] for case in BROKEN} == rules
    assert {case[0] for case in KEPT} == rules


@pytest.mark.parametrize("table", ["WRITERS", "COMMITTERS"])
def test_exception_when_no_longer_needed_is_taken_off_the_list(
    table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = house.files_only_through_atomic if table == "WRITERS" else house.commits_only_in_transaction
    listed: dict[str, str] = getattr(house, table)
    monkeypatch.setattr(house, table, {})
    needed = {source.path for source in house.product_sources() if list(rule(source))}
    assert set(listed) <= needed
    assert all(reason.strip() for reason in listed.values())


def test_repository_when_read_names_no_machine() -> None:
    """Paths and addresses of the machine a change was made on say nothing to anybody else."""
    words = [f"{house.ROOT.as_posix()}/", f"{sys.prefix}/"]
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=house.ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    found = []
    for name in filter(None, names):
        path = house.ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{name}: {word}" for word in words if word in text]
            if name.startswith("requirements") and "://" in text:
                found.append(f"{name}: an address")
    assert not found
