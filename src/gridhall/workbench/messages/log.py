"""The delivery log and what stands behind one line of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import selectors, services
from gridhall.foundation.messages.errors import NotFound
from gridhall.ui import tables
from gridhall.workbench import callers, lists, rights

from . import acts, rows, specs, words

NO_ACCOUNT = -1


@employee("messages.read")
def log(request: HttpRequest) -> HttpResponseBase:
    """Show what was sent inside the reader's scope, newest first."""
    scope = rights.scope(request)
    state = specs.LOG.read(request.GET)
    narrowed = _narrowed(scope, state.filters, request)
    if state.export:
        return lists.export(
            request, spec=specs.LOG, state=state, rows=_everything(scope, narrowed), name="messages"
        )
    found: Any = selectors.deliveries_page(scope=scope, narrowed=narrowed, **lists.keyset(state))
    shown = replace(found, rows=tuple(rows.deliveries(found.rows)))
    table = lists.table(
        request, spec=specs.LOG, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: reverse("workbench:message_delivery", args=[row.row.pk]),
    )  # fmt: skip
    today = timezone.localdate()
    context = {
        "table": table, "tabs": specs.tabs("message_log"),
        "costs": _costs(selectors.costs(scope=scope, first_day=today.replace(day=1),
                                        last_day=today)),
        "demo": settings.GRIDHALL_DEMO and rights.may(request, "messages.manage"),
    }  # fmt: skip
    return render(request, "workbench/messages/log.html", context)


def _costs(found: list[selectors.ChannelCost]) -> list[dict[str, Any]]:
    return [
        {"label": words.channel(one.channel), "accepted": one.accepted, "cost": one.cost,
         "attempts": one.attempts}
        for one in found
    ]  # fmt: skip


def _narrowed(scope: Scope, filters: dict[str, str], request: HttpRequest) -> selectors.LogFilter:
    number = filters["account"]
    account = (rights.account_id(scope, number) or NO_ACCOUNT) if number else None
    return selectors.LogFilter(
        status=filters["status"], channel=filters["channel"], template=filters["template"],
        purpose=filters["purpose"], account_id=account, address=filters["address"],
        campaign_id=lists.whole_number(request.GET.get("campaign", "")),
        first_day=lists.day(filters["first"]), last_day=lists.day(filters["last"]),
    )  # fmt: skip


def _everything(scope: Scope, narrowed: selectors.LogFilter) -> Iterator[rows.Row]:
    after = ""
    while True:
        found = selectors.deliveries_page(scope=scope, narrowed=narrowed, after=after, limit=1000)
        yield from rows.deliveries(found.rows)
        if not found.next_key:
            return
        after = found.next_key


@employee("messages.read")
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message with its text and every attempt."""
    try:
        found = selectors.delivery(scope=rights.scope(request), pk=pk)
    except NotFound:
        raise Http404 from None
    callers.demand_for(request, account_id=found.account_ref)
    attempts = [
        {"row": one, "status": words.ATTEMPT[one.outcome], "channel": words.channel(one.channel)}
        for one in selectors.attempts(delivery_id=pk)
    ]
    context = {
        "line": rows.deliveries([found])[0], "delivery": found, "attempts": attempts,
        "text": selectors.shown_text(found), "purpose": words.purpose(found.purpose),
        "reason": words.REASONS.get(found.reason, ""),
        "may_settle": found.status == "IN_DOUBT" and rights.may(request, "messages.manage"),
    }  # fmt: skip
    return render(request, "workbench/messages/delivery.html", context)


@require_POST
@employee("messages.manage")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide a message in doubt: sent, or to be sent again."""
    try:
        selectors.delivery(scope=rights.scope(request), pk=pk)
    except NotFound:
        raise Http404 from None
    again = request.POST.get("again") == "yes"
    return acts.with_reason(
        request,
        lambda reason: services.settle_doubt(
            delivery_id=pk, again=again, reason=reason, actor_id=rights.reader_id(request),
            at=timezone.now(),
        ),
        done=_("It is sent again.") if again else _("It counts as sent."),
        back=reverse("workbench:message_delivery", args=[pk]),
    )  # fmt: skip


@employee("messages.manage")
def simulator(request: HttpRequest) -> HttpResponse:
    """Show what the demo's own provider took in; there is none in a company's installation."""
    if not settings.GRIDHALL_DEMO:
        raise Http404
    found = [{"row": one, "channel": words.channel(one.channel)} for one in selectors.simulated()]
    return render(
        request, "workbench/messages/simulator.html",
        {"messages_taken": found, "tabs": specs.tabs("message_log")},
    )  # fmt: skip
