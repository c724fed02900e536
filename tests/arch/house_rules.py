"""The rules of the house that layers cannot express, each read from the syntax tree of one source file.

A rule is a function from a `Source` to the places where it is broken. The tables at the top are the only exceptions;
an exception names its reason, and one that is no longer needed fails `test_house_rules.py`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400

# Library -> modules that may import it ("*": any). A third-party import missing here is an error too.
LIBRARY_ROOMS: dict[str, tuple[str, ...]] = {
    "PySide6": ("census_desktop.gui", "census_desktop.printing", "census_desktop.app"),
    "shiboken6": ("census_desktop.gui", "census_desktop.printing", "census_desktop.app"),
    "sqlalchemy": ("census_desktop.store",),
    "sqlcipher3": ("census_desktop.store",),
    "sqlite3": ("census_desktop.store",),
    "openpyxl": ("census_desktop.transfer",),
    "defusedxml": ("census_desktop.transfer",),
    "nacl": ("census_desktop.store.keys", "census_desktop.transfer.envelope"),
    "pyrage": ("census_desktop.store.keys", "census_desktop.transfer.envelope"),
    "zstandard": ("census_desktop.transfer", "census_desktop.store"),
    "msgspec": ("*",),
    "platformdirs": ("census_desktop.base",),
    "filelock": ("census_desktop.base", "census_desktop.store"),
    "segno": ("census_desktop.printing",),
    "numpy": ("census_desktop.linkage",),
    "rapidfuzz": ("census_desktop.linkage",),
}

# Files beyond base/atomic.py that put bytes on a disk, each with the reason why it cannot go through there.
WRITERS: dict[str, str] = {
    "census_desktop/base/crash.py": "a crashing process can only append to a file that is open already",
    "census_desktop/base/log.py": "a log is appended to and turned over by the logging library",
    "census_desktop/printing/pdf.py": "Qt writes the pages, into the temporary file of base.atomic.NewFile",
}

# Files beyond store/transaction.py that begin or end a database transaction themselves.
COMMITTERS: dict[str, str] = {
    "census_desktop/store/engine.py": "tells SQLAlchemy to begin as we say, not as the driver does",
    "census_desktop/store/staging.py": "packages are read into a scratch database of their own first",
    "census_desktop/store/verify.py": "tries the search index in a transaction that is always taken back",
    "census_desktop/store/schema.py": "each step of a migration is a transaction with its version number",
}

# The one event loop of the program is started here; every box is opened in gui/messages.py.
EVENT_LOOP_STARTERS = ("census_desktop/app.py", "census_desktop/gui/application.py")
MESSAGES = "census_desktop/gui/messages.py"
ATOMIC = "census_desktop/base/atomic.py"
TRANSACTION = "census_desktop/store/transaction.py"
CLOCK = "census_desktop/base/clock.py"

BOXES = {"QMessageBox", "QFileDialog", "QInputDialog", "QErrorMessage", "QColorDialog", "QFontDialog"}
UNFIT_WIDGETS = {
    "QDateEdit": "corrupts what an input method sends",
    "QDateTimeEdit": "corrupts what an input method sends",
    "QTimeEdit": "corrupts what an input method sends",
    "QSpinBox": "changes its value on the mouse wheel",
    "QDoubleSpinBox": "changes its value on the mouse wheel",
    "setInputMask": "turns 1990 into 19/09/2000",
    "setEditable": "an editable combo box corrupts what an input method sends",
    "QSortFilterProxyModel": "sorts 60,000 rows in 11 seconds; let SQL sort",
    "QtCharts": "is GPL",
}
TRANSACTION_WORDS = re.compile(r"\s*(COMMIT|ROLLBACK|BEGIN|END|SAVEPOINT|RELEASE)\b[\w\s]{0,24};?\s*")
WRITING_MODE = re.compile(r"[rbt]*[wax+][rwaxbt+]*")


@dataclass(frozen=True, slots=True)
class Source:
    """One source file: its path from the top of the repository (with "/") and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        """Dotted name, for example ``census_desktop.base.clock``."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def is_product(self) -> bool:
        """True for the program itself, False for its tests and tools."""
        return self.path.startswith("census_desktop/")


@dataclass(frozen=True, slots=True)
class Breach:
    """A place where a rule is broken."""

    line: int
    what: str


Rule = Callable[[Source], Iterator[Breach]]


def product_sources() -> list[Source]:
    """Every module of the program."""
    return [_read(path) for path in sorted((ROOT / "census_desktop").rglob("*.py"))]


def other_sources() -> list[Source]:
    """Every module of tests and tools."""
    found = [path for folder in ("tests", "tools") for path in (ROOT / folder).rglob("*.py")]
    return [_read(path) for path in sorted(found)]


def _read(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def _mentions(source: Source, words: set[str]) -> Iterator[tuple[int, str]]:
    """Places where one of `words` is used or imported as a name (not in comments or texts)."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in words:
            yield node.lineno, node.attr
        elif isinstance(node, ast.Name) and node.id in words:
            yield node.lineno, node.id
        elif isinstance(node, ast.alias) and node.name.rpartition(".")[2] in words:
            yield node.lineno, node.name.rpartition(".")[2]


def _calls(source: Source) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call with what it is called on ("datetime", "" if nothing) and its own name ("now")."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            yield node, "", node.func.id
        elif isinstance(node.func, ast.Attribute):
            yield node, ast.unparse(node.func.value), node.func.attr


def no_nested_event_loop(source: Source) -> Iterator[Breach]:
    """No processEvents anywhere, QEventLoop only in gui/messages.py."""
    words = {"processEvents"} if source.path == MESSAGES else {"processEvents", "QEventLoop"}
    for line, word in _mentions(source, words):
        yield Breach(line, f"{word}: work that takes long runs as a job")


def boxes_only_in_messages(source: Source) -> Iterator[Breach]:
    """Message boxes, file dialogs and `.exec()` only in gui/messages.py."""
    if source.path == MESSAGES:
        return
    for line, word in _mentions(source, BOXES):
        yield Breach(line, f"{word} belongs in gui/messages.py")
    if source.path not in EVENT_LOOP_STARTERS:
        for node, owner, name in _calls(source):
            if owner and name in {"exec", "exec_"}:
                yield Breach(node.lineno, f"{owner}.{name}() starts an event loop; open() and listen instead")


def time_only_from_the_clock(source: Source) -> Iterator[Breach]:
    """Time and identifiers only from base/clock.py."""
    if source.path == CLOCK:
        return
    asked = {"now", "utcnow", "today", "currentDateTime", "currentDate", "currentDateTimeUtc"}
    owners = {"datetime", "date", "datetime.datetime", "datetime.date", "dt.datetime", "dt.date"}
    for node, owner, name in _calls(source):
        if name in asked and (owner in owners or owner.startswith(("QDate", "QTime"))):
            yield Breach(node.lineno, f"{owner}.{name}() belongs in base/clock.py")
        elif owner == "time" and name in {"time", "time_ns", "localtime", "gmtime"}:
            yield Breach(node.lineno, f"time.{name}() belongs in base/clock.py")
        elif name in {"uuid1", "uuid4", "uuid6", "uuid7", "uuid7_at", "createUuid"}:
            yield Breach(node.lineno, f"{name}() belongs in base/clock.py")


def _writing_open(node: ast.Call, owner: str) -> bool:
    """True if this call of open() or Path.open() asks for writing, or for a mode that cannot be read here."""
    place = 0 if owner and owner not in {"io", "gzip", "lzma", "codecs"} else 1
    mode: ast.expr | None = node.args[place] if len(node.args) > place else None
    for keyword in node.keywords:
        if keyword.arg == "mode":
            mode = keyword.value
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        return WRITING_MODE.fullmatch(mode.value) is not None
    return mode is not None and not owner


def files_only_through_atomic(source: Source) -> Iterator[Breach]:
    """Files are written, copied and renamed only in base/atomic.py and the listed writers."""
    if source.path == ATOMIC or source.path in WRITERS:
        return
    for node, owner, name in _calls(source):
        risky = (
            (name == "open" and owner not in {"os", "webbrowser"} and _writing_open(node, owner))
            or name
            in {"write_text", "write_bytes", "FileHandler", "RotatingFileHandler", "QPdfWriter", "QSaveFile"}
            or (owner == "os" and name in {"open", "replace", "rename", "link", "fdopen"})
            or (owner == "shutil" and name in {"copy", "copy2", "copyfile", "copytree", "move"})
            or owner == "tempfile"
            or (name == "save" and re.search(r"(image|pixmap|grab\(\))$", owner) is not None)
            or name in {"NamedTemporaryFile", "mkstemp", "copyfile"}
        )
        if risky:
            yield Breach(
                node.lineno, f"{name}() writes a file; use base/atomic.py or list the file in WRITERS"
            )


def imports_on_top(source: Source) -> Iterator[Breach]:
    """Imports stand on top; one inside a function says why with `# lazy: reason`."""
    lines = source.text.splitlines()
    for outer in ast.walk(source.tree):
        if not isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(outer):
            if isinstance(node, ast.Import | ast.ImportFrom):
                written = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                if not re.search(r"# .*\blazy: \w", written):
                    yield Breach(node.lineno, "import inside a function without `# lazy: reason`")


def commits_only_in_transaction(source: Source) -> Iterator[Breach]:
    """Transactions begin and end only in store/transaction.py and the listed committers."""
    if source.path == TRANSACTION or source.path in COMMITTERS:
        return
    for node, owner, name in _calls(source):
        if owner and name in {"commit", "rollback"} and not owner.endswith("inputMethod()"):
            yield Breach(node.lineno, f"{owner}.{name}() belongs in store/transaction.py")
        if not name.startswith("exec"):
            continue
        for text in ast.walk(node):
            if isinstance(text, ast.Constant) and TRANSACTION_WORDS.fullmatch(str(text.value)):
                yield Breach(text.lineno, f"{text.value!r} belongs in store/transaction.py")


def files_stay_short(source: Source) -> Iterator[Breach]:
    """A file has at most 400 lines."""
    count = source.text.count("\n")
    if count > MOST_LINES:
        yield Breach(count, f"{count} lines, at most {MOST_LINES}: give its second subject a room of its own")


def texts_are_whole(source: Source) -> Iterator[Breach]:
    """What stands in `_()` is one literal sentence, so that a translator finds it in the catalogue."""
    for node, owner, name in _calls(source):
        if owner or name not in {"_", "N_"} or not node.args:
            continue
        if isinstance(node.args[0], ast.JoinedStr | ast.BinOp) or (
            isinstance(node.args[0], ast.Call) and ast.unparse(node.args[0].func).endswith(".format")
        ):
            yield Breach(
                node.lineno, f"{name}(): a text built at run time is in no catalogue; .format() comes after"
            )


def libraries_in_their_rooms(source: Source) -> Iterator[Breach]:
    """Each third-party library is used only in its rooms, and none that is not listed."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in {full.partition(".")[0] for full in names}:
            rooms = LIBRARY_ROOMS.get(name)
            if rooms is None:
                if name != "census_desktop" and name not in sys.stdlib_module_names:
                    yield Breach(node.lineno, f"{name} is not among the libraries of the house")
            elif "*" not in rooms and not any(f"{source.module}.".startswith(f"{room}.") for room in rooms):
                yield Breach(node.lineno, f"{name} is used only in {', '.join(rooms)}")


def widgets_fit_for_entry(source: Source) -> Iterator[Breach]:
    """None of the Qt classes that were seen to spoil entries."""
    for line, word in _mentions(source, set(UNFIT_WIDGETS)):
        yield Breach(line, f"{word} {UNFIT_WIDGETS[word]}")


def real_things_in_tests(source: Source) -> Iterator[Breach]:
    """Tests use no mock library and never `keyClicks`, which aborts the process on a Vietnamese letter."""
    for line, word in _mentions(source, {"keyClicks", "MagicMock", "Mock", "mocker", "mock"}):
        yield Breach(line, f"{word}: use the real component, or tests/robot.py for keys")


PRODUCT_RULES: tuple[Rule, ...] = (
    no_nested_event_loop,
    boxes_only_in_messages,
    time_only_from_the_clock,
    files_only_through_atomic,
    imports_on_top,
    commits_only_in_transaction,
    files_stay_short,
    texts_are_whole,
    libraries_in_their_rooms,
    widgets_fit_for_entry,
)
OTHER_RULES: tuple[Rule, ...] = (files_stay_short, real_things_in_tests)
