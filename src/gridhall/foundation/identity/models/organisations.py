"""Organisations and their places in the tree."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.ranges import DateRange


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
