"""Where the days of the territory begin and end, for queries by moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def start_of(day: date) -> datetime:
    """Return 00:00 of the day in the company's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """Return the midnight that ends the day in the company's zone; the day is before it."""
    return start_of(day + timedelta(days=1))
