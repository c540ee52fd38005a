"""What we tell people about signing in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.registry import MessageTemplate
from gridhall.foundation.messages.registry import register as register_template

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User

NEW_DEVICE, CODE = "signin.new_device", "signin.code"


def register() -> None:
    """Make the texts known."""
    register_template(
        MessageTemplate(
            code=NEW_DEVICE,
            title=_("Your login was used on a new device"),
            body=_(
                "{moment}, {device}, network {network}. If that was not you: end the sign-in under"
                " “Security” and change your password at once."
            ),
        )
    )
    register_template(
        MessageTemplate(
            code=CODE,
            title=_("Your code"),
            body=_(
                "{code} is your GridHall code, valid for {minutes} minutes. Give it to nobody: we"
                " never ask for it."
            ),
            required=("code",),
        )
    )


def tell_of_new_device(
    *, user: User, device_id: int, label: str, network: str, at: datetime
) -> None:
    """Put the notice of a new device into the person's box."""
    messages.send(
        [
            messages.NewMessage(
                template=NEW_DEVICE, dedup_key=f"{NEW_DEVICE}:{device_id}", employee_id=user.pk,
                params={
                    "device": label or "?", "network": network or "?",
                    "moment": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"),
                },
            )
        ],
        at=at,
    )  # fmt: skip
