"""Slips from spreadsheets: look, correct, try, take; the report of what became of every row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from census_desktop.base.jobs import JobControl
from census_desktop.base.text import _
from census_desktop.store.settings import setting
from census_desktop.store.store import Store
from census_desktop.store.transaction import Action
from census_desktop.transfer.import_report import Choice, Fate, ImportResult
from census_desktop.transfer.sheet_plan import BookLook, BookPlan, look_at_book, to_memory
from census_desktop.transfer.sheet_shape import Form, OutColumn, OutSheet
from census_desktop.transfer.sheet_writer import write_sheets
from census_desktop.transfer.workbook_import import import_workbook
from census_desktop.transfer.workbook_template import write_template

_MEMORY = "sheet_heads:"  # setting that keeps what was said about heads, by fingerprint


def fate_words(fate: Fate) -> str:
    """What became of a row, in a word or two."""
    return {
        Fate.ADDED: _("thêm mới"),
        Fate.SKIPPED: _("bỏ qua"),
        Fate.QUEUED: _("chờ xem lại"),
        Fate.ERROR: _("lỗi"),
        Fate.LEFT_OUT: _("không phải người"),
    }[fate]


def look_at_sheets(store: Store, path: Path) -> BookLook:
    """What a workbook holds and what is proposed to take; what was said about its heads before is remembered.

    Raises:
        CensusError: the file cannot be read; see `transfer.workbook_file`.
    """
    return look_at_book(path, lambda fingerprint: setting(store, f"{_MEMORY}{fingerprint}"))


def import_sheet(
    store: Store,
    source: Path | BookLook,
    *,
    dry_run: bool,
    control: JobControl,
    plan: BookPlan | None = None,
    choices: Mapping[tuple[str, int], Choice] | None = None,
    bad_rows: Choice = Choice.REFUSE,
) -> ImportResult:
    """Take the slips of a spreadsheet; rows that cannot be read are named and left out.

    Args:
        store: where to.
        source: the .xlsx file, or what `look_at_sheets` found, so that the file is not read a second time.
        dry_run: decide everything, write nothing.
        control: progress and stop.
        plan: as corrected by a person, remembered when something is taken; None for what looking proposes.
        choices: what becomes of single bad rows.
        bad_rows: what becomes of the others.

    Raises:
        CensusError: the file cannot be read or names nobody; nothing has been changed.
    """
    look = _current(store, source)
    chosen = look.plan if plan is None else plan
    is_ours = plan is None and any(sheet.is_ours for sheet in look.plan.sheets)
    # Machine names speak for themselves, and misspelt ones are refused.
    proposed = None if is_ours else chosen
    result = import_workbook(store, look.book, dry_run, control, proposed, choices, bad_rows)
    if plan is not None and not dry_run:
        with store.transaction(Action.SETTING) as transaction:
            for sheet in plan.sheets:
                if sheet.is_taken:
                    transaction.put_setting(
                        f"{_MEMORY}{sheet.fingerprint}", to_memory(sheet, plan.corrections)
                    )
    return result


def _current(store: Store, source: Path | BookLook) -> BookLook:
    """What stands in the file now: it is read again only when somebody has saved it since."""
    if isinstance(source, Path):
        return look_at_sheets(store, source)
    return source if source.book.is_current() else look_at_sheets(store, source.path)


def save_report(result: ImportResult, source: str, path: Path, *, replace: bool = False) -> int:
    """Write what became of every row as a spreadsheet or .csv.

    Raises:
        CensusError: what `write_sheets` raises.
    """
    errors: dict[tuple[str, int], list[str]] = {}
    for error in result.errors:
        errors.setdefault((error.sheet, error.row), []).append(
            " ".join(part for part in (error.field, error.value, error.message) if part)
        )
    rows = [
        (
            one.sheet,
            one.row,
            one.name or None,
            fate_words(one.fate),
            "; ".join(errors.get((one.sheet, one.row), [one.message])) or None,
        )
        for one in result.fates
    ]
    columns = (
        OutColumn("", _("Trang"), width=20),
        OutColumn("", _("Dòng"), Form.NUMBER, 8),
        OutColumn("", _("Họ và tên"), width=30),
        OutColumn("", _("Kết quả"), width=18),
        OutColumn("", _("Vì sao"), width=80),
    )
    sheet = OutSheet(
        _("Kết quả nhập"),
        _("KẾT QUẢ NHẬP TỪ EXCEL"),
        (source, tally_words(result)),
        columns,
        len(rows),
        lambda: rows,
        fixed_columns=2,
    )
    return write_sheets(path, [sheet], replace=replace)


def tally_words(result: ImportResult) -> str:
    """The sum that must come out even, in one line."""
    return _(
        "{rows} dòng có người = {added} thêm + {skipped} bỏ qua + {queued} chờ xem lại + {wrong} lỗi; "
        "{left_out} dòng khác không phải người."
    ).format(
        rows=result.rows,
        added=result.added,
        skipped=result.skipped,
        queued=result.queued,
        wrong=result.wrong,
        left_out=len(result.left_out),
    )


def make_template(path: Path) -> None:
    """Write an empty spreadsheet with the machine names.

    Raises:
        CensusError: EXISTS, READ_ONLY, DISK_FULL, NO_FOLDER.
    """
    write_template(path)
