"""Calls and visits the company plans by itself (外呼、走访、上门服务), and every try."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.privacy.fields import EncryptedTextField

User = settings.AUTH_USER_MODEL


class PlannedContact(models.Model):
    """One call or visit to be made until a day, why, by which role and how often to try.

    ``note`` is what to ask or bring, encrypted: it may name the person. ``series`` names the
    dated rule of ``desk_rules.yaml`` it came from. ``case`` is the case it follows,
    ``opened_case`` the one that its outcome made necessary.
    """

    class Form(models.TextChoices):
        CALL = "CALL", _("Call")
        VISIT = "VISIT", _("Visit")
        HOME_SERVICE = "HOME_SERVICE", _("Home service")

    class Why(models.TextChoices):
        FOLLOW_UP = "FOLLOW_UP", _("Follow-up of a case")
        LOW_SCORE = "LOW_SCORE", _("Low rating")
        CARE = "CARE", _("Person who needs care")
        CAMPAIGN = "CAMPAIGN", _("List of a campaign")

    class Status(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("planned contact", "To be made")
        DONE = "DONE", pgettext_lazy("planned contact", "Made")
        MISSED = "MISSED", pgettext_lazy("planned contact", "Nobody reached")
        CANCELLED = "CANCELLED", pgettext_lazy("planned contact", "Called off")

    form = models.CharField(max_length=12, choices=Form.choices)
    why = models.CharField(max_length=12, choices=Why.choices)
    series = models.CharField(max_length=60, blank=True)
    account = models.ForeignKey("customers.Account", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(
        "servicedesk.Case", models.PROTECT, null=True, related_name="planned_contacts"
    )
    opened_case = models.ForeignKey("servicedesk.Case", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    assignee = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = EncryptedTextField(default="")
    due_on = models.DateField()
    next_on = models.DateField()
    tries = models.PositiveSmallIntegerField(default=0)
    tries_allowed = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    dedup_key = models.CharField(max_length=120, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(case__isnull=False),
                name="planned_contact_reaches_somebody",
            ),
            models.CheckConstraint(
                condition=Q(tries_allowed__gte=1) & Q(tries__lte=F("tries_allowed")),
                name="planned_contact_tries_within_limit",
            ),
            models.CheckConstraint(
                condition=(Q(status="OPEN") & Q(ended_at__isnull=True))
                | (~Q(status="OPEN") & Q(ended_at__isnull=False)),
                name="planned_contact_ends_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "next_on", "id"], name="contact_open_by_day",
                         condition=Q(status="OPEN")),
            models.Index(fields=["assignee", "next_on", "id"], name="contact_open_by_assignee",
                         condition=Q(status="OPEN")),
            models.Index(fields=["account", "-id"], name="contact_by_account"),
            models.Index(fields=["case"], name="contact_by_case"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.form} until {self.due_on}"


class ContactAttempt(models.Model):
    """One try to reach somebody and what came of it (联系记录). Never changed."""

    class Outcome(models.TextChoices):
        REACHED = "REACHED", _("Reached")
        NO_ANSWER = "NO_ANSWER", _("No answer")
        LATER = "LATER", _("Asked for another day")
        WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number or address")
        REFUSED = "REFUSED", _("Does not want to be contacted")

    contact = models.ForeignKey(PlannedContact, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = EncryptedTextField(default="")
    next_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "number"], name="contact_tried_in_order"),
        ]

    def __str__(self) -> str:
        return f"try {self.number} of contact {self.contact_id}"
