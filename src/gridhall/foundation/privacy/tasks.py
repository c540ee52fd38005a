"""The job that changes the key of all personal values."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import selectors, services


@app.task(name=services.ROTATE_TASK)
def rotate(rotation_id: int, **_more: object) -> int:
    """Do what is left of a rotation; returns how many values it has done in all."""
    return services.run_rotation(rotation_id=rotation_id, clock=timezone.now).values_done


@app.periodic(cron="* * * * *")
@app.task(name="privacy.sweep", queueing_lock="privacy.sweep")
def sweep(timestamp: int) -> int:
    """Wake the worker for a rotation that a kill interrupted; returns how many."""
    del timestamp
    waiting = selectors.open_rotations()
    for rotation_id in waiting:
        services.wake_worker(rotation_id=rotation_id)
    return len(waiting)
