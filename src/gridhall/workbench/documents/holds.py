"""Legal holds: papers of an account that nobody may erase, whatever their time."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.foundation.documents import papers, services
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts
from gridhall.workbench import lists, rights

from .forms import HoldForm

MANAGE = "documents.manage"


@employee(MANAGE)
def holds(request: HttpRequest) -> HttpResponse:
    """Show the holds that stand, and place one on an account."""
    scope = rights.scope(request)
    form = HoldForm(request.POST or None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["account_no"].strip()
        ref = customers.account_refs(account_nos=[number]).get(number)
        if ref is None or not scope.holds(ref.organisation_id):
            form.add_error("account_no", _("There is no such account in your unit."))
        else:
            services.place_hold(
                reason=form.cleaned_data["reason"], at=timezone.now(),
                actor_id=rights.reader_id(request), account_ref=ref.account_id,
                account_label=number, organisation_id=ref.organisation_id,
            )  # fmt: skip
            messages.success(request, _("The hold stands."))
            return redirect("workbench:holds_on_papers")
    context = {"holds": papers.holds(scope=scope), "form": form}
    return lists.show(request, "workbench/documents/holds.html", context)


@require_POST
@employee(MANAGE)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a hold, with the reason."""
    if pk not in {one.pk for one in papers.holds(scope=rights.scope(request))}:
        raise Http404
    with attempts.told(request):
        services.lift_hold(
            hold_id=pk, reason=request.POST.get("reason", "").strip()[:200],
            at=timezone.now(), actor_id=rights.reader_id(request),
        )  # fmt: skip
        messages.success(request, _("The hold is lifted."))
    return redirect("workbench:holds_on_papers")
