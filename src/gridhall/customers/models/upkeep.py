"""Keeping customer files right: what was found, what was accepted, what is to be verified."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class QualityCount(models.Model):
    """How many files of a unit broke a rule on a day (档案质量统计): the trend is made of these."""

    rule = models.CharField(max_length=40)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    day = models.DateField()
    files = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "organisation", "day"], name="quality_counted_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.day}: {self.files}"


class QualityAcceptance(models.Model):
    """A file that breaks a rule and is right all the same, until a day (认可)."""

    rule = models.CharField(max_length=40)
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.CharField(max_length=300)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "account", "until"], name="quality_accepted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.account_id} until {self.until}"


class VerificationPlan(models.Model):
    """Files to be checked by a unit until a day (档案核查计划)."""

    title = models.CharField(max_length=100)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    categories = ArrayField(models.CharField(max_length=20), default=list)
    starts_on = models.DateField()
    due_on = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="verification_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["title", "organisation"], name="verification_title_once_per_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class VerificationItem(models.Model):
    """One file of a plan, and what came of checking it."""

    class Outcome(models.TextChoices):
        OPEN = "OPEN", _("To be checked")
        CONFIRMED = "CONFIRMED", _("Right as it is")
        CORRECTED = "CORRECTED", _("Corrected or correction filed")
        NOT_REACHED = "NOT_REACHED", _("Customer not reached")

    plan = models.ForeignKey("customers.VerificationPlan", models.PROTECT, related_name="items")
    account = models.ForeignKey(
        "customers.Account", models.PROTECT, related_name="verification_items"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    note = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "account"], name="verification_item_once"),
            models.CheckConstraint(
                condition=Q(outcome="OPEN", done_on__isnull=True, done_by__isnull=True)
                | (~Q(outcome="OPEN") & Q(done_on__isnull=False, done_by__isnull=False)),
                name="verification_outcome_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-done_on"], name="verification_by_account"),
            models.Index(fields=["plan", "outcome", "id"], name="verification_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.account_id} {self.outcome}"
