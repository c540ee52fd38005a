"""The jobs of the customer file: changes entered for a day to come, and the count of faults."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="3 * * * *")
@app.task(name="customers.apply_due", queueing_lock="customers.apply_due")
def apply_due(timestamp: int) -> int:
    """Let the changes of the customer file that begin today hold; returns how many.

    Every hour, so that a night without workers is made up for soon. What the file was or will be
    on a day is right without it; only the tables of today wait for it.
    """
    del timestamp
    now = timezone.now()
    services.index_addresses()
    return services.apply_due(on=timezone.localdate(now), at=now)


@app.periodic(cron="40 2 * * *")
@app.task(name="customers.count_quality", queueing_lock="customers.count_quality")
def count_quality(timestamp: int) -> int:
    """Count the files that break a rule, for the overview and its trend; returns the counts."""
    del timestamp
    return services.count_quality(on=timezone.localdate())
