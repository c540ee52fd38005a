"""Late charge: rates by class and year, edges of the days, part payments, rounding."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rating.claims.asking import ask, codes, figure, refusal, total

pytestmark = pytest.mark.requirement("R42")


def late(**case: Any) -> dict[str, Any]:
    return ask("late_charge", **case)


@pytest.mark.parametrize(
    ("due", "paid", "customer", "expected"),
    [
        ("2023-03-10", "2023-03-10", "other", "0"),  # paid on the last day
        ("2023-03-10", "2023-03-11", "other", "2"),  # one day
        ("2023-12-30", "2024-01-01", "other", "5"),  # 31 December and New Year
        ("2023-12-31", "2024-01-01", "other", "3"),  # only a day of the new year
        ("2023-12-30", "2024-01-01", "residential", "2"),  # homes know no years
    ],
)
def test_edges(due: str, paid: str, customer: str, expected: str) -> None:
    debts = [{"amount": "1000", "due": due, "paid": paid}]
    answer = late(customer=customer, debts=debts)
    assert figure(answer, "late_charge") == Decimal(expected)


def test_due_day_and_payment_day_by_choice() -> None:
    debts = [{"amount": "1000", "due": "2023-03-10", "paid": "2023-03-12"}]
    whole = late(customer="other", debts=debts, first_day="due_day")
    none = late(customer="other", debts=debts, payment_day="not_counted")
    assert (total(whole), total(none)) == (Decimal(6), Decimal(2))


def test_minimum_until_2024_only() -> None:
    old = [{"amount": "100", "due": "2024-05-01", "paid": "2024-05-04"}]
    new = [{"amount": "100", "due": "2024-06-01", "paid": "2024-06-04"}]
    assert total(late(customer="residential", debts=old)) == 1
    assert total(late(customer="residential", debts=new)) == Decimal("0.30")
    assert total(late(customer="residential", debts=new, minimum="1")) == 1


def test_rounding_of_debts_or_of_the_total() -> None:
    debts = [
        {"amount": "2063", "days": {"same_year": 3}},
        {"amount": "2241", "days": {"same_year": 3}},
    ]
    each = late(customer="other", law_on="2009-01-18", debts=debts)
    once = late(customer="other", law_on="2009-01-18", debts=debts, round_at="total")
    assert (total(each), total(once)) == (Decimal("25.83"), Decimal("25.82"))


def test_day_of_the_law_is_told_if_assumed() -> None:
    answer = late(customer="other", debts=[{"amount": "10", "days": {"same_year": 1}}])
    assert "LAW_DAY_ASSUMED" in codes(answer)


def test_refusals() -> None:
    debt = {"amount": "10", "due": "2020-01-01"}
    assert refusal("late_charge", customer="other", debts=[debt]) == "PAYMENT_DAY_MISSING"
    assert refusal("late_charge", customer="other", paid="2020-02-01", debts=[{"amount": "1"}]) == (
        "DUE_DAY_MISSING"
    )
    assert refusal("late_charge", paid="2020-02-01", debts=[debt]) == "CUSTOMER_CLASS_MISSING"


AMOUNTS = st.integers(1, 10**7).map(lambda fen: str(Decimal(fen) / 100))
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@settings(max_examples=25, deadline=None)
@given(AMOUNTS, DAYS, st.integers(0, 500), st.integers(0, 500))
def test_splitting_the_time_conserves_the_charge(
    amount: str, due: date, first: int, more: int
) -> None:
    exact = {"customer": "other", "money_rounding": {"mode": "none"}, "minimum": "0"}
    middle, end = due + timedelta(days=first), due + timedelta(days=first + more)
    whole = late(**exact, debts=[{"amount": amount, "due": due, "paid": end}])
    early = {"amount": amount, "due": due, "paid": middle}
    late_part = {"amount": amount, "due": middle, "paid": end, "debt_year": due.year}
    parts = late(**exact, debts=[early, late_part])
    assert figure(whole, "late_charge") == figure(parts, "late_charge")


@settings(max_examples=25, deadline=None)
@given(AMOUNTS, DAYS, st.integers(1, 300), st.integers(1, 300))
def test_paying_a_part_never_costs_more(amount: str, due: date, days: int, early: int) -> None:
    end = due + timedelta(days=days)
    half = str(Decimal(amount) / 2)
    payment = {"day": min(end, due + timedelta(days=early)), "amount": half}
    plain = late(customer="other", debts=[{"amount": amount, "due": due, "paid": end}])
    paid = [{"amount": amount, "due": due, "paid": end, "payments": [payment]}]
    assert figure(late(customer="other", debts=paid), "late_charge") <= figure(plain, "late_charge")
