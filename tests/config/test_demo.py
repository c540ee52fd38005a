"""`gridhall demo`, for real: start, kill the launcher, start again, clean up."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gridhall.config.launcher import free_port

PATIENCE = 240  # seconds; a first start loads a whole town, on a machine that runs other tests too


class Demo:
    """A demo in a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "GRIDHALL_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        for name in ("DATABASE_URL", "GRIDHALL_SECRET_KEY", "GRIDHALL_KEYRING"):
            self.environment.pop(name, None)
        self.port = str(free_port(8900))
        self.launcher: subprocess.Popen[str] | None = None

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "gridhall.config.cli", *arguments]

    def start(self) -> str:
        """Start it and return its address, once it is printed."""
        command = self.command("demo", "--port", self.port)
        self.launcher = subprocess.Popen(
            command,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self.launcher.stdout is not None
        for line in self.launcher.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                return found.group(0)
        raise AssertionError(f"the demo ended with {self.launcher.wait()}")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def processes(self) -> list[str]:
        """Return what still runs from this data folder or was started by this launcher."""
        found = []
        for process in psutil.process_iter():
            try:
                home = process.environ().get("GRIDHALL_HOME", "")
                inside = home == str(self.home) or str(self.home) in " ".join(process.cmdline())
                if inside and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(" ".join(process.cmdline()))
            except (psutil.Error, OSError):
                continue
        return found


@pytest.fixture
def demo(reachable_folder: Path) -> Iterator[Demo]:
    own = Demo(reachable_folder / "home")
    yield own
    if own.launcher is not None and own.launcher.poll() is None:
        own.launcher.kill()
        own.launcher.wait()
    own.run("stop")


def test_demo_survives_a_killed_launcher_and_leaves_nothing_behind(demo: Demo) -> None:
    address = demo.start()
    with urllib.request.urlopen(address, timeout=30) as page:
        assert page.status == 200
    assert demo.launcher is not None

    demo.launcher.send_signal(signal.SIGKILL)
    demo.launcher.wait()
    began = time.monotonic()
    again = demo.start()
    seconds = time.monotonic() - began

    with urllib.request.urlopen(again, timeout=30) as page:
        assert page.status == 200
    assert seconds < 60, "what is done is not done again"

    checked = demo.run("audit", "verify", "--json")
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout)["rows"] > 0

    demo.launcher.send_signal(signal.SIGINT)
    assert demo.launcher.wait(timeout=60) == 0
    assert demo.processes() == []

    assert demo.run("clean-demo", "--yes").returncode == 0
    assert not demo.home.exists()
