"""The words a case is described with: codes are stored, labels are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a case is (业务类型): each kind runs a process of its own."""

    CONSULTATION = "CONSULTATION", _("Consultation")
    COMPLAINT = "COMPLAINT", _("Complaint")
    REPORT = "REPORT", _("Report of wrongdoing")
    OPINION = "OPINION", _("Opinion")
    SUGGESTION = "SUGGESTION", _("Suggestion")
    PRAISE = "PRAISE", _("Praise")
    APPLICATION = "APPLICATION", _("Service application")
    REPAIR = "REPAIR", _("Repair report")
    KEY_ACCOUNT = "KEY_ACCOUNT", _("Key account request")
    HOME_SERVICE = "HOME_SERVICE", _("Home service")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up")


class CaseChannel(models.TextChoices):
    """How a case came in (受理渠道); the answer goes back the same way."""

    PHONE = "PHONE", _("95598 hotline")
    HALL = "HALL", _("Business hall")
    WEB = "WEB", _("Online service hall")
    APP = "APP", _("Mobile app")
    WECHAT = "WECHAT", _("WeChat")
    CHAT = "CHAT", _("Online chat")
    EMAIL = "EMAIL", _("E-mail")
    LETTER = "LETTER", pgettext_lazy("channel of a case", "Letter")
    OPINION_BOX = "OPINION_BOX", _("Opinion box")
    TERMINAL = "TERMINAL", _("Self-service terminal")
    SUPERIOR = "SUPERIOR", _("Superior authority")
    OUTBOUND = "OUTBOUND", _("Call or visit by the company")


class Status(models.TextChoices):
    """Where a case stands (工单状态)."""

    RECEIVED = "RECEIVED", pgettext_lazy("status of a case", "Received")
    IN_PROGRESS = "IN_PROGRESS", _("Being worked on")
    WAITING_CUSTOMER = "WAITING_CUSTOMER", _("Waiting for the customer")
    WAITING_THIRD = "WAITING_THIRD", _("Waiting for a third party")
    ANSWERED = "ANSWERED", _("Answered")
    CLOSED = "CLOSED", pgettext_lazy("status of a case", "Closed")
    CANCELLED = "CANCELLED", pgettext_lazy("status of a case", "Cancelled")
    MERGED = "MERGED", _("Merged into another case")


#: Nothing happens any more in these; a closed case may be opened again.
ENDED = (Status.CLOSED, Status.CANCELLED, Status.MERGED)


class Area(models.TextChoices):
    """Where the matter lies: service standards differ."""

    UNKNOWN = "", _("Not known")
    URBAN = "URBAN", _("Urban")
    RURAL = "RURAL", _("Rural")
    REMOTE = "REMOTE", pgettext_lazy("area", "Remote")


class Priority(models.IntegerChoices):
    """How urgent; the highest comes first in every inbox."""

    NORMAL = 0, pgettext_lazy("priority", "Normal")
    URGENT = 1, _("Urgent")
    CRITICAL = 2, _("Critical")


class Party(models.TextChoices):
    """Who holds a case, and so whom its time is charged to."""

    COMPANY = "COMPANY", _("The company")
    CUSTOMER = "CUSTOMER", _("The customer")
    THIRD_PARTY = "THIRD_PARTY", _("A third party")


class Finding(models.TextChoices):
    """What the investigation found (属实情况)."""

    NONE = "", _("Not found out yet")
    JUSTIFIED = "JUSTIFIED", _("Justified")
    PARTLY = "PARTLY", _("Partly justified")
    UNJUSTIFIED = "UNJUSTIFIED", _("Not justified")
    NOT_VERIFIABLE = "NOT_VERIFIABLE", _("Cannot be verified")
    SOLVED = "SOLVED", _("Solved")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn by the customer")
