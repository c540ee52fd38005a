"""Who was asked about what, and the links by which somebody answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SurveyInvitation(models.Model):
    """One customer asked once (调查邀请): about one closed case, or in one round of a plan.

    What results are counted by (kind, category, channel, area, unit, team, handler) is kept as it
    was when the case closed. ``case_ref`` is the id of the case at the service desk. Who was not
    to be asked (sealed, anonymous, nobody to reach) has no row.
    """

    class Status(models.TextChoices):
        SENT = "SENT", _("Asked, open")
        ANSWERED = "ANSWERED", _("Answered")
        EXPIRED = "EXPIRED", _("Expired without an answer")

    plan = models.ForeignKey("engagement.SurveyPlan", models.PROTECT, related_name="invitations")
    questionnaire = models.ForeignKey(
        "engagement.Questionnaire", models.PROTECT, related_name="invitations"
    )
    case_ref = models.BigIntegerField(null=True, unique=True)
    case_number = models.CharField(max_length=30, blank=True)
    round = models.DateField(null=True)
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    team = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    handler = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=40, blank=True)
    case_channel = models.CharField(max_length=20, blank=True)
    area = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SENT)
    sent_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "account", "round"], name="survey_asks_an_account_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(case_ref__isnull=False, round__isnull=True)
                | Q(case_ref__isnull=True, round__isnull=False),
                name="survey_is_about_a_case_or_a_round",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="survey_expires_after_it_was_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "sent_at"], name="survey_by_unit"),
            models.Index(fields=["account", "-sent_at"], name="survey_by_account"),
            models.Index(
                fields=["remind_at"], name="survey_to_be_reminded",
                condition=Q(status="SENT", reminded_at__isnull=True),
            ),
            models.Index(
                fields=["expires_at"], name="survey_to_expire", condition=Q(status="SENT")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_number or self.round} {self.status}"


class SurveyLink(models.Model):
    """One address that was sent out for an invitation: only its keyed hash is kept."""

    invitation = models.ForeignKey(
        "engagement.SurveyInvitation", models.CASCADE, related_name="links"
    )
    token_hash = models.BinaryField(max_length=16, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pk}"


class SurveyLinkTry(models.Model):
    """Somebody opened an address that is no link of ours: counted against guessing."""

    address_index = models.BinaryField(max_length=16)
    tried_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address_index", "-tried_at"], name="survey_try_by_address")
        ]

    def __str__(self) -> str:
        return f"{self.tried_at}"
