"""What is wrong in the customer files of one's units, and what is right all the same."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import specs
from .forms import AcceptForm

ACCEPTED_FOR = timedelta(days=365)


@employee("customers.quality")
def overview(request: HttpRequest) -> HttpResponse:
    """Show every rule with the files that break it, and how that developed."""
    lines = customers.quality_overview(scope=rights.scope(request), on=timezone.localdate())
    rows = [
        {"line": line, "severity": specs.SEVERITIES[line.rule.severity],
         "kind": specs.KINDS[line.rule.kind]}
        for line in lines
    ]  # fmt: skip
    counted = next((line.counted_on for line in lines if line.counted_on), None)
    context = {"rows": rows, "counted_on": counted}
    return render(request, "workbench/upkeep/quality.html", context)


@employee("customers.quality")
def broken(request: HttpRequest, code: str) -> HttpResponseBase:
    """List the files that break a rule now."""
    scope, on = rights.scope(request), timezone.localdate()
    state = specs.BROKEN.read(request.GET)
    try:
        rule = customers.rule_of(code, on=on)
    except KeyError:
        raise Http404 from None
    if state.export:
        rows = lists.everything(
            lambda after: customers.broken_files_page(
                scope=scope, code=code, on=on, after=after, limit=500
            )
        )
        return lists.export(
            request, spec=specs.BROKEN, state=state, rows=rows, name=f"quality-{code.lower()}"
        )
    found = customers.broken_files_page(scope=scope, code=code, on=on, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.BROKEN, state=state, page=tables.keyset_page(found),
        row_url=lambda row: reverse("workbench:quality_accept", args=[code, row.account_no]),
    )  # fmt: skip
    context = {"rule": rule, "table": table, "severity": specs.SEVERITIES[rule.severity]}
    return render(request, "workbench/upkeep/broken.html", context)


@employee("customers.quality")
def accept(request: HttpRequest, code: str, account_no: str) -> HttpResponse:
    """Show what to do about one file, and accept it as it is, until a day."""
    scope, on = rights.scope(request), timezone.localdate()
    try:
        rule = customers.rule_of(code, on=on)
    except KeyError:
        raise Http404 from None
    card = customers.account_card(scope=scope, account_no=account_no)
    form = AcceptForm(request.POST or None, initial={"until": on + ACCEPTED_FOR})
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.accept_as_is(
                scope=scope, account_no=account_no, code=code, actor_id=rights.reader_id(request),
                at=timezone.now(), **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("Accepted as it is, until that day."))
            return redirect("workbench:quality_rule", code=code)
    context = {"rule": rule, "card": card, "form": form}
    return lists.show(request, "workbench/upkeep/accept.html", context)
