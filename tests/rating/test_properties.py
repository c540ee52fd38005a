"""What must hold for every usage, not only for the cases someone thought of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.rating.charges.power_factor import power_factor_of
from gridhall.rating.charges.tiers import Allowances, split
from gridhall.rating.engine import rate
from gridhall.rating.quote import quote
from gridhall.rating.request import Agreement, BillingMethod, Household, MonthUse
from gridhall.rating.result import Rated
from tests.rating.builders import meter, request
from tests.rating.support import library
from tests.rating.test_quantities import point

JAN = date(2026, 1, 1)
library()  # load the books before hypothesis measures time
ALLOWANCES = Allowances(Decimal(230), Decimal(170), Decimal(100))
energy = st.decimals(0, 20_000, places=2)
months = st.integers(1, 12)


def bill(price_class: str, kwh: Decimal, **facts: object) -> Rated:
    answer = quote(price_class, kwh, library=library(), on=JAN, **facts)  # type: ignore[arg-type]
    assert isinstance(answer, Rated), answer
    return answer


@given(energy, energy)
def test_more_energy_never_costs_a_home_less(one: Decimal, two: Decimal) -> None:
    less, more = sorted((one, two))
    assert bill("ZJ-RES-TIER", less).total <= bill("ZJ-RES-TIER", more).total


@given(energy, st.decimals(0, 1, places=3))
def test_tier_energy_and_lines_add_up(kwh: Decimal, share: Decimal) -> None:
    valley = (kwh * share).quantize(Decimal("0.01"))
    answer = bill("ZJ-RES-TIER-TOU", kwh, periods={"valley": valley})
    assert answer.total == sum(line.amount for line in answer.lines)
    by_code = {line.code: line.quantity for line in answer.lines}
    assert by_code["ENERGY_PEAK"] + by_code["ENERGY_VALLEY"] == kwh


@given(st.lists(energy, min_size=1, max_size=12), st.none() | months, st.none() | months)
def test_a_year_of_tiers_loses_no_energy_and_no_allowance(
    year: list[Decimal], moved_in: int | None, granted: int | None
) -> None:
    home = Household(
        move_in_date=date(2026, moved_in, 9) if moved_in else None,
        large_household_from=date(2026, granted, 1) if granted else None,
    )
    used = tuple(MonthUse(month=date(2026, i + 1, 1), kwh=k) for i, k in enumerate(year[:-1]))
    last = date(2026, len(year), 1)
    home = Household(
        move_in_date=home.move_in_date,
        large_household_from=home.large_household_from,
        used_before=used,
    )
    found = split(home, month=last, kwh=year[-1], allowances=ALLOWANCES)
    assert sum(found.kwh) == year[-1]
    assert all(part >= 0 for part in (*found.kwh, *found.after))
    spent = sum(year, Decimal(0))
    tier_3_total = spent - (sum(found.year_allowance) - sum(found.after))
    assert tier_3_total >= 0


@given(st.lists(energy, min_size=2, max_size=12), st.randoms())
def test_order_of_the_earlier_months_does_not_matter(year: list[Decimal], random: Random) -> None:
    used = [MonthUse(month=date(2026, i + 1, 1), kwh=k) for i, k in enumerate(year[:-1])]
    shuffled = used[:]
    random.shuffle(shuffled)
    month = date(2026, len(year), 1)
    results = [
        split(Household(used_before=tuple(u)), month=month, kwh=year[-1], allowances=ALLOWANCES)
        for u in (used, shuffled)
    ]
    assert results[0] == results[1]


@given(st.decimals(0, 99_999, places=2), st.decimals(0, 9_999, places=2))
def test_a_roll_over_measures_the_same_as_a_wider_register(start: Decimal, used: Decimal) -> None:
    end = (start + used) % 100_000
    wide = meter({"total": (str(start), str(start + used))}, digits=8)
    narrow = meter({"total": (str(start), str(end))}, digits=5)
    truth = rate(request(point(wide)), library())
    answer = rate(request(point(narrow)), library())
    assert isinstance(truth, Rated)
    if isinstance(answer, Rated):
        assert answer.total == truth.total
    else:
        assert answer.code == "NEGATIVE_CONSUMPTION"
        assert start < 90_000 or end >= 10_000


@settings(max_examples=50)
@given(st.lists(st.decimals(0, 9_999, places=2), min_size=2, max_size=5))
def test_splitting_a_meter_into_several_conserves_energy(parts: list[Decimal]) -> None:
    total = sum(parts, Decimal(0))
    several = [meter({"total": ("0", str(p))}, asset_no=f"M{i}") for i, p in enumerate(parts)]
    one = rate(request(point(meter({"total": ("0", str(total))}))), library())
    many = rate(request(point(*several)), library())
    assert isinstance(one, Rated)
    assert isinstance(many, Rated)
    assert one.quantities.billed_kwh == many.quantities.billed_kwh == total
    assert one.total == many.total


@given(st.decimals("0.01", 10**9, places=2), st.decimals(0, 10**9, places=2))
def test_power_factor_lies_in_the_table_and_is_rounded_right(
    active: Decimal, reactive: Decimal
) -> None:
    pf = power_factor_of(active, reactive)
    assert 0 <= pf <= 1
    square, whole = active * active, active * active + reactive * reactive
    low, high = pf - Decimal("0.005"), pf + Decimal("0.005")
    assert low <= 0 or low * low * whole <= square
    assert square < high * high * whole


@given(st.integers(0, 3000), st.integers(1, 2000), st.integers(0, 2000))
def test_demand_charge_grows_with_demand(demand: int, contract: int, more: int) -> None:
    terms = Agreement(
        price_class="HB-2P-35KV",
        billing_method=BillingMethod.TWO_DEMAND,
        contracted_capacity_kva=Decimal(1000),
        contract_demand_kw=Decimal(contract),
    )
    facts = {"agreement": terms}
    low = bill("HB-2P-35KV", Decimal(10), demand_kw=demand, **facts)
    high = bill("HB-2P-35KV", Decimal(10), demand_kw=demand + more, **facts)
    assert low.total <= high.total
