"""F2 in the room of progress: the target of a place with its source, just exceptions, closing and opening again."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_, _
from census_desktop.domain.progress import UnitProgress
from census_desktop.domain.records import FIELDS, RecordKind
from census_desktop.gui.dialogs.working import run_job
from census_desktop.gui.forms.editors import AnswerEditor
from census_desktop.gui.forms.factory import QWIDGETSIZE_MAX, make_editor
from census_desktop.gui.forms.reason_editor import ReasonEditor
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, card, muted_label, plain_label
from census_desktop.reports.progress_words import standing
from census_desktop.services.goals import close_place, goal_of, open_place, set_goal
from census_desktop.store.store import Store

_FIELDS = FIELDS[RecordKind.GOAL]
_TYPED = ("people", "households", "source", "as_of", "exceptions", "exceptions_reason", "deadline")
_REASONS = (
    N_("Đã đối chiếu với sổ hộ khẩu"),
    N_("Tổ công tác xác nhận đã thu hết"),
    N_("Có hộ mới về"),
    N_("Còn phiếu phải sửa theo kết quả phúc tra"),
)


class GoalDialog(QDialog):
    """One place. Enter goes on and saves at the end, Esc closes.

    Attributes:
        boxes: what is typed, by machine name of `Goal`.
        reason: why the place is closed or opened again.
    """

    def __init__(self, session: Session, line: UnitProgress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("goal")
        self.setWindowTitle(_("Chỉ tiêu – {name}").format(name=line.name))
        self.setMinimumWidth(640)
        self._session, self._line = session, line
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(plain_label(f"{line.name}: {standing(line)}", "card_title", wraps=True))
        frame, inside = card(_("Chỉ tiêu"))
        grid = QGridLayout()
        self.boxes: dict[str, AnswerEditor] = {
            name: make_editor(_FIELDS[name], f"goal_{name}") for name in _TYPED
        }
        known = goal_of(session.store, line.unit, line.residential_group)
        for row, (name, editor) in enumerate(self.boxes.items()):
            label = QLabel(_(_FIELDS[name].label))
            label.setBuddy(editor)
            editor.setMaximumWidth(QWIDGETSIZE_MAX)
            editor.put(getattr(known, name, None) or self._so_far(name))
            editor.moved.connect(lambda forward, name=name: self._go_on(name, forward=forward))
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1)
        grid.setColumnStretch(1, 1)
        inside.addLayout(grid)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addStretch(1)
        row_of_buttons.addWidget(button(_("Lưu chỉ tiêu"), self.save, "goal_save", primary=True))
        inside.addLayout(row_of_buttons)
        column.addWidget(frame)
        column.addWidget(self._closing(known.closing_reason))
        column.addWidget(
            muted_label(_("Enter: ô kế tiếp, ở ô cuối là lưu · Shift+Enter: ô trước · Esc: đóng"))
        )
        self.boxes["people"].setFocus()

    def _so_far(self, name: str) -> str | None:
        """Figures from the set-up or the register, which this dialog turns into a target somebody gave."""
        figure = {"people": self._line.target_people, "households": self._line.target_households}.get(name)
        return str(figure) if figure else None

    def _closing(self, said: str | None) -> QWidget:
        frame, inside = card(_("Khóa sổ"))
        words = _(
            "Khóa được khi đã nhập đủ chỉ tiêu (trừ người được miễn), không còn lỗi và xung đột, đã nhập lần 2 đủ mẫu, "
            "đã gộp gói. Khóa rồi thì phiếu ở đây không sửa tay được nữa cho đến khi mở lại."
        )
        inside.addWidget(muted_label(words, wraps=True))
        if said:
            inside.addWidget(plain_label(_("Lý do lần trước: {reason}").format(reason=said), wraps=True))
        row = QHBoxLayout()
        self.reason = ReasonEditor("goal_reason", _("Lý do khóa hoặc mở"), _REASONS)
        self.reason.setPlaceholderText(_("Lý do"))
        self.reason.given_up.connect(self.reject)
        self.reason.moved.connect(lambda _forward: self.switch())
        row.addWidget(self.reason, 1)
        words = _("Mở lại") if self._line.closed else _("Khóa sổ")
        self.switch_button = button(words, self.switch, "goal_switch")
        row.addWidget(self.switch_button)
        inside.addLayout(row)
        return frame

    def _go_on(self, name: str, *, forward: bool) -> None:
        self.boxes[name].settle()
        place = _TYPED.index(name) + (1 if forward else -1)
        if 0 <= place < len(_TYPED):
            self.boxes[_TYPED[place]].take_cursor()
        elif forward:
            self.save()

    def save(self) -> None:
        """Keep what was typed."""
        try:
            set_goal(
                self._session.store,
                self._line.unit,
                {name: editor.text() for name, editor in self.boxes.items()},
                self._line.residential_group,
            )
        except CensusError as error:
            self.banner.say_error(error)
            return
        self._session.bus.changed.emit()
        self.accept()

    def switch(self) -> None:
        """Close the place, or open it again."""
        line, reason, group = self._line, self.reason.text(), self._line.residential_group

        def work(control: JobControl) -> None:
            store: Store = self._session.store
            if line.closed:
                open_place(store, line.unit, reason, group)
            else:
                close_place(store, line.unit, reason, group, control)

        run_job(self._session.jobs, self, _("Đang đếm lỗi"), work, lambda _done: self._switched(), self._fail)

    def _switched(self) -> None:
        self._session.bus.changed.emit()
        self.accept()

    def _fail(self, error: BaseException) -> None:
        self.banner.say_ended(error)
