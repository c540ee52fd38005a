"""Another engine on the same load and the same tariff: unrounded totals agree to 1e-6."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from gridhall.rating.bulk import work
from gridhall.rating.bulk.layout import table_of, write_bucket
from gridhall.rating.bulk.plan import IntervalPlan
from gridhall.rating.bulk.prices import LinePrice, Quantity
from tests.rating.quotes.published import answer_to

from . import other_engine
from .one_customer import bill_case

YEAR = 2018
TARIFF = other_engine.Tariff(
    hours=(3,) * 8 + (1,) * 4 + (2,) * 5 + (0,) * 3 + (1,) * 2 + (4,) * 2,
    prices=("1.133999", "0.930961", "0.735886", "0.516924", "0.206770"),
    demand="38.40", fixed="100",
)  # fmt: skip
DECIMALS = 6


def units(price: str) -> int:
    return int(Decimal(price).scaleb(DECIMALS))


def month_plan(month: int) -> IntervalPlan:
    """Return the tariff as a plan of one month of hours."""
    energy = [
        LinePrice(code=f"ENERGY_{n}", quantity=Quantity.PERIOD, number=n, units=units(price))
        for n, price in enumerate(TARIFF.prices)
    ]
    demand = LinePrice(code="DEMAND", quantity=Quantity.DEMAND, units=units(TARIFF.demand))
    fixed = LinePrice(code="FIXED", quantity=Quantity.FIXED, units=units(TARIFF.fixed))
    return IntervalPlan(
        price_class="", first=date(YEAR, month, 1), kinds=(0,) * monthrange(YEAR, month)[1],
        periods=tuple(map(str, range(len(TARIFF.prices)))), slots=(TARIFF.hours,),
        lines=(*energy, demand, fixed), decimals=DECIMALS, rounding="half_up_fen",
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_unrounded_bills_agree_with_utilityrate5(tmp_path: Path, seed: int) -> None:
    watts = np.random.default_rng(seed).integers(0, 90_000, size=(365, 24)).astype(np.int32)
    theirs = other_engine.monthly_bills(
        other_engine.prepared(TARIFF), [w / 1000 for w in watts.reshape(-1).tolist()]
    )
    first = date(YEAR, 1, 1).toordinal()
    for month in range(1, 13):
        of = month_plan(month)
        start = of.first.toordinal() - first
        rows = watts[start : start + of.days]
        day = np.arange(of.days, dtype=np.int32) + (of.first - date(1970, 1, 1)).days
        write_bucket(tmp_path / "b.parquet", table_of(np.ones(of.days, np.int64), day, rows))

        rated = work.rate_bucket(tmp_path / "b.parquet", of)

        price = {line.code: Decimal(line.units).scaleb(-DECIMALS) for line in of.lines}
        exact = sum(
            Decimal(row["quantity"]) / 1000 * price[row["code"]] for row in rated.lines.to_pylist()
        )
        assert abs(float(exact) - theirs[month - 1]) <= 1e-6
        assert abs(Decimal(rated.control.fen) / 100 - exact) <= Decimal("0.005") * len(of.lines)


def test_the_explained_bill_of_one_customer_agrees_too() -> None:
    watts = np.random.default_rng(9).integers(0, 90_000, size=(365, 24))
    theirs = other_engine.monthly_bills(
        other_engine.prepared(TARIFF), [w / 1000 for w in watts.reshape(-1).tolist()]
    )
    kwh = [str(Decimal(w) / 1000) for w in watts[:31].reshape(-1).tolist()]

    answer = answer_to(bill_case(TARIFF, f"{YEAR}-01", kwh))

    exact = sum(
        (Decimal(line["quantity"]) * Decimal(line["unit_price"]) for line in answer["lines"]),
        Decimal(0),
    )
    assert len(answer["lines"]) == len(TARIFF.prices) + 2
    assert abs(float(exact) - theirs[0]) <= 1e-6
