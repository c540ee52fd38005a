"""Everything about one customer (客户360), as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridhall.billing import selectors as billing
from gridhall.contracts import selectors as contracts
from gridhall.customers import selectors as customers
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import selectors as messages
from gridhall.metering import selectors as metering
from gridhall.receivables import selectors as receivables
from gridhall.ui import formats
from gridhall.ui.figures import Chart, Event, Series, Stat, Status
from gridhall.workbench.audit import sentences
from gridhall.workbench.billing import words as billing_words
from gridhall.workbench.billing.specs import bill_status
from gridhall.workbench.metering.specs import in_order, unit
from gridhall.workbench.receivables.specs import payment_status
from gridhall.workbench.statuses import status

from .specs import CARE_LABELS, GRADE_LABELS

MONTHS = 13
FEW = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The page. A part that the reader may not see is ``None`` or empty, and ``shows`` lacks it."""

    shows: frozenset[str]
    may: dict[str, bool]
    badges: list[Status]
    stats: list[Stat]
    chart: Chart | None = None
    contract: dict[str, Any] = field(default_factory=dict)
    metering: dict[str, Any] = field(default_factory=dict)
    bills: list[dict[str, Any]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)
    last_receipt: str = ""
    ledger: list[receivables.LedgerRow] = field(default_factory=list)
    messages: list[messages.MessageView] = field(default_factory=list)
    history: list[Event] = field(default_factory=list)


def build(
    *, card: customers.AccountCard, scope: Scope, actions: frozenset[str], on: date
) -> Overview:
    """Return the page of one account for a reader who may do ``actions`` with it."""
    pk = card.account_id
    sees = {action.removesuffix(".read") for action in actions if action.endswith(".read")}
    money = _Money.of(pk, on) if "receivables" in sees else None
    bills = billing.bills_of_account(account_id=pk, scope=scope) if "billing" in sees else []
    months = _months(pk, scope, bills, on) if "billing" in sees else []
    payments = money.payments if money else []
    return Overview(
        shows=frozenset(sees),
        may={name: action in actions for name, action in ACTIONS.items()},
        badges=_badges(card, money),
        stats=_stats(money, bills, months),
        chart=_chart(months),
        contract=_contract(pk, on) if "contracts" in sees else {},
        metering=_metering(pk, card.account_no, scope) if "metering" in sees else {},
        bills=_bills(bills[:FEW], show_paid=money is not None),
        holds=_holds(pk, scope) if "billing" in sees else [],
        payments=[_payment(row) for row in payments[:FEW]],
        last_receipt=next((row.receipt_no for row in payments if not row.is_reversed), ""),
        ledger=receivables.ledger_page(account_id=pk, limit=FEW).rows if money else [],
        messages=messages.to_accounts(account_ids=[pk], limit=FEW),
        history=_history(pk, bills, payments),
    )


ACTIONS = {
    "pay": "receivables.take_payment",
    "reveal": "customers.reveal",
    "print": "receivables.read",
    "trial": "billing.read",
    "case": "cases.create",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Money:
    balance: Decimal
    open: list[receivables.OpenItem]
    overdue: list[receivables.OpenItem]
    payments: list[receivables.PaymentView]

    @classmethod
    def of(cls, account_id: int, on: date) -> _Money:
        items = receivables.open_items(account_ids=[account_id])
        return cls(
            balance=receivables.balance_of(account_id=account_id),
            open=items,
            overdue=[item for item in items if item.overdue(on)],
            payments=receivables.payments_of_accounts(account_ids=[account_id], limit=FEW),
        )

    @property
    def overdue_amount(self) -> Decimal:
        return sum((item.outstanding for item in self.overdue), Decimal("0.00"))


def _badges(card: customers.AccountCard, money: _Money | None) -> list[Status]:
    found = [status(card.status, card.status_label)]
    if label := GRADE_LABELS.get(card.important_grade):
        found.append(status(card.important_grade, _("Important: {grade}").format(grade=label)))
    found += [
        Status(CARE_LABELS.get(flag, flag), "info", "heart-handshake") for flag in card.care_flags
    ]
    if card.prepaid:
        found.append(Status(_("Prepaid"), "neutral", "wallet"))
    if money and money.overdue:
        found.append(Status(_("In arrears"), "danger", "clock-exclamation"))
    return found


def _stats(
    money: _Money | None, bills: list[billing.BillRow], months: list[billing.EnergyMonth]
) -> list[Stat]:
    stats = []
    if money:
        advance = money.balance < 0
        due, late = len(money.open), len(money.overdue)
        stats.append(
            Stat(
                label=_("Advance payment held") if advance else _("Owed"), icon="wallet",
                value=formats.money(abs(money.balance)),
                tone="success" if money.balance <= 0 else "warning",
                hint=ngettext("{n} open bill", "{n} open bills", due).format(n=due),
            )
        )  # fmt: skip
        stats.append(
            Stat(
                label=_("Overdue"), value=formats.money(money.overdue_amount),
                icon="clock-exclamation", tone="danger" if money.overdue else "neutral",
                hint=ngettext("{n} bill", "{n} bills", late).format(n=late),
            )
        )  # fmt: skip
    issued = next((row for row in bills if row.status == "ISSUED"), None)
    if issued:
        stats.append(
            Stat(
                label=_("Last bill"), value=formats.money(issued.total), icon="file-invoice",
                hint=formats.month(issued.period_start), tone="info",
                url=reverse("workbench:bill", args=[issued.bill_no]),
            )
        )  # fmt: skip
    if months:
        stats.append(
            Stat(
                label=_("Energy of the month"), value=formats.number(months[-1].kwh, 0),
                unit="kWh", icon="bolt", hint=formats.month(months[-1].month),
            )
        )  # fmt: skip
    return stats


def _chart(months: list[billing.EnergyMonth]) -> Chart | None:
    if not months:
        return None
    return Chart(
        kind="bar", unit="kWh", category_label=_("Month"),
        categories=[f"{one.month:%Y-%m}" for one in months],
        series=[Series(_("Energy"), [one.kwh for one in months])],
    )  # fmt: skip


def _months(
    account_id: int, scope: Scope, bills: list[billing.BillRow], on: date
) -> list[billing.EnergyMonth]:
    """Return the use of the months up to the newest that was billed or measured."""
    measured = metering.last_measured_month(account_id=account_id)
    known = [row.period_start for row in bills] + ([measured] if measured else [])
    last = min(max(known, default=on), on)
    return billing.energy_history(account_id=account_id, on=last, scope=scope, months=MONTHS)


def _history(
    account_id: int, bills: list[billing.BillRow], payments: list[receivables.PaymentView]
) -> list[Event]:
    """Return the business with the account: acts, bills, payments and messages in one line."""
    acts = sentences.timeline(audit.history_of_account(account_id=account_id, limit=FEW))
    issued = [
        Event(
            at=row.issued_at, icon="file-invoice", tone="info",
            title=_("Bill {number} was issued").format(number=row.bill_no),
            text=f"{formats.month(row.period_start)} · {formats.money(row.total)}",
            url=reverse("workbench:bill", args=[row.bill_no]),
        )
        for row in bills
        if row.issued_at is not None
    ]  # fmt: skip
    paid = [
        Event(
            at=row.received_at, icon="cash", tone="success",
            title=_("Payment {number} was received").format(number=row.receipt_no),
            text=formats.money(row.amount),
            url=reverse("workbench:payment", args=[row.receipt_no]),
        )
        for row in payments
    ]  # fmt: skip
    told = [
        Event(at=one.created_at, icon="message", tone="neutral", title=one.title)
        for one in messages.to_accounts(account_ids=[account_id], limit=FEW)
    ]
    found = [*acts, *issued, *paid, *told]
    return sorted(found, key=lambda event: event.at, reverse=True)[:FEW]


def _contract(account_id: int, on: date) -> dict[str, Any]:
    return {
        "now": contracts.agreement_of(account_id=account_id, on=on),
        "all": contracts.agreements_of(account_id=account_id),
        "reliefs": contracts.reliefs_of(account_id=account_id),
        "changes": contracts.capacity_changes_of(account_id=account_id),
    }


def _metering(account_id: int, account_no: str, scope: Scope) -> dict[str, Any]:
    latest = metering.list_readings(
        scope=scope, filters=metering.ReadingFilters(account_no=account_no), limit=40
    ).rows
    last_at = max((row.read_at for row in latest), default=None)
    return {
        "points": metering.usage_points_of(account_id=account_id),
        "meters": metering.meters_of(account_id=account_id),
        "readings": [
            {"row": row, "value": formats.register(row.value), "unit": unit(row)}
            for row in in_order(row for row in latest if row.read_at == last_at)
        ],
        "read_at": last_at,
    }


def _bills(rows: list[billing.BillRow], *, show_paid: bool) -> list[dict[str, Any]]:
    left = (
        receivables.outstanding_of_bills(bill_ids=[row.id for row in rows])
        if show_paid and rows
        else {}
    )
    return [_bill(row, left.get(row.id)) for row in rows]


def _bill(row: billing.BillRow, left: Decimal | None) -> dict[str, Any]:
    url = (
        reverse("workbench:bill", args=[row.bill_no])
        if row.bill_no
        else reverse("workbench:bill_draft", args=[row.id])
    )
    return {"row": row, "status": _bill_state(row, left), "url": url}


def _bill_state(row: billing.BillRow, left: Decimal | None) -> Status:
    """Return what a clerk asks of a bill first: is it paid; else the state of the bill itself."""
    if left is None or row.status != "ISSUED" or row.total <= 0:
        return bill_status(row)
    if left <= 0:
        return Status(_("Paid"), "success", "circle-check")
    if left < row.total:
        return Status(_("Partly paid"), "warning", "circle-half-2")
    return Status(_("Unpaid"), "warning", "clock-dollar")


def _holds(account_id: int, scope: Scope) -> list[dict[str, Any]]:
    return [
        {
            "row": row, "label": billing_words.hold_label(row.code),
            "remedy": billing_words.hold_remedy(row.code),
        }
        for row in billing.holds_of_account(account_id=account_id, scope=scope)
        if row.released_at is None
    ]  # fmt: skip


def _payment(row: receivables.PaymentView) -> dict[str, Any]:
    return {"row": row, "status": payment_status(row)}
