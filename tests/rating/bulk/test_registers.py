"""Register bills in bulk are those of the readable path, line for line."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from gridhall.rating.bulk import compiling, registers
from gridhall.rating.bulk.prices import LinePrice, Quantity
from gridhall.rating.bulk.register_plan import RegisterPlan
from gridhall.rating.charges import tiers
from gridhall.rating.engine import rate
from gridhall.rating.request import (
    Correction,
    CorrectionKind,
    Household,
    MeteringPoint,
    MonthUse,
    RatingRequest,
)
from gridhall.rating.result import Rated
from tests.rating import builders
from tests.rating.support import library as shipped_library

MONTH = date(2026, 7, 1)
ZHEJIANG = ("230", "170", "100")  # tiers 1 and 2, and what large households have more, a month
CLASSES = ["ZJ-RES-TIER", "ZJ-RES-TIER-TOU", "ZJ-RES-COMB-LV"]


def a_home(chance: random.Random, price_class: str) -> RatingRequest:
    """Return a home's July with readings to 0.01 kWh and the earlier months of its year."""
    moved_in = chance.choice([None, None, 3, 6])
    months = range(moved_in or 1, 7)
    household = Household(
        move_in_date=date(2026, moved_in, 9) if moved_in else None,
        large_household_from=date(2026, chance.randint(1, 8), 1) if chance.random() < 0.2 else None,
        low_income=chance.random() < 0.3,
        used_before=tuple(
            MonthUse(month=date(2026, month, 1), kwh=Decimal(chance.randint(0, 120_000)) / 100)
            for month in months
        ),
    )
    peak, valley = chance.randint(0, 250_000), chance.choice([0, chance.randint(0, 90_000)])
    reads = {
        name: ("100", str(100 + Decimal(kwh) / 100))
        for name, kwh in (("total", peak + valley), ("peak", peak), ("valley", valley))
    }
    if chance.random() < 0.05:
        reads = dict.fromkeys(reads, ("100", "100"))
    credit = ()
    if chance.random() < 0.15:  # a correction larger than the month gives energy back
        kwh = Decimal(-(peak + valley) - chance.randint(1, 300_000)) / 100
        credit = (Correction(kind=CorrectionKind.OTHER, kwh=kwh, period="total"),)
    point = MeteringPoint(mp_no="P", meters=(builders.meter(reads),), corrections=credit)
    request = builders.request(point, price_class=price_class, tou="TOU" in price_class)
    return builders.replaced(request, month=MONTH, household=household)


def used_before(household: Household, allowances: tiers.Allowances) -> tuple[int, int]:
    """Return the Wh of the earlier months that lie in tiers 2 and 3, month by month."""
    sums = [0, 0]
    for number, use in enumerate(household.used_before):
        known = replace(household, used_before=household.used_before[:number])
        parts = tiers.split(known, month=use.month, kwh=use.kwh, allowances=allowances).kwh
        sums = [sums[0] + int(parts[1] * 1000), sums[1] + int(parts[2] * 1000)]
    return sums[0], sums[1]


def a_row(
    number: int, request: RatingRequest, rated: Rated, kwh_a_month: tuple[str, str, str] = ZHEJIANG
) -> dict[str, Any]:
    """Return the home as a row of the batch; what is left of its allowances by the tier rule."""
    energy = {period.period: int(period.kwh * 1000) for period in rated.quantities.periods}
    allowances = tiers.Allowances(*map(Decimal, kwh_a_month))
    kwh = rated.quantities.billed_kwh
    found = tiers.split(request.household, month=MONTH, kwh=kwh, allowances=allowances)
    used = used_before(request.household, allowances)
    return {
        "account": number, "wh": sum(energy.values()),
        "wh_peak": energy.get("peak", 0), "wh_valley": energy.get("valley", 0),
        "left_1": int(found.before[0] * 1000), "left_2": int(found.before[1] * 1000),
        "used_2": used[0], "used_3": used[1],
        "low_income": request.household.low_income,
    }  # fmt: skip


@pytest.mark.parametrize("price_class", CLASSES)
def test_bulk_gives_the_readable_bill_line_for_line(price_class: str) -> None:
    chance, library = random.Random(price_class), shipped_library()  # noqa: S311
    homes = [a_home(chance, price_class) for _ in range(150)]
    rated = [rate(home, library) for home in homes]
    plan = compiling.register_plan(library, price_class, on=MONTH, tou="TOU" in price_class)
    rows = [a_row(n, home, bill) for n, (home, bill) in enumerate(zip(homes, rated, strict=True))]
    columns = {name: [row[name] for row in rows] for name in registers.schema(plan).names}

    got = registers.rate_registers(registers.batch_of(columns, plan), plan)

    readable = [
        (number, line.code, int(line.quantity * 1000), int(line.amount * 100))
        for number, bill in enumerate(rated)
        for line in bill.lines
    ]
    assert [tuple(row.values()) for row in got.lines.to_pylist()] == readable
    assert got.control.fen == sum(int(bill.total * 100) for bill in rated)
    assert {line.code for bill in rated for line in bill.lines} == {x.code for x in plan.lines}


def test_what_is_left_of_the_allowances_is_told_for_the_next_month() -> None:
    plan = compiling.register_plan(shipped_library(), "ZJ-RES-TIER", on=MONTH, tou=False)
    row = {"account": [1], "wh": [300_000], "left_1": [200_000], "left_2": [500_000],
           "used_2": [0], "used_3": [0], "low_income": [False]}  # fmt: skip

    got = registers.rate_registers(registers.batch_of(row, plan), plan)

    assert got.allowances is not None
    assert [int(part[0]) for part in got.allowances] == [0, 400_000, 100_000, 0]


def test_a_credit_is_the_mirror_of_a_debit() -> None:
    plan = RegisterPlan(
        price_class="X", periods=(), decimals=4, rounding="half_up_fen",
        lines=(LinePrice(code="E", quantity=Quantity.TOTAL, units=5_653),),
    )  # fmt: skip
    wh = [12_345, -12_345, 50, -50]

    got = registers.rate_registers(
        registers.batch_of({"account": [1, 2, 3, 4], "wh": wh}, plan), plan
    )

    assert got.lines.column("fen").to_pylist() == [698, -698, 3, -3]


def test_a_class_that_needs_more_than_registers_is_refused() -> None:
    plan = RegisterPlan(price_class="X", periods=(), lines=(), decimals=2, rounding="half_up_fen")
    empty = registers.rate_registers(registers.batch_of({"account": [], "wh": []}, plan), plan)

    assert empty.lines.num_rows == 0
    assert isinstance(empty.lines, pa.RecordBatch)


def test_a_rounding_that_columns_do_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "ROUNDINGS", frozenset())

    with pytest.raises(compiling.NotInBulk):
        compiling.register_plan(shipped_library(), "ZJ-RES-TIER", on=MONTH, tou=False)


def test_prices_become_whole_numbers_without_rounding() -> None:
    prices = [Decimal("0.538"), Decimal("-0.0100"), Decimal("12")]

    decimals = compiling.decimals_of(prices)

    assert decimals == 3
    assert [compiling.units_of(price, decimals) for price in prices] == [538, -10, 12_000]
