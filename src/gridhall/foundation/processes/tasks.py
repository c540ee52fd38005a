"""The jobs of processes: their clocks, each minute; moves to other versions. Both resume."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from gridhall.foundation.jobs import services as jobs

from . import migrating, services


@app.periodic(cron="* * * * *")
@app.task(name="processes.sweep_timers", queueing_lock="processes.sweep_timers")
def sweep_timers(timestamp: int) -> int:
    """Let the clocks of processes ring that have become due; returns how many did."""
    del timestamp  # procrastinate hands it over; the sweep takes all that is due
    return services.sweep_timers(at=timezone.now()).rang


@app.task(name=migrating.RUN_TASK)
def migrate(migration_id: int, **_more: object) -> int:
    """Move running processes to another version, batch by batch; returns how many were seen."""
    report = jobs.reporter(migrating.MOVING)
    total, done = migrating.extent(migration_id=migration_id), 0
    while seen := migrating.run_batch(migration_id=migration_id, at=timezone.now()):
        done += seen
        report(done, max(total, done))
    return done


@app.periodic(cron="* * * * *")
@app.task(name="processes.migrations_sweep", queueing_lock="processes.migrations_sweep")
def migrations_sweep(timestamp: int) -> int:
    """Wake the worker for moves that a kill interrupted; returns how many."""
    del timestamp
    unfinished = migrating.unfinished()
    for migration_id in unfinished:
        migrating.wake(migration_id)
    return len(unfinished)
