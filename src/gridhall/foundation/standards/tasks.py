"""The jobs of service standards."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gridhall.foundation.jobs import services as jobs

from . import services

APPLYING = gettext_noop("Putting a standard on running clocks")


@app.periodic(cron="* * * * *")
@app.task(name="standards.sweep", queueing_lock="standards.sweep")
def sweep(timestamp: int) -> int:
    """Follow changed calendars, then tell whom a clock concerns; returns how many steps."""
    del timestamp  # procrastinate hands it over; the sweep takes all that is due
    at = timezone.now()
    services.follow_calendars(at=at)
    done = services.sweep(at=at)
    return done.warned + done.breached + done.escalated


@app.task(name=services.APPLY_TASK, retry=5)
def apply(application_id: int, **_later: object) -> int:
    """Put a standard on running clocks; returns how many were changed."""
    done = services.continue_application(
        pk=application_id, at=timezone.now(), progress=jobs.reporter(APPLYING)
    )
    return done.changed
