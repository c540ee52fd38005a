"""Plans for verifying customer files: making, working through, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.ui import attempts, tables
from gridhall.ui.errors import as_text
from gridhall.workbench import lists, rights

from . import specs
from .forms import OutcomeForm, PlanForm


@employee("customers.verify")
def plans(request: HttpRequest) -> HttpResponseBase:
    """List the plans of the reader's units."""
    scope, on = rights.scope(request), timezone.localdate()
    state = specs.PLANS.read(request.GET)
    if state.export:
        rows = lists.everything(
            lambda after: customers.plans_page(scope=scope, on=on, after=after, limit=500)
        )
        return lists.export(request, spec=specs.PLANS, state=state, rows=rows, name="verification")
    found = customers.plans_page(scope=scope, on=on, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.PLANS, state=state, page=tables.keyset_page(found),
        row_url=lambda row: reverse("workbench:verification_plan", args=[row.id]),
    )  # fmt: skip
    context = {"table": table, "may_plan": rights.may(request, "customers.quality")}
    return render(request, "workbench/upkeep/plans.html", context)


@employee("customers.quality")
def new_plan(request: HttpRequest) -> HttpResponse:
    """Plan to verify files of a unit."""
    scope = rights.scope(request)
    units = [(unit.pk, unit.name) for unit in identity.organisations(scope=scope)]
    form = PlanForm(units, request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with attempts.in_form(form):
            pk = services.plan_verification(
                scope=scope, organisation_id=typed["organisation"], title=typed["title"],
                categories=typed["categories"], files=typed["file_count"],
                starts_on=typed["starts_on"], due_on=typed["due_on"],
                actor_id=rights.reader_id(request), at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The plan stands."))
            return redirect("workbench:verification_plan", pk=pk)
    return lists.show(request, "workbench/upkeep/plan_new.html", {"form": form})


@employee("customers.verify")
def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a plan, its progress and its files."""
    scope, on = rights.scope(request), timezone.localdate()
    found = customers.plan_of(scope=scope, plan_id=pk, on=on)
    state = specs.ITEMS.read(request.GET)
    narrowed: dict[str, Any] = {
        "scope": scope, "plan_id": pk, "outcome": state.filters["outcome"],
        "account_no": state.filters["account"].strip(),
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: customers.items_page(after=after, limit=500, **narrowed)
        )
        return lists.export(
            request, spec=specs.ITEMS, state=state, rows=rows, name=f"verification-{pk}"
        )
    page = customers.items_page(**narrowed, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.ITEMS, state=state, page=tables.keyset_page(page),
        row_url=lambda row: reverse("workbench:verification_item", args=[pk, row.id]),
    )  # fmt: skip
    context = {
        "plan": found, "table": table, "status": specs.plan_status(found),
        "may_close": "customers.quality" in rights.actions_at(request, found.organisation_id),
    }  # fmt: skip
    return render(request, "workbench/upkeep/plan.html", context)


@employee("customers.verify")
def item(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    """Note what came of looking at one file."""
    scope = rights.scope(request)
    found = customers.item_of(scope=scope, plan_id=pk, item_id=item_id)
    started = {"outcome": found.outcome, "note": found.note} if found.outcome != "OPEN" else None
    form = OutcomeForm(request.POST or None, initial=started)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.note_verification(
                scope=scope, plan_id=pk, item_id=item_id, actor_id=rights.reader_id(request),
                at=timezone.now(), **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("Noted."))
            return redirect(f"{reverse('workbench:verification_plan', args=[pk])}?outcome=OPEN")
    context = {"item": found, "form": form, "plan_id": pk, "status": specs.outcome_status(found)}
    return lists.show(request, "workbench/upkeep/item.html", context)


@require_POST
@employee("customers.quality")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a plan before its time, or after it."""
    try:
        services.close_plan(
            scope=rights.scope(request), plan_id=pk, reason=request.POST.get("reason", ""),
            actor_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
    except GridHallError as error:
        if getattr(error, "status", 0) == 404:
            raise
        messages.error(request, as_text(error))
    else:
        messages.success(request, _("The plan is closed."))
    return redirect("workbench:verification_plan", pk=pk)
