"""The jobs of billing: a whole run each, resumed chunk by chunk after a crash."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gridhall.foundation.jobs import services as jobs

from . import services
from .services._common import ISSUE_TASK, RATE_TASK, REPLAY_TASK

RATING = gettext_noop("Calculating bills, portion by portion")
REPLAYING = gettext_noop("Rating last month's bills with a draft, portion by portion")
ISSUING = gettext_noop("Issuing bills, portion by portion")


@app.task(name=RATE_TASK, queueing_lock=None, retry=5)
def rate_run(run_id: int, **_later: object) -> str:
    """Rate a run; returns its status."""
    return services.rate_run(
        run_id=run_id, at=timezone.now(), progress=jobs.reporter(RATING)
    ).status


@app.task(name=ISSUE_TASK, queueing_lock=None, retry=5)
def issue_run(run_id: int, **_later: object) -> str:
    """Issue an approved run; returns its status."""
    return services.issue_run(
        run_id=run_id, at=timezone.now(), progress=jobs.reporter(ISSUING)
    ).status


@app.task(name=REPLAY_TASK, queueing_lock=None, retry=5)
def replay_draft(run_id: int, **_later: object) -> str:
    """Replay a month with a draft; returns its status."""
    return services.run_replay(
        replay_id=run_id, at=timezone.now(), progress=jobs.reporter(REPLAYING)
    ).status
