"""Asking to publish or retire a version, throwing a draft away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.processes import publishing
from gridhall.ui import attempts
from gridhall.workbench import rights

from .editing import MANAGE
from .pages import find


@require_POST
@employee(MANAGE)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a draft be put in force; somebody else approves it."""
    return _ask(request, pk, publishing.ask_to_publish)


@require_POST
@employee(MANAGE)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that the version in force be retired; somebody else approves it."""
    return _ask(request, pk, publishing.ask_to_retire)


def _ask(request: HttpRequest, pk: int, ask: Callable[..., Any]) -> HttpResponse:
    row = find(pk)
    with attempts.told(request):
        ask(
            version_id=row.pk, reason=request.POST.get("reason", "")[:300],
            by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Asked for. Another person decides."))
    return redirect("workbench:process_version", pk=pk)


@require_POST
@employee(MANAGE)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = find(pk)
    with attempts.told(request):
        publishing.discard(
            version_id=pk, by_id=rights.reader_id(request), at=timezone.now(),
            reason=request.POST.get("reason", "")[:300],
        )  # fmt: skip
        messages.success(request, _("The draft {version} is thrown away.").format(version=row))
        return redirect("workbench:processes")
    return redirect("workbench:process_version", pk=pk)
