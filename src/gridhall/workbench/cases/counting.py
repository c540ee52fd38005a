"""The home page's figures for whoever works on cases: hers, due today, overdue."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors as servicedesk
from gridhall.ui import formats
from gridhall.ui.figures import Stat, Tone

from .listing import midnight


def own_cases(user_id: int, scope: Scope, at: datetime) -> list[Stat]:
    """Return how many open cases are in the reader's hands, and which of them press."""

    del scope  # what is in her hands is hers to see
    mine = servicedesk.own_counts(reader_id=user_id, at=at, until=midnight())
    late = mine["overdue"]
    return [
        _stat(_("My open cases"), mine["all"], "message-report", "info", "mine"),
        _stat(_("Mine, due today"), mine["until"], "clock-hour-9", "warning", "mine&due=today"),
        _stat(_("Mine, overdue"), late, "clock-exclamation", "danger" if late else "success",
              "mine&due=overdue"),
    ]  # fmt: skip


def _stat(label: str, number: int, icon: str, tone: Tone, view: str) -> Stat:
    return Stat(
        label=label, icon=icon, tone=tone if number else "neutral",
        value=formats.number(number),
        url=f"{reverse('workbench:cases')}?view={view}",
    )  # fmt: skip
