"""The jobs of the surveys."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gridhall.foundation.jobs import services as jobs

from . import selectors, services

TRIES_KEPT = timedelta(days=2)
NOTE = gettext_noop("customers asked in this round")


@app.periodic(cron="*/10 * * * *")
@app.task(name="engagement.upkeep", queueing_lock="engagement.upkeep")
def upkeep(timestamp: int) -> int:
    """Remind, close what expired, hand follow-ups over; returns how many were touched."""
    del timestamp
    now = timezone.now()
    services.forget_tries(before=now - TRIES_KEPT)
    return (
        services.remind_due(at=now) + services.expire_due(at=now)
        + services.hand_over_waiting(at=now)
    )  # fmt: skip


@app.periodic(cron="30 9 * * *")
@app.task(name="engagement.rounds", queueing_lock="engagement.rounds")
def rounds(timestamp: int) -> int:
    """Ask the rounds of the plans at intervals that are due; returns how many were asked."""
    del timestamp
    now = timezone.now()
    plans = selectors.plans_at_intervals(on=timezone.localdate(now))
    progress = jobs.reporter(NOTE)
    return sum(services.draw_round(plan_id=pk, at=now, progress=progress) for pk in plans)
