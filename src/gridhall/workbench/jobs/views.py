"""The queue: what waits, runs, failed and why; run again, end, and who did it."""

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
from gridhall.foundation.jobs import selectors, services
from gridhall.foundation.outbox import selectors as outbox
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import access, parts, specs

MOST_BARS = 10


@employee("jobs.read")
def jobs(request: HttpRequest) -> HttpResponseBase:
    """Show the jobs, newest first."""
    scope = rights.scope(request)
    state = specs.JOBS.read(request.GET)
    narrowed: dict[str, Any] = {
        "status": state.filters["status"], "task": state.filters["task"],
        "text": state.filters["q"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: selectors.jobs_page(scope=scope, after=after, limit=1000, **narrowed)
        )
        return lists.export(request, spec=specs.JOBS, state=state, rows=rows, name="jobs")
    found = selectors.jobs_page(scope=scope, **lists.keyset(state), **narrowed)
    table = lists.table(
        request, spec=specs.JOBS, state=state, page=tables.keyset_page(found),
        row_url=lambda row: reverse("workbench:job", args=[row.id]),
    )  # fmt: skip
    context = {"table": table, "tabs": access.tabs("jobs"), **_state(request)}
    return render(request, "workbench/jobs/jobs.html", context)


@employee("jobs.read")
def state(request: HttpRequest) -> HttpResponse:
    """Show the figures and the running jobs; asked again every few seconds."""
    return render(request, "workbench/jobs/_state.html", _state(request))


def _state(request: HttpRequest) -> dict[str, Any]:
    running = selectors.jobs_page(scope=rights.scope(request), status="doing", limit=MOST_BARS)
    return {
        "stats": parts.stats(selectors.queue_state(), outbox.state()),
        "bars": parts.bars(list(running.rows)),
    }


@employee("jobs.read")
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job: how far it is, why it failed, what happened to it and who did that."""
    found = _found(request, pk)
    acts = audit.history_of_object(object_type="job", object_id=str(pk))
    context = {
        "job": found, "label": parts.label(found), "status": parts.status(found),
        "bar": next(iter(parts.bars([found])), None), "arguments": parts.arguments(found),
        "failures": [(one, parts.failure_text(one)) for one in selectors.failures_of(job_id=pk)],
        "story": parts.story(selectors.events_of(job_id=pk)), "acts": sentences.timeline(acts),
        "may_act": access.may_act(request),
    }  # fmt: skip
    return render(request, "workbench/jobs/job.html", context)


@require_POST
@employee("jobs.manage")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a job run again."""
    found, number = _found(request, pk), pk
    with attempts.told(request):
        access.demand_company(request)
        number = services.retry_job(
            job_id=found.id, actor_id=rights.reader_id(request), at=timezone.now(),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
        messages.success(request, _("Job {number} is in the queue.").format(number=number))
    return redirect("workbench:job", pk=number)


@require_POST
@employee("jobs.manage")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a job out of the queue, or ask it to stop."""
    found = _found(request, pk)
    with attempts.told(request):
        access.demand_company(request)
        waited = services.cancel_job(
            job_id=found.id, actor_id=rights.reader_id(request), at=timezone.now(),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
        text = _("Job {number} is out of the queue.") if waited else _("Job {number} is stopping.")
        messages.success(request, text.format(number=pk))
    return redirect("workbench:job", pk=pk)


def _found(request: HttpRequest, pk: int) -> selectors.Job:
    found = selectors.job(scope=rights.scope(request), job_id=pk)
    if found is None:
        raise Http404
    return found
