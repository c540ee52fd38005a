"""The words of standards and clocks: codes are stored, labels are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(models.TextChoices):
    """What a target counts. The first three and natural days run through nights and holidays."""

    SECONDS = "SECONDS", _("seconds")
    MINUTES = "MINUTES", _("minutes")
    HOURS = "HOURS", _("hours")
    WORKING_HOURS = "WORKING_HOURS", _("working hours")
    WORKING_DAYS = "WORKING_DAYS", _("working days")
    NATURAL_DAYS = "NATURAL_DAYS", _("natural days")


class OnReopen(models.TextChoices):
    """What a stopped clock does when the matter is opened again."""

    KEEP = "KEEP", _("Stays as it was judged")
    RESUME = "RESUME", _("Runs on with what was left")
    RESTART = "RESTART", _("A new clock runs from the start")


class ClockStatus(models.TextChoices):
    """Whether time runs."""

    RUNNING = "RUNNING", pgettext_lazy("clock", "Running")
    PAUSED = "PAUSED", pgettext_lazy("clock", "Paused")
    STOPPED = "STOPPED", pgettext_lazy("clock", "Stopped")
    CANCELLED = "CANCELLED", pgettext_lazy("clock", "Dropped")


class SpanKind(models.TextChoices):
    """Whether the time of a span counts towards the target."""

    COUNTED = "COUNTED", pgettext_lazy("time", "Counted")
    PAUSED = "PAUSED", pgettext_lazy("time", "Paused")


class Party(models.TextChoices):
    """Who held the matter and so is charged with the time."""

    COMPANY = "COMPANY", _("The company")
    CUSTOMER = "CUSTOMER", pgettext_lazy("party", "The customer")
    THIRD_PARTY = "THIRD_PARTY", _("A third party")


#: Clocks whose time is not over.
OPEN = (ClockStatus.RUNNING, ClockStatus.PAUSED)
