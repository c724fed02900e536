"""Lists that the room of progress takes in: targets, or registered households; the columns say which."""

from __future__ import annotations

from pathlib import Path

from census_desktop.base.text import _, number
from census_desktop.services.goals import import_goals
from census_desktop.services.group_names import matched_words
from census_desktop.services.registered import HEADS, import_registered
from census_desktop.store.store import Store
from census_desktop.transfer.small_sheets import has_head


def take_any_list(store: Store, path: Path) -> str:
    """Take a list of registered households, known by its column of heads of households, or else of targets.

    Returns:
        What it did, in words.

    Raises:
        CensusError: as `import_registered` and `import_goals`.
    """
    if has_head(path, HEADS, "head_name"):
        register = import_registered(store, path)
        words = _(
            "Đã nhận {rows} hộ đăng ký: {added} hộ mới, {changed} hộ đổi, {tied} hộ đã thấy phiếu."
        ).format(
            rows=number(register.rows),
            added=number(register.added),
            changed=number(register.changed),
            tied=number(register.tied),
        )
        return f"{words} {matched_words(register.matched)}".strip()
    taken = import_goals(store, path)
    words = _("Đã nhận {rows} dòng, {changed} nơi có chỉ tiêu mới.").format(
        rows=number(taken.rows), changed=number(taken.changed)
    )
    return f"{words} {matched_words(taken.matched)}".strip()
