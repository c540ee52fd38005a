"""`gridhall worker`: run the jobs."""

from __future__ import annotations

import asyncio
import logging
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
LOOK_EVERY_SECONDS = 15


@click.command("worker", short_help="Run the jobs that are waiting.")
@click.option(
    "--concurrency", default=1, show_default=True, type=click.IntRange(1, 64), help="Jobs at once."
)
@click.option("--once", is_flag=True, help="Run what waits now, then end.")
@json_option
def command(concurrency: int, once: bool, as_json: bool) -> None:
    """Run the jobs that are waiting in the database: bill runs, imports, messages, periodic tasks.

    A job whose worker was killed is found by its missing heartbeat and run again.

    \b
    Examples:
      gridhall worker
      gridhall worker --once --json
    """
    end_with_parent()
    ensure_database()
    setup_django()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector):
        asyncio.run(_work(app, concurrency=concurrency, once=once))
    if as_json:
        emit({"ended": True})
    elif once:
        console.print("no job is waiting any more")


async def _work(app: App, *, concurrency: int, once: bool) -> None:
    async with app.open_async():
        rescue = asyncio.create_task(_retry_stalled(app))
        try:
            await app.run_worker_async(
                concurrency=concurrency,
                wait=not once,
                shutdown_graceful_timeout=8,
                stalled_worker_timeout=STALLED_AFTER_SECONDS,
            )
        finally:
            rescue.cancel()


async def _retry_stalled(app: App) -> None:
    """Put the jobs of killed workers back in the queue, for as long as this worker runs."""
    while True:
        try:
            manager = app.job_manager
            jobs = await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS)
            for job in jobs:
                await manager.retry_job(job)
                log.warning("job %s of a killed worker goes back to the queue", job.id)
        except Exception:  # the database may be restarting; the next look tries again
            log.exception("looking for stalled jobs failed")
        await asyncio.sleep(LOOK_EVERY_SECONDS)
