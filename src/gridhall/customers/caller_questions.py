"""How a caller's identity is checked: the closed tables of methods and questions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How an employee made sure who asks."""

    QUESTIONS = "QUESTIONS", _("Questions answered")
    DOCUMENT_SEEN = "DOCUMENT_SEEN", _("Identity card seen at the counter")


class Question(models.TextChoices):
    """What a caller may be asked beside the account number."""

    NAME = "NAME", _("Name of the customer")
    DOCUMENT_ENDING = "DOCUMENT_ENDING", _("Last four characters of the identity document")
    PHONE = "PHONE", _("Phone on file")
    ADDRESS = "ADDRESS", _("House or room number of the address")
    LAST_BILL = "LAST_BILL", _("Amount of the last bill")
