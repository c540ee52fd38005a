"""What receivables tells customers and staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages.registry import MessageTemplate, register

TEMPLATES = (
    MessageTemplate(
        code="receivables.bill_issued",
        title=_("Your electricity bill for {month}"),
        body=_("Bill {bill_no}: {total} yuan, please pay by {due_date}."),
    ),
    MessageTemplate(
        code="receivables.bill_nothing_to_pay",
        title=_("Your electricity bill for {month}"),
        body=_("Bill {bill_no}: {total} yuan, nothing to pay."),
    ),
    MessageTemplate(
        code="receivables.bill_credited",
        title=_("Your electricity bill for {month}"),
        body=_(
            "Bill {bill_no}: {total} yuan in your favour, nothing to pay. "
            "It is set off against your other bills or the next one."
        ),
    ),
    MessageTemplate(
        code="receivables.bill_reversed",
        title=_("Your bill for {month} was taken back"),
        body=_(
            "Bill {bill_no} ({total} yuan) was wrong and no longer counts. "
            "What you paid for it stays on your account. A corrected bill follows."
        ),
    ),
    MessageTemplate(
        code="receivables.payment_posted",
        title=_("We received your payment"),
        body=_("{amount} yuan, receipt {receipt_no}. Thank you."),
    ),
    MessageTemplate(
        code="receivables.payment_reversed",
        title=_("A payment was reversed"),
        body=_(
            "Receipt {receipt_no} ({amount} yuan) was reversed: {reason}. "
            "The bills it paid are open again. Call 95598 if this is unexpected."
        ),
    ),
    MessageTemplate(
        code="receivables.notice_disputed",
        title=_("A payment notice contradicts its order"),
        body=_(
            "Order {order_no}: the notice says {amount} yuan, the order {expected} yuan. "
            "Nothing was posted. Ask the payment provider before you act."
        ),
    ),
)


def register_all() -> None:
    """Make the templates known; called once when the app starts."""
    for template in TEMPLATES:
        register(template)
