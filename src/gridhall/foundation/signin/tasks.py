"""What happens by itself."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services

DAYS_KEPT = 2  # the longest limit looks back one day


@app.periodic(cron="17 3 * * *")
@app.task(name="signin.forget_codes", queueing_lock="signin.forget_codes")
def forget_codes(timestamp: int) -> int:
    """Remove one-time codes nobody needs any more, with the numbers they were sent to."""
    del timestamp  # procrastinate hands it over
    return services.forget_codes(before=timezone.now() - timedelta(days=DAYS_KEPT))
