"""Bill runs: start, watch, look at what comes out, approve, cancel."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.billing import selectors as billing
from gridhall.billing import services
from gridhall.billing.errors import RunNotFound
from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import parts, specs
from .forms import ApproveForm, ReasonForm, StartRunForm


@employee("billing.read")
def bill_runs(request: HttpRequest) -> HttpResponseBase:
    """Show the bill runs of the reader's units, newest first."""
    scope = rights.scope(request)
    state = specs.RUNS.read(request.GET)
    narrowed: dict[str, Any] = {
        "period_start": lists.month(state.filters["month"]), "status": state.filters["status"]
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: billing.runs(scope=scope, after=after, limit=500, **narrowed)
        )
        return lists.export(request, spec=specs.RUNS, state=state, rows=rows, name="bill-runs")
    found = billing.runs(scope=scope, **lists.keyset(state), **narrowed)
    table = lists.table(
        request, spec=specs.RUNS, state=state, page=tables.keyset_page(found), row_url=parts.run_url
    )
    context = {"table": table, "may_start": rights.may(request, "billing.run")}
    return render(request, "workbench/billing/runs.html", context)


@employee("billing.run")
def start_run(request: HttpRequest) -> HttpResponse:
    """Choose month and unit, see how many accounts that is, and start."""
    scope = rights.scope(request)
    units = identity.organisations(scope=scope)
    last_month = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    form = StartRunForm(request.POST or None, units=units, initial={"month": last_month})
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        chosen, month = form.cleaned_data["organisation"], form.cleaned_data["month"]
        if "confirmed" in request.POST:
            with attempts.in_form(form):
                run = services.start_run(
                    organisation_id=chosen, period_start=month, scope=scope, at=timezone.now(),
                    actor_id=rights.reader_id(request), background=True,
                )  # fmt: skip
                messages.success(request, _("Run {number} is under way.").format(number=run.run_no))
                return redirect("workbench:bill_run", pk=run.pk)
        else:
            context["preview"] = _preview(scope, form, chosen, month)
    return lists.show(request, "workbench/billing/start.html", context)


def _preview(scope: Scope, form: StartRunForm, chosen: int, month: date) -> dict[str, object]:
    found = customers.list_accounts(
        scope=scope, limit=1,
        filters=customers.AccountFilters(status="ACTIVE", organisation_id=chosen),
    )  # fmt: skip
    earlier = billing.current_run_id(organisation_id=chosen, period_start=month)
    return {
        "unit": form.names[chosen], "month": month, "count": found.count, "some": found.rows,
        "earlier": reverse("workbench:bill_run", args=[earlier]) if earlier else "",
    }  # fmt: skip


@employee("billing.read")
def bill_run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a run: its progress, and what the approver looks at before the bills go out."""
    return _run_page(request, pk)


def _run_page(
    request: HttpRequest, pk: int, approve_form: ApproveForm | None = None
) -> HttpResponseBase:
    scope = rights.scope(request)
    try:
        detail = billing.run_detail(run_id=pk, scope=scope)
    except RunNotFound:
        raise Http404 from None
    state = specs.RUN_BILLS.read(request.GET)
    where = parts.bill_filter(state.filters, run_id=pk)
    if state.export:
        rows = parts.all_bills(scope, where)
        return lists.export(
            request, spec=specs.RUN_BILLS, state=state, rows=rows, name=detail.row.run_no
        )
    found = billing.bills(scope=scope, where=where, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.RUN_BILLS, state=state, page=tables.keyset_page(found),
        row_url=parts.bill_url,
    )  # fmt: skip
    actions = rights.actions_at(request, detail.row.organisation_id)
    context = {
        "run": detail.row, "summary": parts.summary(detail.summary), "table": table,
        "supplements": detail.supplements, "steps": parts.run_steps(detail.row),
        "stat": parts.run_stats(detail), "status": specs.run_status(detail.row),
        "rights": parts.run_rights(detail.row, actions, reader_id=rights.reader_id(request)),
        "approve_form": approve_form, "form": approve_form,
    }  # fmt: skip
    return lists.show(request, "workbench/billing/run.html", context)


@employee("billing.read")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a run is; asked again every two seconds, reloads the page when it is done."""
    try:
        row = billing.run_progress(run_id=pk, scope=rights.scope(request))
    except RunNotFound:
        raise Http404 from None
    if row.status in parts.RESTING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "workbench/billing/_progress.html", {"run": row})


@require_POST
@employee("billing.approve")
def approve(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Approve a run: its bills are issued. Never by who started it."""
    scope = rights.scope(request)
    row = _row(pk, scope)
    form = ApproveForm(request.POST, run_no=row.run_no)
    if not form.is_valid():
        if not rights.may(request, "billing.read"):  # pragma: no cover - every approver may
            raise PermissionDenied
        return _run_page(request, pk, form)
    with attempts.told(request):
        services.approve_run(
            run_id=pk,
            scope=scope,
            at=timezone.now(),
            actor_id=rights.reader_id(request),
            background=True,
        )
        text = _("Run {number} is approved; its bills are being issued.")
        messages.success(request, text.format(number=row.run_no))
    return redirect("workbench:bill_run", pk=pk)


@require_POST
@employee("billing.approve")
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a run back instead of approving it: it is thrown away with the reason."""
    return _throw_away(request, pk)


@require_POST
@employee("billing.run")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a run away before it is approved, with the reason."""
    return _throw_away(request, pk)


def _throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    scope = rights.scope(request)
    row = _row(pk, scope)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a reason in a few words; it is kept in the history."))
        return redirect("workbench:bill_run", pk=pk)
    with attempts.told(request):
        services.cancel_run(
            run_id=pk, scope=scope, reason=form.cleaned_data["reason"], at=timezone.now(),
            actor_id=rights.reader_id(request),
        )  # fmt: skip
        messages.success(request, _("Run {number} is cancelled.").format(number=row.run_no))
    return redirect("workbench:bill_run", pk=pk)


def _row(pk: int, scope: Scope) -> billing.RunRow:
    try:
        return billing.run_progress(run_id=pk, scope=scope)
    except RunNotFound:
        raise Http404 from None
