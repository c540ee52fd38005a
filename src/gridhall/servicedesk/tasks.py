"""The jobs of the service desk: one answer to all, calls from the register of care, reminders."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from gridhall.foundation.jobs.running import raise_if_stopped

from . import services


@app.task(name="servicedesk.answer_all")
def answer_all(answer_id: int) -> int:
    """Carry one answer to every case of a mass event, in batches; returns how many cases.

    May be killed and started again at any time: each case is answered once.
    """
    done = 0
    while number := services.carry_on(answer_id=answer_id, at=timezone.now()):
        done += number
        raise_if_stopped()
    return done


@app.periodic(cron="15 4 * * *")
@app.task(name="servicedesk.plan_care", queueing_lock="servicedesk.plan_care")
def plan_care(timestamp: int) -> int:
    """Plan the calls and visits that are due for those on the register of care."""
    del timestamp
    return services.plan_care_contacts(at=timezone.now())


@app.periodic(cron="30 7 * * *")
@app.task(name="servicedesk.remind_of_measures", queueing_lock="servicedesk.remind_of_measures")
def remind_of_measures(timestamp: int) -> int:
    """Remind owners and supervisors of measures that are due, late or to be judged."""
    del timestamp
    return services.remind_of_measures(at=timezone.now())
