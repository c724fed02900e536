"""Collects the texts of the program and compiles their English: template, catalogue and compiled catalogue.

`python tools/make_catalogue.py` brings all three up to date and keeps every translation; then fill in what is empty in
the .po and run it again. `--check` writes nothing and names what is stale, untranslated, doubtful or unlike its source.
"""

from __future__ import annotations

import argparse
import io
import re
import string
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from census_desktop.base.atomic import replace_file  # noqa: E402
from census_desktop.domain.codes import TRANSLATED_LISTS, code_list  # noqa: E402

LOCALE = ROOT / "resources" / "locale"
TEMPLATE = "census_desktop.pot"
SOURCE = "en/LC_MESSAGES/census_desktop.po"
COMPILED = "en/LC_MESSAGES/census_desktop.mo"

_FIXED_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the same texts give the same files, whenever they are made
_MARKERS = {"_": None, "N_": None}
_PERCENT = re.compile(r"%(?:\(\w+\))?[a-z]")
_EDGES = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)
_HEADS = {
    TEMPLATE: """# Texts of Census Desktop, in Vietnamese. Written by tools/make_catalogue.py; do not edit.
#""",
    SOURCE: """# English texts of Census Desktop. Run tools/make_catalogue.py after every change.
#
# Words, always the same:
#   hộ household · nhân khẩu person, people · phiếu slip · mục item · ô box · chủ hộ household head
#   thị xã town · phường ward · xã commune · đơn vị unit · thôn/tổ dân phố residential group
#   cán bộ officer · giám sát supervisor · máy machine · phòng room · cần xử lý to do
#   định danh cá nhân personal ID · CMND old ID (card) · sổ hộ khẩu household book
#   thường trú permanent residence · nơi ở hiện tại current residence · có mặt/vắng mặt present/absent
#   gói package · xuất export · gộp merge · xung đột conflict · trùng duplicate · sao lưu backup
#   khóa key · dấu vân khóa, dấu vân tay fingerprint · đăng ký register · thu hồi revoke · niêm phong seal
#   phúc tra field check · tiến độ progress · chỉ tiêu target · lỗi error · cảnh báo warning · hủy void
# Short, plain sentences; names of peoples, faiths and places, laws and circulars keep their Vietnamese names.
#""",
}


class _Catalogue(Catalog):
    """A catalogue whose head does not name the tool, so that another version of it writes the same."""

    def _own_headers(self) -> list[tuple[str, str]]:
        headers: list[tuple[str, str]] = self._get_mime_headers()
        left_out = {"Generated-By", "Last-Translator", "Language-Team", "PO-Revision-Date"}
        return [(name, value) for name, value in headers if name not in left_out]

    mime_headers = property(_own_headers, Catalog._set_mime_headers)


def _new_catalogue(name: str) -> Catalog:
    return _Catalogue(
        locale="en" if name == SOURCE else None,
        header_comment=_HEADS[name],
        project="Census Desktop",
        version="1",
        msgid_bugs_address="-",
        creation_date=_FIXED_DAY,
        charset="utf-8",
        fuzzy=False,
    )


@cache
def texts() -> dict[str, list[str]]:
    """Every text to translate and the files it stands in, both in a stable order."""
    found: dict[str, list[str]] = {}
    package = ROOT / "census_desktop"
    places = extract_from_dir(
        package,
        method_map=[("**.py", "python")],
        keywords=_MARKERS,
        comment_tags=(),
        strip_comment_tags=False,
    )
    for file, _line, message, _comments, _context in places:
        found.setdefault(str(message), []).append(f"census_desktop/{Path(file).as_posix()}")
    for name in TRANSLATED_LISTS:
        for code in code_list(name):
            for text in filter(None, (code.label, code.note)):
                found.setdefault(text, []).append(f"resources/codes/{name}.csv")
    found.pop("", None)
    ordered = sorted(found.items(), key=lambda item: (min(item[1]), item[0]))
    return {text: sorted(set(files)) for text, files in ordered}


def made(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The three files as they ought to be, by name, when `files` are there now."""
    old = read_po(io.BytesIO(files.get(SOURCE, b"")), locale="en")
    known = {str(message.id): message for message in (*old.obsolete.values(), *old) if message.id}
    template, source = _new_catalogue(TEMPLATE), _new_catalogue(SOURCE)
    for text, places in texts().items():
        locations = [(place, 0) for place in places]
        template.add(text, locations=locations)
        before = known.pop(text, Message(text))
        source.add(
            text,
            before.string,
            locations=locations,
            flags=before.flags & {"fuzzy"},
            user_comments=before.user_comments,
        )
    source.obsolete = {text: known[text] for text in sorted(known) if known[text].string}
    return {
        TEMPLATE: _written(template),
        SOURCE: _written(source),
        COMPILED: _compiled(source),
    }


def _written(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False)
    return out.getvalue()


def _compiled(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def current(folder: Path = LOCALE) -> dict[str, bytes]:
    """The three files as they are, by name."""
    return {
        name: (folder / name).read_bytes()
        for name in (TEMPLATE, SOURCE, COMPILED)
        if (folder / name).exists()
    }


def problems(files: Mapping[str, bytes]) -> Iterator[str]:
    """What is wrong with the three files, a sentence each."""
    for name, content in made(files).items():
        if files.get(name) != content:
            yield f"{name}: stale, run tools/make_catalogue.py"
    for message in read_po(io.BytesIO(files.get(SOURCE, b"")), locale="en"):
        if message.id:
            yield from _doubts(message)


def _doubts(message: Message) -> Iterator[str]:
    source, english = str(message.id), str(message.string)
    if not english:
        yield f"not translated: {source!r}"
        return
    if message.fuzzy:
        yield f"fuzzy: {source!r}"
    if placeholders(source) != placeholders(english):
        yield f"other placeholders: {source!r} -> {english!r}"
    if _edges(source) != _edges(english):
        yield f"other blanks at the ends: {source!r} -> {english!r}"


def placeholders(text: str) -> list[str]:
    """Everything in a text that is filled in, `{name}` and `%s`, sorted."""
    named = [f"{{{name}:{spec}}}" for _, name, spec, _ in string.Formatter().parse(text) if name is not None]
    return sorted(named + _PERCENT.findall(text))


def _edges(text: str) -> tuple[str, ...]:
    found = _EDGES.match(text)
    return found.groups() if found is not None else ()


def main() -> int:
    """Bring the files up to date, or check them; 0 when nothing is left to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say what is wrong")
    args = parser.parse_args()
    if not args.check:
        for name, content in made(current()).items():
            (LOCALE / name).parent.mkdir(parents=True, exist_ok=True)
            replace_file(LOCALE / name, content)
    found = list(problems(current()))
    print("\n".join(found) or f"{len(texts())} texts, all translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
