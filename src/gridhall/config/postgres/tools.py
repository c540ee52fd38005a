"""pg_dump and pg_restore of the wheel, against the database that Django is connected to."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

from psycopg import conninfo

from gridhall.config import home
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import binaries

CHUNK = 1 << 20
OLDEST_TARGET = 17  # pg_restore sets transaction_timeout, which older servers do not know


def require_tools_for(server_version: int) -> None:
    """Refuse a server (``180006``) newer than the wheel's tools. Raises InstallationError."""
    if server_version // 10000 > int(binaries.major_version()):
        raise InstallationError(
            f"The server is PostgreSQL {server_version // 10000}, the tools here are "
            f"{binaries.major_version()}.",
            "Save and restore it with that server's own pg_dump and pg_restore, "
            "or install a newer GridHall.",
        )


def dump(settings: dict[str, Any], *, snapshot: str) -> Iterator[bytes]:
    """Yield a dump in the custom format of exactly that snapshot; "" is now.

    Raises InstallationError.
    """
    options = ["--format=custom", "--compress=gzip:3", "--no-owner", "--no-acl"]
    options += [f"--snapshot={snapshot}"] if snapshot else []
    with tempfile.TemporaryFile() as said:
        process = _start("pg_dump", options, settings, said)
        output = cast(IO[bytes], process.stdout)
        try:
            while chunk := output.read(CHUNK):
                yield chunk
        except BaseException:  # also when nobody wants the rest
            process.kill()
            raise
        finally:
            output.close()
            process.wait()
        _require_success("pg_dump", process.returncode, said)


def restore(settings: dict[str, Any], chunks: Iterable[bytes]) -> None:
    """Feed a dump to the database, in one transaction: all of it or nothing.

    When this process is killed, the dump breaks off and the server takes everything back.
    Raises InstallationError.
    """
    options = ["--single-transaction", "--no-owner", "--no-acl", "--no-comments"]
    options += ["--dbname", _address(settings)]
    with tempfile.TemporaryFile() as said:
        process = _start("pg_restore", options, settings, said)
        entry = cast(IO[bytes], process.stdin)
        try:
            for chunk in chunks:
                entry.write(chunk)
            entry.close()
        except BrokenPipeError:
            pass  # it has ended; why is in what it said
        except BaseException:
            process.kill()
            process.wait()
            raise
        process.wait()
        _require_success("pg_restore", process.returncode, said)


def _start(
    name: str, options: list[str], settings: dict[str, Any], said: IO[bytes]
) -> subprocess.Popen[bytes]:
    programs = binaries.find(None, home.data_folder() / "pg")
    environment = binaries.clean_environment() | {"HOME": os.environ.get("HOME", "/nonexistent")}
    if settings["PASSWORD"]:
        environment["PGPASSWORD"] = str(settings["PASSWORD"])
    if name == "pg_dump":
        options = [*options, "--dbname", _address(settings)]
    return subprocess.Popen(
        [str(programs / name), "--no-password", *options],
        env=environment,
        stdin=subprocess.DEVNULL if name == "pg_dump" else subprocess.PIPE,
        stdout=subprocess.PIPE if name == "pg_dump" else subprocess.DEVNULL,
        stderr=said,
    )


def _address(settings: dict[str, Any]) -> str:
    """Return the address without the password, which other users could see in the process list."""
    known = {"server_side_binding", "pool", "isolation_level", "assume_role", "cursor_factory"}
    options = {key: value for key, value in settings["OPTIONS"].items() if key not in known}
    return conninfo.make_conninfo(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        user=settings["USER"] or None,
        dbname=settings["NAME"],
        **options,
    )


def _require_success(name: str, code: int, said: IO[bytes]) -> None:
    if code != 0:
        said.seek(0)
        text = said.read().decode(errors="replace").strip()
        raise InstallationError(
            f"{name} failed: {text[-1500:]}",
            "Is the server up and has its disk room? `gridhall doctor` tells.",
        )
