"""Events that are not delivered: what fails, what waits for it, and another try."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.jobs.errors import JobReasonNeeded
from gridhall.foundation.outbox import selectors, services
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import access, parts, specs


@employee("jobs.read")
def events(request: HttpRequest) -> HttpResponseBase:
    """Show the events that are not delivered, oldest first."""
    scope = rights.scope(request)
    state = specs.EVENTS.read(request.GET)
    narrowed: dict[str, Any] = {"status": state.filters["status"], "text": state.filters["q"]}
    if state.export:
        rows = lists.everything(
            lambda after: selectors.waiting_page(scope=scope, after=after, limit=1000, **narrowed)
        )
        return lists.export(request, spec=specs.EVENTS, state=state, rows=rows, name="events")
    found = selectors.waiting_page(scope=scope, **lists.keyset(state), **narrowed)
    table = lists.table(
        request, spec=specs.EVENTS, state=state, page=tables.keyset_page(found),
        row_url=lambda row: reverse("workbench:outbox_event", args=[row.id]),
    )  # fmt: skip
    context = {"table": table, "tabs": access.tabs("outbox_events")}
    return render(request, "workbench/jobs/events.html", context)


@employee("jobs.read")
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one event and why it was not delivered."""
    found = selectors.waiting_event(scope=rights.scope(request), pk=pk)
    if found is None:
        raise Http404
    acts = audit.history_of_object(object_type="outbox_event", object_id=str(pk))
    context = {
        "event": found, "status": parts.event_status(found), "acts": sentences.timeline(acts),
        "may_act": access.may_act(request) and found.attempts > 0,
    }  # fmt: skip
    return render(request, "workbench/jobs/event.html", context)


@require_POST
@employee("jobs.manage")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Have an event tried again at once."""
    reason = request.POST.get("reason", "").strip()
    with attempts.told(request):
        access.demand_company(request)
        if not reason:
            raise JobReasonNeeded()
        services.retry_event(
            pk=pk, actor_id=rights.reader_id(request), at=timezone.now(), reason=reason
        )
        messages.success(request, _("Event {number} is tried again.").format(number=pk))
    return redirect("workbench:outbox_events")
