"""Reviews of rights: opened for a unit, decided role by role, finished with the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.staff import selectors
from gridhall.foundation.staff.services import reviews
from gridhall.ui import tables
from gridhall.workbench import lists, rights

from . import pages, specs, trees
from .forms import ReviewForm

DUE_IN_DAYS = 30


@employee("staff.read")
def review_list(request: HttpRequest) -> HttpResponse:
    """Show the reviews of the reader's units with their progress."""
    found = selectors.reviews(scope=rights.scope(request))
    state = specs.REVIEWS.read(request.GET)
    table = lists.table(
        request, spec=specs.REVIEWS, state=state, page=tables.list_page(found, state),
        row_url=lambda row: reverse("workbench:rights_review", args=[row.id]),
    )  # fmt: skip
    context = {
        "table": table, "tabs": pages.tabs("rights_reviews"),
        "may_approve": rights.may(request, "staff.approve"),
    }  # fmt: skip
    return render(request, "workbench/staff/reviews.html", context)


@employee("staff.approve")
def open_review(request: HttpRequest) -> HttpResponse:
    """Open a review of every role in a unit and below it."""
    scope, on = rights.scope(request), timezone.localdate()
    form = ReviewForm(
        request.POST or None, units=pages.open_units(scope),
        initial={"due_on": on + timedelta(days=DUE_IN_DAYS)},
    )  # fmt: skip

    def act(values: dict[str, Any]) -> str:
        reviews.open_review(
            organisation_id=values["organisation"], unused_days=values["unused_days"],
            due_on=values["due_on"], actor_id=rights.reader_id(request), scope=scope,
            at=timezone.now(),
        )  # fmt: skip
        return _("The review is open.")

    return pages.form_page(
        request, form, title=_("Review rights"), act=act, submit=_("Open the review"),
        back=reverse("workbench:rights_reviews"),
    )  # fmt: skip


@employee("staff.read")
def review(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a review: every role, when it was last used, and the decision."""
    found = selectors.review(pk=pk, scope=rights.scope(request))
    if found is None:
        raise Http404
    may_decide = rights.may(request, "staff.approve")
    spec = specs.review_items(may_decide=may_decide, request=request)
    state = spec.read(request.GET)
    narrowed: dict[str, Any] = {
        "review_id": pk, "text": state.filters["q"], "decision": state.filters["decision"],
        "only_unused": bool(state.filters["unused"]),
    }  # fmt: skip
    reader = rights.reader_id(request)
    if state.export:
        rows = lists.everything(
            lambda after: selectors.review_items(after=after, limit=500, **narrowed)
        )
        return lists.export(
            request, spec=specs.REVIEW_ITEMS, state=state,
            rows=(trees.review_row(row, reader_id=reader) for row in rows), name="rights-review",
        )  # fmt: skip
    page: Any = selectors.review_items(**lists.keyset(state), **narrowed)
    shown = replace(page, rows=tuple(trees.review_row(row, reader_id=reader) for row in page.rows))
    table = lists.table(
        request, spec=spec, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: pages.person_url(row.username),
    )  # fmt: skip
    context = {"review": found, "table": table, "stats": trees.review_stats(found)}
    return render(request, "workbench/staff/review.html", context)


@require_POST
@employee("staff.approve")
def decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Confirm a role or take it away at once."""
    scope = rights.scope(request)
    if selectors.review(pk=pk, scope=scope) is None:
        raise Http404
    keep = request.POST.get("answer") == "keep"

    def act() -> str:
        reviews.decide_item(
            item_id=item, keep=keep, note=request.POST.get("reason", "")[:300],
            actor_id=rights.reader_id(request), scope=scope, at=timezone.now(),
        )  # fmt: skip
        return _("The role is confirmed.") if keep else _("The role is taken away.")

    may_read = rights.may(request, "staff.read")
    back = reverse("workbench:rights_review", args=[pk]) if may_read else "/"
    return pages.act_and_return(request, back=back, act=act)
