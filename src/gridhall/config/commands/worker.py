"""`gridhall worker`: run the jobs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from gridhall.config.processes import end_with_parent
from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    setup_django,
)

if TYPE_CHECKING:
    from procrastinate import App

log = logging.getLogger(__name__)
STALLED_AFTER_SECONDS = 30
TICK_SECONDS = 3


@click.command("worker", short_help="Run the jobs that are waiting.")
@click.option(
    "--concurrency", default=1, show_default=True, type=click.IntRange(1, 64), help="Jobs at once."
)
@click.option("--once", is_flag=True, help="Run what waits now, then end.")
@click.option(
    "--stalled-after",
    default=STALLED_AFTER_SECONDS,
    show_default=True,
    type=click.IntRange(2, 3600),
    help="Seconds without a heartbeat until a worker counts as dead.",
)
@json_option
def command(concurrency: int, once: bool, stalled_after: int, as_json: bool) -> None:
    """Run the jobs that are waiting in the database: bill runs, imports, messages, periodic tasks.

    A job whose worker was killed is found by its missing heartbeat and run again. The periodic
    tasks run by the schedules of the workbench (page Jobs); a change there is obeyed at once.

    \b
    Examples:
      gridhall worker
      gridhall worker --once --json
    """
    end_with_parent()
    ensure_database()
    setup_django()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    from gridhall.foundation.jobs import declared, running

    declared.take_over()
    connector = running.WorkerConnector(kwargs=connector_params("default"))
    with app.replace_connector(connector):
        asyncio.run(_work(app, concurrency=concurrency, once=once, stalled_after=stalled_after))
    if as_json:
        emit({"ended": True})
    elif once:
        console.print("no job is waiting any more")


async def _work(app: App, *, concurrency: int, once: bool, stalled_after: int) -> None:
    from procrastinate.contrib.django.db_cleanup import (
        close_db_connections,
        close_db_connections_async,
    )

    from gridhall.foundation.jobs import running, services

    async with app.open_async():
        keeper = asyncio.create_task(_keep_going(stalled_after))
        try:
            await app.run_worker_async(
                concurrency=concurrency,
                wait=not once,
                shutdown_graceful_timeout=8,
                stalled_worker_timeout=stalled_after,
                update_heartbeat_interval=stalled_after / 3,
                task_middleware=[
                    close_db_connections,
                    close_db_connections_async,
                    running.around_job(services.keep_failure),
                ],
            )
        finally:
            keeper.cancel()


async def _keep_going(stalled_after: int) -> None:
    """Enqueue what is due and put back the jobs of killed workers, as long as this worker runs."""
    from asgiref.sync import sync_to_async

    while True:
        for step in (_enqueue_due, _recover):
            try:
                await sync_to_async(step, thread_sensitive=False)(stalled_after)
            except Exception:  # the database may be restarting; the next look tries again
                log.exception("looking after the queue failed")
        await asyncio.sleep(TICK_SECONDS)


def _enqueue_due(stalled_after: int) -> None:
    from django.utils import timezone

    from gridhall.foundation.jobs import services

    del stalled_after
    with _own_connection():
        services.defer_due(at=timezone.now())


def _recover(stalled_after: int) -> None:
    from gridhall.foundation.jobs import services

    with _own_connection():
        services.recover_stalled(silent_for_seconds=stalled_after)


@contextmanager
def _own_connection() -> Iterator[None]:
    """Close this thread's connection afterwards; the next step may run in another thread."""
    from django.db import connections

    try:
        yield
    finally:
        connections.close_all()
