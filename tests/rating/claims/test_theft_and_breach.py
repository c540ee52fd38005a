"""Theft and breach: energy, multiples of 1996, upper limits of 2024, part months."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.rating.claims.asking import ask, codes, figure, refusal, total

OLD, NEW = "2024-05-31", "2024-06-01"
pytestmark = pytest.mark.requirement("R42")


def stolen(law_on: str, item: dict[str, Any], **case: Any) -> dict[str, Any]:
    return ask("theft", law_on=law_on, price="1", items=[item], **case)


@pytest.mark.parametrize(
    ("law_on", "customer", "use", "hours"),
    [
        (OLD, "other", None, "12"),
        (OLD, "residential", None, "6"),
        (OLD, "other", "lighting", "6"),
        (NEW, "residential", "power", "6"),
        (NEW, "other", "lighting", "12"),
    ],
)
def test_hours_by_use_then_by_customer(
    law_on: str, customer: str, use: str | None, hours: str
) -> None:
    item = {"kw": "1"} | ({"use": use} if use else {})
    answer = stolen(law_on, item, customer=customer)
    assert figure(answer, "hours_1") == Decimal(hours)
    assert figure(answer, "kwh") == Decimal(hours) * 180


def test_rated_current_of_one_and_three_phases() -> None:
    one = {"rated": {"volts": "220", "amps": "10"}, "days": 1, "hours_per_day": "1"}
    three = {"rated": {"volts": "220", "amps": "10", "phases": 3}, "days": 1, "hours_per_day": "1"}
    line = {**three, "rated": {**three["rated"], "volts": "380", "voltage": "line"}}
    assert figure(stolen(OLD, one), "kwh") == Decimal("2.2")
    assert figure(stolen(OLD, three), "kwh") == Decimal("6.6")
    assert figure(stolen(OLD, line), "kwh") == Decimal("6.5817930688")


def test_upper_limit_of_2024() -> None:
    item = {"kwh": "100"}
    assert total(stolen(NEW, item, multiple="2.5")) == 350
    assert "CAP_USED" in codes(stolen(NEW, item))
    assert (
        refusal("theft", law_on=NEW, price="1", items=[item], multiple="3.1") == "ABOVE_LEGAL_CAP"
    )
    assert "DIFFERS_FROM_LAW" in codes(stolen(OLD, item, multiple="6"))


def test_nothing_below_zero() -> None:
    answer = stolen(OLD, {"kwh": "100", "deduct_kwh": "150"})
    assert total(answer) == 0
    assert "DEDUCTED_MORE_THAN_USED" in codes(answer)


def test_days_are_inclusive() -> None:
    item = {"kw": "1", "hours_per_day": "1", "from": "2020-02-28", "to": "2020-03-01"}
    assert figure(stolen(OLD, item), "kwh") == 3


def over(**act: Any) -> dict[str, Any]:
    base = {"act": "over_capacity", "two_part": True, "kva": "100", "price": "30"}
    return ask("breach", acts=[{**base, **act}])


@pytest.mark.parametrize(
    ("start", "end", "back"),
    [
        ("2020-02-01", "2020-02-29", "3000.00"),  # a whole month, short as it is
        ("2020-01-01", "2020-01-30", "3000.00"),  # 30 of 31 days are a month by thirty
        ("2020-01-02", "2020-01-31", "3000.00"),
        ("2020-01-16", "2020-01-31", "1600.00"),
        ("2025-01-16", "2025-01-31", "1548.39"),  # 16 ÷ 31 since 2024
        ("2024-05-31", "2024-06-01", "200.00"),  # 1 ÷ 30 and 1 ÷ 30
    ],
)
def test_part_months(start: str, end: str, back: str) -> None:
    answer = over(**{"from": start, "to": end})
    assert Decimal(answer["lines"][0]["amount"]) == Decimal(back)


def test_days_without_dates_need_the_old_divisor() -> None:
    act = {"act": "over_capacity", "two_part": True, "kva": "1", "price": "30", "days": 5}
    assert refusal("breach", law_on=NEW, acts=[act]) == "DATES_MISSING"
    assert total(ask("breach", law_on=NEW, acts=[{**act, "divisor": "thirty_days"}])) == 20


def test_obsolete_quota_rule() -> None:
    act = {"act": "over_quota", "kw": "10", "kwh": "100", "price": "0.5"}
    assert total(ask("breach", law_on=OLD, acts=[act])) == 260
    assert refusal("breach", law_on=NEW, acts=[act]) == "RULE_MISSING"


def test_several_acts_add_up() -> None:
    acts = [
        {"act": "moved_equipment", "customer": "residential"},
        {"act": "foreign_supply", "kw": "2"},
        {"act": "sealed_equipment", "two_part": False, "kva": "10"},
    ]
    alone = sum(total(ask("breach", law_on=OLD, acts=[act])) for act in acts)
    assert total(ask("breach", law_on=OLD, acts=acts)) == alone == 1800
