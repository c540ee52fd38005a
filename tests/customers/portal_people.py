"""People at the portal, for tests of access: a household, a firm, a telephone that listens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gridhall.customers import services, texting
from gridhall.customers.models import Account
from gridhall.foundation.identity.services import create_user

from .builders import AT, FIRM, ZHAO, account_row, put

ON = date(2026, 1, 5)
LATER = AT + timedelta(minutes=1)
PHONE = "15400000001"


@dataclass
class Telephone:
    """Collects the text messages instead of sending them."""

    sent: list[dict[str, Any]] = field(default_factory=list)

    def text(self, **message: Any) -> None:
        self.sent.append(message)

    @property
    def code(self) -> str:
        return str(self.sent[-1]["params"]["code"])


def listen(monkeypatch: Any) -> Telephone:
    """Put a telephone in place of the one that sends."""
    telephone = Telephone()
    monkeypatch.setattr(texting, "text", telephone.text)
    return telephone


def household(organisations: Any) -> Account:
    """Return the account of a private person, with a mobile phone on file."""
    row = account_row(1, organisations["11"])
    put(row)
    return Account.objects.get(account_no=row.account_no)


def firm(organisations: Any, *serials: int) -> list[Account]:
    """Return the accounts of one firm."""
    rows = [account_row(n, organisations["11"], party=FIRM) for n in serials or (2, 3)]
    put(*rows)
    return list(Account.objects.filter(account_no__in=[r.account_no for r in rows]).order_by("pk"))


def person(name: str) -> Any:
    """Return somebody with a login at the portal."""
    return create_user(username=name, password="x" * 12, kind="CUSTOMER", display_name="")[0]


def grant(user: Any, *accounts: Account, on: date = ON, at: datetime = AT) -> None:
    """Open accounts to somebody by the company's word."""
    for account in accounts:
        services.grant_portal_access(user=user, account_id=account.pk, valid_from=on, at=at)


def bind(user: Any, account_no: str, *, at: datetime = AT, on: date = ON, **proof: Any) -> str:
    """Try to bind an account; the last bill of every account is 259.68 yuan."""
    return services.bind_account(
        user_id=user.pk, account_no=account_no, proof=services.ShownProof(**proof),
        last_bill=lambda _pk: Decimal("259.68"), on=on, at=at,
    )  # fmt: skip


DOCUMENT = {"kind": "DOCUMENT", "name": ZHAO.name, "document_ending": ZHAO.id_document[-6:]}
AMOUNT = {"kind": "BILL_AMOUNT", "amount": Decimal("259.68")}


def invite(inviter: Any, *accounts: Account, **changes: Any) -> int:
    """Invite somebody with the right to see bills."""
    wanted: dict[str, Any] = {
        "account_ids": tuple(account.pk for account in accounts), "phone": "15512340001",
        "known_as": "小赵", "rights": ("VIEW_BILLS",),
    }  # fmt: skip
    return services.invite(
        inviter_id=inviter.pk, wanted=services.NewInvitation(**{**wanted, **changes}),
        link=lambda secret: f"https://example.test/{secret}", on=ON, at=AT,
    )  # fmt: skip


def let_in(inviter: Any, guest: Any, *accounts: Account, **changes: Any) -> None:
    """Invite somebody who accepts at once."""
    phone = changes.get("phone", "15512340001")
    services.accept_invitation(
        user_id=guest.pk, verified_phone=phone, on=ON, at=LATER,
        invitation_id=invite(inviter, *accounts, **changes),
    )  # fmt: skip
