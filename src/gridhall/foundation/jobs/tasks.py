"""The job that removes old jobs."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="20 3 * * *")
@app.task(name="jobs.tidy", queueing_lock="jobs.tidy")
def tidy(timestamp: int) -> int:
    """Remove jobs that ended long ago; returns how many."""
    del timestamp
    return services.remove_old(
        fine_days=settings.GRIDHALL_JOBS_KEPT_DAYS,
        other_days=settings.GRIDHALL_FAILED_JOBS_KEPT_DAYS,
    )
