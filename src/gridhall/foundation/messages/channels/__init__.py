"""The ways out of the house, as this installation has them set up."""

from __future__ import annotations

from django.conf import settings

from gridhall.foundation.messages.models import Channel

from .base import Outgoing, Result, Way, closing
from .demo import DemoWay
from .email import EmailWay
from .sms import SmsWay
from .webhook import WebhookWay

__all__ = ["Outgoing", "Result", "Way", "closing", "inbound_key", "is_set_up", "way_of"]


def way_of(channel: str) -> Way | None:
    """Return the way out for a channel, or None where no provider is set up.

    Without a provider the demo takes messages in itself; a company's installation does not.
    """
    given = settings.GRIDHALL_MESSAGES.get(channel, {})
    timeout = float(settings.GRIDHALL_MESSAGES.get("timeout_seconds", 10))
    if channel == Channel.EMAIL and given.get("host"):
        return EmailWay(
            host=given["host"], port=int(given.get("port") or 25), sender=given["sender"],
            timeout=timeout, user=given.get("user", ""), password=given.get("password", ""),
            tls=bool(given.get("tls")),
        )  # fmt: skip
    if channel == Channel.SMS and given.get("url"):
        return SmsWay(url=given["url"], key=given["key"], timeout=timeout)
    if channel == Channel.WEBHOOK and given.get("url"):
        return WebhookWay(url=given["url"], key=given["key"], timeout=timeout)
    return DemoWay(channel=channel) if settings.GRIDHALL_DEMO else None


def is_set_up(channel: str) -> bool:
    """Tell whether messages can leave by this channel."""
    return channel != Channel.IN_APP and way_of(channel) is not None


def inbound_key(channel: str) -> str:
    """Return the key with which the provider signs its own calls; empty: none is accepted."""
    return str(settings.GRIDHALL_MESSAGES.get(channel, {}).get("key", ""))
