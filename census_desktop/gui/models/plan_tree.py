"""The plan of a merge as a tree: units, in them their packages and residential groups; the last line adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from census_desktop.base.text import N_, _, number
from census_desktop.domain.dc01 import PERSON_FIELDS
from census_desktop.domain.formats import show_answer
from census_desktop.gui import icons
from census_desktop.gui.plain import plain_tip
from census_desktop.services.merge_plan import PlacePlan, PlanByPlace, SuspectedPair, total
from census_desktop.services.units import unit_name
from census_desktop.transfer.inbox import PackagePlan

SIGNS = {"merged": "ok", "already": "already", "refused": "refused"}
TITLES = (
    N_("Đơn vị, gói, thôn/TDP"),
    N_("Việc"),
    N_("Người"),
    N_("Hộ"),
    N_("Mới"),
    N_("Đổi"),
    N_("Đã có"),
    N_("Kết hợp"),
    N_("Xung đột"),
    N_("Lỗi"),
    N_("Cần xem"),
    N_("Ghi chú"),
)
FIGURES = len(TITLES) - 3
_WIDTHS = {0: 40, 1: 9}  # letters of the first columns
_NOTE = len(TITLES) - 1
_MANY = 3  # groups without news that are put on one line
_MOST_PAIRS, _MOST_REASONS = 200, 4


@dataclass(frozen=True, slots=True)
class PlanNode:
    """One line of the tree.

    Attributes:
        title: unit, file or residential group.
        sign: name of the sign before it, "" for none.
        status: what happens with it, in words.
        figures: people, households, new, changed, already, combined, conflicts, errors, warnings; None not counted.
        message: a few words, "" when there is nothing to say.
        sentence: what a person must know about it, shown on a line of its own.
        children: lines below it.
        is_total: adds up the others.
        is_open: its children are shown at first.
    """

    title: str
    sign: str = ""
    status: str = ""
    figures: tuple[int | None, ...] = (None,) * FIGURES
    message: str = ""
    sentence: str = ""
    children: tuple[PlanNode, ...] = ()
    is_total: bool = False
    is_open: bool = True


def nodes_of(found: PlanByPlace, *, is_done: bool) -> tuple[PlanNode, ...]:
    """The tree of a plan, or of the result when `is_done`."""
    by_unit: dict[str | None, list[PackagePlan]] = defaultdict(list)
    for package in found.plan.packages:
        by_unit[package.unit].append(package)
    places = found.units()
    order = sorted({*by_unit, *places}, key=lambda unit: unit or "~")
    units = tuple(_unit(unit, by_unit.get(unit, ()), places.get(unit, ()), is_done=is_done) for unit in order)
    return (*units, *_suspected(found.suspected), _sum(found))


def _unit(
    unit: str | None, packages: Sequence[PackagePlan], places: Sequence[PlacePlan], *, is_done: bool
) -> PlanNode:
    lines = tuple(_package(package, is_done=is_done) for package in packages)
    groups = _groups(places)
    is_refused = any(package.status == "refused" for package in packages)
    is_short = any(package.gap_after is not None for package in packages)
    notes = [_("{count} gói bị từ chối").format(count=number(_refused(packages)))] if is_refused else []
    if is_short:
        notes.append(_("thiếu số gói"))
    return PlanNode(
        title=unit_name(unit) if unit else _("Chưa rõ đơn vị"),
        sign="refused" if is_refused else "warning" if is_short else "ok",
        status=_("{count} gói").format(count=number(len(packages))),
        figures=_of_place(total(places)) if places else (None,) * FIGURES,
        message=", ".join(notes),
        children=(*lines, *groups),
    )


def _refused(packages: Sequence[PackagePlan]) -> int:
    return sum(package.status == "refused" for package in packages)


def _package(package: PackagePlan, *, is_done: bool) -> PlanNode:
    is_counted = package.status != "refused"
    records = package.people + package.households
    figures = (
        package.people, package.households, package.added, package.changed,
        records - package.added - package.changed, package.combined, package.conflicts, None, None,
    )  # fmt: skip
    return PlanNode(
        title=package.file,
        sign="warning" if package.gap_after is not None else SIGNS[package.status],
        status=_status(package, is_done=is_done),
        figures=figures if is_counted else (None,) * FIGURES,
        sentence="" if package.code == "OK" else package.message,
    )


def _status(package: PackagePlan, *, is_done: bool) -> str:
    if package.status == "merged":
        return _("Đã gộp") if is_done else _("Sẽ gộp")
    return _("Đã có") if package.status == "already" else _("Từ chối")


def _groups(places: Sequence[PlacePlan]) -> tuple[PlanNode, ...]:
    """Groups with news one by one; those without any on one line, closed, so that the others are seen."""
    quiet = [place for place in places if not (place.new or place.changed or place.errors or place.warnings)]
    if len(quiet) < _MANY:
        return tuple(_group(place) for place in places)
    loud = tuple(_group(place) for place in places if place not in quiet)
    rest = PlanNode(
        title=_("{count} thôn/TDP không có gì mới").format(count=number(len(quiet))),
        figures=_of_place(total(quiet)),
        children=tuple(_group(place) for place in quiet),
        is_open=False,
    )
    return (*loud, rest)


def _group(place: PlacePlan) -> PlanNode:
    return PlanNode(title=place.group or _("Chưa ghi thôn/TDP"), figures=_of_place(place))


def _of_place(place: PlacePlan) -> tuple[int | None, ...]:
    return (
        place.people, place.households, place.new, place.changed, place.already,
        place.combined, place.conflicts, place.errors, place.warnings,
    )  # fmt: skip


def _suspected(pairs: Sequence[SuspectedPair]) -> tuple[PlanNode, ...]:
    """Pairs that may be one person, closed at first: they are decided about after the merge, not here."""
    if not pairs:
        return ()
    shown = [PlanNode(title=_pair(pair), sentence=_why(pair)) for pair in pairs[:_MOST_PAIRS]]
    if len(pairs) > len(shown):
        shown.append(PlanNode(title=_("… và {count} cặp nữa").format(count=number(len(pairs) - len(shown)))))
    return (
        PlanNode(
            title=_("Nghi trùng người"),
            sign="warning",
            status=_("{count} cặp").format(count=number(len(pairs))),
            message=_("gộp xong, quyết định ở phòng Cần xử lý (Alt+3, Ctrl+T)"),
            children=tuple(shown),
            is_open=False,
        ),
    )


def _pair(pair: SuspectedPair) -> str:
    slips = [
        " · ".join(
            filter(None, (
                one.full_name or _("(chưa có tên)"),
                show_answer(PERSON_FIELDS["birth_date"], one.birth_date),
                unit_name(home.unit) if home is not None and home.unit else "",
            ))
        )
        for one, home in zip(pair.slips, pair.households, strict=True)
    ]  # fmt: skip
    return _("{score} %: {one} – {other}").format(
        score=round(100 * pair.suspect.score), one=slips[0], other=slips[1]
    )


def _why(pair: SuspectedPair) -> str:
    return ", ".join(reason.text for reason in pair.suspect.reasons[:_MOST_REASONS])


def _sum(found: PlanByPlace) -> PlanNode:
    plan, everywhere = found.plan, total(found.places)
    return PlanNode(
        title=_("Cộng"),
        status=_("{count} gói").format(count=number(len(plan.packages))),
        figures=(
            plan.people, plan.households, plan.added, plan.changed, plan.already,
            plan.combined, plan.conflicts, everywhere.errors, everywhere.warnings,
        ),
        message=_("Nghi trùng người: {count} cặp").format(count=number(plan.duplicates)),
        is_total=True,
    )  # fmt: skip


class PlanTree(QTreeWidget):
    """Shows the nodes; arrows open and close units."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plan")
        self.setAccessibleName(_("Kế hoạch gộp"))
        self.setAlternatingRowColors(True)
        self.setColumnCount(len(TITLES))
        self.setHeaderLabels([_(title) for title in TITLES])
        self.nodes: tuple[PlanNode, ...] = ()
        head = self.header()
        head.setStretchLastSection(True)
        head.setMinimumSectionSize(30)
        metrics = self.fontMetrics()
        for place, title in enumerate(TITLES[:_NOTE]):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            needed = metrics.horizontalAdvance(_(title)) * 11 // 10 + 26
            usual = metrics.horizontalAdvance("0") * _WIDTHS.get(place, 5) + 24
            self.setColumnWidth(place, max(needed, usual))
            if 1 < place < _NOTE:
                self.headerItem().setTextAlignment(
                    place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )

    def put(self, nodes: Sequence[PlanNode]) -> None:
        """Show other nodes, all open; the first line is marked."""
        self.nodes = tuple(nodes)
        self.clear()
        for node in nodes:
            self._add(self.invisibleRootItem(), node)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def _add(self, parent: QTreeWidgetItem, node: PlanNode) -> None:
        item = _item(node)
        parent.addChild(item)
        if node.figures == (None,) * FIGURES and not node.status:  # words only: they take the whole line
            item.setFirstColumnSpanned(True)
        if node.sentence:
            line = QTreeWidgetItem([node.sentence])
            line.setToolTip(0, plain_tip(node.sentence))
            item.addChild(line)
            line.setFirstColumnSpanned(True)
        for child in node.children:
            self._add(item, child)
        item.setExpanded(node.is_open)


def _item(node: PlanNode) -> QTreeWidgetItem:
    figures = ["–" if figure is None else number(figure) for figure in node.figures]
    if node.figures == (None,) * FIGURES and not node.status:
        figures = [""] * FIGURES
    item = QTreeWidgetItem([node.title, node.status, *figures, node.message])
    for place in range(2, _NOTE):
        item.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setToolTip(0, plain_tip(node.title))
    item.setToolTip(_NOTE, plain_tip(node.message))
    if node.sign:
        item.setIcon(0, icons.icon(node.sign))
    if node.is_total:
        font = item.font(0)
        font.setBold(True)
        for place in range(len(TITLES)):
            item.setFont(place, font)
    return item
