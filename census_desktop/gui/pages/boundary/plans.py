"""Plans of boundaries: what was applied, what would be applied, and what a plan does to each place."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QVBoxLayout, QWidget

from census_desktop.base.errors import CensusError
from census_desktop.base.jobs import JobControl
from census_desktop.base.text import N_, _, number
from census_desktop.gui import messages
from census_desktop.gui.dialogs.boundary_parts import PlanFacts, ask_reason
from census_desktop.gui.dialogs.papers import preview
from census_desktop.gui.dialogs.share_targets import offer_shares
from census_desktop.gui.dialogs.working import LatestJob, run_job
from census_desktop.gui.models.row_table import Column, RowTable, mark_row, table_view
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import Banner, button, muted_label
from census_desktop.services.areas import current_groups
from census_desktop.services.boundaries import Applied, apply_plan, withdraw_plan
from census_desktop.services.boundary_list import PlanDraft, official_days, official_plan, read_plan_list
from census_desktop.services.boundary_papers import place_words, plan_paper
from census_desktop.services.boundary_preview import Move, PlanPreview, preview_plan, rule_place
from census_desktop.services.units import unit_name
from census_desktop.store.boundaries import load_plans

_MOST_RULES = 12  # told beside the plan; the table shows what all of them do
_MOST_REMARKS = 4


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list.

    Attributes:
        title: what it is called.
        day: ISO day, "" when unreadable.
        state: applied, taken back, not applied, or only opened.
        sign: name of a sign.
        draft: its record and rules.
        is_applied: households follow it.
    """

    title: str
    day: str
    state: str
    sign: str
    draft: PlanDraft
    is_applied: bool


PLAN_COLUMNS: tuple[Column[PlanLine], ...] = (
    Column(N_("Phương án"), lambda line: line.title, 0, sign=lambda line: line.sign),
    Column(N_("Ngày hiệu lực"), lambda line: _paper_day(line.day), 11, order=lambda line: line.day),
    Column(N_("Tình trạng"), lambda line: line.state, 16),
)
MOVE_COLUMNS: tuple[Column[Move], ...] = (
    Column(N_("Từ"), lambda move: place_words(move.origin), 34),
    Column(
        N_("Sang"),
        lambda move: place_words(move.target) if move.target is not None else _("phải chọn từng hộ"),
        0,
        sign=lambda move: "" if move.target is not None else "warning",
    ),
    Column(
        N_("Nhân khẩu"), lambda move: number(move.people), 9, is_right=True, order=lambda move: move.people
    ),
    Column(
        N_("Số hộ"),
        lambda move: number(move.households),
        8,
        is_right=True,
        order=lambda move: move.households,
    ),
)


def _paper_day(day: str) -> str:
    try:
        return f"{datetime.date.fromisoformat(day):%d/%m/%Y}"
    except ValueError:
        return "–"


def _line(draft: PlanDraft, state: str, sign: str, *, is_applied: bool = False) -> PlanLine:
    record = draft.record
    return PlanLine(record.title or "–", record.effective_on or "", state, sign, draft, is_applied)


class PlanPane(QWidget):
    """The list on the left, what the marked plan does on the right.

    Signals:
        changed(): records changed.
    """

    changed = Signal()

    def __init__(self, session: Session, banner: Banner) -> None:
        super().__init__()
        self._session, self._banner = session, banner
        self._opened: list[PlanDraft] = []
        self.previews = LatestJob(session.jobs, self)
        self.looked: PlanPreview | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        row = QHBoxLayout()
        self.open_button = button(_("Mở tệp phương án… (F3)"), self.open_list, "open_plan")
        self.apart_button = button(_("Thôn trùng tên… (F4)"), self.tell_apart, "tell_apart")
        self.apart_button.setToolTip(_("Thôn trùng tên: thêm tên cũ (F4)"))
        self.apply_button = button(_("Áp dụng… (F10)"), self.apply, "apply_plan", primary=True)
        self.withdraw_button = button(_("Hoàn tác… (F7)"), self.withdraw, "withdraw_plan")
        self.share_button = button(_("Chia chỉ tiêu… (F6)"), self.share_targets, "share_targets")
        self.print_button = button(_("In bảng dự kiến… (F8)"), self.print_plan, "print_plan")
        for one in (self.open_button, self.apart_button, self.print_button):
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(self.share_button)
        row.addWidget(self.withdraw_button)
        row.addWidget(self.apply_button)
        column.addLayout(row)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.table: RowTable[PlanLine] = RowTable(PLAN_COLUMNS, self)
        self.view = table_view(self.table, "boundary_plans", _("Các phương án"))
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _was: self._show_marked())
        self.view.activated.connect(lambda _index: self.look())
        split.addWidget(self.view)
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(6, 0, 0, 0)
        self.facts = muted_label(wraps=True)
        inside.addWidget(self.facts)
        self.moves: RowTable[Move] = RowTable(MOVE_COLUMNS, self)
        self.move_view = table_view(self.moves, "boundary_moves", _("Hộ chuyển đi đâu"))
        inside.addWidget(self.move_view, 1)
        self.sums = muted_label(wraps=True)
        inside.addWidget(self.sums)
        split.addWidget(right)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 7)
        column.addWidget(split, 1)

    def answer(self, event: QKeyEvent) -> bool:
        """Do what a key says; False when it says nothing here."""
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_F3: self.open_list, Qt.Key.Key_F4: self.tell_apart, Qt.Key.Key_F10: self.apply,
            Qt.Key.Key_F6: self.share_targets, Qt.Key.Key_F7: self.withdraw, Qt.Key.Key_F8: self.print_plan,
        }  # fmt: skip
        deed = deeds.get(event.key())
        if deed is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        deed()
        return True

    # -- showing ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The plans that are known, opened ones first, and the changes the area itself lists."""
        known = load_plans(self._session.store).all
        applied = {plan.record.boundary_plan_uuid for plan in known if not plan.is_withdrawn}
        offered = [official_plan(day) for day in official_days()] if self._session.is_town else []
        drafts = {draft.record.boundary_plan_uuid: draft for draft in (*offered, *self._opened)}
        opened = {draft.record.boundary_plan_uuid for draft in self._opened}
        lines = [
            _line(draft, _("đang xem") if uuid in opened else _("chưa áp dụng"), "draft")
            for uuid, draft in drafts.items()
            if uuid not in applied
        ]
        for plan in known:
            draft = PlanDraft(plan.record, plan.rules, (0,) * len(plan.rules))
            if not plan.is_withdrawn:
                lines.append(_line(draft, _("đã áp dụng"), "ok", is_applied=True))
            elif plan.record.boundary_plan_uuid not in drafts:
                why = plan.record.withdrawn_reason or ""
                lines.append(_line(draft, _("đã hoàn tác: {why}").format(why=why), "warning"))
        lines.sort(key=lambda line: (line.state != _("đang xem"), line.day))
        row = self.view.currentIndex().row()
        self.table.put(lines)
        if lines:
            mark_row(self.view, min(max(row, 0), len(lines) - 1))
        else:
            self._show_marked()

    @property
    def marked(self) -> PlanLine | None:
        """The plan under the cursor."""
        row = self.view.currentIndex().row()
        return self.table.rows[row] if 0 <= row < len(self.table.rows) else None

    def _show_marked(self) -> None:
        line, lead = self.marked, self._session.is_town
        self._forget_look()
        self.sums.setText("")
        for one in (self.open_button, self.apart_button):
            one.setEnabled(lead)
        for one in (self.withdraw_button, self.share_button):
            one.setEnabled(lead and line is not None and line.is_applied)
        if line is None:
            self.facts.setText(_("Chưa có phương án nào."))
            return
        record = line.draft.record
        choices = [rule for rule in line.draft.rules if rule.household is not None]
        told = [rule for rule in line.draft.rules if rule.household is None]
        rules = "; ".join(
            f"{rule_place(rule)} → {unit_name(rule.to_unit) if rule.to_unit else _('phải chọn từng hộ')}"
            + (f" ({rule.to_group})" if rule.to_group else "")
            for rule in told[:_MOST_RULES]
            if rule.from_unit
        )
        more = len(told) - _MOST_RULES
        if more > 0:
            rules += _("; và {count} quy tắc khác").format(count=number(more))
        if choices:
            rules += _("; {count} hộ đã chọn riêng").format(count=number(len(choices)))
        self.facts.setText(f"{record.legal_basis or _('Chưa ghi căn cứ pháp lý.')}\n{rules}")
        if line.is_applied or not lead:
            self.sums.setText(_("Phương án đã áp dụng; F6 chia chỉ tiêu, F7 hoàn tác.") if lead else "")
        else:
            self.look()

    def look(self) -> None:
        """Count what the marked plan would do, in the worker thread; the answer for a plan left since is dropped."""
        line = self.marked
        self._forget_look()
        if line is None or line.is_applied:
            return
        store = self._session.store
        self.sums.setText(_("Đang xem trước phương án…"))
        self.previews.start(
            _("Đang xem trước phương án"),
            lambda control: preview_plan(store, line.draft, control),
            self._looked,
            self._not_looked,
        )

    def _forget_look(self) -> None:
        """No figures but those of the marked plan stand beside it, and none can be applied without them."""
        self.previews.drop()
        self.looked = None
        self.moves.put(())
        self.sums.setText("")
        self.apply_button.setEnabled(False)

    def _not_looked(self, error: BaseException) -> None:
        self.sums.setText(_("Chưa xem trước được; Enter ở phương án để xem lại."))
        self._fail(error)

    def _looked(self, found: PlanPreview) -> None:
        self.looked = found
        self.apply_button.setEnabled(self._session.is_town)
        self.moves.put(found.moves)
        people = number(sum(one for one, _two in found.before.values()))
        households = number(sum(two for _one, two in found.before.values()))
        words = [
            _("Chuyển {households} hộ, {people} người; chờ chọn {waiting} hộ.").format(
                households=number(found.households),
                people=number(found.people),
                waiting=number(found.waiting),
            ),
            _("Toàn bộ {people} người, {households} hộ trước và sau như nhau.").format(
                people=people, households=households
            )
            if found.is_zero_sum
            else _("Tổng trước và sau KHÁC nhau."),
        ]
        if found.drafts or found.prints:
            words.append(
                _("{drafts} phiếu gõ dở và {prints} hộ đã in mang địa chỉ đơn vị cũ.").format(
                    drafts=number(found.drafts), prints=number(found.prints)
                )
            )
        self.sums.setText("\n".join([*words, *found.remarks[:_MOST_REMARKS]]))

    def _fail(self, error: BaseException) -> None:
        self._banner.say_ended(error, _("Đã dừng; chưa có gì thay đổi."))

    # -- doing --------------------------------------------------------------------------------------------------

    def open_list(self) -> None:
        """Read a plan from a spreadsheet; what it does not say is asked for."""
        if not self.open_button.isEnabled():
            return
        chosen = messages.choose_files(
            self, _("Mở tệp phương án"), Path.home(), _("Bảng tính (*.xlsx *.csv)")
        )
        if not chosen:
            return
        try:
            self._put(read_plan_list(chosen[0]))
        except CensusError as error:
            if error.code in {"NO_TITLE", "NO_DAY"}:
                self._ask_facts(chosen[0])
            else:
                self._banner.say_error(error)

    def _ask_facts(self, path: Path) -> None:
        facts = PlanFacts(path.stem, self)

        def read() -> None:
            try:
                self._put(read_plan_list(path, facts.title, facts.day, facts.basis))
            except CensusError as error:
                self._banner.say_error(error)

        facts.ask(read)

    def _put(self, draft: PlanDraft) -> None:
        self._opened = [one for one in self._opened if one.record != draft.record] + [draft]
        self.refresh()
        mark_row(self.view, next(at for at, each in enumerate(self.table.rows) if each.draft == draft))

    def tell_apart(self) -> None:
        """Give residential groups whose names would meet the name of their old unit."""
        line = self.marked
        if line is None or line.is_applied or not self.apart_button.isEnabled():
            return
        day = line.draft.day
        if day not in official_days():
            self._banner.say(_("Chỉ dùng với thay đổi có trong danh sách địa bàn."), "warning")
            return
        draft = official_plan(day, current_groups(self._session.store), line.draft.record.title)
        self._put(draft)

    def apply(self) -> None:
        """Apply the marked plan after a question."""
        line, found = self.marked, self.looked
        if line is None or line.is_applied or not self.apply_button.isEnabled() or found is None:
            return
        if found.refusal:
            self._banner.say(found.refusal, "info")
            return
        if not messages.ask(
            self,
            _("Áp dụng “{title}”?").format(title=found.draft.record.title or "–"),
            _("{households} hộ, {people} người sang đơn vị mới; máy sao lưu trước và hoàn tác được.").format(
                households=number(found.households), people=number(found.people)
            ),
            yes=_("Áp dụng"),
            no=_("Để xem lại"),
        ):
            return
        store = self._session.store
        self._run(
            _("Đang áp dụng phương án"),
            lambda control: apply_plan(store, found.draft, control, found),
            N_("Đã chuyển {households} hộ; toàn bộ vẫn {people} người."),
        )

    def withdraw(self) -> None:
        """Take the marked plan back; a reason is asked for."""
        line = self.marked
        if line is None or not self.withdraw_button.isEnabled():
            return
        store, plan = self._session.store, line.draft.record.boundary_plan_uuid

        def go(reason: str) -> None:
            self._run(
                _("Đang hoàn tác phương án"),
                lambda control: withdraw_plan(store, plan, reason, control),
                N_(
                    "Đã hoàn tác phương án: {households} hộ trở về đơn vị trước đó; toàn bộ vẫn {people} người."
                ),
            )

        ask_reason(self, _("Hoàn tác “{title}”").format(title=line.title), go)

    def share_targets(self) -> None:
        """F6: what the marked plan proposes as targets of the units that a divided one went to."""
        line = self.marked
        if line is None or not self.share_button.isEnabled():
            return
        offer_shares(
            self._session, self, line.draft.record.boundary_plan_uuid, self._banner, self.view.setFocus
        )

    def _run(self, words: str, work: Callable[[JobControl], Applied], told: str) -> None:
        def done(found: Applied) -> None:
            figures = {"households": number(found.households), "people": number(found.people)}
            self._banner.say(_(told).format(**figures), "ok")
            self.changed.emit()

        run_job(self._session.jobs, self, words, work, done, self._fail)

    def print_plan(self) -> None:
        """The preview on paper."""
        if self.looked is None:
            self._banner.say(_("Chọn một phương án chưa áp dụng để in bảng dự kiến."), "warning")
            return
        preview(self, (plan_paper(self._session.store, self.looked),), self._banner)
