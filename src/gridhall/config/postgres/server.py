"""Start, stop and look at a cluster's server."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
from psycopg import conninfo, pq

from gridhall.config import home
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import binaries
from gridhall.config.postgres.account import give_to, run_as
from gridhall.config.postgres.cluster import (
    ADMIN,
    PORT,
    Cluster,
    Postmaster,
    postmaster,
    processes,
    wait_until_gone,
)

START_SECONDS = 60  # recovery after a power loss may take a while
STOP_SECONDS = 30
LOG_BYTES = 10_000_000
STILL_DYING = "is still in use"


def start(cluster: Cluster) -> bool:
    """Bring the server up, or adopt the one that runs. Returns whether one was started.

    Two starters at once are safe: the second waits and adopts. Raises InstallationError.
    """
    cluster.root.parent.mkdir(parents=True, exist_ok=True)
    cluster.make_folders()
    with home.locked(cluster.lock):
        if _adopt(cluster):
            return False
        _initialise(cluster)
        _check_version(cluster)
        _clear_stale_pid(cluster)
        _spawn(cluster)
        return True


def stop(cluster: Cluster) -> bool:
    """Stop the server, politely first. Returns whether one was running."""
    if not cluster.root.exists():
        return False
    with home.locked(cluster.lock):
        running = postmaster(cluster)
        if running:
            for sign, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10)):
                _signal(running.pid, sign)
                if wait_until_gone(cluster, seconds):
                    return True
        for process in processes(cluster):
            _signal(process.pid, signal.SIGKILL)
        wait_until_gone(cluster, 5)
        return running is not None


def status(cluster: Cluster) -> Postmaster | None:
    """Return the running server, or None."""
    return postmaster(cluster)


def _initialise(cluster: Cluster) -> None:
    """Run initdb into a side folder and rename it: half a cluster is never mistaken for one."""
    if (cluster.data / "PG_VERSION").exists():
        return
    if cluster.data.exists():
        raise InstallationError(
            f"{cluster.data} is there but is no PostgreSQL data directory.",
            "Restore it from a backup, or move it away to start with an empty database.",
        )
    fresh = cluster.root / "data.new"
    password = cluster.root / "password.new"
    _remove_as_owner(cluster, fresh)
    try:
        home.write_private(password, cluster.password + "\n")
        give_to(cluster.account, password)
        command = [str(cluster.programs / "initdb"), "-D", str(fresh), "-U", ADMIN]
        command += ["--auth-local=scram-sha-256", "--auth-host=reject", f"--pwfile={password}"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--locale=C", "--no-instructions"]
        command += [] if cluster.durable else ["--no-sync"]
        _run(cluster, command)
    finally:
        password.unlink(missing_ok=True)
    fresh.rename(cluster.data)


def _check_version(cluster: Cluster) -> None:
    found = (cluster.data / "PG_VERSION").read_text().strip()
    wanted = binaries.major_version()
    if found != wanted:
        raise InstallationError(
            f"The database was made by PostgreSQL {found}, this is PostgreSQL {wanted}.",
            f"Install the GridHall version that made it, save the data with pg_dump, move "
            f"{cluster.root} away and load the data here; or set DATABASE_URL.",
        )


def _clear_stale_pid(cluster: Cluster) -> None:
    """Remove a pid file whose number another program has now.

    PostgreSQL recognises a dead number by itself, but would take a foreign live one for its own.
    Helpers of a killed server still at work end by themselves within moments; wait for them.
    """
    if not wait_until_gone(cluster, 15):
        for process in processes(cluster):
            _signal(process.pid, signal.SIGKILL)
        wait_until_gone(cluster, 5)
    path = cluster.data / "postmaster.pid"
    try:
        pid = int(path.read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return
    except (ValueError, IndexError):
        path.unlink()  # cut off by a power loss
        return
    if psutil.pid_exists(pid):
        path.unlink()


def _spawn(cluster: Cluster) -> None:
    command = [str(cluster.programs / "postgres"), "-D", str(cluster.data)]
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.socket_folder),
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        **cluster.settings,
    }
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    end = time.monotonic() + START_SECONDS
    while True:
        log_start = _prepare_log(cluster)
        process = _launch(cluster, command)
        if _wait_ready(cluster, process):
            return
        said = _log_since(cluster, log_start)
        if STILL_DYING not in said or time.monotonic() > end:
            raise InstallationError(
                f"PostgreSQL did not start. It said:\n{said.strip()[-2000:]}",
                f"The whole log: {cluster.log}",
            )
        time.sleep(0.5)


def _launch(cluster: Cluster, command: list[str]) -> subprocess.Popen[bytes]:
    with cluster.log.open("ab") as log:
        try:
            return subprocess.Popen(
                command,
                cwd=cluster.root,
                env=binaries.clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for the launcher
                umask=0o077,
                **run_as(cluster.account),
            )
        except OSError as reason:
            raise _out_of_reach(cluster, reason) from reason


def _adopt(cluster: Cluster) -> bool:
    """Return whether a server runs and answers; wait for one that is starting or dying."""
    end = time.monotonic() + START_SECONDS
    while (running := postmaster(cluster)) is not None:
        if running.ready and _answers(cluster):
            return True
        if time.monotonic() > end:
            raise _not_ready(cluster)
        time.sleep(0.02)
    return False


def _wait_ready(cluster: Cluster, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the server takes connections. Returns False if the process ended instead."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        running = postmaster(cluster)
        if running and running.ready and running.pid == process.pid and _answers(cluster):
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.02)
    raise _not_ready(cluster)


def _answers(cluster: Cluster) -> bool:
    address = conninfo.make_conninfo(host=str(cluster.socket_folder), port=PORT, user=ADMIN)
    return pq.PGconn.ping(address.encode()) == pq.Ping.OK


def _not_ready(cluster: Cluster) -> InstallationError:
    return InstallationError(
        f"PostgreSQL did not get ready within {START_SECONDS} s.",
        f"Look at the end of {cluster.log}; after a power loss it may only need more time.",
    )


def _prepare_log(cluster: Cluster) -> int:
    if cluster.log.exists() and cluster.log.stat().st_size > LOG_BYTES:
        cluster.log.replace(cluster.log.with_suffix(".log.old"))
    if not cluster.log.exists():
        cluster.log.touch(mode=0o600)
        give_to(cluster.account, cluster.log)
    return cluster.log.stat().st_size


def _log_since(cluster: Cluster, start: int) -> str:
    with cluster.log.open("rb") as log:
        log.seek(start)
        return log.read().decode(errors="replace")


def _run(cluster: Cluster, command: list[str]) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=cluster.root,
            env=binaries.clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            umask=0o077,
            check=False,
            **run_as(cluster.account),
        )
    except OSError as reason:
        raise _out_of_reach(cluster, reason) from reason
    if done.returncode != 0:
        raise InstallationError(
            f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-1500:]}",
            "Is the disk full or the folder not writable? `gridhall doctor` tells.",
        )


def _out_of_reach(cluster: Cluster, reason: OSError) -> InstallationError:
    user = f"user {cluster.account.name}" if cluster.account else "you"
    return InstallationError(
        f"The database server cannot work in {cluster.root} as {user}: {reason.strerror}.",
        "Set GRIDHALL_HOME to a folder whose parents that user may pass through, "
        "for example below /var/lib or /srv.",
    )


def _remove_as_owner(cluster: Cluster, folder: Path) -> None:
    """Remove what a broken-off initdb left, with the server user's own rights."""
    if folder.exists():
        _run(cluster, ["/bin/rm", "-rf", "--", str(folder)])


def _signal(pid: int, sign: signal.Signals) -> None:
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return
