"""Tells customers that a case came in and that it is over; answers go out with the answer itself.

Whoever wrote online has just read the number on the page, so she is not told again. A notice names
the case and nothing else; of sealed and anonymous cases none is sent.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.registry import MessageTemplate, register
from gridhall.foundation.messages.services import NewMessage
from gridhall.foundation.outbox.registry import subscribe

RECEIVED, CLOSED = "servicedesk.case_received", "servicedesk.case_closed"
TEMPLATES = (
    MessageTemplate(
        code=RECEIVED, outside=True, required=("number",),
        title=_("We received your case {number}"),
        body=_(
            "Your case {number} is registered. Who has it and until when you hear from us stands "
            "in the online service hall under “My requests”; or call 95598."
        ),
        short=_("Your case {number} is registered. Follow it online or call 95598."),
    ),
    MessageTemplate(
        code=CLOSED, required=("number",),
        title=_("Your case {number} is closed"),
        body=_(
            "Your case {number} is closed. If the matter comes back, open it again in the online "
            "service hall under “My requests”, or call 95598."
        ),
    ),
)  # fmt: skip


def tell_received(payload: dict[str, Any]) -> None:
    """Confirm a case that came by telephone, letter or over the counter."""
    if not payload["by_customer"]:
        _tell(payload, RECEIVED, payload["received_at"])


def tell_closed(payload: dict[str, Any]) -> None:
    """Say that a case is over; one that was opened again is told anew."""
    _tell(payload, CLOSED, payload["closed_at"])


def register_all() -> None:
    """Make the texts known and listen; called once when the app starts."""
    for template in TEMPLATES:
        register(template)
    subscribe("case.registered", tell_received)
    subscribe("case.closed", tell_closed)


def _tell(payload: dict[str, Any], template: str, moment: str) -> None:
    if payload["sealed"] or payload["anonymous"] or payload["account_id"] is None:
        return
    notice = NewMessage(
        template=template, dedup_key=f"case {payload['case_id']} {template} {moment}",
        account_id=payload["account_id"], params={"number": payload["number"]},
    )  # fmt: skip
    messages.send([notice], at=timezone.now())
