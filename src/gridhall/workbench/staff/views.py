"""Organisation tree and role assignments, to look at."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.ui import tables
from gridhall.workbench import lists, rights

from . import specs, trees


@employee("staff.read")
def staff(request: HttpRequest) -> HttpResponseBase:
    """Show who holds which role for which unit."""
    state = specs.ASSIGNMENTS.read(request.GET)
    held = identity.employees(scope=rights.scope(request))
    rows = trees.assignments(held, state.filters, on=timezone.localdate())
    if state.export:
        return lists.export(request, spec=specs.ASSIGNMENTS, state=state, rows=rows, name="roles")
    table = lists.table(
        request, spec=specs.ASSIGNMENTS, state=state, page=tables.list_page(rows, state)
    )
    return render(request, "workbench/staff/staff.html", {"table": table})


@employee("staff.read")
def organisations(request: HttpRequest) -> HttpResponseBase:
    """Show the organisation tree inside the reader's scope."""
    held = identity.employees(scope=rights.scope(request))
    units = trees.tree(
        identity.organisations(scope=rights.scope(request)),
        held,
        staff_url=reverse("workbench:staff"),
    )
    return render(request, "workbench/staff/organisations.html", {"units": units})
