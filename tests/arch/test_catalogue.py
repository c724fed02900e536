"""The English catalogue is complete, current and the compilation of its source."""

from __future__ import annotations

import gettext
import io
import re

import pytest
from babel.messages.pofile import read_po

from tools import make_catalogue
from tools.make_catalogue import COMPILED, SOURCE, TEMPLATE

VIETNAMESE = re.compile(
    r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)
# Words that stay Vietnamese in an English sentence: numbers of laws, a place, the word explained.
KEPT = re.compile(r"NĐ-CP|QĐ-BGDĐT|Thị xã Kỳ Anh|“Cháu”")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return make_catalogue.current()


def _entries(files: dict[str, bytes]) -> dict[str, str]:
    return {str(one.id): str(one.string) for one in read_po(io.BytesIO(files[SOURCE]), locale="en") if one.id}


def test_catalogue_when_checked_then_current_translated_and_alike(files: dict[str, bytes]) -> None:
    assert list(make_catalogue.problems(files)) == [], "run .venv/bin/python tools/make_catalogue.py"


def test_catalogue_when_compiled_then_says_what_its_source_says(files: dict[str, bytes]) -> None:
    compiled = gettext.GNUTranslations(io.BytesIO(files[COMPILED]))
    entries = _entries(files)
    assert len(entries) > 900
    assert all(compiled.gettext(source) == (english or source) for source, english in entries.items())


def test_catalogue_when_english_then_no_vietnamese_is_left_in_it(files: dict[str, bytes]) -> None:
    left = {text for text in _entries(files).values() if VIETNAMESE.search(KEPT.sub("", text))}
    assert not left


def test_catalogue_when_made_twice_then_the_same_bytes(files: dict[str, bytes]) -> None:
    assert make_catalogue.made(make_catalogue.made(files)) == make_catalogue.made(files)


def _with(files: dict[str, bytes], before: str, after: str) -> dict[str, bytes]:
    source = files[SOURCE].decode()
    assert before in source
    return make_catalogue.made({SOURCE: source.replace(before, after, 1).encode()})


def test_check_when_a_translation_is_wiped_doubtful_or_unlike_then_each_is_named(
    files: dict[str, bytes],
) -> None:
    entry = 'msgid "Đã sao lưu và đọc lại: {path}"\nmsgstr "Backed up and read back: {path}"'
    assert entry in files[SOURCE].decode()

    wiped = _with(files, entry, entry.replace("Backed up and read back: {path}", ""))
    doubtful = _with(files, f"{entry}", f"#, fuzzy\n{entry}")
    unlike = _with(files, "read back: {path}", "read back: {paht}")
    ragged = _with(files, '"Backed up and', '" Backed up and')

    for spoiled, word in (
        (wiped, "not translated"),
        (doubtful, "fuzzy"),
        (unlike, "placeholders"),
        (ragged, "blanks"),
    ):
        (problem,) = [one for one in make_catalogue.problems(spoiled) if "Đã sao lưu và đọc lại" in one]
        assert word in problem


@pytest.mark.parametrize("name", [TEMPLATE, SOURCE, COMPILED])
def test_check_when_a_file_is_old_or_missing_then_it_is_named(files: dict[str, bytes], name: str) -> None:
    assert f"{name}: stale" in "\n".join(make_catalogue.problems({**files, name: files[name][:-7]}))
    assert f"{name}: stale" in "\n".join(
        make_catalogue.problems({other: content for other, content in files.items() if other != name})
    )


def test_texts_when_collected_then_labels_of_code_lists_and_constants_are_among_them() -> None:
    texts = make_catalogue.texts()
    assert "resources/codes/sex.csv" in texts["Nữ"]
    assert "census_desktop/domain/dc01.py" in texts["Họ, chữ đệm và tên khai sinh"]
    assert not [text for text, places in texts.items() if "resources/codes/ethnic.csv" in places]


def test_translation_when_its_text_is_gone_then_kept_for_the_day_it_returns(files: dict[str, bytes]) -> None:
    gone = '\nmsgid "Phiếu này không còn"\nmsgstr "This slip is gone"\n'
    kept = make_catalogue.made({SOURCE: files[SOURCE] + gone.encode()})[SOURCE].decode()
    assert '#~ msgid "Phiếu này không còn"\n#~ msgstr "This slip is gone"' in kept
