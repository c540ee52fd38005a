"""The jobs that deliver events."""

from __future__ import annotations

from procrastinate.contrib.django import app

from . import selectors, services


@app.periodic(cron="* * * * *")
@app.task(name="outbox.sweep", queueing_lock="outbox.sweep")
def sweep(timestamp: int) -> int:
    """Deliver what a lost wake-up left behind and what is due again; returns how many."""
    del timestamp  # procrastinate hands it over; the sweep takes all that waits
    return services.deliver_pending(limit=100_000)


@app.task(name=services.DELIVER_TASK, queueing_lock=services.DELIVER_TASK)
def deliver() -> int:
    """Deliver the waiting events; returns how many."""
    finished = services.deliver_pending(limit=100_000)
    if selectors.state().fresh:
        services.deliver_again_soon()
    return finished
