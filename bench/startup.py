"""How long `gridhall demo` takes to its first page: the first time, and when all is prepared."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from bench.report import Figure
from gridhall.config.postgres.cluster import scratch_folder
from gridhall.config.processes import gridhall_command

PORT = 8970
LONGEST = 600.0


def measure(options: argparse.Namespace) -> list[Figure]:
    """Start the demo twice from an empty folder and time each first page."""
    del options
    folder = scratch_folder("gridhall-bench-")
    if os.geteuid() == 0:
        folder.chmod(0o711)
    try:
        first = _first_page(folder)
        second = _first_page(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    plain = _plain_django()
    return [
        Figure(name="first start to first page", value=first, unit="s"),
        Figure(
            name="second start to first page", value=second, unit="s", ratio=second / plain,
            against="importing Django and our settings", target="< 10 s", met=second < 10,
        ),
    ]  # fmt: skip


def _first_page(folder: Path) -> float:
    environment = {**os.environ, "GRIDHALL_HOME": str(folder / "home")}
    begun = time.monotonic()
    with subprocess.Popen(
        gridhall_command("demo", "--port", str(PORT)),
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as demo:  # fmt: skip
        try:
            while time.monotonic() - begun < LONGEST and demo.poll() is None:
                if _answers():
                    return time.monotonic() - begun
                time.sleep(0.05)
            raise SystemExit("bench: the demo gave no page")
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(60)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/accounts/login/", timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def _plain_django() -> float:
    begun = time.monotonic()
    code = "import django; django.setup()"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gridhall.config.settings"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    return time.monotonic() - begun
