"""App registration."""

from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    """See README.md of this folder."""

    name = "gridhall.receivables"
    label = "receivables"

    def ready(self) -> None:
        """Listen to the bills and to our own payments."""
        from gridhall.customers import risk
        from gridhall.foundation.outbox.registry import subscribe

        from . import message_templates, risk_figures, subscribers

        message_templates.register_all()
        risk.register_input("receivables", risk_figures.overdue)
        subscribe("billing.bills.issued", subscribers.on_bills_issued)
        subscribe("billing.bill.reversed", subscribers.on_bill_reversed)
        subscribe("receivables.payment.posted", subscribers.on_payment_posted)
        subscribe("receivables.payment.reversed", subscribers.on_payment_reversed)
