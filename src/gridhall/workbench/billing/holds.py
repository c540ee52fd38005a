"""Accounts that are held back: why, what to do, and billing them once the data are mended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.billing import selectors as billing
from gridhall.billing import services
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import specs


@employee("billing.read")
def holds(request: HttpRequest) -> HttpResponseBase:
    """Show the held accounts of the reader's units; those still open unless asked otherwise."""
    scope = rights.scope(request)
    state = specs.HOLDS.read(request.GET)
    narrowed: dict[str, Any] = {
        "run_id": lists.whole_number(request.GET.get("run", "")),
        "code": state.filters["code"], "account_no": state.filters["account"],
        "only_open": state.filters["state"] != "all",
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: billing.holds(scope=scope, after=after, limit=500, **narrowed)
        )
        return lists.export(request, spec=specs.HOLDS, state=state, rows=rows, name="holds")
    found = billing.holds(scope=scope, **lists.keyset(state), **narrowed)
    may_release = rights.may(request, "billing.run")
    table = lists.table(
        request, spec=specs.holds(may_release=may_release, request=request), state=state,
        page=tables.keyset_page(found), row_url=_customer_url,
    )  # fmt: skip
    return render(request, "workbench/billing/holds.html", {"table": table})


def _customer_url(row: billing.HoldRow) -> str:
    return reverse("workbench:customer", args=[row.account_no])


@require_POST
@employee("billing.run")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Bill a held account after its data were mended; the new bill waits for approval."""
    scope = rights.scope(request)
    with attempts.told(request):
        run = services.release_hold(
            hold_id=pk, scope=scope, at=timezone.now(), actor_id=rights.reader_id(request)
        )
        messages.success(
            request,
            _("Billed by run {number}, which waits for approval.").format(number=run.run_no),
        )
        return redirect("workbench:bill_run", pk=run.pk)
    return redirect("workbench:holds")
