"""What we tell people about signing in."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.errors import ChannelNotSetUp
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
    *, user: User, device_id: int, label: str, network: str, phone: str, at: datetime
) -> None:
    """Tell an employee in her box, a customer by text message.

    A customer's box belongs to an account, which others may see as well; who has no phone finds
    the log-in on the security page.
    """
    key = f"{NEW_DEVICE}:{device_id}"
    params = {
        "device": label or "?",
        "network": network or "?",
        "moment": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"),
    }
    if user.is_employee:
        notice = messages.NewMessage(
            template=NEW_DEVICE, dedup_key=key, employee_id=user.pk, params=params
        )
        messages.send([notice], at=at)
    elif phone:
        with suppress(ChannelNotSetUp):  # it stands on the security page all the same
            messages.send_direct(
                channel="SMS", to=phone, template=NEW_DEVICE, params=params, dedup_key=key, at=at,
                language=get_language() or "", urgent=False,
            )  # fmt: skip
