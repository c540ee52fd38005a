"""What happens by itself."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services

CODE_DAYS = 2  # the longest limit looks back one day
DEVICE_DAYS = 400  # as long as the cookie lives


@app.periodic(cron="17 3 * * *")
@app.task(name="signin.tidy", queueing_lock="signin.tidy")
def tidy(timestamp: int) -> int:
    """Remove codes, sessions and devices nobody needs any more; return how many."""
    del timestamp  # procrastinate hands it over
    now = timezone.now()
    return (
        services.forget_codes(before=now - timedelta(days=CODE_DAYS))
        + services.forget_sessions(at=now)
        + services.forget_devices(before=now - timedelta(days=DEVICE_DAYS))
    )
