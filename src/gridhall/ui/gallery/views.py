"""The gallery: every component alive, with its code. Open in the demo, for staff elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee, public
from gridhall.ui import table_parts
from gridhall.ui.gallery import data
from gridhall.ui.gallery.examples import EXAMPLES
from gridhall.ui.tables import TableView, list_page

door: Callable[[Callable[..., Any]], Callable[..., Any]] = (
    public if settings.GRIDHALL_DEMO else employee("")
)


@door
def gallery(request: HttpRequest) -> HttpResponseBase:
    """Show all examples; the table among them sorts, filters, pages and exports."""
    state = data.SPEC.read(request.GET)
    rows = data.found_bills(
        search=state.filters["q"], state=state.filters["state"], month=state.filters["month"],
        sort=state.sort_key, descending=state.descending,
    )  # fmt: skip
    if state.export:
        return table_parts.export(
            request=request, spec=data.SPEC, fmt=state.export, rows=rows, name=_("Bills")
        )
    table = TableView(
        spec=data.SPEC, state=state, page=list_page(rows, state), query=request.GET,
        path=request.path, row_url=lambda row: reverse("ui:gallery_drawer") + f"?bill={row.number}",
    )  # fmt: skip
    context = {"examples": EXAMPLES, "table": table, **data.context()}
    return render(request, "ui/gallery.html", context)


@door
def drawer(request: HttpRequest) -> HttpResponse:
    """Show one invented bill, in the drawer or as a page."""
    wanted = request.GET.get("bill", "")
    bill = next((one for one in data.bills() if one.number == wanted), data.bills()[0])
    base = "ui/drawer.html" if "GH-Drawer" in request.headers else "ui/gallery_base.html"
    context = {"bill": bill, "status": data.STATES[bill.state], "base": base, **data.context()}
    return render(request, "ui/gallery_drawer.html", {**context, "bill": bill})


@door
def progress(request: HttpRequest) -> HttpResponse:
    """Move the invented work on by a quarter each time it is asked."""
    at = request.GET.get("at", "0")
    value = min(int(at) + 25, 100) if at.isascii() and at.isdigit() and len(at) < 4 else 100
    return render(request, "ui/gallery/_progress.html", {"value": Decimal(value)})


@require_POST
@door
def act(request: HttpRequest) -> HttpResponse:
    """Do nothing and say so."""
    messages.success(request, _("Nothing was done: this is the gallery."))
    return redirect("ui:gallery")


@require_POST
@door
def reveal(request: HttpRequest) -> HttpResponse:
    """Show the invented phone number."""
    return render(request, "ui/gallery/_revealed.html")
