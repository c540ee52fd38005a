"""What payments and the ledger say about a person: a copy on request, debts, and what is kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.personal_data import rules
from gridhall.foundation.personal_data.subjects import Kept, Person, Section, Subject, register

from . import selectors

MOST_PAYMENTS = 5000


def _obstacles(person: Person) -> list[Any]:
    balances = selectors.balances_of(account_ids=person.account_ids)
    numbers = dict(zip(person.account_ids, person.account_nos, strict=True))
    found: list[Any] = []
    for account_id, amount in balances.items():
        words = {"account": numbers[account_id], "amount": abs(amount)}
        if amount > 0:
            found.append(_("account %(account)s owes %(amount)s yuan") % words)
        elif amount < 0:
            found.append(_("account %(account)s is to be paid back %(amount)s yuan") % words)
    return found


def _export(person: Person) -> list[Section]:
    payments = selectors.payments_of_accounts(account_ids=person.account_ids, limit=MOST_PAYMENTS)
    rows = [
        (one.receipt_no, one.received_at, str(one.channel_label), one.amount) for one in payments
    ]
    columns = (_("Receipt number"), _("Received at"), _("Way of payment"), _("Amount (yuan)"))
    return [Section(title=_("Payments"), columns=columns, rows=rows)]


def _erase(person: Person, at: datetime, actor_id: int | None) -> tuple[int, list[Kept]]:
    del actor_id
    payments = selectors.payments_of_accounts(account_ids=person.account_ids, limit=1)
    rule = rules.retention("ACCOUNTING", on=at.date())
    last = payments[0].received_at.year if payments else at.year
    reason = _("Accounting law demands ledgers; they hold the account number and no name")
    until = date(last + rule.amount + 1, 1, 1)
    what = _("Payments, receipts and the ledger")
    return 0, [Kept(what=what, reason=reason, rule="ACCOUNTING", until=until)]


register(
    Subject(
        name="receivables", label=_("Payments"), export=_export, erase=_erase,
        obstacles=_obstacles, rank=30,
    )
)  # fmt: skip
