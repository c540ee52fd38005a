"""The running parts: database server, its tables, the worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg

from gridhall.config import database, processes
from gridhall.config.diagnosis.finding import Finding, broken, ok, warning
from gridhall.config.errors import InstallationError

OLDEST_SERVER = 160000
EXTENSIONS = ("btree_gist", "pg_trgm")
HEARTBEAT_SECONDS = 45


def findings() -> Iterator[Finding]:
    """Yield what the server tells; nothing is started or changed."""
    try:
        connection = _connect()
    except InstallationError as reason:
        yield broken("database", reason.problem, reason.remedy)
        return
    except psycopg.OperationalError as reason:
        yield _unreachable(reason)
        return
    with connection:
        yield _version(connection)
        yield _extensions(connection)
        yield _migrations()
        yield _worker(connection)


def _connect() -> psycopg.Connection[Any]:
    settings = database.database_settings()
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        dbname=settings["NAME"],
        connect_timeout=5,
        autocommit=True,
    )


def _unreachable(reason: psycopg.OperationalError) -> Finding:
    text = str(reason).strip().splitlines()[0]
    if database.is_external():
        return broken("database", text, "Check DATABASE_URL, and whether that server runs.")
    if database.connection_file().exists() and processes.recorded("launcher"):
        return broken("database", text, "Stop the demo and start it again: make demo")
    return warning("database", "the embedded server is not running", "make demo, or gridhall serve")


def _version(connection: psycopg.Connection[Any]) -> Finding:
    version = connection.info.server_version
    text = f"PostgreSQL {version // 10000}.{version % 10000}, " + (
        "named by DATABASE_URL" if database.is_external() else "embedded"
    )
    if version < OLDEST_SERVER:
        return broken("database", f"{text} is too old", "Use PostgreSQL 16 or newer.")
    return ok("database", text)


def _extensions(connection: psycopg.Connection[Any]) -> Finding:
    rows = connection.execute(
        "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)]
    )
    missing = sorted(set(EXTENSIONS) - {row[0] for row in rows})
    if missing:
        return broken(
            "extensions",
            f"the server lacks {', '.join(missing)}",
            "Install PostgreSQL's contrib package on the server.",
        )
    return ok("extensions", ", ".join(EXTENSIONS))


def _migrations() -> Finding:
    from gridhall.config.migrations import pending_migrations
    from gridhall.config.terminal import setup_django

    setup_django()
    pending = pending_migrations()
    if pending:
        return broken("tables", f"{len(pending)} migrations are pending", "gridhall migrate")
    return ok("tables", "up to date")


def _worker(connection: psycopg.Connection[Any]) -> Finding:
    try:
        row = connection.execute(
            "SELECT max(last_heartbeat) > now() - make_interval(secs => %s)"
            " FROM procrastinate_workers",
            [HEARTBEAT_SECONDS],
        ).fetchone()
        waiting = connection.execute(
            "SELECT count(*) FILTER"
            " (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),"
            " count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
        ).fetchone()
    except psycopg.errors.UndefinedTable:
        return warning("worker", "no tables yet", "gridhall migrate")
    todo, failed = waiting or (0, 0)
    text = f"{todo} jobs wait, {failed} failed"
    if not (row and row[0]):
        return warning("worker", f"none is running; {text}", "make demo, or gridhall worker")
    if failed:
        return warning(
            "worker", f"running; {text}", "See the workbench, page Jobs, for the reasons."
        )
    return ok("worker", f"running; {text}")
