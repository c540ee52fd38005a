"""Organisations, people who log in, and the roles they hold."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .roles import Role


class Organisation(models.Model):
    """One unit of the company: five levels from headquarters to team (R61)."""

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
    """A role held by an employee for one organisation and all below it, for a period of days."""

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=Role.choices)
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "valid_from"], name="role_assignment_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="role_assignment_period_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"
