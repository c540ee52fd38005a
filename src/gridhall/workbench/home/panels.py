"""The short lists of the home page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from gridhall.billing import selectors as billing
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.receivables import selectors as receivables
from gridhall.ui.tables import Page, TableSpec, TableView
from gridhall.workbench.audit import sentences
from gridhall.workbench.audit.specs import TRAIL
from gridhall.workbench.billing import parts
from gridhall.workbench.billing import specs as billing_specs
from gridhall.workbench.receivables.queries import payment_url
from gridhall.workbench.receivables.specs import RECENT

ROWS = 5


def _short(spec: TableSpec, *keys: str) -> TableSpec:
    """Return a table with a few of its columns and nothing around it."""
    columns = tuple(column for column in spec.columns if column.key in keys)
    return replace(spec, name=f"home-{spec.name}", columns=columns, filters=(), exports=())


SHORT_HOLDS = _short(billing_specs.HOLDS, "account_no", "period_start", "reason")
SHORT_TRAIL = _short(TRAIL, "at", "who", "sentence")


def _table(spec: TableSpec, rows: Sequence[Any], url: Callable[[Any], str]) -> TableView:
    state = spec.read(QueryDict(""))
    return TableView(spec=spec, state=state, page=Page(rows=rows), row_url=url)


def payments(scope: Scope, on: date) -> TableView:
    """Return the newest payments of the reader's unit."""
    return _table(RECENT, receivables.payments_page(scope=scope, limit=ROWS).rows, payment_url)


def runs(scope: Scope, on: date) -> TableView:
    """Return the newest bill runs."""
    found = billing.runs(scope=scope, limit=ROWS)
    return _table(billing_specs.WAITING_RUNS, found.rows, parts.run_url)


def runs_to_approve(scope: Scope, on: date) -> TableView:
    """Return the runs that wait for an approver."""
    found = billing.runs(scope=scope, status="RATED", limit=ROWS)
    return _table(
        replace(billing_specs.WAITING_RUNS, name="approve-runs"), found.rows, parts.run_url
    )


def holds(scope: Scope, on: date) -> TableView:
    """Return the accounts that wait for their bill."""
    found = billing.holds(scope=scope, only_open=True, limit=ROWS)
    return _table(
        SHORT_HOLDS, found.rows, lambda row: reverse("workbench:customer", args=[row.account_no])
    )


def acts(scope: Scope, on: date) -> TableView:
    """Return the newest acts."""
    rows = [sentences.row(event) for event in audit.events_page(scope=scope, limit=ROWS).rows]
    return _table(SHORT_TRAIL, rows, lambda row: reverse("workbench:audit_entry", args=[row.id]))
