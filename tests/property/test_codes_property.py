"""Properties of code lists: labels come back as their codes, and no text crashes the reading."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from census_desktop.domain.codes import LIST_NAMES, Code, code_list
from census_desktop.domain.spec import BadInput

_ITEMS = st.sampled_from([(name, item) for name in LIST_NAMES for item in code_list(name)])


@given(_ITEMS)
def test_label_when_parsed_then_its_code(pair: tuple[str, Code]) -> None:
    codes = code_list(pair[0])
    assert codes.parse(codes.label(pair[1].code)) == pair[1].code


@given(_ITEMS, st.integers(min_value=1, max_value=12))
def test_suggest_when_beginning_of_a_label_then_offered_before_the_limit(
    pair: tuple[str, Code], length: int
) -> None:
    name, item = pair
    assert item in code_list(name).suggest(item.label[:length], limit=1000)


@given(st.sampled_from(LIST_NAMES), st.text(max_size=20))
def test_parse_when_any_text_then_code_of_the_list_or_bad_input(name: str, text: str) -> None:
    code = None
    with contextlib.suppress(BadInput):
        code = code_list(name).parse(text)
    assert code is None or code in code_list(name)
