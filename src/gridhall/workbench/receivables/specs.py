"""The tables of the money screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.workbench.statuses import status

if TYPE_CHECKING:
    from gridhall.receivables.selectors import PaymentView
    from gridhall.ui.figures import Status

CHANNELS = (
    ("COUNTER_CASH", _("Counter, cash")),
    ("COUNTER_CARD", _("Counter, card")),
    ("ONLINE", _("Online")),
)
STATUSES = (("POSTED", _("Posted")), ("REVERSED", pgettext_lazy("payment", "Reversed")))


def payment_status(row: PaymentView) -> Status:
    """Return the badge of a payment: 已冲正 is another word than the 已冲红 of a bill."""
    return status(row.status, dict(STATUSES)[row.status])


PAYMENTS = TableSpec(
    name="payments",
    label=_("Payments"),
    columns=(
        Column(key="receipt_no", label=_("Receipt number"), kind="code", link=True),
        Column(key="received_at", label=_("Received at"), kind="moment"),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="amount", label=_("Amount"), kind="money"),
        Column(key="channel_label", label=_("Channel")),
        Column(key="received_by", label=_("Taken by"), phone=False),
        Column(key="organisation_name", label=_("Unit"), phone=False),
        Column(key="status", label=_("State"), kind="status", value=payment_status),
    ),
    filters=(
        Filter(name="account", label=_("Account number")),
        Filter(name="channel", label=_("Channel"), kind="choice", choices=CHANNELS),
        Filter(name="status", label=_("State"), kind="choice", choices=STATUSES),
        Filter(name="who", label=_("Taken by"), kind="choice", choices=(("me", _("me")),)),
        Filter(name="first", label=_("From day"), kind="day"),
        Filter(name="last", label=_("Until day"), kind="day"),
    ),
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("No payments yet"),
    empty_text=_("A payment is taken on the customer's page."),
)

RECENT = TableSpec(
    name="recent-payments",
    label=_("Recent payments"),
    columns=(
        Column(key="receipt_no", label=_("Receipt number"), kind="code", link=True),
        Column(key="received_at", label=_("Received at"), kind="moment"),
        Column(key="account_no", label=_("Account number"), kind="code", phone=False),
        Column(key="amount", label=_("Amount"), kind="money"),
        Column(key="status", label=_("State"), kind="status", value=payment_status),
    ),
    size=5,
    drawer=True,
    empty_title=_("No payments yet"),
)

CASHIERS = TableSpec(
    name="cashiers",
    label=_("Takings of the day by cashier"),
    columns=(
        Column(
            key="cashier",
            label=_("Cashier"),
            value=lambda row: row.cashier or _("Online, without a cashier"),
        ),
        Column(key="count", label=_("Payments"), kind="number"),
        Column(key="cash", label=_("Cash"), kind="money"),
        Column(key="card", label=_("Card"), kind="money"),
        Column(key="online", label=_("Online"), kind="money", phone=False),
        Column(key="total", label=_("Money received"), kind="money"),
        Column(key="reversed", label=_("Reversed amount"), kind="money"),
        Column(key="cash_in_drawer", label=_("Cash to hand in"), kind="money"),
    ),
    size=100,
    exports=("csv", "xlsx"),
    empty_title=_("Nothing was received on this day"),
)

OUTCOMES = (
    ("DISPUTED", _("Contradicts the order")),
    ("UNKNOWN_ORDER", _("Unknown order")),
    ("POSTED", _("Posted")),
    ("REPEATED", _("Repeated")),
)

NOTICES = TableSpec(
    name="payment-notices",
    label=_("Notices of the payment provider"),
    columns=(
        Column(key="received_at", label=_("When"), kind="moment"),
        Column(key="notice_id", label=_("Notice"), kind="code"),
        Column(key="order_no", label=_("Order"), kind="code"),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="amount", label=_("Amount in the notice"), phone=False),
        Column(key="expected", label=_("Amount of the order"), kind="money", phone=False),
        Column(
            key="outcome", label=_("Outcome"), kind="status",
            value=lambda row: status(row.outcome, row.outcome_label),
        ),
        Column(key="detail", label=_("Detail"), phone=False),
    ),
    filters=(Filter(name="outcome", label=_("Outcome"), kind="choice", choices=OUTCOMES),),
    exports=("csv", "xlsx"),
    empty_title=_("No notice of this kind"),
    empty_text=_("Notices that contradict their order are kept here until somebody has looked."),
)  # fmt: skip
