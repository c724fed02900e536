"""Build the installable folder with PyInstaller and let it prove itself (`make build`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import distributions
from pathlib import Path

from tools.setup import ROOT, install_packages

FOLDER = ROOT / "dist" / "census-desktop"
PROGRAM = FOLDER / ("census-desktop-cli.exe" if sys.platform == "win32" else "census-desktop")
# Nothing of this checkout or its .venv may help the frozen program along.
PASSED_ON = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "LANG", "LC_ALL", "USERPROFILE")


def gather_licences() -> int:
    """Put the licence texts of the packages into the folder; returns how many."""
    count = 0
    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    for package in distributions():
        name = package.metadata["Name"].lower().replace("_", "-")
        if f"{name}==" not in pinned:
            continue
        for file in package.files or []:
            if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE")):
                target = FOLDER / "licenses" / name / file.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(Path(str(file.locate())).read_bytes())
                count += 1
    return count


def proves_itself() -> bool:
    """Run `self-test` of the frozen program in an empty environment, on an empty home folder."""
    with tempfile.TemporaryDirectory(prefix="census-self-test-", ignore_cleanup_errors=True) as home:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {"HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        started = time.monotonic()
        result = subprocess.run([str(PROGRAM), "self-test"], cwd=home, env=environment, check=False)
    print(f"self-test ended with {result.returncode} after {time.monotonic() - started:.1f} s", flush=True)
    return result.returncode == 0


def main() -> int:
    """Build and prove; 0 if the frozen program works."""
    if sys.platform == "linux" and shutil.which("objdump") is None:
        install_packages(["binutils"])  # PyInstaller reads and strips libraries with it
    started = time.monotonic()
    build = [
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level",
        "WARN",
        "build_installer.spec",
    ]
    # A fixed seed makes the same sources give the same archive.
    if (
        subprocess.run(build, cwd=ROOT, check=False, env={**os.environ, "PYTHONHASHSEED": "1"}).returncode
        != 0
    ):
        return 1
    licences = gather_licences()
    files = [path for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files) / 1_000_000
    print(
        f"{FOLDER.relative_to(ROOT)}: {size:.0f} MB in {len(files)} files, {licences} licence texts,"
        f" built in {time.monotonic() - started:.0f} s",
        flush=True,
    )
    return 0 if proves_itself() else 1


if __name__ == "__main__":
    sys.exit(main())
