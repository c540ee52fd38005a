"""Campaigns: write, have approved, watch, pause, resume, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.messages import recipients, selectors, services
from gridhall.foundation.messages.errors import NotFound
from gridhall.ui import attempts, tables
from gridhall.workbench import lists, rights

from . import acts, specs, words
from .forms import CampaignForm, next_full_hour

if TYPE_CHECKING:
    from gridhall.foundation.messages.models import Campaign

LONG_LIST = 1000


@employee("messages.read")
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """Show the campaigns of the reader's units, newest first."""
    scope = rights.scope(request)
    state = specs.CAMPAIGNS.read(request.GET)
    narrowed: dict[str, Any] = {"status": state.filters["status"], "text": state.filters["q"]}
    if state.export:
        found = lists.everything(
            lambda after: selectors.campaigns_page(scope=scope, after=after, limit=500, **narrowed)
        )
        return lists.export(
            request, spec=specs.CAMPAIGNS, state=state, rows=found, name="campaigns"
        )
    page = selectors.campaigns_page(scope=scope, **narrowed, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.CAMPAIGNS, state=state, page=tables.keyset_page(page),
        row_url=lambda row: reverse("workbench:campaign", args=[row.pk]),
    )  # fmt: skip
    context = {
        "table": table, "tabs": specs.tabs("campaigns"),
        "may_write": rights.may(request, "messages.send_bulk"),
    }  # fmt: skip
    return render(request, "workbench/messages/campaigns.html", context)


@employee("messages.send_bulk")
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Write a campaign; its list of recipients is fixed with it."""
    scope = rights.scope(request)
    form = CampaignForm(
        request.POST or None, units=identity.organisations(scope=scope),
        initial={"start_at": next_full_hour(), "channels": ["IN_APP"]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            row = services.create_campaign(
                new=_new(form), scope=scope, actor_id=rights.reader_id(request),
                at=timezone.now(), background=_is_long(form),
            )  # fmt: skip
            return redirect("workbench:campaign", pk=row.pk)
    context = {"form": form}
    return lists.show(request, "workbench/messages/new_campaign.html", context)


def _is_long(form: CampaignForm) -> bool:
    """Tell whether the list takes longer to write than somebody waits for a page."""
    return bool(form.cleaned_data["audience"]) or len(form.cleaned_data["numbers"]) > LONG_LIST


def _new(form: CampaignForm) -> services.NewCampaign:
    data = form.cleaned_data
    refs = customers.account_refs(account_nos=data["numbers"]) if data["numbers"] else {}
    return services.NewCampaign(
        title=data["title"], texts=form.texts(), purpose=data["purpose"],
        channels=tuple(data["channels"]), organisation_id=data["organisation"],
        start_at=data["start_at"], audience=data["audience"],
        account_ids=tuple(ref.account_id for ref in refs.values()),
    )  # fmt: skip


@employee("messages.read")
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a campaign: its words, its recipients, how far it is."""
    row = _row(request, pk)
    mine = rights.may(request, "messages.send_bulk")
    audience = recipients.audience_of(row.audience)
    context = {
        **_progress(row), "texts": _texts(row), "purpose": words.purpose(row.purpose),
        "ways": [words.channel(one) for one in row.channels],
        "audience": audience.label if audience else "",
        "reason": words.ACTS.get(row.reason, row.reason),
        "rights": {
            "request": mine and row.status == "DRAFT",
            "pause": mine and row.status == "RUNNING",
            "resume": mine and row.status == "PAUSED",
            "cancel": mine and row.status in ("DRAFT", "RUNNING", "PAUSED"),
        },
    }  # fmt: skip
    return render(request, "workbench/messages/campaign.html", context)


def _texts(row: Campaign) -> list[dict[str, Any]]:
    return [
        {"language": label, "code": code, **row.texts.get(code, {})}
        for code, label in words.LANGUAGES
    ]


def _progress(row: Campaign) -> dict[str, Any]:
    found = selectors.progress(campaign_id=row.pk)
    return {
        "campaign": row, "status": words.CAMPAIGN[row.status], "progress": found,
        "counts": [
            (words.DELIVERY[code], found.by_status[code], code)
            for code in words.DELIVERY
            if found.by_status.get(code)
        ],
    }  # fmt: skip


@employee("messages.read")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a campaign is; asked again every two seconds, reloads the page at its end."""
    row = _row(request, pk)
    if row.status not in ("PREPARING", "RUNNING"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "workbench/messages/_progress.html", _progress(row))


def _row(request: HttpRequest, pk: int) -> Campaign:
    try:
        return selectors.campaign(scope=rights.scope(request), pk=pk)
    except NotFound:
        raise Http404 from None


@require_POST
@employee("messages.send_bulk")
def request_sending(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask another person to approve the campaign."""
    return _turn(request, pk, services.request_sending, _("Handed in: another person decides."))


@require_POST
@employee("messages.send_bulk")
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a running campaign."""
    return _turn(request, pk, services.pause_campaign, _("The campaign is paused."))


@require_POST
@employee("messages.send_bulk")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a paused campaign."""
    return _turn(request, pk, services.resume_campaign, _("The campaign goes on."))


@require_POST
@employee("messages.send_bulk")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End a campaign before its end."""
    return _turn(request, pk, services.cancel_campaign, _("The campaign is cancelled."))


def _turn(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    _row(request, pk)
    return acts.with_reason(
        request,
        lambda reason: act(
            pk=pk, reason=reason, actor_id=rights.reader_id(request), at=timezone.now()
        ),
        done=done, back=reverse("workbench:campaign", args=[pk]),
    )  # fmt: skip
