"""The jobs that run imports."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gridhall.foundation.jobs import services as jobs

from . import selectors, services
from .errors import ImportBusy

IMPORTING = gettext_noop("Importing rows")


@app.task(name=services.RUN_TASK)
def run(batch_id: int, **_more: object) -> int:
    """Run a batch, or go on with an interrupted one; returns the rows done."""
    try:
        return services.run(
            batch_id=batch_id, clock=timezone.now, progress=jobs.reporter(IMPORTING)
        ).rows_done
    except ImportBusy:
        return 0  # another process is at it, or picks it up with the next sweep


@app.periodic(cron="* * * * *")
@app.task(name="imports.sweep", queueing_lock="imports.sweep")
def sweep(timestamp: int) -> int:
    """Wake the worker for every batch that waits or was interrupted by a kill; returns how many."""
    del timestamp  # procrastinate hands it over; the sweep takes all that waits
    waiting = selectors.open_batches()
    for batch_id in waiting:
        services.wake_worker(batch_id=batch_id)
    return len(waiting)
