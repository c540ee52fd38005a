"""Whatever happens in whatever order, the books agree."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridhall.foundation.identity.selectors import whole_company
from gridhall.receivables import selectors, services
from gridhall.receivables.models import (
    BillOffset,
    LedgerEntry,
    Payment,
    PaymentAllocation,
    Receivable,
)
from tests.receivables import street

MONTHS = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(36)]
REVERSALS = ["reverse_payment", "reverse_bill", "reverse_credit_bill", "reverse_newest_bill"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["bill", "bill", "credit_bill", "pay", "pay", *REVERSALS]),
        st.integers(min_value=1, max_value=50_000),
    ),
    max_size=14,
)


def unallocated(account: Any) -> Decimal:
    paid = Payment.objects.filter(account=account, status="POSTED").aggregate(s=Sum("amount"))["s"]
    used = PaymentAllocation.objects.filter(payment__account=account).aggregate(s=Sum("amount"))
    return (paid or Decimal(0)) - (used["s"] or Decimal(0))


def expected_outstanding(row: Receivable) -> Decimal:
    """Return what must be open of a bill by the rows that settle it."""

    def total(rows: Any) -> Decimal:
        return rows.aggregate(s=Sum("amount"))["s"] or Decimal(0)

    paid = total(PaymentAllocation.objects.filter(receivable=row))
    taken = total(BillOffset.objects.filter(debt=row))
    given = total(BillOffset.objects.filter(credit=row))
    if row.bill.status == "REVERSED":
        assert paid == taken == given == 0
        return Decimal(0)
    return row.amount - paid - taken + given


def do(step: str, fen: int, account: Any, clerk: Any, number: int) -> None:
    amount = Decimal(fen) / 100
    if step == "bill":
        street.issued_bill(account, str(amount), month=MONTHS[number])
    elif step == "credit_bill":
        street.issued_bill(account, str(-amount), month=MONTHS[number])
    elif step == "pay":
        services.take_counter_payment(
            account_id=account.pk, amount=amount, channel="COUNTER_CASH", allow_advance=True,
            expected_balance=selectors.balance_of(account_id=account.pk),
            idempotency_key=f"p{number}", scope=whole_company(), actor_id=clerk.pk, at=street.NOW,
        )  # fmt: skip
    elif step == "reverse_payment":
        payment = Payment.objects.filter(status="POSTED").order_by("id").first()
        if payment is not None:
            services.reverse_payment(
                payment_id=payment.pk, reason="x", scope=whole_company(), actor_id=clerk.pk,
                at=street.NOW,
            )  # fmt: skip
    else:
        bills = street._model("billing.Bill").objects.filter(status="ISSUED").order_by("id")
        if step == "reverse_credit_bill":
            bills = bills.filter(total__lt=0)
        bill = bills.last() if step == "reverse_newest_bill" else bills.first()
        if bill is not None:
            bills.filter(pk=bill.pk).update(status="REVERSED")
            services.post_bill_reversal(bill_id=bill.pk, at=street.NOW)


@pytest.mark.requirement("R43")
@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_ledger_balance_and_open_bills_always_agree(steps: list[tuple[str, int]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        hall = street.organisation()
        account, clerk = street.account(hall), street.cashier(hall)
        for number, (step, fen) in enumerate(steps):
            do(step, fen, account, clerk, number)
            balance = selectors.balance_of(account_id=account.pk)
            ledger = LedgerEntry.objects.filter(account=account).aggregate(s=Sum("amount"))["s"]
            rows = list(Receivable.objects.select_related("bill"))
            still_open = sum((row.outstanding for row in rows if row.amount > 0), Decimal(0))
            left = sum((-row.outstanding for row in rows if row.amount < 0), Decimal(0))
            assert balance == (ledger or 0)
            assert balance == still_open - unallocated(account) - left
            assert still_open == 0 or unallocated(account) + left == 0
            for row in rows:
                assert row.outstanding == expected_outstanding(row)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.requirement("R43")
def test_the_ledger_shows_the_balance_after_each_posting() -> None:
    hall = street.organisation()
    account, clerk = street.account(hall), street.cashier(hall)
    street.issued_bill(account, "100.00")
    for number in range(4):
        do("pay", 2_000, account, clerk, number)

    first = selectors.ledger_page(account_id=account.pk, limit=3)
    rest = selectors.ledger_page(account_id=account.pk, before=first.next_before, limit=3)

    shown = [str(row.balance_after) for row in (*first.rows, *rest.rows)]
    assert shown == ["20.00", "40.00", "60.00", "80.00", "100.00"]
    assert rest.next_before is None
    assert rest.rows[-1].bill_no


@pytest.mark.django_db
def test_payments_are_listed_by_page_and_inside_the_scope() -> None:
    halls = [street.organisation("11"), street.organisation("42")]
    for hall, number in zip(halls, ("3311010371", "3311010744"), strict=True):
        account, clerk = street.account(hall, number), street.cashier(hall)
        street.issued_bill(account, "100.00")
        for step in range(3):
            do("pay", 1_000, account, clerk, int(hall.code) * 10 + step)
    mine = street.scope_of(street.cashier(halls[0]))

    page = selectors.payments_page(scope=mine, limit=2)
    following = selectors.payments_page(scope=mine, before=page.next_before, limit=2)

    assert [len(page.rows), len(following.rows), following.next_before] == [2, 1, None]
    foreign = selectors.payments_page(scope=whole_company()).rows[0]
    assert selectors.payment_detail(scope=mine, receipt_no=foreign.receipt_no) is None
    tomorrow = selectors.PaymentFilter(first_day=street.NOW.date() + timedelta(days=1))
    assert selectors.payments_page(scope=mine, narrowed=tomorrow).rows == []


@pytest.mark.django_db
def test_a_day_closes_with_what_lies_in_the_drawer() -> None:
    hall = street.organisation()
    account, clerk = street.account(hall), street.cashier(hall)
    street.issued_bill(account, "100.00")
    for number in range(3):
        do("pay", 2_000, account, clerk, number)
    do("reverse_payment", 0, account, clerk, 0)

    totals = selectors.day_totals(scope=street.scope_of(clerk), on=date(2026, 2, 5))

    (mine,) = totals.cashiers
    assert (mine.cashier, mine.count, mine.total) == ("周收费", 3, Decimal("60.00"))
    assert mine.cash_in_drawer == Decimal("40.00")
    assert selectors.day_totals(scope=street.scope_of(clerk), on=date(2026, 2, 6)).cashiers == []
