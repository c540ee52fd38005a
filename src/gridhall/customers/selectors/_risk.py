"""The risk rating of an account, from its file and what other contexts contribute."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from gridhall.customers import risk
from gridhall.customers.errors import AccountNotFound
from gridhall.customers.models import Account, Contact, FileVersion, Party
from gridhall.customers.risk import RiskRating
from gridhall.foundation.identity.selectors import Scope

from ._list import in_scope

YEAR = timedelta(days=365)


def risk_of(*, scope: Scope, account_id: int, on: date) -> RiskRating:
    """Return the rating with every finding; raises AccountNotFound."""
    account = in_scope(scope).select_related("party").filter(pk=account_id).first()
    if account is None:
        raise AccountNotFound(account=account_id)
    figures: dict[str, Decimal | None] = {**_own_figures(account, on)}
    figures.update(risk.contributed([account_id], on)[account_id])
    return risk.rate(figures, on=on)


def _own_figures(account: Account, on: date) -> dict[str, Decimal]:
    phones = account.contacts.filter(kind=Contact.Kind.PHONE).exists()
    firm = account.party.kind == Party.Kind.ORGANISATION
    changes = FileVersion.objects.filter(
        account=account, part="ACCOUNT", changed__contains=["party_id"],
        valid_from__gt=on - YEAR, valid_from__lte=on, superseded_at__isnull=True,
    ).count()  # fmt: skip
    late = account.important_review_on is not None and account.important_review_on < on
    return {
        "no_phone": Decimal(not phones),
        "no_bank_agreement": Decimal(firm and not account.bank_agreement),
        "new_customer": Decimal(on - account.opened_on < YEAR),
        "party_changes": Decimal(changes),
        "proof_expired": Decimal(bool(account.important_grade) and late),
    }
