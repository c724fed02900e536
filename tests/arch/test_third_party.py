"""What is shipped is pinned, hashed and licensed, and `THIRD_PARTY.md` tells of all of it."""

from __future__ import annotations

import re

import pytest

from tests.arch.house_rules import ROOT

ACCEPTED = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "OFL-1.1", "PSF-2.0", "Zlib",
}  # fmt: skip
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")


def _pinned(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", text, flags=re.MULTILINE))


def _licences() -> dict[str, str]:
    """First column -> second column of every table row of THIRD_PARTY.md."""
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", text, flags=re.MULTILINE))


def test_third_party_when_a_package_is_pinned_names_it_and_nothing_else() -> None:
    listed = {name for name in _licences() if re.fullmatch(r"[a-z0-9._-]+", name)}
    assert listed == set(_pinned("requirements.txt"))


def test_third_party_when_read_names_only_accepted_licences() -> None:
    rows = {
        name: licence
        for name, licence in _licences().items()
        if name not in {"Package", "Font", "Data", "---"}
    }
    assert {name: licence for name, licence in rows.items() if licence not in ACCEPTED} == {}


def test_third_party_when_a_font_is_bundled_names_it() -> None:
    told = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "resources" / "fonts").glob("*.[to]tf")):
        family, _, cut = path.stem.partition("-")
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family)
        row = next((line for line in told.splitlines() if line.startswith(f"| {spaced} (")), "")
        assert re.search(rf"\b{cut}\b", row), path.name


@pytest.mark.parametrize("name", LOCKS)
def test_lock_when_read_has_a_hash_for_every_package(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.partition("=")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_locks_when_compared_pin_the_same_versions() -> None:
    program, development = _pinned("requirements.txt"), _pinned("requirements-dev.txt")
    assert {name: development.get(name) for name in program} == program


@pytest.mark.parametrize("name", LOCKS)
def test_lock_when_made_covers_every_wanted_package(name: str) -> None:
    lines = (ROOT / name.replace(".txt", ".in")).read_text(encoding="utf-8").splitlines()
    wanted = {re.split(r"[<>=!~; \[]", line)[0].lower() for line in lines if line and line[0] not in "#-"}
    assert wanted <= set(_pinned(name))


def test_pyside_when_pinned_is_not_the_version_that_aborts() -> None:
    assert _pinned("requirements.txt")["pyside6-essentials"].startswith("6.11.")
