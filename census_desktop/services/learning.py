"""What a store teaches the whole program when it is opened or has changed: its area and its code lists."""

from __future__ import annotations

from census_desktop.domain.codes import use_code_lists
from census_desktop.services.areas import learn_area, speak_about
from census_desktop.services.known_codes import learn_codes
from census_desktop.store.store import Store


def learn(store: Store) -> None:
    """Speak about the area of this store and read its code lists."""
    learn_area(store)
    learn_codes(store)


def forget() -> None:
    """Speak about the area, and read the lists, that come with the program."""
    speak_about(None)
    use_code_lists(())
