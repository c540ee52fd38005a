"""The processes that come with the program, in a new or upgraded installation."""

from __future__ import annotations

from django.apps.registry import Apps
from django.apps.registry import apps as current_apps
from django.utils import timezone


def load(*, using: str, apps: Apps = current_apps, **_: object) -> None:
    """Publish the files of registered processes: after migrating and after a flush.

    Waits for a later run while the table is missing.
    """
    from . import services

    try:
        apps.get_model("processes", "SignalReceived").objects.using(using)
    except LookupError:
        return
    services.load_shipped(at=timezone.now())
