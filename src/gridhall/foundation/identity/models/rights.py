"""Roles people hold, and roles lent to deputies."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..roles import Role


class RoleAssignment(models.Model):
    """A role held by an employee for one organisation and all below it, for a period of days.

    An EMERGENCY role (break-glass) is given without a second person, holds for hours until
    ``expires_at``, and is told to the security officers at once.
    """

    class Kind(models.TextChoices):
        STANDING = "STANDING", _("By approval")
        EMERGENCY = "EMERGENCY", _("Emergency")

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=Role.choices)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STANDING)
    expires_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "valid_from"],
                condition=Q(kind="STANDING")
                & (Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))),
                name="standing_role_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="STANDING", expires_at__isnull=True)
                | (Q(kind="EMERGENCY", expires_at__isnull=False) & ~Q(reason="")),
                name="emergency_role_ends_and_has_a_reason",
            ),
            models.CheckConstraint(
                # an empty period: taken back before its first day
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_assignment_period_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class Deputyship(models.Model):
    """One employee stands in for another for some days, with chosen roles of hers (代理).

    It counts only once the deputy has accepted, and is over on ``valid_to`` by itself.
    """

    class Status(models.TextChoices):
        PROPOSED = "PROPOSED", _("Waits for the deputy")
        ACCEPTED = "ACCEPTED", _("Accepted")
        DECLINED = "DECLINED", _("Declined")
        ENDED = "ENDED", _("Ended early")

    principal = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    deputy = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(principal=F("deputy")), name="deputy_is_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="deputyship_period_not_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["deputy", "valid_to"], name="deputyship_by_deputy"),
            models.Index(fields=["principal", "valid_to"], name="deputyship_by_principal"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.principal_id} {self.valid_from}"


class DeputyRole(models.Model):
    """One role of the principal that a deputyship lends."""

    deputyship = models.ForeignKey("identity.Deputyship", models.CASCADE, related_name="roles")
    assignment = models.ForeignKey("identity.RoleAssignment", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deputyship", "assignment"], name="deputy_role_lent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputyship_id} {self.assignment_id}"
