"""The codes that several tables share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The ways out (渠道)."""

    IN_APP = "IN_APP", _("In the app")
    SMS = "SMS", _("Text message")
    EMAIL = "EMAIL", _("E-mail message")
    WEBHOOK = "WEBHOOK", _("WeChat-style notice")


class Purpose(models.TextChoices):
    """What a message is for: consent, quiet hours and caps hang on it."""

    SERVICE = "SERVICE", _("Service and outages")
    BILLING = "BILLING", _("Bills and payments")
    MARKETING = "MARKETING", _("Offers and publicity")


#: The ways out that leave the house, in the order in which the company prefers them.
OUTSIDE = (Channel.SMS, Channel.EMAIL, Channel.WEBHOOK)
