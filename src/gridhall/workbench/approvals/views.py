"""What needs a second person: asked, looked at, approved or turned down, taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.approvals import selectors as approvals
from gridhall.foundation.approvals import services
from gridhall.foundation.approvals.registry import kind_of
from gridhall.foundation.identity import acting
from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.ui import tables
from gridhall.ui.errors import as_text
from gridhall.workbench import lists, rights

from . import counting, parts, specs

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest


@employee("")
def inbox(request: HttpRequest) -> HttpResponseBase:
    """Show what waits for the reader, what she asked for, and what was decided."""
    user_id, at = rights.reader_id(request), timezone.now()
    wanted = request.GET.get("view", "")
    view = wanted if wanted in {code for code, _label, _icon in specs.VIEWS} else "waiting"
    state = specs.APPROVALS.read(request.GET)
    narrowed: dict[str, Any] = {
        "user_id": user_id, "at": at, "view": view, "text": state.filters["q"],
        "kind": state.filters["kind"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: approvals.requests_page(after=after, limit=500, **narrowed)
        )
        return lists.export(
            request, spec=specs.APPROVALS, state=state, rows=map(parts.row, rows),
            name="approvals",
        )  # fmt: skip
    found: Any = approvals.requests_page(**lists.keyset(state), **narrowed)
    shown = replace(found, rows=tuple(parts.row(one) for one in found.rows))
    table = lists.table(
        request, spec=specs.APPROVALS, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: reverse("workbench:approval", args=[row.id]),
    )  # fmt: skip
    waiting = approvals.count_waiting_for(user_id=user_id, at=at)
    tabs = [
        {"label": label, "url": f"?view={code}", "active": code == view, "icon": icon,
         "count": waiting if code == "waiting" else ""}
        for code, label, icon in specs.VIEWS
    ]  # fmt: skip
    return render(request, "workbench/approvals/inbox.html", {"table": table, "tabs": tabs})


@employee("")
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request: what will happen, who asks and why, and the buttons to decide."""
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, found: ApprovalRequest, fault: str = "") -> HttpResponse:
    user_id = rights.reader_id(request)
    waits = found.status == "WAITING"
    mine = found.requested_by_id == user_id
    barred = approvals.is_barred(request=found, user_id=user_id)
    context = {
        "row": parts.row(found), "lines": parts.lines(found), "events": parts.story(found),
        "may_decide": waits and not barred, "may_withdraw": waits and mine,
        "is_barred": waits and barred and not mine, "fault": fault,
    }  # fmt: skip
    return render(
        request, "workbench/approvals/request.html", context, status=422 if fault else 200
    )


@require_POST
@employee("")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a request, which carries the act out, or turn it down with a note."""
    found = _found(request, pk)
    user_id, at = rights.reader_id(request), timezone.now()
    approve = request.POST.get("answer") == "approve"
    acting.came_in(user_id=user_id, action=kind_of(found.kind).action, on=timezone.localdate(at))
    try:
        services.decide(
            pk=pk, approve=approve, decided_by_id=user_id, at=at,
            note=request.POST.get("reason", "")[:300],
        )  # fmt: skip
    except GridHallError as error:
        return _page(request, _found(request, pk), as_text(error))
    counting.forget(user_id)
    text = (
        _("Request {number} is approved and carried out.")
        if approve
        else _("Request {number} is turned down.")
    )
    messages.success(request, text.format(number=f"{pk:06d}"))
    return redirect("workbench:approvals")


@require_POST
@employee("")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    found = _found(request, pk)
    try:
        services.withdraw(
            pk=pk, user_id=rights.reader_id(request), at=timezone.now(),
            note=request.POST.get("reason", "")[:300],
        )  # fmt: skip
    except GridHallError as error:
        return _page(request, found, as_text(error))
    messages.success(request, _("Request {number} is withdrawn.").format(number=f"{pk:06d}"))
    return redirect(f"{reverse('workbench:approvals')}?view=mine")


def _found(request: HttpRequest, pk: int) -> ApprovalRequest:
    found = approvals.request_of(pk=pk, user_id=rights.reader_id(request), at=timezone.now())
    if found is None:
        raise Http404
    return found
