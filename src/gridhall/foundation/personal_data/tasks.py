"""The jobs: carry out requests, make large exports, take old files back."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import selectors, services
from .services import _steps as steps


@app.task(name=steps.RUN_TASK)
def run_request(request_id: int, **_more: object) -> str:
    """Make the copy of a person's data, or erase them; returns how the request stands."""
    return services.run_request(request_id=request_id, clock=timezone.now).status


@app.task(name=steps.EXPORT_TASK)
def make_export(export_id: int, **_more: object) -> int:
    """Make the file of an approved export; returns its rows."""
    return services.make_export(export_id=export_id, clock=timezone.now).row_count


@app.periodic(cron="* * * * *")
@app.task(name="personal_data.sweep", queueing_lock="personal_data.sweep")
def sweep(timestamp: int) -> int:
    """Wake the worker for what a kill interrupted, and take old files back; returns how many."""
    del timestamp
    requests, exports = selectors.unfinished()
    for request_id in requests:
        steps.wake(steps.RUN_TASK, request_id=request_id)
    for export_id in exports:
        steps.wake(steps.EXPORT_TASK, export_id=export_id)
    services.write_erasure_list()
    return len(requests) + len(exports) + services.expire_exports(at=timezone.now())
