"""People who log in, and what employees are employed as."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.ranges import DateRange


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


class Employee(models.Model):
    """The staff record of a person: her number and her time with the company.

    ``pinyin`` is the name in letters and in initials, for the search; an employee's name is no
    secret inside the company.
    """

    user = models.OneToOneField("identity.User", models.PROTECT, related_name="employee")
    staff_no = models.CharField(max_length=20, unique=True)
    pinyin = models.CharField(max_length=200, blank=True)
    hired_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                name="employee_leaves_after_coming",
            ),
        ]

    def __str__(self) -> str:
        return self.staff_no


class Duty(models.Model):
    """A post (岗位) at a unit for a period of days: one main post at a time, others beside it."""

    user = models.ForeignKey("identity.User", models.PROTECT, related_name="duties")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    is_main = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                # an empty period: taken back before its first day
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="duty_period_forward",
            ),
            ExclusionConstraint(
                name="duty_one_main_at_a_time",
                expressions=[("user", "="), (DateRange("valid_from", "valid_to"), "&&")],
                condition=Q(is_main=True),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "valid_to"], name="duty_by_organisation")]

    def __str__(self) -> str:
        return f"{self.title} {self.valid_from}"
