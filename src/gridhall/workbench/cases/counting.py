"""The home page's figures for whoever works on cases: hers, due today, overdue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk.selectors import CaseFilters
from gridhall.ui import formats
from gridhall.ui.figures import Stat, Tone

from .listing import midnight


def own_cases(user_id: int, scope: Scope, at: datetime) -> list[Stat]:
    """Return how many open cases are in the reader's hands, and which of them press."""

    def count(**asked: Any) -> int | None:
        filters = CaseFilters(mine=True, **asked)
        return servicedesk.cases_page(
            scope=scope, reader_id=user_id, filters=filters, at=at, limit=1
        ).count

    late = count(overdue=True)
    return [
        _stat(_("My open cases"), count(), "message-report", "info", "mine"),
        _stat(_("Mine, due today"), count(due_before=midnight()), "clock-hour-9", "warning",
              "mine&due=today"),
        _stat(_("Mine, overdue"), late, "clock-exclamation", "danger" if late else "success",
              "mine&due=overdue"),
    ]  # fmt: skip


def _stat(label: str, number: int | None, icon: str, tone: Tone, view: str) -> Stat:
    return Stat(
        label=label, icon=icon, tone=tone if number != 0 else "neutral",
        value=_("over 10,000") if number is None else formats.number(number),
        url=f"{reverse('workbench:cases')}?view={view}",
    )  # fmt: skip
