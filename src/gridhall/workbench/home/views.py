"""The workbench's own pages: home, notices, help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.messages import selectors as messages
from gridhall.foundation.messages import services as message_services
from gridhall.workbench import navigation

from . import page


@employee("")
def home(request: HttpRequest) -> HttpResponse:
    """Greet the reader with her shortcuts, key figures and lists."""
    found = page.build(user_id=int(request.user.pk or 0), at=timezone.localtime())
    return render(request, "workbench/home.html", {"page": found})


@employee("")
def notices(request: HttpRequest) -> HttpResponse:
    """Show the newest notices; seeing them marks them read."""
    found = messages.to_employee(employee_id=int(request.user.pk or 0))
    unread = [one.id for one in found if one.read_at is None]
    message_services.mark_read(message_ids=unread, at=timezone.now())
    return render(request, "workbench/notices.html", {"notices": found})


@employee("")
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the keys and where to read on."""
    actions = identity.actions_of(user_id=int(request.user.pk or 0), on=timezone.localdate())
    sections = navigation.sections_for(actions=actions, path=request.path)
    context = {"sections": sections, "works_on_cases": "cases.work" in actions}
    return render(request, "workbench/help.html", context)
