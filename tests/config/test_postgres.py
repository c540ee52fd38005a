"""The embedded server starts again after everything that can happen to it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest

from gridhall.config.errors import InstallationError
from gridhall.config.postgres import cluster as clusters
from gridhall.config.postgres import embedded, throwaway
from gridhall.config.postgres import server as programs
from gridhall.config.postgres.account import give_to
from gridhall.config.postgres.throwaway import Throwaway

ONE_ROW = "CREATE TABLE IF NOT EXISTS kept (id int); INSERT INTO kept VALUES (1)"


def rows(own: Throwaway) -> int:
    with psycopg.connect(own.url()) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def pid_of(own: Throwaway) -> int:
    running = programs.status(own.cluster)
    assert running is not None
    return running.pid


def killed(own: Throwaway) -> None:
    """Kill the server as a crash would; its helpers end by themselves a moment later."""
    os.kill(pid_of(own), signal.SIGKILL)


def all_killed(own: Throwaway) -> None:
    for process in clusters.processes(own.cluster):
        with contextlib.suppress(psutil.NoSuchProcess):  # killing one may end another
            process.kill()


def cut_pid_file(own: Throwaway) -> None:
    """A power loss may leave an empty file."""
    all_killed(own)
    (own.cluster.data / "postmaster.pid").write_text("")


def foreign_pid(own: Throwaway) -> None:
    """After a power loss the old number may belong to another program."""
    all_killed(own)
    path = own.cluster.data / "postmaster.pid"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")


def politely_stopped(own: Throwaway) -> None:
    assert programs.stop(own.cluster) is True


@pytest.mark.parametrize(
    "happening", [politely_stopped, killed, all_killed, cut_pid_file, foreign_pid]
)
def test_next_start_works_and_data_is_there(
    server_with_row: Throwaway, happening: Callable[[Throwaway], None]
) -> None:
    happening(server_with_row)

    server_with_row.start()

    assert rows(server_with_row) == 1


@pytest.fixture
def server_with_row() -> Iterator[Throwaway]:
    own = throwaway.create()
    # as durable as the real one: what was committed must survive
    own = replace(own, cluster=replace(own.cluster, settings={}, durable=True))
    own.start()
    with psycopg.connect(own.url()) as connection:
        connection.execute(ONE_ROW)
    yield own
    own.remove()


def test_running_server_is_adopted(server: Throwaway) -> None:
    assert programs.start(server.cluster) is True
    before = pid_of(server)

    assert programs.start(server.cluster) is False
    assert pid_of(server) == before


def test_server_outlives_a_killed_launcher(server: Throwaway) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path;"
        "from gridhall.config.postgres import throwaway;"
        f"throwaway.load(Path({str(server.folder)!r})).start();"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == -signal.SIGKILL
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_broken_off_initdb_is_done_again(server: Throwaway) -> None:
    server.cluster.make_folders()
    half = server.cluster.root / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    give_to(server.cluster.account, half)

    server.start()

    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_other_major_version_is_told_not_tried(server: Throwaway) -> None:
    server.start()
    programs.stop(server.cluster)
    (server.cluster.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(InstallationError, match=r"made by PostgreSQL 15"):
        programs.start(server.cluster)


def test_server_listens_on_no_network_address(server: Throwaway) -> None:
    server.start()

    process = psutil.Process(pid_of(server))

    assert [c for c in process.net_connections(kind="inet") if c.status == "LISTEN"] == []


def test_wrong_password_is_refused(server: Throwaway) -> None:
    server.start()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url().replace(server.cluster.password, "guessed"))


def test_application_role_is_no_superuser_and_has_its_extensions(server: Throwaway) -> None:
    server.start()

    with psycopg.connect(server.url()) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert row.fetchone() == (False,)
        for extension in ("btree_gist", "pg_trgm"):
            connection.execute(f"CREATE EXTENSION {extension}".encode())


def test_folders_are_closed_and_nobody_elses_are_changed(server: Throwaway) -> None:
    before = [path.stat().st_mode for path in server.folder.parents]

    server.start()

    for path in (server.cluster.root, server.cluster.data, server.cluster.socket_folder):
        assert path.stat().st_mode & 0o077 == 0
    assert [path.stat().st_mode for path in server.folder.parents] == before


def test_long_path_gets_a_short_socket_folder(server: Throwaway) -> None:
    long = replace(server.cluster, root=server.folder / ("x" * 60) / ("y" * 60))

    assert len(os.fsencode(long.socket_folder)) <= clusters.LONGEST_SOCKET_FOLDER
    assert server.cluster.socket_folder.parent == server.cluster.root


def test_folder_open_to_others_is_refused(server: Throwaway) -> None:
    server.cluster.make_folders()
    server.cluster.root.chmod(0o755)

    with pytest.raises(InstallationError, match="only user"):
        server.start()


def test_start_tells_what_the_server_said(server: Throwaway) -> None:
    wrong = replace(server.cluster, settings={"shared_buffers": "nonsense"})

    with pytest.raises(InstallationError, match="shared_buffers"):
        programs.start(wrong)


def test_leftovers_of_a_killed_test_run_are_removed() -> None:
    code = (
        "import os, signal; from gridhall.config.postgres import throwaway;"
        "own = throwaway.create(); own.start(); print(own.folder, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    folder = Path(done.stdout.strip())
    assert folder.exists()

    # another test run may be cleaning at the same moment: what counts is that it is gone
    throwaway.clean_leftovers()

    end = time.monotonic() + 5
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not folder.exists()


def test_installation_server_starts_and_stops(
    reachable_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("GRIDHALL_HOME", str(reachable_folder / "home"))

    assert embedded.start() is True
    try:
        assert embedded.start() is False
        own = embedded.cluster()
        row = embedded.admin_connection(own).execute("SHOW fsync").fetchone()
        assert row == ("on",)
    finally:
        assert embedded.stop() is True
    assert embedded.stop() is False


def test_lost_passwords_are_told(reachable_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("GRIDHALL_HOME", str(reachable_folder / "home"))
    embedded.start()
    embedded.stop()
    embedded.connection_file().unlink()

    with pytest.raises(InstallationError, match=r"database\.json is missing"):
        embedded.start()
