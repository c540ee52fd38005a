"""One case on one page; its clocks explained, its history, its contact in clear."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.servicedesk import services
from gridhall.ui import attempts
from gridhall.workbench import callers, lists, rights

from . import clocks, composing, history, page
from .forms import RevealForm

READ = "cases.read"


@employee(READ)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show everything about one case on one page."""
    return composing.show(request, page.file_or_404(request, number))


@employee(READ)
def clock(request: HttpRequest, number: str, clock: int) -> HttpResponse:
    """Explain a clock: the promise, its source, when it ran and who held the case."""
    file, at = page.file_or_404(request, number), timezone.now()
    for one in file.clocks:
        if one.id == clock:
            context = {
                "clock": clocks.line(one, at), "facts": clocks.facts(one),
                "spans": clocks.spans(one), "number": number,
            }  # fmt: skip
            return render(request, "workbench/cases/clock.html", context)
    raise Http404


@employee(READ)
def story(request: HttpRequest, number: str) -> HttpResponse:
    """Show the whole history: the steps of the process, and who did what and why."""
    file = page.file_or_404(request, number)
    context = {"steps": history.steps(file), "acts": history.acts(file), "number": number}
    return render(request, "workbench/cases/history.html", context)


@require_POST
@employee(READ)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show a personal value of the contact in full; who looked and why is kept."""
    file = page.file_or_404(request, number)
    form = RevealForm(request.POST)
    callers.demand_for(request, account_id=file.row.account_id)
    values: tuple[str, ...] = ()
    if form.is_valid():
        with attempts.in_form(form, "reason"):
            contact = services.reveal_contact(
                case_id=file.row.id, by_id=rights.reader_id(request), at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            values = (str(getattr(contact, form.cleaned_data["field"])),)
    context = {"form": form, "values": values}
    return lists.show(request, "workbench/customers/_revealed.html", context)
