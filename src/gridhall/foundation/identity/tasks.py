"""The nightly job of the organisation tree."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="1 * * * *")
@app.task(name="identity.refresh_tree", queueing_lock="identity.refresh_tree")
def refresh_tree(timestamp: int) -> int:
    """Bring planned changes of the tree into its columns on their day; returns how many units.

    Every hour, so that a night without workers is made up for soon; what depends on the tree
    (who may do what, where) is right before that, too.
    """
    del timestamp
    return services.refresh_tree(on=timezone.localdate())
