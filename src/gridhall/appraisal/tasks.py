"""The job that works an appraisal out."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gridhall.foundation.jobs import services as jobs

from . import services

NOTE = gettext_noop("people worked out")


@app.task(name=services.WORK_TASK)
def work_run(run_id: int) -> str:
    """Work a run out; returns where it stands."""
    run = services.work_run(run_id=run_id, at=timezone.now(), progress=jobs.reporter(NOTE))
    return str(run.status)
