"""The filters of the browse room: one line of choosers, each with a key of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from census_desktop.base.shortcuts import shortcut
from census_desktop.base.text import N_, _
from census_desktop.domain.codes import code_list
from census_desktop.domain.findings import Severity
from census_desktop.gui.session import Session
from census_desktop.gui.widgets import button, restyle
from census_desktop.services.rights import may_see_service
from census_desktop.services.units import unit_name
from census_desktop.store.browse import ANY, Filters
from census_desktop.store.walk import Place, places

LETTERS = 15  # of a chooser, so that six stand beside one another on the smallest screen


class FilterLine(QWidget):
    """What else must hold of the people or households that are looked for.

    Signals:
        changed(): another filter was chosen.
        findings_wanted(severity): slips with findings are wanted, which must be looked for first; None: any slip.
        left(): a chooser was closed without choosing anything else.
        told(words): why a chooser does not open.
    """

    changed = Signal()
    findings_wanted = Signal(object)
    left = Signal()
    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._places: tuple[Place, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.choosers: dict[str, Chooser] = {}
        for name, spoken, everything in (
            ("unit", N_("Lọc theo đơn vị"), N_("Mọi đơn vị")),
            ("group", N_("Lọc theo thôn, tổ dân phố"), N_("Mọi thôn, tổ")),
            ("state", N_("Lọc theo tình trạng phiếu"), N_("Mọi tình trạng")),
            ("presence", N_("Lọc theo có mặt, vắng mặt"), N_("Có mặt và vắng")),
            ("service", N_("Lọc theo quân đội, công an"), N_("Quân đội, công an")),
            ("findings", N_("Lọc theo lỗi và cảnh báo"), N_("Có lỗi hay không")),
        ):
            chooser = Chooser(f"browse_{name}", _(spoken), _(everything))
            chooser.activated.connect(lambda _at, name=name: self._chosen(name))
            chooser.closed.connect(self.left)
            self.choosers[name] = chooser
            row.addWidget(chooser, 1)
        keys = shortcut("browse_clear").shown
        self.clear_button = button(
            _("Bỏ lọc ({keys})").format(keys=keys), self.clear, "browse_clear_button", quiet=True
        )
        row.addWidget(self.clear_button)
        self._fill_lists()
        self.choosers["service"].setEnabled(may_see_service(session.store))
        self.refresh()

    def refresh(self) -> None:
        """Units and residential groups anew; what is chosen stays."""
        self._places = places(self._session.store)
        units = dict.fromkeys(place.unit for place in self._places if place.unit)
        self.choosers["unit"].fill([(unit_name(unit), unit) for unit in units])
        self._fill_groups()
        self._show()

    def _fill_lists(self) -> None:
        for name, codes in (("state", "slip_state"), ("presence", "presence"), ("service", "service")):
            known = code_list(codes)
            some = [(_("Có phục vụ"), ANY)] if name == "service" else []
            self.choosers[name].fill([*some, *((known.label(code.code), code.code) for code in known)])
        self.choosers["findings"].fill(
            [(_("Có lỗi"), Severity.ERROR.value), (_("Có cảnh báo"), Severity.WARNING.value)]
        )

    def _fill_groups(self) -> None:
        unit, groups = self._only_unit(), self.choosers["group"]
        found = [place.residential_group for place in self._places if place.unit == unit]
        groups.fill([(group, group) for group in found if group is not None])
        groups.setEnabled(groups.count() > 1)

    def _only_unit(self) -> str:
        """The unit chosen, or the one there is."""
        chosen, chooser = self.choosers["unit"].value(), self.choosers["unit"]
        return str(chooser.itemData(1)) if not chosen and chooser.count() == 2 else str(chosen or "")

    def filters(self) -> Filters:
        """What is chosen, findings left out."""
        said = {name: str(chooser.value() or "") for name, chooser in self.choosers.items()}
        return Filters(
            unit=self._only_unit() if said["group"] else said["unit"],
            residential_group=said["group"],
            slip_state=said["state"],
            presence=said["presence"],
            service=said["service"],
        )

    def severity(self) -> Severity | None:
        """The findings chosen."""
        chosen = self.choosers["findings"].value()
        return Severity(str(chosen)) if chosen else None

    def open(self, name: str) -> None:
        """Open one chooser; arrows and letters choose, Enter takes, Esc leaves it as it was."""
        chooser = self.choosers[name]
        if chooser.isEnabled():
            chooser.setFocus()
            chooser.showPopup()
        elif name == "service":
            self.told.emit(_("Chỉ người giám sát xem và lọc được việc phục vụ quân đội, công an."))
        else:
            self.told.emit(_("Chọn một đơn vị (F3) trước, rồi mới lọc theo thôn, tổ dân phố."))

    def clear(self) -> None:
        """Everybody again."""
        for chooser in self.choosers.values():
            chooser.setCurrentIndex(0)
        self._fill_groups()
        self._show()
        self.findings_wanted.emit(None)

    def choose(self, name: str, value: object) -> None:
        """Choose as a person does."""
        chooser = self.choosers[name]
        chooser.setCurrentIndex(chooser.findData(value))
        self._chosen(name)

    def _chosen(self, name: str) -> None:
        if name == "unit":
            self._fill_groups()
        self._show()
        if name == "findings":
            self.findings_wanted.emit(self.severity())
        else:
            self.changed.emit()

    def _show(self) -> None:
        """Filters at work stand out, and can be taken back together."""
        for chooser in self.choosers.values():
            restyle(chooser, chosen="true" if chooser.currentIndex() > 0 else "false")
        self.clear_button.setVisible(any(one.currentIndex() > 0 for one in self.choosers.values()))


class Chooser(QComboBox):
    """A list to choose from; its first line chooses nothing and says the key that opens it.

    Signals:
        closed(): the list was closed.
    """

    closed = Signal()

    def __init__(self, name: str, spoken: str, everything: str) -> None:
        super().__init__()
        keys = shortcut(name).shown
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(_("Phím {keys}").format(keys=keys))
        self.setToolTip(f"{spoken} ({keys})")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(LETTERS)
        self.setMaxVisibleItems(20)
        self._first = f"{keys}  {everything}"
        self.fill(())

    def fill(self, choices: Sequence[tuple[str, object]]) -> None:
        """Offer other values; the one chosen stays when it is still offered."""
        kept = self.value()
        self.clear()
        self.addItem(self._first, None)
        for words, value in choices:
            self.addItem(words, value)
        self.setCurrentIndex(max(0, self.findData(kept)) if kept is not None else 0)
        wide = max(
            self.fontMetrics().horizontalAdvance(words) for words in (self._first, *map(_first, choices))
        )
        self.view().setMinimumWidth(wide + 40)

    def value(self) -> object:
        """What is chosen; None for nothing in particular."""
        return self.currentData()

    def hidePopup(self) -> None:
        """Tell that the list is closed, when the window has the keys again."""
        was_open = self.view().isVisible()  # Qt hides what is hidden, too
        super().hidePopup()
        if was_open:
            QTimer.singleShot(0, self, self.closed.emit)


def _first(choice: tuple[str, object]) -> str:
    return choice[0]


FILTER_NAMES: tuple[str, ...] = ("unit", "group", "state", "presence", "service", "findings")
