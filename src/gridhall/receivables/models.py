"""Money owed and money paid (应收实收)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Balance(models.Model):
    """What an account owes (positive) or has in advance (negative): the sum of its ledger.

    This row is the lock that every posting to the account takes first.
    """

    account = models.OneToOneField(
        "customers.Account", models.PROTECT, primary_key=True, related_name="+"
    )
    amount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"


class Receivable(models.Model):
    """One issued bill as a debt (应收): how much of it is still open.

    A bill below zero is a credit: ``outstanding`` is then below zero too, and says how much of it
    is left to set off against other bills.
    """

    bill = models.OneToOneField("billing.Bill", models.PROTECT, related_name="receivable")
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="receivables")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    outstanding = models.DecimalField(max_digits=16, decimal_places=2)
    due_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outstanding__gte=0, outstanding__lte=F("amount"))
                | Q(amount__lt=0, outstanding__lte=0, outstanding__gte=F("amount")),
                name="receivable_outstanding_within_amount",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "due_date"],
                name="receivable_open",
                condition=Q(outstanding__gt=0),
            ),
            models.Index(
                fields=["account"], name="receivable_credit_left", condition=Q(outstanding__lt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"bill {self.bill_id}: {self.outstanding} of {self.amount}"


class Payment(models.Model):
    """Money received (实收). A wrong one is reversed, never edited.

    ``idempotency_key`` is chosen by whoever asks: the same request twice is one payment.
    """

    class Channel(models.TextChoices):
        COUNTER_CASH = "COUNTER_CASH", _("Counter, cash")
        COUNTER_CARD = "COUNTER_CARD", _("Counter, card")
        ONLINE = "ONLINE", _("Online")

    class Status(models.TextChoices):
        POSTED = "POSTED", _("Posted")
        REVERSED = "REVERSED", _("Reversed")

    receipt_no = models.CharField(max_length=30, unique=True)
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="payments")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=15, choices=Channel.choices)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.POSTED)
    idempotency_key = models.CharField(max_length=80, unique=True)
    provider_reference = models.CharField(max_length=80, null=True, unique=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")
    tendered = models.DecimalField(max_digits=16, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(tendered__isnull=True) | Q(tendered__gte=F("amount")),
                name="payment_tendered_covers_amount",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="payment_by_account"),
            models.Index(fields=["organisation", "-id"], name="payment_by_organisation"),
            models.Index(fields=["received_at"], name="payment_by_day"),
        ]

    def __str__(self) -> str:
        return self.receipt_no


class PaymentReversal(models.Model):
    """Why, when and by whom a payment was taken back: at most once per payment."""

    payment = models.OneToOneField("receivables.Payment", models.PROTECT, related_name="reversal")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="payment_reversal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"reversal of {self.payment_id}"


class ReceiptPrint(models.Model):
    """One print of a receipt; the first is the original, every other says which copy it is."""

    payment = models.ForeignKey(
        "receivables.Payment", models.PROTECT, related_name="receipt_prints"
    )
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("identity.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "number"], name="receipt_print_once"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} print {self.number}"


class PaymentAllocation(models.Model):
    """The part of a payment that settles one bill; taken back by a row with the opposite sign."""

    payment = models.ForeignKey("receivables.Payment", models.PROTECT, related_name="allocations")
    receivable = models.ForeignKey(
        "receivables.Receivable", models.PROTECT, related_name="allocations"
    )
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="payment_allocation_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} to {self.receivable_id}: {self.amount}"


class BillOffset(models.Model):
    """The part of a bill below zero that settles another bill (抵扣).

    Taken back by a row with the opposite sign when either bill is reversed. It moves no balance:
    both bills are in the ledger. Migration 0004 refuses more than either bill has.
    """

    credit = models.ForeignKey(
        "receivables.Receivable", models.PROTECT, related_name="offsets_given"
    )
    debt = models.ForeignKey("receivables.Receivable", models.PROTECT, related_name="offsets_taken")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="bill_offset_not_zero"),
            models.CheckConstraint(
                condition=~Q(credit=F("debt")), name="bill_offset_between_two_bills"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit_id} to {self.debt_id}: {self.amount}"


class LedgerEntry(models.Model):
    """One posting to an account (账务明细): debits positive, credits negative; only ever added."""

    class Kind(models.TextChoices):
        BILL = "BILL", _("Bill")
        BILL_REVERSAL = "BILL_REVERSAL", _("Bill reversed")
        PAYMENT = "PAYMENT", _("Payment")
        PAYMENT_REVERSAL = "PAYMENT_REVERSAL", _("Payment reversed")

    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="ledger_entries")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    bill = models.ForeignKey("billing.Bill", models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey("receivables.Payment", models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "kind"], name="ledger_bill_posted_once"),
            models.UniqueConstraint(fields=["payment", "kind"], name="ledger_payment_posted_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["BILL", "BILL_REVERSAL"], bill__isnull=False, payment__isnull=True
                )
                | Q(
                    kind__in=["PAYMENT", "PAYMENT_REVERSAL"],
                    payment__isnull=False,
                    bill__isnull=True,
                ),
                name="ledger_entry_has_its_source",
            ),
        ]
        indexes = [models.Index(fields=["account", "-id"], name="ledger_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.amount}"


class PaymentOrder(models.Model):
    """A customer's intention to pay online; the provider's notice turns it into a payment."""

    class Status(models.TextChoices):
        CREATED = "CREATED", _("Waiting for payment")
        PAID = "PAID", _("Paid")
        EXPIRED = "EXPIRED", _("Expired")

    order_no = models.CharField(max_length=30, unique=True)
    account = models.ForeignKey("customers.Account", models.PROTECT, related_name="payment_orders")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CREATED)
    idempotency_key = models.CharField(max_length=80, unique=True)
    created_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    payment = models.OneToOneField(
        "receivables.Payment", models.PROTECT, null=True, related_name="order"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_order_amount_positive"),
            models.CheckConstraint(
                condition=(Q(status="PAID") & Q(payment__isnull=False))
                | (~Q(status="PAID") & Q(payment__isnull=True)),
                name="payment_order_paid_has_payment",
            ),
        ]

    def __str__(self) -> str:
        return self.order_no


class PaymentNotice(models.Model):
    """A message of the payment provider as it came; the same notice again changes nothing."""

    class Outcome(models.TextChoices):
        POSTED = "POSTED", _("Posted")
        REPEATED = "REPEATED", _("Repeated")
        DISPUTED = "DISPUTED", _("Contradicts the order")
        UNKNOWN_ORDER = "UNKNOWN_ORDER", _("Unknown order")

    notice_id = models.CharField(max_length=80)
    order_no = models.CharField(max_length=30)
    amount = models.CharField(max_length=40)
    body_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    detail = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice_id", "body_hash"], name="payment_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.outcome}"
