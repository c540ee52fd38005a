"""The program itself: Python, packages, built files, fonts, the tests' browser."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from gridhall.config.diagnosis.finding import Finding, broken, ok, warning

PACKAGE = Path(__file__).resolve().parent.parent.parent
CHECKOUT = PACKAGE.parent.parent
OLDEST_PYTHON = (3, 11)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)\s*(;)?")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def findings() -> Iterator[Finding]:
    """Yield what can be told without a data folder or a server."""
    yield _python()
    yield _packages()
    yield _assets()
    yield _translations()
    yield _document_font()
    if importlib.util.find_spec("playwright"):  # the development tools are installed
        yield _screen_fonts()
        yield _browser()


def _python() -> Finding:
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return broken("python", f"Python {version} is too old", "Install Python 3.11 or newer.")
    return ok("python", f"Python {version} in {sys.prefix}")


def _packages() -> Finding:
    lock = CHECKOUT / "requirements.lock"
    if not lock.exists():
        return ok("packages", f"gridhall {importlib.metadata.version('gridhall')}, installed")
    drift = _drift(lock)
    if drift:
        some = ", ".join(drift[:3]) + (" …" if len(drift) > 3 else "")
        return broken("packages", f"{len(drift)} differ from the lock file: {some}", "make demo")
    return ok("packages", "as the lock file says")


def _drift(lock: Path) -> list[str]:
    """Return the packages whose installed version is not the locked one."""
    found = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        pin = PIN.match(line)
        if not pin:
            continue
        name, wanted, conditional = pin.groups()
        try:
            present = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if not conditional:  # else it is for another system
                found.append(f"{name} missing")
            continue
        if present != wanted:
            found.append(f"{name} {present} instead of {wanted}")
    return found


def _assets() -> Finding:
    vendor = PACKAGE / "ui" / "static" / "ui" / "vendor"
    needed = ("tabler/tabler.min.css", "tabler/tabler.min.js", "echarts/echarts.min.js")
    missing = [name for name in needed if not (vendor / name).is_file()]
    if missing:
        return broken("front-end files", f"not built: {', '.join(missing)}", "make assets")
    return ok("front-end files", "built")


def _translations() -> Finding:
    late = [
        po
        for po in PACKAGE.rglob("*.po")
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]
    if late:
        return broken("translations", f"{len(late)} files not compiled", "make messages")
    return ok("translations", "compiled")


def _document_font() -> Finding:
    if importlib.util.find_spec("pylopdf_fonts_zh_cn") is None:
        return broken("font of documents", "the Chinese font for PDF is missing", "make demo")
    return ok("font of documents", "there")


def _screen_fonts() -> Finding:
    lister = shutil.which("fc-list")
    if lister is None:
        return ok("fonts of the tests' browser", "not checked on this system")
    command = [lister, ":lang=zh-cn", "family"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    if not answer.strip():
        return warning(
            "fonts of the tests' browser",
            "no Chinese font: screenshots will show boxes",
            "Debian/Ubuntu: apt install fonts-noto-cjk",
        )
    return ok("fonts of the tests' browser", "Chinese is there")


def _browser() -> Finding:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return ok("browser for tests", found)
    caches = (
        Path.home() / ".cache" / "ms-playwright",
        Path.home() / "Library/Caches/ms-playwright",
    )
    if any(path.glob("chromium-*") for path in caches if path.is_dir()):
        return ok("browser for tests", "Playwright's own")
    return warning(
        "browser for tests",
        "no Chromium: the browser tests will be skipped",
        "Debian/Ubuntu: apt install chromium; or: .venv/bin/playwright install chromium",
    )
