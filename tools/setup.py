r"""Make this checkout ready to run: system libraries, `.venv`, and every pinned package, checked by hash.

Needs nothing but Python 3.11-3.13 itself. A second run finds everything in place and takes a moment only.

    python3 tools/setup.py                      for developing (make setup)
    python3 tools/setup.py --runtime-only       what the program itself needs (make demo)
    py tools\setup.py                          the same on Windows
    python3 tools/setup.py --wheelhouse DIR     without internet, from a folder of wheels, which
                                                pip download --require-hashes -r requirements-dev.txt -d DIR
                                                fills on a machine of the same kind that has internet
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "census-setup"
IS_WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)

# Shared library -> Debian package. The first six draw and print without a screen, the others open windows on X11.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
PROOF = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import nacl, numpy, openpyxl, pyrage, rapidfuzz, sqlalchemy, sqlcipher3, zstandard
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
QApplication([])
"""


def say(text: str) -> None:
    """Tell what happens, at once."""
    print(f"setup: {text}", flush=True)


def missing_packages() -> list[str]:
    """Debian packages this machine lacks; empty on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return missing


def install_packages(packages: list[str]) -> None:
    """Install Debian packages where that is possible, and say how to do it by hand where it is not."""
    by_hand = f"apt-get install --no-install-recommends {' '.join(packages)}"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if shutil.which("apt-get") is None or not (is_root or shutil.which("sudo")):
        say(f"these system libraries are missing and cannot be installed from here (Debian names): {by_hand}")
        return
    say(f"installing system packages: {' '.join(packages)}")
    prefix = [] if is_root else ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-q"], install):
        if subprocess.run([*prefix, *command], check=False, env=environment).returncode != 0:
            say(f"did not work; by hand: {by_hand}")
            return


def wanted_stamp(requirements: str) -> str:
    """Text that changes whenever something in `.venv` has to be made anew."""
    digest = hashlib.sha256()
    for name in (requirements, "pyproject.toml") if "dev" in requirements else (requirements,):
        digest.update((ROOT / name).read_bytes())
    return f"{requirements} {sys.version_info.major}.{sys.version_info.minor} {digest.hexdigest()}"


def is_ready(requirements: str) -> bool:
    """True if `.venv` holds exactly what the requirement file names; a developer's also serves the program."""
    if not (STAMP.exists() and PYTHON.exists()):
        return False
    found = STAMP.read_text(encoding="utf-8").splitlines()
    return wanted_stamp(requirements) in found


def make_venv(requirements: str, wheelhouse: str | None) -> None:
    """Create `.venv` if needed and install everything into it, nothing without a known hash."""
    if not PYTHON.exists() or not _venv_runs_this_version():
        say(f"making {VENV.name} with Python {sys.version_info.major}.{sys.version_info.minor}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    offline = ["--no-index", "--find-links", str(Path(wheelhouse).resolve())] if wheelhouse else []
    say(f"installing {requirements}" + (f" from {wheelhouse}" if wheelhouse else ""))
    subprocess.run([*pip, *offline, "--require-hashes", "-r", requirements], cwd=ROOT, check=True)
    stamps = [wanted_stamp(requirements)]
    if "dev" in requirements:
        editable = [
            "--no-deps",
            "--no-build-isolation",
            "--config-settings",
            "editable_mode=compat",
            "-e",
            ".",
        ]
        subprocess.run([*pip, *offline, *editable], cwd=ROOT, check=True)
        stamps.append(wanted_stamp("requirements.txt"))
    STAMP.write_text("\n".join(stamps), encoding="utf-8")


def _venv_runs_this_version() -> bool:
    asked = "import sys; print(sys.version_info[:2])"
    answer = subprocess.run([str(PYTHON), "-c", asked], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == str(sys.version_info[:2])


def proves_itself() -> bool:
    """Start Qt without a screen and load every compiled package; on failure, name what the system said."""
    result = subprocess.run([str(PYTHON), "-c", PROOF], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        say("the program cannot start yet: " + (result.stderr.strip().splitlines() or ["no message"])[-1])
    return result.returncode == 0


def right_python() -> str | None:
    """Another Python of a version that serves, if the running one does not."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    return None


def main() -> int:
    """Set up; 0 when the program can start, 1 when something is missing (and named)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--runtime-only", action="store_true", help="without the tools for testing and building"
    )
    parser.add_argument("--wheelhouse", metavar="DIR", help="install from this folder, without internet")
    parser.add_argument("--no-system", action="store_true", help="leave the system's packages alone")
    options = parser.parse_args()
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        other = right_python()
        if other is None:
            say(f"Python 3.{OLDEST[1]} to 3.{NEWEST[1]} is needed; this is {sys.version.split()[0]}")
            return 1
        return subprocess.run([other, __file__, *sys.argv[1:]], check=False).returncode
    packages = missing_packages()
    if packages and not options.no_system:
        install_packages(packages)
    requirements = "requirements.txt" if options.runtime_only else "requirements-dev.txt"
    if is_ready(requirements) and not packages:
        return 0
    if not is_ready(requirements):
        try:
            make_venv(requirements, options.wheelhouse)
        except subprocess.CalledProcessError as error:
            say(f"stopped: `{' '.join(map(str, error.cmd))}` ended with {error.returncode}")
            return 1
    still_missing = missing_packages()
    if still_missing:
        say(f"still missing on this system: {' '.join(still_missing)}")
    if not proves_itself():
        STAMP.unlink(missing_ok=True)
        return 1
    say(f"ready: {PYTHON.relative_to(ROOT)} -m census_desktop")
    return 0


if __name__ == "__main__":
    sys.exit(main())
