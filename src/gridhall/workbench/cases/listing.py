"""The list of cases: tabs, search, filters in the address, pages, files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation import days
from gridhall.foundation.identity.access import employee
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk.selectors import CaseFilters
from gridhall.ui import tables
from gridhall.ui.text import Text
from gridhall.workbench import lists, rights

from . import choices, rows, specs, words
from .forms import FilterForm

READ = "cases.read"
#: What stands above the list or in the tabs, and needs no chip.
SHOWN = frozenset({"q", "kind", "view"})
FEW = 6


@employee(READ)
def cases(request: HttpRequest) -> HttpResponseBase:
    """Show the cases of the reader's units and those handed to them, the newest first."""
    spec = _spec(request)
    state = spec.read(request.GET)
    asked: dict[str, Any] = {
        "scope": rights.scope(request), "reader_id": rights.reader_id(request),
        "filters": filters_of(request, state), "at": timezone.now(),
    }  # fmt: skip
    may_export = rights.may(request, "cases.export")
    if state.export:
        if not may_export:
            raise PermissionDenied
        found = lists.everything(
            lambda after: servicedesk.cases_page(**asked, after=after, limit=500)
        )
        return lists.export(request, spec=spec, state=state, rows=found, name="cases")
    page = tables.keyset_page(servicedesk.cases_page(**asked, **lists.keyset(state)))
    table = lists.table(
        request, spec=specs.short(spec, may_export=may_export), state=state, page=page,
        row_url=lambda row: reverse("workbench:case", args=[row.number]),
    )  # fmt: skip
    query = request.GET.urlencode()
    context = {
        "table": table, "tabs": _tabs(request, state), "notes": _notes(table, spec, state),
        "may_create": rights.may(request, "cases.create"), "plural": words.plural(),
        "filters_url": f"{reverse('workbench:case_filters')}?{query}",
    }  # fmt: skip
    return render(request, "workbench/cases/cases.html", context)


@employee(READ)
def more_filters(request: HttpRequest) -> HttpResponse:
    """Show the filters that do not fit above the list."""
    spec = _spec(request)
    state = spec.read(request.GET)
    offered = {one.name: one.options() for one in spec.filters if one.kind == "choice"}
    names = FilterForm.base_fields
    form = FilterForm(
        offered={name: found for name, found in offered.items() if name in names},
        initial={name: value for name, value in state.filters.items() if name in names},
    )  # fmt: skip
    kept = [(name, state.filters[name]) for name in ("q", "view", "account") if state.filters[name]]
    return render(request, "workbench/cases/filters.html", {"form": form, "kept": kept})


@employee(READ)
def of_account(request: HttpRequest, account_no: str) -> HttpResponse:
    """Show the newest cases of a customer, as a part of the customer's page."""
    account_id = rights.account_id(rights.scope(request), account_no)
    if account_id is None:
        raise Http404
    found = servicedesk.cases_page(
        scope=rights.scope(request), reader_id=rights.reader_id(request), at=timezone.now(),
        filters=CaseFilters(account_id=account_id), limit=FEW,
    )  # fmt: skip
    table = lists.table(
        request, spec=specs.OF_ACCOUNT, state=specs.OF_ACCOUNT.read(request.GET),
        page=tables.Page(rows=found.rows),
        row_url=lambda row: reverse("workbench:case", args=[row.number]),
    )  # fmt: skip
    context = {
        "table": table, "account_no": account_no,
        "may_create": rights.may(request, "cases.create"),
    }  # fmt: skip
    return render(request, "workbench/cases/_of_account.html", context)


def _spec(request: HttpRequest) -> tables.TableSpec:
    topics = [
        (code, title) for code, title in rows.topic_choices(on=timezone.localdate())
    ]  # fmt: skip
    return specs.cases(units=choices.units(request), topics=topics)


def filters_of(request: HttpRequest, state: tables.TableState) -> CaseFilters:
    """Return what the address asks for in the words of the selector."""
    typed, view = state.filters, state.filters["view"]
    account = typed["account"]
    status = typed["status"]
    return CaseFilters(
        text=typed["q"], kind=typed["kind"], topic=typed["topic"], channel=typed["channel"],
        status=status or _group(view, typed["q"]),
        priority=lists.whole_number(typed["priority"]),
        organisation_id=lists.whole_number(typed["unit"]),
        account_id=(rights.account_id(rights.scope(request), account) or 0) if account else None,
        mine=view == "mine", overdue=view == "overdue" or typed["due"] == "overdue",
        due_before=midnight() if view == "today" or typed["due"] == "today" else None,
        first=lists.day(typed["first"]), last=lists.day(typed["last"]),
        repeat=typed["more"] == "repeat", master=typed["more"] == "master",
        escalated=typed["more"] == "escalated",
    )  # fmt: skip


def _group(view: str, text: str) -> str:
    """Return which states a tab means; who searches means all of them."""
    if view == "waiting":
        return "WAITING"
    return "" if view == "all" or text else "OPEN"


def midnight() -> datetime:
    """Return the moment that ends the local day."""
    return days.end_of(timezone.localdate())


def _tabs(request: HttpRequest, state: tables.TableState) -> list[dict[str, Any]]:
    query = request.GET.copy()
    for name in ("view", "after", "before", "export", "status"):
        query.pop(name, None)
    kept = query.urlencode()
    return [
        {"label": label, "icon": icon, "active": state.filters["view"] == code,
         "url": "?" + "&".join(filter(None, [f"view={code}" if code else "", kept]))}
        for code, label, icon in specs.VIEWS
    ]  # fmt: skip


def _notes(
    table: tables.TableView, spec: tables.TableSpec, state: tables.TableState
) -> list[tuple[Text, Text, str]]:
    """Return the filters in force that stand nowhere else, each with the address without it."""
    found = []
    for one in spec.filters:
        value = state.filters[one.name]
        if value and one.name not in SHOWN:
            label = dict(one.options()).get(value, value)
            found.append(
                (one.label, label, table.address(**{one.name: None, "after": None, "before": None}))
            )
    return found
