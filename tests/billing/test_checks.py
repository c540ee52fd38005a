"""What the approver is shown, and the rules of the company behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gridhall.billing import checks, rules
from gridhall.billing.services._issuing import due_date
from gridhall.rating.books import load_library
from gridhall.rating.quote import quote
from gridhall.rating.result import Rated
from gridhall.tariffs.folder import packaged_folder

JANUARY = date(2026, 1, 1)
LIMITS = checks.limits_on(JANUARY)


def bill(kwh: str, price_class: str = "ZJ-RES-TIER") -> Rated:
    answer = quote(price_class, kwh, library=load_library(Path(packaged_folder())), on=JANUARY)
    assert isinstance(answer, Rated)
    return answer


def codes(rated: Rated, *earlier: str) -> list[str]:
    return [f.code for f in checks.look(rated, tuple(map(Decimal, earlier)), LIMITS)]


def test_an_ordinary_month_shows_nothing() -> None:
    assert codes(bill("300"), "280", "310") == []


@pytest.mark.requirement("R45")
@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        ("900", "400", ["ENERGY_JUMP"]),
        ("800", "400", []),  # exactly twice is no jump yet
        ("199", "400", ["ENERGY_JUMP"]),
        ("200", "400", []),  # exactly half
        ("250", "60", []),  # less than 200 kWh apart
        ("900", "", []),  # nothing to compare with
    ],
)
def test_a_jump_needs_both_the_factor_and_the_difference(
    now: str, before: str, found: list[str]
) -> None:
    assert codes(bill(now), *([before] if before else [])) == found


@pytest.mark.requirement("R45")
def test_no_energy_is_shown_and_not_held() -> None:
    assert codes(bill("0")) == ["ZERO_ENERGY"]


@pytest.mark.requirement("R45")
def test_an_unusual_average_price_is_shown() -> None:
    odd = replace(bill("100"), total=Decimal("500.00"))

    (finding,) = checks.look(odd, (), LIMITS)

    assert finding.code == "UNUSUAL_AVERAGE_PRICE"
    assert "5.0000" in finding.zh
    assert "5.0000" in finding.en
    assert finding.origin == "company_rule"


@pytest.mark.requirement("R45")
def test_a_total_that_is_not_the_sum_of_its_lines_holds_the_bill() -> None:
    right = bill("100")

    fault = checks.fault_of(replace(right, total=right.total + Decimal("0.01")))

    assert checks.fault_of(right) is None
    assert fault is not None
    assert fault.code == "TOTAL_NOT_SUM_OF_LINES"


def test_the_due_date_is_a_dated_company_rule() -> None:
    rule = rules.rule("bill.days_to_pay", on=date(2026, 2, 2))

    assert rule.unit == "day"
    assert rule.source
    assert due_date(date(2026, 2, 2)) == date(2026, 2, 22)
    with pytest.raises(rules.NoCompanyRule):
        rules.rule("bill.days_to_pay", on=date(2020, 1, 1))
