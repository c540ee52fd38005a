"""Children end with their launcher, however it ends; a pid alone is never trusted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from gridhall.config import launcher, processes
from gridhall.config.processes import Child

CHILD = (
    "import time; from gridhall.config.processes import end_with_parent;"
    "end_with_parent(); time.sleep(60)"
)
LAUNCHER = (
    "import sys, time; from gridhall.config.processes import Child;"
    f"child = Child('web', [sys.executable, '-c', {CHILD!r}], {{}}); child.start();"
    "print(child.process.pid, flush=True); time.sleep(60)"
)


def gone(pid: int, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.1)
    return False


def start_launcher() -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen([sys.executable, "-c", LAUNCHER], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def test_children_of_a_killed_launcher_end_by_themselves(data_folder: Path) -> None:
    process, child = start_launcher()
    time.sleep(1)  # the child is up and watching

    process.send_signal(signal.SIGKILL)
    process.wait()

    assert gone(child)


def test_next_start_ends_what_is_left(data_folder: Path) -> None:
    process, child = start_launcher()
    process.send_signal(signal.SIGKILL)
    process.wait()

    with launcher.only_one():
        assert gone(child, 1)


def test_stopping_a_child_ends_its_whole_group(data_folder: Path) -> None:
    code = (
        "import subprocess, sys, time;"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    child = Child("web", [sys.executable, "-c", code], {})
    child.start()
    assert child.process is not None
    end = time.monotonic() + 10
    while not (family := psutil.Process(child.process.pid).children()):
        assert time.monotonic() < end
        time.sleep(0.05)

    child.stop()

    assert gone(family[0].pid, 1)
    assert processes.recorded("web") is None


def test_launcher_that_leads_no_group_is_ended_too(data_folder: Path) -> None:
    launcher_of_make = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    processes.record("launcher", launcher_of_make.pid)

    assert processes.stop_leftovers(["launcher"]) == ["launcher"]

    assert gone(launcher_of_make.pid, 1)


def test_number_used_again_by_another_program_is_left_alone(data_folder: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        processes.record("web", other.pid)
        path = data_folder / "run" / "web.json"
        content = json.loads(path.read_text())
        path.write_text(json.dumps({**content, "started": content["started"] - 1000}))

        assert processes.stop_leftovers(["web"]) == []
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_second_launcher_is_told_where_the_first_is(data_folder: Path) -> None:
    code = (
        "from gridhall.config import launcher\n"
        "with launcher.only_one():\n    print('held', flush=True); input()"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    first.stdout.readline()

    second = subprocess.run(
        [sys.executable, "-m", "gridhall.config.cli", "demo"],
        env={**os.environ, "DATABASE_URL": "postgresql://me@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    first.communicate("\n")

    assert second.returncode == 1
    assert str(first.pid) in second.stderr
    assert "gridhall stop" in second.stderr


def test_taken_port_is_passed_over() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind((launcher.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert launcher.free_port(port) != port
