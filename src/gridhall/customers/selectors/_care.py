"""Whom the register of care names, for planned calls and visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gridhall.customers.models import Account, CareNeed


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRef:
    """A need of care at an account: which and where, not who."""

    care_need_id: int
    account_id: int
    organisation_id: int
    kind: str


def care_refs(
    *, kinds: Iterable[str], on: date, after_id: int = 0, limit: int = 1000
) -> list[CareRef]:
    """Return the next needs of these kinds that hold on that day, by their ids after ``after_id``.

    A need whose proof has run out and accounts that are closed are left out.
    """
    rows = CareNeed.objects.filter(
        Q(proof_expires_on__isnull=True) | Q(proof_expires_on__gte=on),
        kind__in=list(kinds), pk__gt=after_id,
    ).exclude(account__status=Account.Status.CLOSED)  # fmt: skip
    found = rows.order_by("pk").values_list("pk", "account_id", "account__organisation_id", "kind")[
        :limit
    ]
    return [
        CareRef(care_need_id=pk, account_id=account_id, organisation_id=unit, kind=kind)
        for pk, account_id, unit, kind in found
    ]
