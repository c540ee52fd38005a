"""Codes the tables share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    """When customers are asked."""

    AFTER_CASE = "AFTER_CASE", _("After a closed case")
    PERIODIC = "PERIODIC", _("At intervals")


class AnswerChannel(models.TextChoices):
    """By which way somebody answered."""

    LINK = "LINK", _("Link in a message")
    PORTAL = "PORTAL", _("Customer portal")
    PHONE = "PHONE", _("By telephone, written down by an agent")
    HALL = "HALL", _("Terminal in a business hall")


#: The scale of every rating question; the marks of a questionnaire name its ends in words.
LOWEST, HIGHEST = 1, 5
