"""Nothing is cut or lies over anything else in the views and dialogs of the exchange room, small screens too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from census_desktop.base.text import set_language
from census_desktop.gui import theme
from census_desktop.gui.dialogs.forgotten import ForgottenDialog
from census_desktop.gui.dialogs.restoring import RestoreDialog
from census_desktop.gui.pages.exchange.town import TownExchangePage
from census_desktop.gui.pages.exchange.ward import WardExchangePage
from census_desktop.gui.theme import Scheme
from census_desktop.services.exchange import register_device
from tests import windows as windows_of_tests
from tests.builders import save_family
from tests.command_line import town_and_ward
from tests.gui.test_room_for_all import ENLARGED, WARD_LAPTOP, _overlapping, _squeezed
from tests.windows import main_window, room, window_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from tests.command_line import Machine
    from tests.robot import Typist


def looked_at(name: str, window: QWidget, size: tuple[int, int]) -> Iterator[str]:
    if window.height() > size[1] or window.width() > size[0]:
        yield f"{name}: {window.width()}×{window.height()} is larger than the screen"
    yield from (f"{name}: {what}" for what in (*_overlapping(window), *_squeezed(window)))


def dialogs(typist: Typist, openers: dict[str, Callable[[], object]], size: tuple[int, int]) -> Iterator[str]:
    for name, show in openers.items():
        show()
        typist.settle()
        (dialog,) = [one for one in window_of(typist).findChildren(QDialog) if one.isVisible()]
        yield from looked_at(name, dialog, size)
        dialog.done(0)
        typist.settle()


def of_ward(typist: Typist, size: tuple[int, int]) -> Iterator[str]:
    page = room(typist, "exchange").pages["exchange"]
    assert isinstance(page, WardExchangePage)
    yield from looked_at("ward", page, size)
    page.show_news()
    typist.wait_for(lambda: page.news_view is not None and page.news_view.news is not None)
    yield from looked_at("news", page, size)
    page.show_machines()
    view = page.machines_view
    assert view is not None
    yield from looked_at("machines of a ward", page, size)
    window = window_of(typist)
    openers: dict[str, Callable[[], object]] = {
        "export": page.send,
        "sent": page.show_sent,
        "codes": page.show_codes,
        "audit": view.show_audit,
        "password": view.change_password,
        "forgotten": lambda: ForgottenDialog("hoa", window).open(),
        "restoring": lambda: RestoreDialog(window).open(),
    }
    yield from dialogs(typist, openers, size)


def of_town(typist: Typist, size: tuple[int, int]) -> Iterator[str]:
    page = room(typist, "exchange").pages["exchange"]
    assert isinstance(page, TownExchangePage)
    yield from looked_at("town", page, size)
    page.show_machines()
    view = page.machines_view
    assert view is not None
    yield from looked_at("machines of the town", page, size)
    openers: dict[str, Callable[[], object]] = {
        "message": page.show_news,
        "codes": page.show_codes,
        "machine packages": view.show_laptops,
        "unlock": view.unlock,
        "keys": view.change_keys,
    }
    yield from dialogs(typist, openers, size)


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    return town_and_ward(tmp_path)


@pytest.mark.parametrize("points", [9.0, 11.0])
@pytest.mark.parametrize("size", [WARD_LAPTOP, ENLARGED])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_exchange_when_letters_or_screen_change_then_all_of_it_is_seen(
    app: QApplication,
    machines: tuple[Machine, Machine],
    monkeypatch: pytest.MonkeyPatch,
    points: float,
    size: tuple[int, int],
    language: str,
) -> None:
    monkeypatch.setattr(windows_of_tests, "CLIENT_AREA", size)
    theme.apply(app, Scheme.LIGHT, points)
    set_language(language)
    found: list[str] = []
    try:
        with machines[1].open() as store:
            save_family(store)
            with main_window(app, store) as typist:
                found += of_ward(typist, size)
        with machines[0].open() as store:
            register_device(store, machines[1].key)
            with main_window(app, store) as typist:
                found += of_town(typist, size)
    finally:
        theme.apply(app)
        set_language("vi")
    assert sorted(set(found)) == []
