"""Reports of wrongdoing: the list for their officers, and the sealed file of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.servicedesk import selectors as desk
from gridhall.servicedesk import services
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights
from gridhall.workbench.cases import words as case_words

from . import specs
from .forms import NameForm, ToldForm


@employee("cases.sealed")
def reports(request: HttpRequest) -> HttpResponseBase:
    """List the reports of wrongdoing of the officer's units."""
    state = specs.REPORTS.read(request.GET)
    found: Any = desk.reports_page(
        scope=rights.scope(request), reader_id=rights.reader_id(request),
        status=state.filters["status"], text=state.filters["q"],
        mine=state.filters["whose"] == "mine", **lists.keyset(state),
    )  # fmt: skip
    shown = replace(found, rows=tuple(_row(case) for case in found.rows))
    table = lists.table(
        request, spec=specs.REPORTS, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: reverse("workbench:report", args=[row["number"]]),
    )  # fmt: skip
    return render(request, "workbench/reports/reports.html", {"table": table})


@employee("cases.sealed")
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show who may open a report's informant and who did; never the informant."""
    return _page(request, _found(request, number))


@never_cache
@require_POST
@employee("cases.sealed")
def unseal(request: HttpRequest, number: str) -> HttpResponse:
    """Open who reported, with a reason; shown once, kept nowhere."""
    found = _found(request, number)
    ask: dict[str, Any] = {
        "case_id": found.case.pk, "by_id": rights.reader_id(request), "at": timezone.now(),
        "reason": request.POST.get("reason", "")[:300],
    }  # fmt: skip
    with attempts.told(request):
        if request.POST.get("what") == "statement":
            opened: dict[str, Any] = {"statement": services.open_statement(**ask)}
        else:
            opened = {"informant": services.open_informant(**ask)}
        return _page(request, _found(request, number), **opened)
    return redirect("workbench:report", number=number)


@require_POST
@employee("cases.sealed")
def name(request: HttpRequest, number: str) -> HttpResponse:
    """Name an officer who may open who reported."""
    found = _found(request, number)
    form = NameForm(_officers(request, found), request.POST)
    if not form.is_valid():
        return _page(request, found, name_form=form)
    return _done(
        request, number, lambda: services.grant_reader(
            case_id=found.case.pk, user_id=form.cleaned_data["user"], at=timezone.now(),
            by_id=rights.reader_id(request), reason=form.cleaned_data["reason"],
        ),
    )  # fmt: skip


@require_POST
@employee("cases.sealed")
def revoke(request: HttpRequest, number: str, user_id: int) -> HttpResponse:
    """Take an officer off the list of those who may open who reported."""
    found = _found(request, number)
    return _done(
        request, number, lambda: services.revoke_reader(
            case_id=found.case.pk, user_id=user_id, at=timezone.now(),
            by_id=rights.reader_id(request), reason=request.POST.get("reason", "")[:300],
        ),
    )  # fmt: skip


@require_POST
@employee("cases.sealed")
def told(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the informant was told the result."""
    found = _found(request, number)
    form = ToldForm(request.POST)
    if not form.is_valid():
        return _page(request, found, told_form=form)
    return _done(
        request, number, lambda: services.tell_informant(
            case_id=found.case.pk, by_id=rights.reader_id(request), at=timezone.now(),
            **form.cleaned_data,
        ),
    )  # fmt: skip


def _found(request: HttpRequest, number: str) -> desk.ReportFile:
    return desk.report_of(
        number=number, scope=rights.scope(request), reader_id=rights.reader_id(request)
    )


def _done(request: HttpRequest, number: str, act: Callable[[], object]) -> HttpResponse:
    with attempts.told(request):
        act()
        messages.success(request, _("Noted."))
    return redirect("workbench:report", number=number)


def _page(request: HttpRequest, found: desk.ReportFile, **more: Any) -> HttpResponse:
    people = _officers(request, found)
    wrong = any(key.endswith("_form") for key in more)
    context = {
        "file": found, "row": _row(found.case), "people": people,
        "standing": [one for one in found.readers if one.revoked_at is None],
        "case_url": reverse("workbench:case", args=[found.case.number]),
        "name_form": NameForm(people, auto_id="name_%s"),
        "told_form": ToldForm(auto_id="told_%s"), **more,
    }  # fmt: skip
    return render(request, "workbench/reports/report.html", context, status=422 if wrong else 200)


def _officers(request: HttpRequest, found: desk.ReportFile) -> list[tuple[int, str]]:
    return desk.possible_readers(
        case=found.case, by_id=rights.reader_id(request), at=timezone.now()
    )


def _row(case: Any) -> dict[str, Any]:
    return {
        "number": case.number, "summary": case.summary, "unit": case.organisation.name,
        "handler": str(case.handler) if case.handler else "",
        "registered_at": case.registered_at, "due_at": case.due_at,
        "status": case_words.status(case.status, case.get_status_display()),
    }  # fmt: skip
