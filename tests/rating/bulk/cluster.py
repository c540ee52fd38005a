"""A real cluster on this machine: one master and two workers, each a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WORKERS = 2
PATIENCE = 60.0  # seconds until master and workers must answer
LOCAL = "127.0.0.1"


def has_java() -> bool:
    """Tell whether a Java runtime is here; a cluster needs one."""
    return shutil.which("java") is not None


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start the cluster and yield its address; everything is stopped in the end."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port = _free_port()
    address = f"spark://{LOCAL}:{port}"
    environment = {
        **os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": LOCAL,
        "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_NO_DAEMONIZE": "1", "SPARK_DAEMON_MEMORY": "256m",
    }  # fmt: skip
    master = ["master.Master", "--host", LOCAL, "--port", str(port), "--webui-port", "0"]
    worker = ["worker.Worker", "--cores", "1", "--memory", "512m", "--webui-port", "0"]
    worker += ["--host", LOCAL, "--work-dir", str(folder), address]
    children: list[subprocess.Popen[bytes]] = []
    try:
        with (folder / "cluster.log").open("wb") as log:
            for command in (master, *[worker] * WORKERS):
                name = f"org.apache.spark.deploy.{command[0]}"
                program = [str(home / "bin" / "spark-class"), name, *command[1:]]
                children.append(
                    subprocess.Popen(
                        program, env=environment, stdout=log, stderr=log, start_new_session=True
                    )
                )
                if len(children) == 1:
                    _wait_for(port)
        os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP=LOCAL)
        yield address
    finally:
        for child in reversed(children):
            with suppress(ProcessLookupError):
                os.killpg(child.pid, 9)
            child.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((LOCAL, 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((LOCAL, port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError("the master of the cluster does not answer")
