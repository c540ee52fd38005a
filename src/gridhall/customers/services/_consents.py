"""The customer's yes and no to uses of her data beyond supply and bills."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gridhall.customers.errors import NothingChanged
from gridhall.customers.models import Consent, FileVersion
from gridhall.foundation.identity.selectors import Scope

from ._changes import add_entry, change_part
from ._subjects import locked_account


@transaction.atomic
def set_consent(
    *, scope: Scope, account_id: int, use: str, given: bool, way: str, said_by: str, wording: str,
    on: date, actor_id: int | None, at: datetime, reason: str,
    source: str = FileVersion.Source.STAFF,
) -> bool:  # fmt: skip
    """Note that the customer agreed, or took it back, from ``on`` on; return whether that is new.

    ``wording`` is the edition of the text she was shown. What held before stays on record: who
    said what, when and how is the proof of consent (Personal Information Protection Law,
    articles 14 and 15). Raises AccountNotFound, InvalidFileValue, ReasonMissing.
    """
    account = locked_account(scope=scope, account_id=account_id)
    values = {"given": given, "way": way, "said_by": said_by, "wording": wording}
    known = Consent.objects.filter(account=account, use=use).first()
    if known is not None and known.given == given:
        return False
    if known is None:
        add_entry(
            scope=scope, account_id=account_id, part="CONSENT", entry={"use": use, **values},
            from_day=on, reason=reason, actor_id=actor_id, at=at, source=source,
        )  # fmt: skip
        return True
    try:
        change_part(
            scope=scope, account_id=account_id, part="CONSENT", subject_id=known.pk,
            changes=values, from_day=on, reason=reason, actor_id=actor_id, at=at, source=source,
        )  # fmt: skip
    except NothingChanged:  # pragma: no cover - ``given`` differs
        return False
    return True
