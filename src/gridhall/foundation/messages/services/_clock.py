"""Quiet hours and the waiting time between attempts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from gridhall.foundation.messages.models import PurposeRule

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def after_quiet_hours(rule: PurposeRule, *, at: datetime) -> datetime | None:
    """Return when the quiet hours end in which ``at`` lies, or None outside them."""
    if rule.quiet_from is None or rule.quiet_until is None or rule.quiet_from == rule.quiet_until:
        return None
    local = timezone.localtime(at)
    now = local.time()
    start, end = rule.quiet_from, rule.quiet_until
    over_midnight = start > end
    quiet = (now >= start or now < end) if over_midnight else start <= now < end
    if not quiet:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and now >= start else 0)
    return timezone.make_aware(datetime.combine(day, end))


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after the ``tries``-th attempt in a row: 1, 4, 16 minutes …"""
    times: int = 4 ** (max(tries, 1) - 1)
    return min(FIRST_WAIT * times, LONGEST_WAIT)
