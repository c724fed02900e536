"""Rows an import has put aside: each beside whom it may be; one key decides and the next row comes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.text import _, number
from census_desktop.domain.dc01 import HOUSEHOLD_FIELDS, Household, Person
from census_desktop.domain.formats import show_answer
from census_desktop.gui.dialogs.comparison import ComparisonTable
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, muted_label, plain_label
from census_desktop.services.undo import undo, undoable
from census_desktop.services.waiting_rows import (
    QueuedRow,
    WaitingRow,
    ask_again,
    blanks_filled,
    leave_out,
    look_at_row,
    take_as_new,
    take_into,
    waiting_rows,
)

_WIDTH = 330
_NOBODY = Person(person_uuid=uuid.UUID(int=0), household_uuid=None)
_DECIDED = Qt.ItemDataRole.UserRole


class WaitingRowsDialog(QDialog):
    """The rows at the left, the marked one beside an existing slip at the right.

    Attributes:
        rows: the list.
        match: whom the row may be.
        home: where somebody new would belong.
        table: the existing slip in the first column, the row in the second.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waiting_rows")
        self.setWindowTitle(_("Các dòng Excel chờ xem lại"))
        self.resize(1180, 660)
        self._session = session
        self._rows = list(waiting_rows(session.store))
        self._look: WaitingRow | None = None
        self._taken: set[str] = set()
        self._back: list[tuple[int, Callable[[], object]]] = []
        self.banner = Banner()
        self.rows = QListWidget()
        self.rows.setObjectName("waiting")
        self.rows.setAccessibleName(_("Các dòng chờ"))
        self.rows.setWordWrap(True)
        self.rows.setFixedWidth(_WIDTH)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.says = plain_label("", "row_says", wraps=True)
        self.match, self.home = QComboBox(), QComboBox()
        for box, name, words in (
            (self.match, "row_match", _("Có thể là")),
            (self.home, "row_home", _("Vào hộ")),
        ):
            box.setObjectName(name)
            box.setAccessibleName(words)
            box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table = ComparisonTable(_("Phiếu đã có"), _("Dòng trong Excel"))
        self._build()
        for row in self._rows:
            self.rows.addItem(_title(row))
        self.rows.currentRowChanged.connect(lambda _row: self._on_row())
        self.match.currentIndexChanged.connect(lambda _at: self._on_match())
        self.rows.setCurrentRow(0)
        self.table.setFocus()

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.addWidget(self.banner)
        across = QHBoxLayout()
        across.addWidget(self.rows)
        right = QVBoxLayout()
        right.addWidget(self.says)
        for words, box in ((_("Có thể là (M)"), self.match), (_("Vào hộ (H)"), self.home)):
            line = QHBoxLayout()
            line.addWidget(plain_label(words))
            line.addWidget(box, 1)
            right.addLayout(line)
        right.addWidget(self.table, 1)
        across.addLayout(right, 1)
        whole.addLayout(across, 1)
        whole.addWidget(
            plain_label(
                _("1 Là người này, lấy các ô có ← · 2 Người khác: thêm phiếu mới · 3 Bỏ dòng"), wraps=True
            )
        )
        whole.addWidget(
            muted_label(
                _(
                    "Mũi tên: ô · Dấu cách: lấy hay không lấy ô này · N dòng sau · P dòng trước · "
                    "U: lấy lại việc vừa làm · Esc: đóng"
                ),
                wraps=True,
            )
        )

    # -- showing ------------------------------------------------------------------------------------------------

    @property
    def _row(self) -> QueuedRow | None:
        at = self.rows.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    @property
    def _other(self) -> Person | None:
        """The existing slip that is shown."""
        at = self.match.currentIndex()
        return (
            self._look.matches[at].person
            if self._look is not None and 0 <= at < len(self._look.matches)
            else None
        )

    def _on_row(self) -> None:
        row = self._row
        self._look = None
        if row is not None and self.rows.currentItem().data(_DECIDED) is None:
            try:
                self._look = look_at_row(self._session.store, row.number)
            except CensusError as error:
                self.banner.say_error(error)
        self._fill()

    def _fill(self) -> None:
        look = self._look
        for box in (self.match, self.home):
            box.blockSignals(True)
            box.clear()
        if look is not None:
            for other in look.matches:
                self.match.addItem(f"{_place(other.person, other.household)} · {', '.join(other.reasons)}")
            if not look.matches:
                self.match.addItem(_("không thấy ai giống"))
            for home in look.homes:
                self.home.addItem(_home_words(home), home.household_uuid)
            self.home.addItem(_("hộ mới: {home}").format(home=_home_words(look.of_household)))
            if not look.belongs:
                self.home.setCurrentIndex(self.home.count() - 1)
        for box in (self.match, self.home):
            box.blockSignals(False)
        row = self._row
        self.says.setText("" if row is None else _(row.reason))
        self._on_match()

    def _on_match(self) -> None:
        other = self._other
        self._taken = (
            set(blanks_filled(self._look, other)) if self._look is not None and other is not None else set()
        )
        self._compare()

    def _compare(self) -> None:
        person = self._look.person if self._look is not None else _NOBODY
        self.table.compare(self._other or _NOBODY, person, self._taken)

    # -- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one act."""
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_1: self.same,
            Qt.Key.Key_2: self.somebody_new,
            Qt.Key.Key_3: self.drop,
            Qt.Key.Key_M: partial(_next_of, self.match),
            Qt.Key.Key_H: partial(_next_of, self.home),
            Qt.Key.Key_N: partial(self._step, 1),
            Qt.Key.Key_P: partial(self._step, -1),
            Qt.Key.Key_U: self.take_back,
            Qt.Key.Key_Space: self._take_box,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        event.accept()
        act()

    def _step(self, by: int) -> None:
        self.rows.setCurrentRow(max(0, min(self.rows.count() - 1, self.rows.currentRow() + by)))

    def _take_box(self) -> None:
        box = self.table.current_box
        if (
            box is not None
            and self._other is not None
            and self._look is not None
            and getattr(self._look.person, box)
        ):
            self._taken ^= {box}
            self._compare()

    # -- deciding -----------------------------------------------------------------------------------------------

    def same(self) -> None:
        """The row is the person shown: take the marked boxes, keep everything else."""
        other, look = self._other, self._look
        if other is None or look is None:
            self.banner.say(
                _("Không có phiếu nào đang so; phím 2 thêm phiếu mới, phím 3 bỏ dòng."), "warning"
            )
            return
        store, at, taken = self._session.store, look.row.number, frozenset(self._taken)

        def decide() -> str:
            count = take_into(store, at, other.person_uuid, taken)
            return _("là người đã có, lấy {count} ô").format(count=count)

        self._decide(decide)

    def somebody_new(self) -> None:
        """The row becomes a slip of its own."""
        look = self._look
        if look is None:
            return
        store, at, home = self._session.store, look.row.number, self.home.currentData()

        def decide() -> str:
            take_as_new(store, at, home)
            return _("thêm phiếu mới")

        self._decide(decide)

    def drop(self) -> None:
        """Nothing of the row is taken."""
        look = self._look
        if look is None:
            return
        store, at = self._session.store, look.row.number

        def decide() -> str:
            leave_out(store, at)
            return _("bỏ")

        self._decide(decide)

    def _decide(self, decide: Callable[[], str]) -> None:
        row, store = self._row, self._session.store
        newest = undoable(store, 1)
        try:
            words = decide()
        except CensusError as error:
            self.banner.say_error(error)
            return
        assert row is not None  # a row is shown
        made = undoable(store, 1)
        is_deed = bool(made) and (not newest or made[0].number != newest[0].number)
        back = partial(undo, store, made[0].number) if is_deed else partial(ask_again, store, row.number)
        self._back.append((self.rows.currentRow(), back))
        item = self.rows.currentItem()
        item.setData(_DECIDED, words)
        item.setText(f"{_title(row)}\n✓ {words}")
        self.banner.say(
            _("Đã ghi: {verdict}. Còn {count} dòng chờ.").format(verdict=words, count=number(self.left)), "ok"
        )
        self._session.bus.changed.emit()
        self._to_next_open()

    @property
    def left(self) -> int:
        """Rows that still wait."""
        return sum(self.rows.item(at).data(_DECIDED) is None for at in range(self.rows.count()))

    def _to_next_open(self) -> None:
        count, here = self.rows.count(), self.rows.currentRow()
        order = [*range(here + 1, count), *range(here)]
        following = next((at for at in order if self.rows.item(at).data(_DECIDED) is None), here)
        if following == here:
            self._on_row()
        self.rows.setCurrentRow(following)

    def take_back(self) -> None:
        """Take the last decision of this sitting back."""
        if not self._back:
            self.banner.say(_("Chưa có việc nào ở lần này để lấy lại."), "info")
            return
        at, back = self._back.pop()
        try:
            back()
        except CensusError as error:
            self.banner.say_error(error)
            return
        self.rows.item(at).setData(_DECIDED, None)
        self.rows.item(at).setText(_title(self._rows[at]))
        self.banner.say(_("Đã lấy lại; dòng này lại chờ quyết định."), "ok")
        self._session.bus.changed.emit()
        self.rows.setCurrentRow(at)
        self._on_row()


def _next_of(box: QComboBox) -> None:
    if box.count() > 1:
        box.setCurrentIndex((box.currentIndex() + 1) % box.count())


def _title(row: QueuedRow) -> str:
    name = row.answers.get("full_name") or _("(chưa có tên)")
    return _("{name}\n{file}, dòng {row}").format(name=name, file=row.file_name, row=row.row_no)


def _place(person: Person, home: Household | None) -> str:
    name = person.full_name or _("(chưa có tên)")
    return f"{name}, {_home_words(home)}" if home is not None else name


def _home_words(home: Household) -> str:
    return _("hộ {number}, {group}, {unit}").format(
        number=home.household_no or "–",
        group=home.residential_group or "–",
        unit=show_answer(HOUSEHOLD_FIELDS["unit"], home.unit) or "–",
    )
