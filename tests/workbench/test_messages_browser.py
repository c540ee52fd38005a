"""The message screens in a real browser: clean for axe, no wider than the window."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.messages import services
from gridhall.foundation.messages.models import Delivery, InboundMessage, TemplateVersion
from tests.security import message_things
from tests.workbench import town as the_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

VARIANTS: dict[str, dict[str, Any]] = {
    "desk-zh": {},
    "desk-en": {"language": "en-GB"},
    "phone-zh": {"phone": True},
    "desk-zh-dark": {"dark": True},
}


def prepare() -> dict[str, Any]:
    """Have a campaign on its way, a text, a letter, and a bounce."""
    things = message_things.made(the_town.account_id(the_town.HOME_TOU), "10")
    services.request_sending(
        pk=things["campaign"], reason="计划检修公告", actor_id=the_town.user("comms").pk,
        at=the_town.NOW,
    )  # fmt: skip
    services.start_campaign(
        pk=things["campaign"], actor_id=the_town.user("director").pk, at=the_town.NOW
    )
    services.send_direct(
        channel="SMS", to="13900000001", template="messages.announcement", dedup_key="one",
        params={"subject": "停电", "text": "计划检修"}, at=timezone.now(),
    )  # fmt: skip
    services.deliver_due(clock=lambda: timezone.now() + timedelta(seconds=1))
    return things


def pages(things: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return picture name, who looks, and the address of each screen."""
    named = lambda name, *args: reverse(f"workbench:{name}", args=args)  # noqa: E731
    version = TemplateVersion.objects.latest("pk").pk
    delivery = Delivery.objects.earliest("pk").pk
    return [
        ("message-log", "comms", named("message_log")),
        ("message-delivery", "comms", named("message_delivery", delivery)),
        ("demo-phone", "comms", named("simulated_messages")),
        ("message-texts", "comms", named("message_texts")),
        ("message-text", "comms", named("message_text", "receivables.bill_issued")),
        ("new-version", "comms",
         named("new_message_version", "receivables.bill_issued") + "?channel=SMS"),
        ("version", "comms", named("message_version", version)),
        ("campaigns", "comms", named("campaigns")),
        ("campaign", "comms", named("campaign", things["campaign"])),
        ("new-campaign", "comms", named("new_campaign")),
        ("letters", "agent-zj", named("inbound_messages")),
        ("letter", "agent-zj",
         named("inbound_message", InboundMessage.objects.latest("pk").pk)),
        ("message-settings", "comms", named("message_settings")),
        ("new-rule", "comms", named("new_message_rule", "BILLING")),
        ("message-preferences", "home", reverse("portal:message_preferences")),
        ("portal-messages", "home", reverse("portal:messages")),
    ]  # fmt: skip


def test_every_message_screen_is_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    shown = pages(prepare())
    problems: list[str] = []
    for variant, options in VARIANTS.items():
        opened: dict[str, Any] = {}
        for name, username, path in shown:
            if username not in opened:
                opened[username] = browser_page(user=the_town.user(username), **options)
            page = opened[username]
            page.goto(path)
            page.wait_for_load_state("networkidle")
            screenshot(page, f"{name}-{variant}")
            try:
                axe(page)
            except AssertionError as found:
                problems.append(str(found))
            width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if width > 0:
                problems.append(f"{path} {variant} is {width} px wider than the window")
    assert not problems, "\n\n".join(problems)
