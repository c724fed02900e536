"""F5: putting households right by keyboard: move, split, combine, another head, void with reason.

A digit chooses what to do, then one question after the other; Esc goes a question back. What was answered is handed
over as one `HouseholdDeed`; nothing happens before the last Enter, and everything can be taken back (Ctrl+U).
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from census_desktop.base.text import N_, _
from census_desktop.domain.dc01 import PERSON_FIELDS, Person
from census_desktop.domain.formats import show_answer
from census_desktop.gui.dialogs.household_parts import Choices, HouseholdPicker, Ticks
from census_desktop.gui.forms.factory import make_editor
from census_desktop.gui.forms.reason_editor import ReasonEditor
from census_desktop.gui.widgets import muted_label, plain_label
from census_desktop.services.entry import Sheet, head_of
from census_desktop.store.records import HouseholdRow

VOID_REASONS = (
    N_("Nhập trùng phiếu"),
    N_("Nhập nhầm, không có phiếu giấy"),
    N_("Phiếu của người không thuộc diện thu thập"),
)


class DeedKind(enum.Enum):
    """What can be done; the value is what the list says."""

    MOVE = N_("Chuyển {person} sang hộ khác")
    SPLIT = N_("Tách một số người thành hộ mới")
    COMBINE = N_("Gộp hộ khác vào hộ này (gõ hai lần)")
    CHANGE_HEAD = N_("Đổi chủ hộ")
    VOID_PERSON = N_("Hủy phiếu của {person}")
    VOID_HOUSEHOLD = N_("Hủy cả hộ và mọi phiếu trong hộ")


ABOUT_PERSON = (DeedKind.MOVE, DeedKind.VOID_PERSON)
Relations = Mapping[uuid.UUID, str | None]


@dataclass(frozen=True, slots=True)
class HouseholdDeed:
    """What was asked for.

    Attributes:
        kind: what to do.
        household: the other household, for moving and combining.
        people: who leaves, for splitting.
        head: the new head, for splitting and changing.
        relation: to the head of the other household, None when the box stays as it is.
        reason: why, for voiding.
    """

    kind: DeedKind
    household: uuid.UUID | None = None
    people: tuple[uuid.UUID, ...] = ()
    head: uuid.UUID | None = None
    relation: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question that was asked: where it is answered, what it says, which keys there are."""

    part: QWidget
    words: str
    hint: str


class HouseholdDeeds(QDialog):
    """The questions.

    Signals:
        wanted(deed): everything was answered.
    """

    wanted = Signal(object)

    def __init__(
        self,
        sheet: Sheet,
        person: Person | None,
        find: Callable[[str], Sequence[HouseholdRow]],
        relations: Callable[[uuid.UUID], Relations],
        parent: QWidget | None = None,
        *,
        ticked: Collection[uuid.UUID] = (),
    ) -> None:
        """Begin with what to do.

        Args:
            sheet: the open household.
            person: the open slip when it is stored.
            find: households by words.
            relations: what everybody would be to another head.
            parent: the page.
            ticked: who was marked to leave when the dialog was closed the last time.
        """
        super().__init__(parent)
        self.setObjectName("household_deeds")
        self.setWindowTitle(_("Việc của hộ"))
        self.resize(680, 330)
        self._sheet, self._person, self._relations = sheet, person, relations
        self._kind = DeedKind.MOVE
        self._household: uuid.UUID | None = None
        self._trail: list[_Question] = []
        self.question = plain_label("", "deed_question", wraps=True)
        self.hint = muted_label("", wraps=True)
        self._stack = QStackedWidget()
        self.kinds = Choices("deed_kinds", _("Việc"))
        self.picker = HouseholdPicker(find, sheet.household.household_uuid)
        self.ticks = Ticks("deed_people", _("Người tách đi"))
        self.ticks.put([(_line(one), one.person_uuid) for one in sheet.members], ticked)
        self.heads = Choices("deed_heads", _("Chủ hộ mới"))
        self.relation = make_editor(PERSON_FIELDS["relation_to_head"], "deed_relation")
        self.reason = ReasonEditor("deed_reason", _("Lý do hủy"), VOID_REASONS)
        for part in (self.kinds, self.picker, self.ticks, self.heads):
            self._stack.addWidget(part)
        for line in (self.relation, self.reason):
            self._stack.addWidget(_at_top(line))
        column = QVBoxLayout(self)
        column.addWidget(self.question)
        column.addWidget(self._stack, 1)
        column.addWidget(self.hint)
        self._connect()
        self._offer_kinds()

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._begin)
        self.picker.chosen.connect(self._household_chosen)
        self.ticks.done.connect(self._people_ticked)
        self.heads.chosen.connect(self._head_chosen)
        self.heads.currentRowChanged.connect(lambda _row: self._tell_relations())
        self.relation.moved.connect(lambda forward: self._relation_given() if forward else self._back())
        self.reason.moved.connect(lambda forward: self._reason_given() if forward else self._back())
        self.reason.given_up.connect(self._back)

    # -- questions ----------------------------------------------------------------------------------------------

    def _offer_kinds(self) -> None:
        name = (self._person.full_name or _("phiếu này")) if self._person is not None else ""
        for kind in DeedKind:
            is_open = (self._person is not None or kind not in ABOUT_PERSON) and (
                len(self._sheet.members) > 1 or kind not in {DeedKind.SPLIT, DeedKind.CHANGE_HEAD}
            )
            words = _(kind.value).format(person=name or _("(chưa mở phiếu nào)"))
            self.kinds.offer(words, kind, is_open=is_open)
        self._ask(self.kinds, _("Làm gì với hộ này?"), _("Số hoặc Enter: chọn · Esc: đóng"))

    def _begin(self, kind: DeedKind) -> None:
        self._kind = kind
        people = self._sheet.members
        if kind is DeedKind.MOVE:
            self._ask(self.picker, _("Chuyển sang hộ nào?"), _(HouseholdPicker.HINT))
        elif kind is DeedKind.COMBINE:
            self._ask(
                self.picker,
                _("Gộp hộ nào vào hộ này? Người của hộ kia sang đây, hộ kia thành hủy; không mất phiếu nào."),
                _(HouseholdPicker.HINT),
            )
        elif kind is DeedKind.SPLIT:
            self._ask(self.ticks, _("Ai tách đi?"), _("Phím cách: đánh dấu · Enter: xong · Esc: lùi"))
        elif kind is DeedKind.CHANGE_HEAD:
            before = head_of(people)
            self._offer_heads([one for one in people if one is not before])
        else:
            self._ask(self.reason, _("Vì sao hủy?"), _("Enter: hủy · F9: lý do thường gặp · Esc: lùi"))

    def _offer_heads(self, people: Sequence[Person]) -> None:
        self.heads.clear()
        for one in people:
            self.heads.offer(_line(one), one.person_uuid)
        self._ask(self.heads, _("Ai là chủ hộ mới?"), "")
        self._tell_relations()

    def _ask(self, part: QWidget, question: str, hint: str) -> None:
        self._trail.append(_Question(part, question, hint))
        self._show(self._trail[-1])

    def _show(self, asked: _Question) -> None:
        part = asked.part
        page = part if self._stack.indexOf(part) >= 0 else part.parentWidget()
        assert page is not None
        self._stack.setCurrentWidget(page)
        self.question.setText(asked.words)
        self.hint.setText(asked.hint)
        self.setFocusProxy(part)
        part.setFocus()

    # -- answers ------------------------------------------------------------------------------------------------

    def _household_chosen(self, household: uuid.UUID) -> None:
        self._household = household
        if self._kind is DeedKind.COMBINE:
            self._finish(HouseholdDeed(self._kind, household=household))
        else:
            self._ask(
                self.relation,
                _("Quan hệ với chủ hộ bên đó?"),
                _("Số mã hoặc vài chữ, Enter: chuyển. Để trống: giữ như đã ghi trên phiếu."),
            )

    def _relation_given(self) -> None:
        try:
            relation = self.relation.stored()
        except ValueError as problem:
            self.hint.setText(str(problem))
            return
        self._finish(HouseholdDeed(self._kind, household=self._household, relation=relation))

    def _people_ticked(self, people: tuple[uuid.UUID, ...]) -> None:
        if not people or len(people) == len(self._sheet.members):
            self.hint.setText(_("Đánh dấu một số người, không phải tất cả."))
            return
        self._offer_heads([one for one in self._sheet.members if one.person_uuid in people])

    def _head_chosen(self, head: uuid.UUID) -> None:
        people = self.ticks.ticked() if self._kind is DeedKind.SPLIT else ()
        self._finish(HouseholdDeed(self._kind, people=people, head=head))

    def _reason_given(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.hint.setText(_("Hãy ghi lý do hủy."))
            self.reason.setFocus()
            return
        self._finish(HouseholdDeed(self._kind, reason=reason))

    def _tell_relations(self) -> None:
        """Say what everybody would be to the marked head."""
        head = self.heads.current()
        if head is None:
            return
        among = set(self.ticks.ticked()) if self._kind is DeedKind.SPLIT else None
        field = PERSON_FIELDS["relation_to_head"]
        names = {one.person_uuid: one.full_name or "–" for one in self._sheet.members}
        open_words = _("chưa rõ, gõ lại trên phiếu")
        parts = [
            f"{names[one]}: {show_answer(field, code) or open_words}"
            for one, code in self._relations(head).items()
            if one != head and (among is None or one in among)
        ]
        self.hint.setText("\n".join([*parts, _("Enter: làm · Esc: lùi")]))

    def _finish(self, deed: HouseholdDeed) -> None:
        self.accept()
        self.wanted.emit(deed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one question back, at the first it closes."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def _back(self) -> None:
        """What was answered stays as it was: to go on again costs no second marking."""
        self._trail.pop()
        if self._trail:
            self._show(self._trail[-1])
        else:
            self.reject()


def _line(person: Person) -> str:
    relation = show_answer(PERSON_FIELDS["relation_to_head"], person.relation_to_head)
    parts = (person.full_name or _("(chưa có tên)"), (person.birth_date or "")[:4], relation)
    return " · ".join(part for part in parts if part)


def _at_top(part: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(part)
    column.addStretch(1)
    return page
