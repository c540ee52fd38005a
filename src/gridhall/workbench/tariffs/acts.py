"""What is done with a draft or a version: check, ask, decide a finding, give up, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.tariffs import selectors as tariffs
from gridhall.tariffs import services
from gridhall.tariffs.errors import UnknownTariffDraft, UnknownTariffVersion
from gridhall.ui import attempts
from gridhall.workbench import rights

EDIT = "tariffs.edit"


@require_POST
@employee(EDIT)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a draft against all books."""
    with attempts.told(request, missing=UnknownTariffDraft):
        row = services.check_draft(draft_id=pk, by_id=rights.reader_id(request), at=timezone.now())
        if row.faults:
            messages.error(request, _("The check found faults: see below."))
        else:
            messages.success(request, _("Checked together with all other books: no fault."))
    return redirect("workbench:tariff_draft", pk=pk)


@require_POST
@employee(EDIT)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second person to publish a draft."""
    with attempts.told(request, missing=UnknownTariffDraft):
        services.request_publication(
            draft_id=pk, by_id=rights.reader_id(request), at=timezone.now()
        )
        messages.success(request, _("Asked for. Somebody else decides."))
    return redirect("workbench:tariff_draft", pk=pk)


@require_POST
@employee(EDIT)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    with attempts.told(request, missing=UnknownTariffDraft):
        services.discard_draft(
            draft_id=pk, by_id=rights.reader_id(request), at=timezone.now(),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
        messages.success(request, _("Given up. It stays readable."))
    return redirect("workbench:tariff_draft", pk=pk)


@require_POST
@employee(EDIT)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over a proposed correction of a sheet, or keep the number as printed."""
    with attempts.told(request, missing=UnknownTariffDraft):
        services.decide_finding(
            draft_id=pk, place=request.POST.get("place", ""), at=timezone.now(),
            accept=request.POST.get("answer") == "accept", by_id=rights.reader_id(request),
        )  # fmt: skip
    return redirect("workbench:tariff_draft", pk=pk)


@require_POST
@employee(EDIT)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second person to take the current version of a book back."""
    with attempts.told(request, missing=UnknownTariffVersion):
        path = tariffs.version(version_id=pk).path
        with attempts.told(request):
            services.request_withdrawal(
                version_id=pk, by_id=rights.reader_id(request), at=timezone.now(),
                reason=request.POST.get("reason", ""),
            )  # fmt: skip
            messages.success(request, _("Asked for. Somebody else decides."))
        return redirect("workbench:tariff_book", path=path)
    return redirect("workbench:tariffs")
