"""Readings and meters, to look at."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gridhall.customers import selectors as customers
from gridhall.foundation.identity.access import employee
from gridhall.metering import selectors as metering
from gridhall.ui import tables
from gridhall.workbench import callers, lists, rights

from . import specs

ASSET_DIGITS = 22


@employee("metering.read")
def readings(request: HttpRequest) -> HttpResponseBase:
    """Show the readings of the reader's units, newest first."""
    scope = rights.scope(request)
    state = specs.READINGS.read(request.GET)
    filters, closed = callers.narrowed(request, _filters(state))
    if state.export:
        rows = lists.everything(
            lambda after: metering.list_readings(
                scope=scope, filters=filters, after=after, limit=500
            )
        )
        return lists.export(request, spec=specs.READINGS, state=state, rows=rows, name="readings")
    found = metering.list_readings(scope=scope, filters=filters, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.READINGS, state=state, page=tables.keyset_page(found),
        row_url=lambda row: reverse("workbench:meter", args=[row.asset_no]),
    )  # fmt: skip
    context = {"table": table, "closed": closed}
    return render(request, "workbench/metering/readings.html", context)


@employee("metering.read")
def meter(request: HttpRequest, asset_no: str) -> HttpResponse:
    """Show one meter: what it is, where it hung, what it showed."""
    scope = rights.scope(request)
    if len(asset_no) != ASSET_DIGITS:
        raise Http404
    account_ids = metering.account_ids_by_meter(scope=scope, text=asset_no)
    places = [
        (card, place)
        for card in (customers.account_card(scope=scope, account_id=pk) for pk in account_ids)
        for place in metering.meters_of(account_id=card.account_id)
        if place.asset_no == asset_no
    ]
    if not places:
        raise Http404
    for card, _place in places:
        callers.demand(request, account_id=card.account_id, organisation_id=card.organisation_id)
    state = specs.METER_READINGS.read(request.GET)
    filters = metering.ReadingFilters(
        asset_no=asset_no, register=state.filters["register"],
        month=lists.month(state.filters["month"]),
    )  # fmt: skip
    found = metering.list_readings(scope=scope, filters=filters, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.METER_READINGS, state=state, page=tables.keyset_page(found)
    )
    context = {"meter": places[0][1], "places": places, "table": table}
    return render(request, "workbench/metering/meter.html", context)


def _filters(state: tables.TableState) -> metering.ReadingFilters:
    given = state.filters
    return metering.ReadingFilters(
        account_no=given["account"], asset_no=given["meter"], register=given["register"],
        source=given["source"], reason=given["reason"], month=lists.month(given["month"]),
    )  # fmt: skip
