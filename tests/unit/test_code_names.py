"""Codes mentioned by name are codes of their lists, under the words one expects."""

from __future__ import annotations

import pytest

from census_desktop.domain import code_names
from census_desktop.domain.codes import code_list


@pytest.mark.parametrize(("name", "codes"), code_names.BY_LIST.items())
def test_code_when_mentioned_by_name_stands_in_its_list(name: str, codes: tuple[str, ...]) -> None:
    known = {code.code for code in code_list(name).items}
    assert set(codes) <= known


def test_code_when_looked_up_has_the_words_its_name_says() -> None:
    assert code_list("relation_to_head").label(code_names.HEAD) == "Chủ hộ"
    assert [code_list("sex").label(code) for code in (code_names.MALE, code_names.FEMALE)] == ["Nam", "Nữ"]
    assert code_list("marital").label(code_names.SINGLE) == "Chưa kết hôn"
    assert code_list("slip_state").label(code_names.ENTERED) == "Đã nhập"
