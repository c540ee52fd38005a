"""Large exports: asking, the requester's own files, and all of them for the officer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation import language
from gridhall.foundation.identity.access import employee
from gridhall.foundation.personal_data import selectors, services
from gridhall.ui import attempts, tables
from gridhall.ui.exports import CSV_TYPE, XLSX_TYPE
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import words

from . import specs, views
from .forms import ExportForm

HOUR = 3600  # how long the answer to an export may be turned into a request


@employee("customers.read")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a long list with personal data: say why; somebody else decides."""
    if request.method != "POST":
        return _form(request, ExportForm(initial={"what": request.GET.get("what", "")}))
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    wanted = _wanted(request, form.cleaned_data["what"])
    if wanted is None or not _is_a_list(wanted["path"]):
        form.add_error(None, _("This list does not exist any more. Go back and export it again."))
        return _form(request, form)
    unit = lists.unit_of(request)
    with attempts.in_form(form):
        services.ask_for_export(
            list_name=wanted["list"], fmt=wanted["format"], language=language.active(),
            query=wanted["path"], filters=wanted["filters"], row_count=_limit() + 1,
            reason=form.cleaned_data["reason"], organisation_id=unit or 0,
            actor_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Asked. You will find the file here once it was approved."))
        return redirect("workbench:mass_exports")
    return _form(request, form)


def _limit() -> int:
    return settings.GRIDHALL_PERSONAL_DATA["mass_export_rows"]


def _form(request: HttpRequest, form: ExportForm) -> HttpResponse:
    wanted = _wanted(request, form["what"].value() or "")
    name = wanted["list"] if wanted else ""
    context = {"form": form, "list": words.LISTS.get(name, name), "limit": _limit()}
    return lists.show(request, "workbench/privacy/ask_export.html", context)


def _wanted(request: HttpRequest, signed: str) -> dict[str, Any] | None:
    """Return which list this reader asked for within the last hour; None for anything made up."""
    try:
        wanted: dict[str, Any] = signing.loads(signed, salt=lists.ASKED_EXPORT, max_age=HOUR)
    except signing.BadSignature:
        return None
    return wanted if wanted["by"] == rights.reader_id(request) else None


def _is_a_list(path: str) -> bool:
    """Tell whether this is an address of the workbench; the job must ask no other."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return found.namespace == "workbench" and not found.kwargs and "export=" in path


@employee("customers.read")
def mine(request: HttpRequest) -> HttpResponseBase:
    """Show the reader's own large exports and let her take what is ready."""
    state = specs.EXPORTS.read(request.GET)
    found = selectors.exports_page(
        requested_by_id=rights.reader_id(request), status=state.filters["state"],
        **lists.keyset(state),
    )  # fmt: skip
    ready = [row for row in found.rows if row.status == "READY"]
    context = {"table": _table(request, state, found), "ready": ready, "tabs": None}
    return render(request, "workbench/privacy/exports.html", context)


@employee("privacy.manage")
def all_exports(request: HttpRequest) -> HttpResponseBase:
    """Show every large export inside the officer's scope."""
    scope = rights.scope(request)
    state = specs.EXPORTS.read(request.GET)
    if state.export:
        rows = lists.everything(
            lambda after: selectors.exports_page(
                scope=scope, status=state.filters["state"], after=after, limit=500
            )
        )
        return lists.export(request, spec=specs.EXPORTS, state=state, rows=rows, name="exports")
    found = selectors.exports_page(
        scope=scope, status=state.filters["state"], **lists.keyset(state)
    )
    context = {
        "table": _table(request, state, found), "ready": [],
        "tabs": views.tabs(request, "mass_exports_all"),
    }  # fmt: skip
    return render(request, "workbench/privacy/exports.html", context)


def _table(request: HttpRequest, state: tables.TableState, found: Any) -> tables.TableView:
    return lists.table(request, spec=specs.EXPORTS, state=state, page=tables.keyset_page(found))


@require_POST
@employee("customers.read")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a finished file to who asked for it."""
    name, content = services.take_export(
        export_id=pk, actor_id=rights.reader_id(request), at=timezone.now()
    )
    media_type = CSV_TYPE if name.endswith(".csv") else XLSX_TYPE
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
