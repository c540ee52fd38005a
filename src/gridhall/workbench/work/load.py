"""How the work is spread over people, and handing some of it to another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes import services
from gridhall.foundation.processes.selectors import InboxFilters
from gridhall.workbench import lists, rights

from . import specs
from .acts import tell
from .views import ASSIGN, MOST


@employee(ASSIGN)
def workload(request: HttpRequest) -> HttpResponse:
    """Show what is in whose hands, and what waits to be taken, in the reader's units."""
    at, scope = timezone.now(), rights.scope(request)
    roles = dict(specs.role_choices())
    wanted = request.GET.get("role", "")
    role = wanted if wanted in roles else ""
    people, units = processes.workload(scope=scope, at=at, role=role)
    inbox = f"{reverse('workbench:work')}?box=all"
    context = {
        "people": [
            {"load": one, "url": f"{inbox}&person={one.user_id}",
             "others": [(other.user_id, other.name) for other in people
                        if other.user_id != one.user_id and set(other.roles) & set(one.roles)]}
            for one in people
        ],
        "units": [
            {"load": one, "url": f"{inbox}&role={one.role}&unit={one.organisation_id}"}
            for one in units
        ],
        "roles": roles.items(), "role": role,
    }  # fmt: skip
    return render(request, "workbench/work/load.html", context)


@require_POST
@employee(ASSIGN)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand some of one person's open items to another, whose turn it is first."""
    user_id, at = rights.reader_id(request), timezone.now()
    giver, taker, number = (
        lists.whole_number(request.POST.get(name, "")) for name in ("from", "to", "number")
    )
    if giver is None or taker is None or not number:
        messages.warning(request, _("Choose who shall get it, and how many."))
        return redirect("workbench:workload")
    asked: dict[str, Any] = {
        "user_id": user_id, "at": at, "scope": rights.scope(request), "box": "all",
        "filters": InboxFilters(assignee_id=giver), "limit": min(number, MOST),
    }  # fmt: skip
    ids = [one.id for one in processes.inbox(**asked).rows]
    note = request.POST.get("reason", "")[:200]
    results = services.many("assign", ids, by_id=user_id, at=at, to_id=taker, note=note)
    if results:
        tell(request, results)
    else:
        messages.info(request, _("There was nothing to hand over."))
    return redirect("workbench:workload")
