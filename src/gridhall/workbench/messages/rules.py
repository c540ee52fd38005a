"""Quiet hours, caps and prices as dated entries, and the addresses that are left alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.messages import selectors, services
from gridhall.ui import attempts
from gridhall.workbench import lists, rights

from . import acts, specs, words
from .forms import PriceForm, RuleForm

RULE_FIELDS = (
    "quiet_from", "quiet_until", "max_per_day", "max_per_week", "max_attempts",
    "keep_trying_hours", "channels", "needs_consent",
)  # fmt: skip


@employee("messages.read")
def settings(request: HttpRequest) -> HttpResponse:
    """Show what holds today, every entry before and after, and addresses left alone."""
    today = timezone.localdate()
    rules, prices = selectors.rules_in_force(on=today), selectors.prices_in_force(on=today)
    context = {
        "tabs": specs.tabs("message_settings"),
        "rules": [
            {"code": code, "label": label, "row": rules.get(code),
             "ways": _ways(rules[code].channels) if code in rules else ""}
            for code, label in words.PURPOSES
        ],
        "prices": [
            {"code": code, "label": label, "price": prices.get(code)}
            for code, label in words.CHANNELS
        ],
        "all_rules": [
            {"label": words.purpose(one.purpose), "row": one, "ways": _ways(one.channels)}
            for one in selectors.all_rules()
        ],
        "all_prices": [
            {"label": words.channel(one.channel), "row": one} for one in selectors.all_prices()
        ],
        "suppressions": [
            {"row": one, "channel": words.channel(one.channel)} for one in selectors.suppressions()
        ],
        "may_write": rights.may(request, "messages.manage"),
    }  # fmt: skip
    return render(request, "workbench/messages/settings.html", context)


def _ways(codes: list[str]) -> str:
    return " → ".join(str(words.channel(code)) for code in codes)


@employee("messages.manage")
def new_rule(request: HttpRequest, purpose: str) -> HttpResponse:
    """Add a dated entry for a purpose, starting from what holds."""
    if purpose not in dict(words.PURPOSES):
        raise Http404
    now = timezone.now()
    before = selectors.rules_in_force(on=timezone.localdate(now)).get(purpose)
    initial: dict[str, Any] = {name: getattr(before, name, None) for name in RULE_FIELDS}
    initial["first"] = before.channels[0] if before else None
    form = RuleForm(request.POST or None, initial={**initial, "valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.add_rule(
                rule=services.NewRule(purpose=purpose, **form.values()),
                actor_id=rights.reader_id(request), at=now,
            )  # fmt: skip
            messages.success(request, _("The entry is kept; the ones before stay visible."))
            return redirect("workbench:message_settings")
    context = {
        "form": form, "label": words.purpose(purpose),
        "action": reverse("workbench:new_message_rule", args=[purpose]),
        "heading": _("Quiet hours and caps"),
    }  # fmt: skip
    return lists.show(request, "workbench/messages/new_entry.html", context)


@employee("messages.manage")
def new_price(request: HttpRequest, channel: str) -> HttpResponse:
    """Add what one message of a channel costs from a day on."""
    if channel not in dict(words.CHANNELS):
        raise Http404
    form = PriceForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.add_price(
                channel=channel, actor_id=rights.reader_id(request), at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("The entry is kept; the ones before stay visible."))
            return redirect("workbench:message_settings")
    context = {
        "form": form, "label": words.channel(channel), "heading": _("Price of a message"),
        "action": reverse("workbench:new_message_price", args=[channel]),
    }  # fmt: skip
    return lists.show(request, "workbench/messages/new_entry.html", context)


@require_POST
@employee("messages.manage")
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an address that bounced be used again."""
    return acts.with_reason(
        request,
        lambda reason: services.lift_suppression(
            pk=pk, reason=reason, actor_id=rights.reader_id(request), at=timezone.now()
        ),
        done=_("The address is used again."), back=reverse("workbench:message_settings"),
    )  # fmt: skip
