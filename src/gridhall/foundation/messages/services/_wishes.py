"""What customers choose about messages."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gridhall.foundation.audit import services as audit
from gridhall.foundation.messages.errors import InvalidRule
from gridhall.foundation.messages.models import OUTSIDE, Preference, Purpose


@transaction.atomic
def set_preference(
    *, account_id: int, purpose: str, channels: list[str], allowed: bool, language: str,
    actor_id: int | None, at: datetime, account_no: str = "", organisation_id: int | None = None,
) -> Preference:  # fmt: skip
    """Keep which ways an account wants for a purpose, in its order; raises InvalidRule.

    Service messages cannot be refused as a whole: a supply is interrupted or a right is lost
    otherwise; without a way out they stay in the app.
    """
    if purpose not in Purpose.values or set(channels) - {str(one) for one in OUTSIDE}:
        raise InvalidRule(field=_("Ways out"), value=purpose, remedy=_("Load the page again."))
    if language not in ("", *dict(settings.LANGUAGES)):
        raise InvalidRule(field=_("Language"), value=language, remedy=_("Load the page again."))
    row = (
        Preference.objects.select_for_update()
        .filter(account_ref=account_id, purpose=purpose)
        .first()
    ) or Preference(account_ref=account_id, purpose=purpose, allowed=True)
    before = _values(row) if row.pk else {}
    row.channels = list(dict.fromkeys(channels))
    row.allowed = allowed or purpose == Purpose.SERVICE
    row.language, row.changed_by_id, row.changed_at = language, actor_id, at
    row.save()
    changes = {
        name: [before.get(name, ""), value]
        for name, value in _values(row).items()
        if before.get(name, "") != value
    }
    if changes:
        audit.record(
            action="messages.preference_set", at=at, actor_id=actor_id, account_id=account_id,
            organisation_id=organisation_id, object_type="messages.preference",
            object_id=row.pk, object_label=account_no, changes={"purpose": purpose, **changes},
        )  # fmt: skip
    return row


def _values(row: Preference) -> dict[str, object]:
    return {"channels": " ".join(row.channels), "allowed": row.allowed, "language": row.language}
