"""Lists of the staff screens: employees, roles held, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.duties import DUTY_CONFLICTS
from gridhall.foundation.identity.roles import ACTIONS, CLEARANCE, Role, Sensitivity
from gridhall.ui import tables
from gridhall.ui.text import Text
from gridhall.workbench import lists, rights

from . import pages, specs, trees, words


@employee("staff.read")
def staff(request: HttpRequest) -> HttpResponseBase:
    """Show the employees of the reader's units with their posts and roles."""
    scope, on = rights.scope(request), timezone.localdate()
    state = specs.PEOPLE.read(request.GET)
    narrowed = identity.PersonFilter(
        text=state.filters["q"], role=state.filters["role"],
        state=state.filters["state"],
    )  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: identity.people_page(
                scope=scope, on=on, narrowed=narrowed, after=after, limit=500
            )
        )
        return lists.export(
            request, spec=specs.PEOPLE, state=state, rows=map(trees.person_row, rows), name="staff"
        )
    found: Any = identity.people_page(scope=scope, on=on, narrowed=narrowed, **lists.keyset(state))
    shown = replace(found, rows=tuple(trees.person_row(row) for row in found.rows))
    table = lists.table(
        request, spec=specs.PEOPLE, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: pages.person_url(row.username),
    )  # fmt: skip
    context = {
        "table": table, "tabs": pages.tabs("staff"),
        "may_manage": rights.may(request, "staff.manage"),
        "emergencies": identity.emergency_roles(scope=scope, at=timezone.now()),
    }  # fmt: skip
    return render(request, "workbench/staff/staff.html", context)


@employee("staff.read")
def roles_held(request: HttpRequest) -> HttpResponseBase:
    """Show who holds which role for which unit."""
    state = specs.ASSIGNMENTS.read(request.GET)
    held = identity.employees(scope=rights.scope(request))
    rows = trees.assignments(held, state.filters, on=timezone.localdate())
    if state.export:
        return lists.export(request, spec=specs.ASSIGNMENTS, state=state, rows=rows, name="roles")
    table = lists.table(
        request, spec=specs.ASSIGNMENTS, state=state, page=tables.list_page(rows, state),
        row_url=lambda row: pages.person_url(row.username),
    )  # fmt: skip
    context = {"table": table, "tabs": pages.tabs("roles_held")}
    return render(request, "workbench/staff/roles_held.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """A role as the catalogue shows it."""

    code: str
    label: Text
    clearance: Text
    actions: list[tuple[Text, str]]
    conflicts: list[tuple[Text, object]]


@employee("staff.read")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what each role may do, what it may see in clear, and what must not meet it."""
    entries = [_entry(role) for role in Role]
    context = {"entries": entries, "tabs": pages.tabs("role_catalogue")}
    return render(request, "workbench/staff/catalogue.html", context)


def _entry(role: Role) -> CatalogueEntry:
    pairs = [(c.one, c.other, c.why) for c in DUTY_CONFLICTS]
    return CatalogueEntry(
        code=role.value, label=role.label,
        clearance=CLEARANCE.get(role, Sensitivity.INTERNAL).label,
        actions=[(words.ACTIONS.get(action, action), action) for action in sorted(ACTIONS[role])],
        conflicts=[
            (Role(other if one == role else one).label, why)
            for one, other, why in pairs
            if role in (one, other)
        ],
    )  # fmt: skip
