"""The jobs of service standards."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="* * * * *")
@app.task(name="standards.sweep", queueing_lock="standards.sweep")
def sweep(timestamp: int) -> int:
    """Follow changed calendars, then tell whom a clock concerns; returns how many steps."""
    del timestamp  # procrastinate hands it over; the sweep takes all that is due
    at = timezone.now()
    services.follow_calendars(at=at)
    done = services.sweep(at=at)
    return done.warned + done.breached + done.escalated
