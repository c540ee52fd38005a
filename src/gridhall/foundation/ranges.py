"""Periods of days as the database compares them, for constraints against overlaps."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DateRange(Func):
    """The days from the first date up to, not with, the second; an empty second means for ever."""

    function = "daterange"
    output_field = DateRangeField()
