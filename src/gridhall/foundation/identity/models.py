"""Organisations, people who log in, and the roles they hold."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.ranges import DateRange

from .roles import Role


class Organisation(models.Model):
    """One unit of the company: five levels from headquarters to team (R61).

    What may change with time (name, level, place) stands in ``OrganisationPlacement``; the columns
    here hold the state of the days named in ``TreeCache``, so that lists need no dates.
    """

    class Level(models.TextChoices):
        HEADQUARTERS = "HEADQUARTERS", _("Headquarters")
        REGIONAL_CENTRE = "REGIONAL_CENTRE", _("Regional centre")
        HOTLINE = "HOTLINE", _("Hotline")
        SERVICE_POINT = "SERVICE_POINT", _("Service point")
        TEAM = "TEAM", _("Team")

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=20, choices=Level.choices)
    kind_label = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, unique=True)
    province = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(level="HEADQUARTERS") & Q(parent__isnull=True))
                | (~Q(level="HEADQUARTERS") & Q(parent__isnull=False)),
                name="organisation_only_headquarters_has_no_parent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["path"], name="organisation_path", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationPlacement(models.Model):
    """What a unit was called and where it stood for a period of days.

    The placements of a unit follow each other without a gap from its first day on. A closed unit
    keeps a place, so that its old records stay in somebody's scope: its last parent, or the unit
    it was merged into.
    """

    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="placements"
    )
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=20, choices=Organisation.Level.choices)
    kind_label = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_open = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(level="HEADQUARTERS") & Q(parent__isnull=True))
                | (~Q(level="HEADQUARTERS") & Q(parent__isnull=False)),
                name="placement_only_headquarters_has_no_parent",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="placement_period_not_empty",
            ),
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=[("organisation", "="), (DateRange("valid_from", "valid_to"), "&&")],
            ),
        ]
        indexes = [models.Index(fields=["valid_from"], name="placement_by_first_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"


class TreeCache(models.Model):
    """For which days the columns of Organisation hold: one row, or none while nothing changed."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    holds_from = models.DateField(null=True)
    holds_until = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="tree_cache_is_one_row")]

    def __str__(self) -> str:
        return f"{self.holds_from} – {self.holds_until}"


class User(AbstractUser):
    """A person who logs in: an employee at the workbench or a customer at the portal."""

    class Kind(models.TextChoices):
        EMPLOYEE = "EMPLOYEE", _("Employee")
        CUSTOMER = "CUSTOMER", _("Customer")

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CUSTOMER)
    display_name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_employee(self) -> bool:
        """Whether this person works at the workbench."""
        return self.kind == self.Kind.EMPLOYEE


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
