"""The job that delivers events."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from . import services


@app.periodic(cron="* * * * *")
@app.task(name="outbox.sweep", queueing_lock="outbox.sweep")
def sweep(timestamp: int) -> int:
    """Deliver whatever a lost wake-up left behind; returns how many."""
    return services.deliver_pending(limit=100_000)


@app.task(name="outbox.deliver", queueing_lock="outbox.deliver")
def deliver() -> int:
    """Deliver the waiting events; returns how many."""
    return services.deliver_pending(limit=100_000)


def wake() -> None:
    """Ask the worker to deliver soon; one waiting request is enough."""
    try:
        with transaction.atomic():
            deliver.defer()
    except AlreadyEnqueued:
        return
