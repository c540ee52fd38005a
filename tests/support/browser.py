"""Find a Chromium, open pages in it, and notice what a page does wrong on its own.

A page opened here fails its test when it logs an error to the console, raises one, breaks the
content security policy, or asks anything of another machine.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Route

REQUIRED = "GRIDHALL_REQUIRE_BROWSER"
NAMED = "GRIDHALL_CHROMIUM"
MAY_INSTALL = "GRIDHALL_INSTALL_BROWSER"
INSTALL_SECONDS = 300
SCREENS = Path(__file__).resolve().parent.parent / "artifacts" / "screens"

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_PROGRAMS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
]
NO_BROWSER = (
    "no Chromium found. Debian/Ubuntu: apt install chromium fonts-noto-cjk; "
    "or: .venv/bin/playwright install chromium; or name one in GRIDHALL_CHROMIUM"
)


def find_chromium(playwright: Playwright) -> str | None:
    """Return the path of a Chromium, installing Playwright's own if there is none and it may.

    Set GRIDHALL_INSTALL_BROWSER=0 to forbid the installation.
    """
    named = os.environ.get(NAMED)
    if named:
        return named if Path(named).exists() else None
    for program in PROGRAMS:
        found = shutil.which(program)
        if found:
            return found
    own = Path(playwright.chromium.executable_path)
    for path in (*map(Path, MAC_PROGRAMS), own):
        if path.exists():
            return str(path)
    if os.environ.get(MAY_INSTALL) != "0" and _install():
        return str(own) if own.exists() else None
    return None


def _install() -> bool:
    """Install Playwright's Chromium once, even if several test workers ask at the same time."""
    tried = Path(os.environ.get("GRIDHALL_TEST_FOLDER", tempfile.gettempdir())) / "browser-install"
    with tried.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        before = lock.read()
        if before:
            return before == "done"
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=INSTALL_SECONDS,
                check=False,
            )
            success = done.returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            success = False
        lock.write("done" if success else "failed")
        return success


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start the browser, quiet and without a request of its own."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=executable, args=flags, headless=True)


@dataclass
class Watched:
    """What pages did wrong, collected while a test runs."""

    home: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, part: str) -> None:
        """Expect problems whose text contains ``part`` (a test of an error page, say)."""
        self.allowed.append(part)

    def attach(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("requestfailed", self._on_request_failed)
        page.route("**/*", self._on_request)

    def unexpected(self) -> list[str]:
        """Return the problems that the test did not allow."""
        return [text for text in self.problems if not any(part in text for part in self.allowed)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self.problems.append(f"console: {message.text} ({where})")

    def _on_request_failed(self, request: Request) -> None:
        if request.failure and "ERR_ABORTED" not in request.failure:  # left by a click, not broken
            self.problems.append(f"request failed: {request.url} {request.failure}")

    def _on_request(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        here = urlsplit(self.home)
        if address.scheme in {"data", "blob", "about"} or address.netloc == here.netloc:
            route.continue_()
            return
        self.problems.append(f"a request left the machine: {route.request.url}")
        route.abort()


def describe_axe(violations: list[dict[str, Any]]) -> str:
    """Return axe's findings as text: the rule, why it matters, and where."""
    lines = []
    for found in violations:
        lines.append(f"{found['id']} ({found['impact']}): {found['help']}")
        for node in found["nodes"][:5]:
            summary = " ".join(str(node.get("failureSummary", "")).split())
            lines.append(f"    {node['html'][:160]}\n      {summary[:240]}")
    return "\n".join(lines)
