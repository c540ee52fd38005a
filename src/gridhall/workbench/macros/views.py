"""Prepared texts: agents read them, supervisors keep those of their units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk import services
from gridhall.servicedesk.refusals import MacroNotFound
from gridhall.servicedesk.selectors import MacroFilters
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import parts, specs
from .forms import MacroForm

READ, KEEP = "cases.work", "cases.supervise"


def keeping(request: HttpRequest) -> Scope:
    """Return for which units the reader keeps prepared texts."""
    return identity.scope_of(
        user_id=rights.reader_id(request), action=KEEP, on=timezone.localdate()
    )


@employee(READ)
def macros(request: HttpRequest) -> HttpResponseBase:
    """List the texts of all units and of the reader's own."""
    scope = rights.scope(request)
    spec = specs.with_units(parts.units(scope))
    state = spec.read(request.GET)
    found = servicedesk.macro_list(
        scope=scope,
        filters=MacroFilters(
            text=state.filters["q"], kind=state.filters["kind"],
            organisation_id=lists.whole_number(state.filters["unit"]),
            with_retired=state.filters["show"] == "all",
        ),
    )  # fmt: skip
    if state.export:
        return lists.export(request, spec=spec, state=state, rows=found, name="macros")
    table = lists.table(
        request, spec=spec, state=state, page=tables.list_page(found, state),
        row_url=lambda row: reverse("workbench:macro", args=[row.pk]),
    )  # fmt: skip
    context = {"table": table, "may_keep": rights.may(request, KEEP)}
    return render(request, "workbench/macros/macros.html", context)


@employee(READ)
def macro(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a text with all its versions and who made them."""
    try:
        row, versions = servicedesk.macro_of(pk=pk, scope=rights.scope(request))
    except MacroNotFound:
        raise Http404 from None
    may_keep = servicedesk.may_change_macro(row, scope=keeping(request))
    return render(
        request, "workbench/macros/macro.html", parts.page(row, versions, may_keep=may_keep)
    )


@employee(KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """Add a text for a unit, or for all who supervises the whole company."""
    scope = rights.scope(request)
    form = MacroForm(request.POST or None, units=parts.owners(scope))
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            row = services.add_macro(
                text=form.text(), scope=scope, by_id=rights.reader_id(request), at=timezone.now()
            )
            messages.success(request, _("The text can be used from now on."))
            return redirect("workbench:macro", pk=row.pk)
    context = {
        "form": form, "heading": _("New prepared text"), "back": reverse("workbench:macros"),
        "submit": _("Add the text"),
    }  # fmt: skip
    return lists.show(request, "workbench/macros/form.html", context)


@employee(KEEP)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a new version of a text; what was sent with the old one stays."""
    scope = rights.scope(request)
    try:
        row, _versions = servicedesk.macro_of(pk=pk, scope=scope)
    except MacroNotFound:
        raise Http404 from None
    form = MacroForm(request.POST or None, units=parts.owners(scope), initial=parts.initial(row))
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form, missing=MacroNotFound):
            services.change_macro(
                pk=pk, text=form.text(), scope=scope, by_id=rights.reader_id(request),
                at=timezone.now(), seen_version=form.cleaned_data["seen"] or 0,
            )  # fmt: skip
            messages.success(request, _("The new version is in use."))
            return redirect("workbench:macro", pk=pk)
    context = {
        "form": form, "heading": _("Change “{title}”").format(title=specs.title(row)),
        "back": reverse("workbench:macro", args=[pk]), "submit": _("Save the new version"),
    }  # fmt: skip
    return lists.show(request, "workbench/macros/form.html", context)


@require_POST
@employee(KEEP)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a text out of use; it stays readable."""
    return _switched(
        request, pk, services.retire_macro, _("The text is retired."),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip


@require_POST
@employee(KEEP)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a retired text back into use."""
    return _switched(request, pk, services.restore_macro, _("The text is in use again."))


def _switched(
    request: HttpRequest, pk: int, service: Callable[..., Any], done: str, **more: str
) -> HttpResponse:
    with attempts.told(request, missing=MacroNotFound):
        service(
            pk=pk, scope=rights.scope(request), by_id=rights.reader_id(request),
            at=timezone.now(), **more,
        )  # fmt: skip
        messages.success(request, done)
    return redirect("workbench:macro", pk=pk)
