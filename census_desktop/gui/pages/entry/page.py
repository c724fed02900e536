"""Nhập phiếu: household list and sheet at the left, the slip in the middle, findings and keys at the right."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QScrollArea, QVBoxLayout, QWidget

from census_desktop.base.text import _
from census_desktop.gui.actions import bind
from census_desktop.gui.forms.choice_editor import LIST_PAGE, ChoiceEditor
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.slip_form import HOUSEHOLD_PREFIX, HouseholdForm, SlipForm
from census_desktop.gui.models.household_list import HouseholdLine, HouseholdList
from census_desktop.gui.models.member_list import MemberDelegate, MemberList
from census_desktop.gui.pages.entry.accept import EntryEvidence
from census_desktop.gui.pages.entry.beside import EntryBeside
from census_desktop.gui.pages.entry.desk import EntryController
from census_desktop.gui.pages.entry.parts import FindingLine, FindingsPanel, KeysPanel
from census_desktop.gui.pages.entry.reason import ReasonLine
from census_desktop.gui.pages.entry.tally import EntryTally
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, HintedList, SearchLine, card, plain_label

LEFT_LETTERS = 42  # width of the left side in digits of the screen font
LEFT_LEAST = 34  # the same where the window is narrow
RIGHT_LETTERS = 35
CARD_SIDES = 22  # pixels of frame and margins around the sheet
GAPS = 44  # pixels of margins and gaps on both sides of the form, scroll bar included
LEAST_HOUSEHOLDS, LEAST_MEMBERS = (
    1,
    3,
)  # lines of the lists on a low screen; the boxes between them are never cut
LINE_ROOM, LIST_FRAME = 7, 8  # pixels around the words of a line, around all lines
NEXT_ROW = 40  # pixels of the form seen below and above the box with the cursor
LINE_GAP = 6  # pixels between the slip and the lines above and below
SPACE = 8  # pixels between the sides and the form
ABOVE_AND_BELOW = 12  # pixels of margins


class EntryPage(QWidget):
    """The entry room. What keys do is decided by `EntryController`; here stands what it looks like.

    Signals:
        news(text, state): for the status bar; state "ok", "error" or "".
        sounded(state): something looks wrong that did not before.
    """

    news = Signal(str, str)
    sounded = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        self.banner = Banner()
        self.reason = ReasonLine()
        self.households = HouseholdList(self)
        self.members = MemberList(self)
        self.slip = SlipForm()
        self.sheet = HouseholdForm(self._residential_groups)
        self.findings = FindingsPanel()
        self.control = EntryController(session, self)
        self._build()
        self._connect()
        self.tally = EntryTally(session, self)
        self._bind_keys()

    # -- looks --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, ABOVE_AND_BELOW - 8)
        whole.setSpacing(LINE_GAP)
        whole.addWidget(self.banner)
        whole.addWidget(self.reason)
        across = QHBoxLayout()
        across.setSpacing(SPACE)
        self._left_side = self._left()
        across.addWidget(self._left_side)
        across.addWidget(self._middle(), 1)
        self._right = self._right_strip()
        across.addWidget(self._right)
        whole.addLayout(across, 1)
        self.finding_line = FindingLine()
        whole.addWidget(self.finding_line)

    def _left(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.search = SearchLine("household_search", _("Tìm hộ"), _("Tìm hộ: số hộ hoặc tên (Ctrl+F)"))
        self.household_view = _list_view(
            "household_list", _("Danh sách hộ"), _("Chưa có hộ nào. Ctrl+H mở hộ mới.")
        )
        self.household_view.setModel(self.households)
        self.household_view.setItemDelegate(HouseholdLine(self.household_view))
        self.household_view.setMinimumHeight(self._lines_high(LEAST_HOUSEHOLDS))
        column.addWidget(self.search)
        column.addWidget(self.household_view, 3)
        frame, inside = card("")
        self.sheet_title = plain_label("", "card_title")
        inside.addWidget(self.sheet_title)
        inside.addWidget(self.sheet)
        self.member_view = _list_view("member_list", _("Người trong hộ"))
        self.member_view.setModel(self.members)
        self.member_view.setItemDelegate(MemberDelegate(self.member_view))
        self.member_view.setMinimumHeight(self._lines_high(LEAST_MEMBERS))
        inside.addWidget(self.member_view, 1)
        column.addWidget(frame, 5)
        return side

    def _middle(self) -> QWidget:
        body = QWidget()
        body.setObjectName("form_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.slip)
        column.addStretch(1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(body)
        return self.scroll_area

    def _right_strip(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(self._letters(RIGHT_LETTERS))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.findings, 1)
        column.addWidget(KeysPanel())
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow window the sides make room for the slip, then the rows of the slip break."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """The strip goes first (a line below the slip and Ctrl+E stay), then the left side becomes slimmer."""
        usual, strip = self._letters(LEFT_LETTERS), self._letters(RIGHT_LETTERS)
        room = self.width() - GAPS - self.slip.usual_width()
        has_strip = room >= usual + strip
        self._right.setVisible(has_strip)
        self.finding_line.setVisible(not has_strip)
        least = max(self._letters(LEFT_LEAST), self.sheet.minimumSizeHint().width() + CARD_SIDES)
        left = max(least, min(usual, room))
        self._left_side.setFixedWidth(left)
        beside = left + (strip if has_strip else 0)
        below = 0 if has_strip else self.finding_line.sizeHint().height() + LINE_GAP
        self.slip.fit(self.width() - GAPS - beside, self.height() - ABOVE_AND_BELOW - below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no box and no open list wants: back to where the slip was opened from."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.bus.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _letters(self, count: int) -> int:
        return count * self.fontMetrics().horizontalAdvance("0")

    def _lines_high(self, count: int) -> int:
        return count * (self.fontMetrics().height() + LINE_ROOM) + LIST_FRAME

    # -- wiring -------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._in_hand: AnswerEditor | None = None
        self._refusal = ""
        self._told_of: uuid.UUID | None = None  # the slip the status bar speaks of
        self.control.shown.connect(self._on_shown)
        self._is_told_of_box = False
        self.news.connect(self._forget_box)
        self.search.paused.connect(self.list_households)
        self.search.returnPressed.connect(self._open_first_found)
        self.household_view.clicked.connect(self._open_household)
        self.household_view.activated.connect(self._open_household)
        self.member_view.clicked.connect(self._open_member)
        self.member_view.activated.connect(self._open_member)
        self.findings.wanted.connect(self.go_to)
        for form, prefix in ((self.sheet, HOUSEHOLD_PREFIX), (self.slip, "")):
            form.changed.connect(lambda _name: self.control.on_changed())
            form.changed.connect(lambda _name: self.take_back())
            form.left.connect(lambda _name: self.control.on_left())
            form.entered.connect(lambda name, prefix=prefix: self._on_entered(prefix + name))
            form.stepped.connect(self.control.step)
            form.told.connect(self._tell_of_box)
            form.left.connect(self._untell)
        self.reason.answered.connect(self.control.on_reason)
        self.reason.given_up.connect(self.control.on_reason_given_up)
        self.sheet.passed_end.connect(self._past_sheet)
        self.slip.passed_end.connect(self._past_slip)
        self._session.bus.household_wanted.connect(self.control.open)
        self._beside = EntryBeside(self._session, self)
        self.control.shown.connect(self._beside.withhold)

    def _bind_keys(self) -> None:
        for name, act in {
            "open_list": self._open_list,
            "accept_finding": self.control.accept_finding,
            "compare": self.control.compare,
            "evidence": EntryEvidence(self._session, self).show,
            "beside": self._beside.show,
            "copy_previous": self.control.copy_previous,
            "copy_head": self.control.copy_head,
            "copy_address": self.control.copy_address,
            "refuse_proposal": self.control.refuse_proposal,
            "next_finding": self.control.next_finding,
            "note": lambda: self.go_to("note"),
            "save": self.control.save,
            "undo_saved": self.control.undo_saved,
            "finish": self.control.finish,
            "household_deeds": self.control.household_deeds,
            "batches": self.tally.show,
            "new_member": self.control.new_member,
            "new_household": self.control.new_household,
            "find": self.focus_search,
        }.items():
            bind(self, name, act)
        for form in (self.slip, self.sheet):  # the lists beside them turn their own pages
            bind(form, "previous_slip", lambda: self._turn(-1))
            bind(form, "next_slip", lambda: self._turn(1))

    def _residential_groups(self) -> tuple[str, ...]:
        return self.control.residential_groups()

    def _open_list(self) -> None:
        editor = self.focused_editor()
        if editor is not None:
            editor.open_list()

    def _on_entered(self, key: str) -> None:
        self._in_hand = editor = self.editor(key)
        if not key.startswith(HOUSEHOLD_PREFIX):
            middle = editor.mapTo(self.slip, editor.rect().center())  # Qt's own would show the cursor only
            self.scroll_area.ensureVisible(middle.x(), middle.y(), 0, editor.height() // 2 + NEXT_ROW)
        self.finding_line.put(self.findings.remarks, key)
        self.control.on_entered()

    def _tell_of_box(self, words: str) -> None:
        """What is told in the very moment of leaving (unseen signs that were dropped) stays through the next box."""
        self.news.emit(words, "error")
        self._is_told_of_box = self._in_hand is not None and self._in_hand.hasFocus()

    def _untell(self, _name: str) -> None:
        """Words about a key that was not taken go with the box; in red they would accuse the next one."""
        if self._is_told_of_box:
            self.news.emit("", "")

    def _forget_box(self, _words: str, _state: str) -> None:
        self._is_told_of_box = False
        self._told_of = None

    def refuse(self, words: str) -> None:
        """Say above the slip why it was not saved, until it changes."""
        self._refusal = words
        self.banner.say(words, "error")

    def tell_of_slip(self, words: str, state: str) -> None:
        """Say something in the status bar that is true until the slip changes."""
        self.news.emit(words, state)
        self._told_of = self.control.person.person_uuid

    def take_back(self) -> None:
        """The slip has changed: what was said of it may not be true any more."""
        if self._refusal and self.banner.text == self._refusal:
            self.banner.hide()
        self._refusal = ""
        if self._told_of is not None:
            self.news.emit("", "")

    def _on_shown(self) -> None:
        self.finding_line.put(self.findings.remarks, self.focused_key())
        if self._told_of not in {None, self.control.person.person_uuid}:
            self.take_back()

    def _turn(self, by: int) -> None:
        """PgUp and PgDown: the slip before or after in the household; an open list turns its own pages."""
        editor = self.focused_editor()
        if isinstance(editor, ChoiceEditor) and editor.is_list_open:
            editor.suggestions.step(by * LIST_PAGE)
            return
        slips = [line.person_uuid for line in self.members.lines]
        here = self.control.person.person_uuid
        place = (slips.index(here) if here in slips else len(slips)) + by
        if 0 <= place < len(slips):
            self.control.open_member(slips[place])
        else:
            words = (
                _("Đây là phiếu cuối của hộ. Ctrl+N: thêm người.")
                if by > 0
                else _("Đây là phiếu đầu của hộ.")
            )
            self.tell_of_slip(words, "")

    def _past_sheet(self, forward: bool) -> None:  # noqa: FBT001  a Qt signal
        if forward:
            self.control.propose()
            self.slip.start()

    def _past_slip(self, forward: bool) -> None:  # noqa: FBT001  a Qt signal
        if forward:
            self.news.emit(_("Hết phiếu. Nhấn F10 để lưu và sang người kế."), "")
        else:
            self.sheet.focus_on("note")

    # -- lists --------------------------------------------------------------------------------------------------

    def list_households(self) -> None:
        """Search again and keep the open household marked."""
        self.households.put(self._session.desk.households(self.search.typed() or None))
        self.mark_household(self.control.sheet.household.household_uuid)

    def mark_household(self, household_uuid: uuid.UUID) -> None:
        """Mark the open household in the list."""
        self.household_view.setCurrentIndex(self.households.row_of(household_uuid))

    def mark_member(self, person_uuid: uuid.UUID) -> None:
        """Mark the open slip among the members."""
        self.member_view.setCurrentIndex(self.members.row_of(person_uuid))

    def _open_household(self, index: QModelIndex) -> None:
        self.control.open(self.households.rows[index.row()].household_uuid)

    def _open_first_found(self) -> None:
        self.list_households()
        if self.households.rows:
            self.control.open(self.households.rows[0].household_uuid)

    def _open_member(self, index: QModelIndex) -> None:
        self.control.open_member(self.members.lines[index.row()].person_uuid)

    # -- fields -------------------------------------------------------------------------------------------------

    def editor(self, key: str) -> AnswerEditor:
        """The editor of a box; household boxes are keyed ``household.<name>``."""
        if key.startswith(HOUSEHOLD_PREFIX):
            return self.sheet.editors[key.removeprefix(HOUSEHOLD_PREFIX)]
        return self.slip.editors[key]

    def all_keys(self) -> list[str]:
        """All boxes, also those of lines that are hidden now."""
        return [HOUSEHOLD_PREFIX + name for name in self.sheet.editors] + list(self.slip.editors)

    def box_keys(self) -> list[str]:
        """All boxes in the order of the cursor."""
        return [HOUSEHOLD_PREFIX + name for name in self.sheet.reachable()] + self.slip.reachable()

    def focused_key(self) -> str:
        """The box with the cursor, "" when it is elsewhere."""
        name = self.slip.focused()
        if name:
            return name
        name = self.sheet.focused()
        return HOUSEHOLD_PREFIX + name if name else ""

    def focused_editor(self) -> AnswerEditor | None:
        """The editor with the cursor."""
        key = self.focused_key()
        return self.editor(key) if key else None

    def go_to(self, key: str) -> None:
        """Put the cursor into a box."""
        if key in self.box_keys():
            self.editor(key).take_cursor()

    def release_cursor(self) -> None:
        """Take the cursor out of its box; whoever calls it puts it into another one."""
        editor = self.focused_editor()
        if editor is not None:
            editor.clearFocus()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.take_cursor()


def _list_view(name: str, words: str, when_empty: str = "") -> QListView:
    view = HintedList(when_empty)
    view.setObjectName(name)
    view.setAccessibleName(words)
    view.setUniformItemSizes(True)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
