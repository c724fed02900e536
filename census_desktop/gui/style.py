"""The one style sheet. `@name` stands for a colour of the look in use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_SHEET = """
QWidget { color: @text; }
QMainWindow, QWidget#page, QWidget#log_in, QWidget#set_up { background: @window; }
QToolTip { background: @surface; color: @text; border: 1px solid @border_strong; padding: 3px 5px; }

QFrame#card, QFrame#panel { background: @surface; border: 1px solid @border; border-radius: 4px; }
QLabel#card_title { color: @link; font-weight: bold; background: transparent; }
QLabel#page_title { font-size: 15pt; font-weight: bold; }
QLabel#big_title { font-size: 20pt; font-weight: bold; }
QLabel#big_done { font-size: 20pt; font-weight: bold; color: @ok; }
QLabel#muted, QLabel[muted="true"] { color: @text_muted; }
QLabel[field_label="true"] { color: @text_muted; }
QLabel[field_label="true"][state="error"] { color: @error; }
QLabel[field_label="true"][focused="true"] { color: @link; }
QLabel#row_message[state="error"] { color: @error; }
QLabel#row_message[state="warning"] { color: @warning; }
QLabel#row_message[state="ok"] { color: @ok; }
QLabel#reading { font-size: 13pt; }
QLabel#key_cap { background: @surface_alt; border: 1px solid @border; border-bottom: 2px solid @border_strong;
  border-radius: 3px; padding: 0px 4px; font-weight: bold; }

QLineEdit, QPlainTextEdit { background: @surface; border: 1px solid @border_strong; border-radius: 3px;
  padding: 1px 5px; selection-background-color: @selection; selection-color: @selection_text; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid @focus_border; background: @focus_fill; padding: 0px 4px; }
QLineEdit:disabled { background: @surface_alt; color: @text_disabled; border-color: @border; }
QLineEdit:read-only { background: @surface_alt; }
QLineEdit[flag="true"] { background: @surface; padding: 0px; font-weight: bold; }
QLineEdit[flag="true"]:focus { background: @focus_fill; }
QLineEdit[state="error"] { border: 1px solid @error; background: @error_fill; }
QLineEdit[state="error"]:focus { border: 2px solid @error; background: @focus_fill; }
QLineEdit[state="warning"] { border: 1px solid @warning; background: @warning_fill; }
QLineEdit[state="warning"]:focus { border: 2px solid @warning; background: @focus_fill; }
QLineEdit[state="proposed"] { background: @proposed_fill; color: @proposed; border: 1px dashed @proposed; }
QLineEdit[state="proposed"]:focus { background: @focus_fill; border: 2px solid @focus_border; color: @text; }

QCheckBox { spacing: 5px; background: transparent; padding: 2px 5px 2px 2px; border: 2px solid transparent;
  border-radius: 3px; }
QCheckBox:focus { border: 2px solid @focus_border; background: @focus_fill; }

QPushButton { background: @surface; border: 1px solid @border_strong; border-radius: 4px; padding: 5px 14px; }
QPushButton:hover { background: @surface_alt; border-color: @accent; }
QPushButton:pressed { background: @header; }
QPushButton:focus { border: 2px solid @focus_border; padding: 4px 13px; }
QPushButton:disabled { color: @text_disabled; background: @surface_alt; border-color: @border; }
QPushButton[primary="true"] { background: @accent; color: @accent_text; border-color: @accent; font-weight: bold; }
QPushButton[primary="true"]:hover { background: @accent_hover; }
QPushButton[primary="true"]:focus { border: 2px solid @text; }
QPushButton[primary="true"]:disabled { background: @header; color: @text_disabled; border-color: @border; }
QPushButton[quiet="true"] { border: none; background: transparent; color: @link; padding: 3px 6px; }
QPushButton[quiet="true"]:hover { text-decoration: underline; }
QPushButton[quiet="true"]:focus { border: 2px solid @focus_border; padding: 1px 4px; }
QRadioButton { background: transparent; padding: 3px 6px 3px 3px; spacing: 7px; border: 2px solid transparent;
  border-radius: 3px; }
QRadioButton:focus { background: @focus_fill; border-color: @focus_border; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid @text_muted; border-radius: 7px;
  background: @surface; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 4px solid @accent; }
QCheckBox::indicator, QListView::indicator { width: 14px; height: 14px; border: 1px solid @text_muted;
  border-radius: 3px; background: @surface; }
QCheckBox::indicator:checked, QListView::indicator:checked { border-color: @accent; background: @accent;
  image: url("@tick"); }
QCheckBox::indicator:disabled { border-color: @border_strong; background: @surface_alt; }
QCheckBox::indicator:checked:disabled { border-color: @text_disabled; background: @text_disabled; }

QComboBox:disabled { color: @text_disabled; }
QComboBox[chosen="true"] { font-weight: bold; color: @link; }
QListView, QTableView, QTreeView { background: @surface; border: 1px solid @border; border-radius: 4px;
  alternate-background-color: @surface_alt; outline: none; gridline-color: @border;
  selection-background-color: @selection; selection-color: @selection_text; }
QListView:focus, QTableView:focus, QTreeView:focus { border-color: @focus_border; }
QTableView::item, QTreeView::item { padding: 2px 6px; border: none; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: @selection;
  color: @selection_text; }
QListWidget::item { border: none; }
QListView#findings { border: none; background: transparent; }
QListView#suggestions { border: 1px solid @border_strong; border-radius: 0px; }
QListView#suggestions::item { padding: 2px 6px; }
QHeaderView { background: @header; }
QHeaderView::section { background: @header; color: @text; border: none; border-right: 1px solid @border;
  border-bottom: 1px solid @border_strong; padding: 4px 9px; font-weight: bold; }
QTableCornerButton::section { background: @header; border: none; }

QScrollArea, QScrollArea > QWidget > QWidget#form_body { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0px; }
QScrollBar::handle { background: @border_strong; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QStatusBar { background: @header; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QStatusBar QLabel { background: transparent; padding: 1px 8px; }
QStatusBar QLabel[state="error"] { color: @error; font-weight: bold; }
QStatusBar QLabel[state="ok"] { color: @ok; font-weight: bold; }

QFrame#top_bar { background: @bar; border: none; }
QFrame#top_bar QLabel { color: @bar_text; background: transparent; }
QFrame#top_bar QLabel#bar_muted { color: @bar_muted; }
QFrame#top_bar QPushButton { background: transparent; color: @bar_text; border: 2px solid transparent;
  border-radius: 4px; padding: 4px 6px; }
QFrame#top_bar QPushButton:hover { border-color: @bar_active; }
QFrame#top_bar QPushButton:checked { background: @bar_active; font-weight: bold; }
QFrame#top_bar QPushButton:focus { border-color: @bar_text; }

QFrame#banner { border: 1px solid @border_strong; border-radius: 4px; background: @proposed_fill; }
QFrame#banner QLabel { background: transparent; }
QFrame#banner[state="error"] { border-color: @error; background: @error_fill; }
QFrame#banner[state="warning"] { border-color: @warning; background: @warning_fill; }
QFrame#banner[focused="true"] { border: 2px solid @focus_border; }
QFrame#banner[state="ok"] { border-color: @ok; background: @ok_fill; }

QFrame#kpi { background: @surface; border: 1px solid @border; border-radius: 4px; }
QFrame#kpi QLabel { background: transparent; }
QLabel#kpi_value { font-size: 18pt; font-weight: bold; }
QLabel#kpi_value[state="error"] { color: @error; }
QLabel#kpi_value[state="warning"] { color: @warning; }
QLabel#kpi_value[state="ok"] { color: @ok; }

QProgressBar { border: 1px solid @border_strong; border-radius: 4px; background: @meter; text-align: center;
  min-height: 18px; }
QProgressBar::chunk { background: @meter_mid; border-radius: 3px; }
QDialog { background: @window; }
QMenu { background: @surface; border: 1px solid @border_strong; }
QMenu::item { padding: 4px 22px; }
QMenu::item:selected { background: @selection; color: @selection_text; }
"""


def style_sheet(colours: Mapping[str, str], tick: Path) -> str:
    """The style sheet with the colours of one look filled in.

    Args:
        colours: by their names.
        tick: picture of the tick in a box; those for screens of more dots lie beside it (`tick@2x.png`).

    Raises:
        KeyError: the sheet names a colour that the look does not have.
    """
    given = {**colours, "tick": tick.as_posix()}
    return re.sub(r"@(\w+)", lambda found: given[found.group(1)], _SHEET)
