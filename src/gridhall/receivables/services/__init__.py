"""Writes of receivables: the one place where an account's balance moves.

Each function is one transaction. It locks the account's ``Balance`` first (several accounts in
the order of their ids), so two people at two counters follow one another.
"""

from gridhall.receivables.services._bills import post_bill_reversal, post_issued_bills
from gridhall.receivables.services._counter import (
    AmountAboveBalance,
    BalanceChanged,
    BalanceChangedByPayment,
    NotAnAmount,
    TenderedTooLittle,
    UnableToFindAccount,
    UnknownChannel,
    take_counter_payment,
)
from gridhall.receivables.services._notices import (
    InvalidNotice,
    NoticeResult,
    receive_notice,
)
from gridhall.receivables.services._orders import create_payment_order
from gridhall.receivables.services._postings import IdempotencyKeyReused
from gridhall.receivables.services._prints import note_receipt_print, print_receipt
from gridhall.receivables.services._reversals import (
    PaymentAlreadyReversed,
    ReasonMissing,
    UnableToFindPayment,
    reverse_payment,
)

__all__ = [
    "AmountAboveBalance",
    "BalanceChanged",
    "BalanceChangedByPayment",
    "IdempotencyKeyReused",
    "InvalidNotice",
    "NotAnAmount",
    "NoticeResult",
    "PaymentAlreadyReversed",
    "ReasonMissing",
    "TenderedTooLittle",
    "UnableToFindAccount",
    "UnableToFindPayment",
    "UnknownChannel",
    "create_payment_order",
    "note_receipt_print",
    "post_bill_reversal",
    "post_issued_bills",
    "print_receipt",
    "receive_notice",
    "reverse_payment",
    "take_counter_payment",
]
