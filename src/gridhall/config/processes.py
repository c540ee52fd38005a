"""The launcher's children: start them, watch them, stop them, and find those of a dead launcher.

A pid alone proves nothing (numbers are used again), so each record in ``<data folder>/run`` keeps
the process's start time too. A child runs in its own process group and watches its parent: when
the launcher is killed with no chance to clean up, its children end by themselves.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from gridhall.config import home

PARENT = "GRIDHALL_PARENT"
STOP_SECONDS = 10
WATCH_SECONDS = 0.5


@dataclass
class Child:
    """One process of ours and the command that starts it again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in its own process group, with its record written."""
        self.process = subprocess.Popen(
            list(self.command),
            env={**os.environ, **self.environment, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        record(self.name, self.process.pid, command=list(self.command))

    def is_running(self) -> bool:
        """Say whether it runs (and reap it if it has ended)."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End it and everything it started."""
        if self.process is not None:
            stop_group(self.process.pid)
            self.process.poll()
        forget(self.name)


def gridhall_command(*arguments: str) -> list[str]:
    """Return the command line that runs `gridhall …` with this very Python."""
    return [sys.executable, "-m", "gridhall.config.cli", *arguments]


def record(name: str, pid: int, **more: Any) -> None:
    """Write down a running process under its name, with its start time."""
    folder = home.make_private(home.data_folder() / "run")
    content = {"pid": pid, "started": psutil.Process(pid).create_time(), **more}
    home.write_private(folder / f"{name}.json", json.dumps(content) + "\n")


def forget(name: str) -> None:
    """Remove the record of a process."""
    (home.data_folder() / "run" / f"{name}.json").unlink(missing_ok=True)


def recorded(name: str) -> dict[str, Any] | None:
    """Return the record of a process if that very process still runs, else None."""
    try:
        content: dict[str, Any] = json.loads(_record_path(name).read_text(encoding="utf-8"))
        process = psutil.Process(int(content["pid"]))
        same = abs(process.create_time() - float(content["started"])) < 1
        return content if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (OSError, ValueError, KeyError, psutil.Error):
        return None


def stop_leftovers(names: Sequence[str]) -> list[str]:
    """End the processes that a killed launcher left behind. Returns the names of those found."""
    found = []
    for name in names:
        content = recorded(name)
        if content:
            stop_group(int(content["pid"]))
            found.append(name)
        forget(name)
    return found


def stop_group(pid: int, seconds: float = STOP_SECONDS) -> None:
    """End a process and the group it leads: ask first, then force.

    A launcher that `make` or a script started leads no group; then it alone is asked, and ends
    its children itself.
    """
    members = _members(pid)
    _signal(members, signal.SIGTERM)
    _, alive = psutil.wait_procs(members, timeout=seconds)
    _signal(alive, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=5)


def end_with_parent() -> None:
    """Watch the launcher that started this process, and end when it is gone.

    Does nothing when no launcher started it. The watcher asks for a clean end first.
    """
    parent = os.environ.pop(PARENT, "")
    if not parent:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(WATCH_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def _record_path(name: str) -> Path:
    return home.data_folder() / "run" / f"{name}.json"


def _members(pid: int) -> list[psutil.Process]:
    """Return the process and those of the group that carries its number."""
    found = []
    for process in psutil.process_iter():
        try:
            belongs = process.pid == pid or os.getpgid(process.pid) == pid
            if belongs and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (OSError, psutil.Error):
            continue
    return found


def _signal(members: Sequence[psutil.Process], sign: signal.Signals) -> None:
    for process in members:
        try:
            process.send_signal(sign)
        except psutil.Error:
            continue
