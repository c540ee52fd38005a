"""Customers who seem to stand in the files twice: one of two, two again, or two after all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.ui import attempts
from gridhall.ui.errors import as_text
from gridhall.ui.figures import Status
from gridhall.workbench import lists, rights

from . import specs
from .forms import MergeForm

MERGES_SHOWN = 20


@employee("customers.merge")
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show the likeliest pairs and the newest merges."""
    scope = rights.scope(request)
    pairs = [
        {"pair": pair, "reasons": [specs.REASONS[reason] for reason in pair.reasons]}
        for pair in customers.duplicates(scope=scope)
    ]
    rows = list(customers.merges(scope=scope)[:MERGES_SHOWN])
    words = customers.parties_in_words(
        {pk for row in rows for pk in (row.survivor_id, row.absorbed_id)}
    )
    merges = [
        {"row": row, "survivor": words[row.survivor_id], "absorbed": words[row.absorbed_id],
         "status": Status(row.get_status_display(), specs.MERGE_TONES[row.status])}
        for row in rows
    ]  # fmt: skip
    context = {"pairs": pairs, "merges": merges}
    return render(request, "workbench/upkeep/duplicates.html", context)


@employee("customers.merge")
def pair(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Compare two customers and ask for their merge."""
    scope = rights.scope(request)
    found = customers.pair(scope=scope, first_id=first, second_id=second)
    if found is None:
        raise Http404
    words = customers.parties_in_words([first, second])
    form = MergeForm([(str(pk), words[pk]) for pk in (first, second)], request.POST or None)
    if request.method == "POST" and form.is_valid():
        survivor = int(form.cleaned_data["survivor"])
        with attempts.in_form(form):
            services.ask_to_merge(
                scope=scope, survivor_id=survivor,
                absorbed_id=second if survivor == first else first,
                reason=form.cleaned_data["reason"], actor_id=rights.reader_id(request),
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Asked for. Another steward decides."))
            return redirect("workbench:duplicates")
    context = {
        "pair": found, "form": form, "reasons": [specs.REASONS[one] for one in found.reasons],
        "sides": ((words[first], found.first), (words[second], found.second)),
    }  # fmt: skip
    return lists.show(request, "workbench/upkeep/pair.html", context)


@require_POST
@employee("customers.merge")
def tell_apart(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Note that two customers are two."""
    try:
        services.tell_apart(
            scope=rights.scope(request), party_ids=[first, second],
            reason=request.POST.get("reason", ""), actor_id=rights.reader_id(request),
            at=timezone.now(),
        )  # fmt: skip
    except GridHallError as error:
        if getattr(error, "status", 0) == 404:
            raise
        messages.error(request, as_text(error))
    else:
        messages.success(request, _("Noted: they are two."))
    return redirect("workbench:duplicates")


@require_POST
@employee("customers.merge")
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a merge to be undone."""
    try:
        services.ask_to_split(
            scope=rights.scope(request), merge_id=pk, reason=request.POST.get("reason", ""),
            actor_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
    except GridHallError as error:
        if getattr(error, "status", 0) == 404:
            raise
        messages.error(request, as_text(error))
    else:
        messages.success(request, _("Asked for. Another steward decides."))
    return redirect("workbench:duplicates")
