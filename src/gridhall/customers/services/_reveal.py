"""Reading a personal value in clear: allowed with a reason, and always written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gridhall.customers.errors import AccountNotFound, ReasonMissing, UnknownPersonalField
from gridhall.customers.models import Account, Contact
from gridhall.foundation.audit.services import record
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.personal_data import register
from gridhall.foundation.personal_data import services as personal_data
from gridhall.foundation.personal_data.errors import NotCleared, TooManyReveals

REVEALABLE = frozenset(
    {"name", "phone", "contact_name", "id_document", "address", "legal_representative"}
)


def reveal(
    *, scope: Scope, account_id: int, field: str, reason: str, actor_id: int, at: datetime
) -> tuple[str, ...]:
    """Return the clear values of one personal field and keep who read it, when and why.

    Raises AccountNotFound (unknown or outside ``scope``), ReasonMissing, UnknownPersonalField,
    NotCleared (the reader's roles at the account's unit do not reach the grade of the field) and
    TooManyReveals, which the personal data officer is told of.
    """
    try:
        return _reveal(scope, account_id, field, reason, actor_id, at)
    except TooManyReveals:
        personal_data.refuse_reveal(actor_id=actor_id, at=at)
        raise


@transaction.atomic
def _reveal(
    scope: Scope, account_id: int, field: str, reason: str, actor_id: int, at: datetime
) -> tuple[str, ...]:
    if field not in REVEALABLE:
        raise UnknownPersonalField(field=field)
    if not reason.strip():
        raise ReasonMissing()
    account = Account.objects.filter(pk=account_id).select_related("party").first()
    if account is None or not scope.holds(account.organisation_id):
        raise AccountNotFound(account=account_id)
    cleared = identity.clearance_at(
        user_id=actor_id, organisation_id=account.organisation_id, on=timezone.localdate(at)
    )
    if cleared < register.sensitivity_of(field):
        raise NotCleared
    personal_data.note_reveal(actor_id=actor_id, organisation_id=account.organisation_id, at=at)
    record(
        action="customers.revealed", at=at, actor_id=actor_id, object_type="account",
        object_id=account.pk, object_label=account.account_no, account_id=account.pk,
        organisation_id=account.organisation_id, changes={"field": field},
        reason=reason.strip()[:300],
    )  # fmt: skip
    return tuple(value for value in _values(account, field) if value)


def _values(account: Account, field: str) -> list[str]:
    if field == "address":
        return [point.address for point in account.supply_points.order_by("pk")]
    if field in {"phone", "contact_name"}:
        contacts = account.contacts.filter(kind=Contact.Kind.PHONE).order_by("pk")
        return [contact.value if field == "phone" else contact.name for contact in contacts]
    return [getattr(account.party, field)]
