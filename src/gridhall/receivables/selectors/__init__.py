"""Reads of receivables. Everything business returns only what lies inside ``scope`` or belongs to
the accounts named by the caller.
"""

from gridhall.receivables.selectors._accounts import (
    LedgerPage,
    LedgerRow,
    OpenItem,
    balance_of,
    balances_of,
    ledger_page,
    open_items,
    outstanding_of_bills,
)
from gridhall.receivables.selectors._claims import Claims, claims, collected
from gridhall.receivables.selectors._days import CashierTotal, DayTotals, day_totals
from gridhall.receivables.selectors._notices import NoticePage, NoticeView, notices_page
from gridhall.receivables.selectors._offsets import (
    BillCredit,
    Offset,
    bill_credits,
    offsets_of_bill,
)
from gridhall.receivables.selectors._payments import (
    Allocation,
    OrderView,
    PaymentFilter,
    PaymentPage,
    PaymentView,
    order_by_no,
    payment_detail,
    payment_of_accounts,
    payments_of_accounts,
    payments_page,
    receipt_state,
)

__all__ = [
    "Allocation",
    "BillCredit",
    "CashierTotal",
    "Claims",
    "DayTotals",
    "LedgerPage",
    "LedgerRow",
    "NoticePage",
    "NoticeView",
    "Offset",
    "OpenItem",
    "OrderView",
    "PaymentFilter",
    "PaymentPage",
    "PaymentView",
    "balance_of",
    "balances_of",
    "bill_credits",
    "claims",
    "collected",
    "day_totals",
    "ledger_page",
    "notices_page",
    "offsets_of_bill",
    "open_items",
    "order_by_no",
    "outstanding_of_bills",
    "payment_detail",
    "payment_of_accounts",
    "payments_of_accounts",
    "payments_page",
    "receipt_state",
]
