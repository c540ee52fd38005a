"""What time does to invitations: one reminder, then the end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from .. import message_templates
from ..models import SurveyInvitation, SurveyLinkTry
from ._invite import tell

Status = SurveyInvitation.Status
BATCH = 200


def remind_due(*, at: datetime) -> int:
    """Remind once those who have not answered; return how many.

    The message is queued in the transaction that notes the reminder: killed in between, neither
    happened. Two workers never take the same invitation.
    """
    reminded = 0
    while True:
        with transaction.atomic():
            rows = list(
                SurveyInvitation.objects.select_for_update(skip_locked=True)
                .filter(status=Status.SENT, reminded_at__isnull=True, remind_at__lte=at)
                .filter(expires_at__gt=at)
                .order_by("remind_at")[:BATCH]
            )
            for row in rows:
                row.reminded_at = at
                row.save(update_fields=["reminded_at"])
                tell(row, template=message_templates.REMINDER, at=at)
        reminded += len(rows)
        if len(rows) < BATCH:
            return reminded


def expire_due(*, at: datetime) -> int:
    """Close the invitations whose time is over; return how many."""
    due = SurveyInvitation.objects.filter(status=Status.SENT, expires_at__lte=at)
    return due.update(status=Status.EXPIRED)


def forget_tries(*, before: datetime) -> int:
    """Forget the unknown links that were opened before that moment; return how many."""
    removed, _by_table = SurveyLinkTry.objects.filter(tried_at__lt=before).delete()
    return removed
