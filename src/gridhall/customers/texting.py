"""Codes and invitations that leave the house by text message."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.registry import MessageTemplate, register

CODE = "customers.proof_code"
INVITED = "customers.access_invitation"
GIVEN = "customers.access_given"
ENDED = "customers.access_ended"
BOUND = "customers.account_bound"


def register_all() -> None:
    """Make the templates known; called once when the app starts."""
    register(
        MessageTemplate(
            code=CODE, title=_("Your code"),
            body=_(
                "Code {code} to confirm account {account} at the portal, good for {minutes} "
                "minutes. Never tell it to anybody; we do not ask for it."
            ),
        )
    )  # fmt: skip
    register(
        MessageTemplate(
            code=INVITED, title=_("You are invited to an electricity account"),
            body=_(
                "Somebody shares {count} electricity account(s) with you until {day}. Sign in to "
                "the portal with this phone and open: {link}"
            ),
        )
    )  # fmt: skip
    register(
        MessageTemplate(
            code=BOUND,
            title=_("Your account was bound at the portal"),
            body=_(
                "Account {account} was bound to a login on {day}. If it was not you, call 95598."
            ),
        )
    )


def text(
    *, template: str, phone: str, params: dict[str, object], occasion: str, at: datetime,
    expires_at: datetime | None = None,
) -> None:  # fmt: skip
    """Send a text message at once; ``occasion`` makes a repeated call send nothing more."""
    messages.send_direct(
        channel="SMS", to=phone, template=template, params=params, dedup_key=occasion, at=at,
        expires_at=expires_at,
    )  # fmt: skip
