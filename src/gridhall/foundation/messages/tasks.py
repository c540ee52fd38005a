"""The jobs of messages: whatever is due, in batches, resumed after a crash."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="* * * * *")
@app.task(name="messages.sweep", queueing_lock="messages.sweep")
def sweep(timestamp: int) -> int:
    """Deliver what has become due and what a killed worker left behind; returns how many."""
    del timestamp  # procrastinate hands it over; the sweep takes all that is due
    return services.deliver_due(clock=timezone.now)


@app.task(name=services.DELIVER_TASK, queueing_lock=services.DELIVER_TASK)
def deliver(**_later: object) -> int:
    """Deliver what is due; returns how many."""
    return services.deliver_due(clock=timezone.now)


@app.task(name=services.PREPARE_TASK, retry=5)
def prepare(campaign_id: int, **_later: object) -> str:
    """Write the list of a campaign; returns its status."""
    return services.prepare_campaign(pk=campaign_id, at=timezone.now()).status
