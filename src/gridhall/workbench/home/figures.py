"""The key figures of the home page. Sums over a whole unit are kept for a minute."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridhall.billing import selectors as billing
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.workcalendar import selectors as workcalendar
from gridhall.receivables import selectors as receivables
from gridhall.ui import formats
from gridhall.ui.figures import Stat

KEPT_SECONDS = 60
Value = TypeVar("Value")


def takings(scope: Scope, on: date) -> Stat:
    """Return what was received in the reader's unit today."""
    totals = receivables.day_totals(scope=scope, on=on)
    return Stat(
        label=_("Received today"), value=formats.money(totals.total - totals.reversed),
        icon="cash", tone="success", url=reverse("workbench:day_totals"),
        hint=ngettext("{n} payment", "{n} payments", totals.count).format(n=totals.count),
    )  # fmt: skip


def waiting_for_approval(scope: Scope, on: date) -> Stat:
    """Return how many runs wait for an approver."""
    count = billing.runs(scope=scope, status="RATED", limit=1).count
    return Stat(
        label=_("Runs to approve"), value=formats.number(count), icon="circle-check",
        tone="warning" if count else "neutral",
        url=f"{reverse('workbench:bill_runs')}?status=RATED",
    )  # fmt: skip


def open_holds(scope: Scope, on: date) -> Stat:
    """Return how many accounts wait for their bill."""
    count = billing.holds(scope=scope, only_open=True, limit=1).count
    return Stat(
        label=_("Held bills"), icon="hand-stop", url=reverse("workbench:holds"),
        value=_("over 10,000") if count is None else formats.number(count),
        tone="neutral" if count == 0 else "warning", hint=_("data to mend"),
    )  # fmt: skip


def billed(scope: Scope, on: date) -> Stat | None:
    """Return what the newest billed month came to; nothing where no run belongs to the reader."""
    found = billing.latest_month(scope=scope)
    if found is None:
        return None
    return Stat(
        label=_("Issued, {month}").format(month=formats.month(found.month)),
        value=formats.money(found.total), icon="file-invoice", tone="info",
        hint=ngettext("{n} bill", "{n} bills", found.bills).format(n=formats.number(found.bills)),
        url=reverse("workbench:bills"),
    )  # fmt: skip


def received(scope: Scope, on: date) -> Stat:
    """Return what was received this month."""
    amount = _kept(
        f"received-{on}", scope,
        lambda: receivables.collected(scope=scope, first=on.replace(day=1), last=on),
    )  # fmt: skip
    return Stat(
        label=_("Received this month"), value=formats.money(amount), icon="cash-banknote",
        tone="success", hint=formats.month(on), url=reverse("workbench:payments"),
    )  # fmt: skip


def arrears(scope: Scope, on: date) -> Stat:
    """Return what is owed and overdue."""
    found = _kept(f"claims-{on}", scope, lambda: receivables.claims(scope=scope, on=on))
    return Stat(
        label=_("Overdue"), value=formats.money(found.overdue), icon="clock-exclamation",
        tone="danger" if found.overdue else "neutral",
        hint=_("of {owed} owed; {n} customers").format(
            owed=formats.money(found.outstanding), n=formats.number(found.accounts_overdue)
        ),
    )  # fmt: skip


def missing_notices(scope: Scope, on: date) -> Stat | None:
    """Return the year whose official holidays are due and not loaded; nothing while none is."""
    due = workcalendar.due_notices(on=on)
    if not due:
        return None
    return Stat(
        label=_("Holiday notice missing"), icon="calendar-exclamation", tone="warning",
        value=", ".join(str(one.params["year"]) for one in due),
        hint=_("make-up days are not known"), url=reverse("workbench:load_notice"),
    )  # fmt: skip


def _kept(name: str, scope: Scope, build: Callable[[], Value]) -> Value:
    """Return the value of the last minute for this scope, or build it."""
    units = ",".join(map(str, sorted(scope.organisation_ids)))
    key = f"home:{name}:{hashlib.sha256(units.encode()).hexdigest()}"
    found: Value | None = caches["process"].get(key)
    if found is None:
        found = build()
        caches["process"].set(key, found, KEPT_SECONDS)
    return found
