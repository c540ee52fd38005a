"""Who may act on jobs, and the tabs that the three lists share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from gridhall.foundation.identity import selectors as identity
from gridhall.kernel.errors import GridHallError
from gridhall.workbench import rights

from . import parts, specs

ACTION = "jobs.manage"


class NotTheWholeCompany(GridHallError):
    """Jobs work for all units: who administers one of them only may look, not act."""

    code = "JOBS_ARE_THE_COMPANYS"
    template = gettext_noop(
        "Jobs work for the whole company: only who administers all of it may do this."
    )


def may_act(request: HttpRequest) -> bool:
    """Tell whether the reader administers the whole company."""
    held = identity.scope_of(
        user_id=rights.reader_id(request), action=ACTION, on=timezone.localdate()
    )
    return held.everything


def demand_company(request: HttpRequest) -> None:
    """Raise NotTheWholeCompany unless the reader administers the whole company."""
    if not may_act(request):
        raise NotTheWholeCompany()


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the tabs above the three lists."""
    urls = {name: reverse(f"workbench:{name}") for name in ("jobs", "schedules", "outbox_events")}
    return specs.tabs(current, urls=urls, failing=parts.failing_events())
