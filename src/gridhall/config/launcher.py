"""Keep web, worker and database of one installation running until somebody stops them."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from gridhall.config import database, home, processes
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import embedded, server
from gridhall.config.processes import Child, gridhall_command

LAUNCHER = "launcher"
WEB = "web"
WORKER = "worker"
LOOK_SECONDS = 0.5
QUICK_DEATHS = 5
QUIET_SECONDS = 60
PORTS_TO_TRY = 50
HOST = "127.0.0.1"


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


@contextmanager
def only_one() -> Iterator[None]:
    """Hold this data folder for one launcher, after ending what a killed one left.

    Raises InstallationError when another launcher is at work.
    """
    folder = home.make_private(home.ensure_data_folder() / "run")
    with (folder / "launcher.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            other = processes.recorded(LAUNCHER) or {}
            where = other.get("address", "its address is shown in its terminal")
            raise InstallationError(
                f"GridHall already runs from {home.data_folder()} "
                f"(process {other.get('pid', 'unknown')}, {where}).",
                "Use that one, or end it with `gridhall stop`.",
            ) from reason
        processes.stop_leftovers([WEB, WORKER])
        processes.record(LAUNCHER, os.getpid())
        try:
            yield
        finally:
            processes.forget(LAUNCHER)


@contextmanager
def stop_signals() -> Iterator[None]:
    """Turn SIGINT, SIGTERM and SIGHUP into the exception Stopped, once."""

    def handle(number: int, frame: FrameType | None) -> None:
        for sign in signs:
            signal.signal(sign, signal.SIG_IGN)  # the clean-up must not be cut short
        raise Stopped

    signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {sign: signal.signal(sign, handle) for sign in signs}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def free_port(wanted: int) -> int:
    """Return the wanted port, or the next one that is free. Raises InstallationError."""
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise InstallationError(
        f"No free port from {wanted} to {wanted + PORTS_TO_TRY - 1}.", "Choose one with --port."
    )


def children(port: int) -> list[Child]:
    """Return web and worker, not yet started."""
    web = gridhall_command("serve", "--host", HOST, "--port", str(port))
    return [Child(WEB, web, {}), Child(WORKER, gridhall_command("worker"), {})]


def wait_for_page(address: str, web: Child, seconds: float = 60) -> float:
    """Wait until the web server answers; return how many seconds it took.

    Raises InstallationError when it ends or stays silent.
    """
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if not web.is_running():
            raise InstallationError("The web server ended at once.", "Its reason is shown above.")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own http address
                return time.monotonic() - start
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return time.monotonic() - start
            raise InstallationError(
                f"The first page fails with {answer.code}.", "Its reason is shown above."
            ) from answer
        except OSError:
            time.sleep(0.05)
    raise InstallationError(f"The web server gave no answer in {seconds:.0f} s.", "See its output.")


def watch(all_children: list[Child], say: Callable[[str], None]) -> None:
    """Restart what dies, for ever. Raises InstallationError when one keeps dying."""
    deaths: dict[str, list[float]] = {child.name: [] for child in all_children}
    cluster = None if database.is_external() else embedded.cluster()
    while True:
        time.sleep(LOOK_SECONDS)
        if cluster and server.status(cluster) is None and server.start(cluster):
            say("the database server had ended; it runs again")
        for child in all_children:
            if child.is_running():
                continue
            now = time.monotonic()
            recent = [when for when in deaths[child.name] if now - when < QUIET_SECONDS]
            deaths[child.name] = [*recent, now]
            if len(recent) >= QUICK_DEATHS:
                raise InstallationError(
                    f"The process {child.name} died {len(recent) + 1} times within a minute.",
                    "Its reason is shown above; `gridhall doctor` may tell more.",
                )
            say(f"the process {child.name} had ended; it is started again")
            child.start()


def stop_children(all_children: list[Child]) -> None:
    """End every child, the last started first."""
    for child in reversed(all_children):
        child.stop()
