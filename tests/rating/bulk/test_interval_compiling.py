"""Plans read off the engine's own bills: bulk and readable path agree line for line."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from gridhall.rating.bulk import work
from gridhall.rating.bulk.compiling import NotInBulk
from gridhall.rating.bulk.interval_compiling import interval_plan
from gridhall.rating.engine import rate
from gridhall.rating.request import (
    Agreement,
    BillingMethod,
    Intervals,
    MeteringPoint,
    RatingRequest,
)
from gridhall.rating.result import Rated
from tests.rating.support import library as shipped_library

from . import support

HUBEI = "HB-1P-10KV"


def readable(wh: np.ndarray, price_class: str) -> Rated:
    """Return the bill of one account's January by the readable path."""
    kwh = tuple(Decimal(int(value)) / 1000 for value in wh.reshape(-1))
    point = MeteringPoint(
        mp_no="P",
        intervals=Intervals(start=datetime.fromisoformat("2026-01-01"), minutes=15, kwh=kwh),
    )
    rated = rate(
        RatingRequest(
            account_no="A", period_start=date(2026, 1, 1), period_end=date(2026, 2, 1),
            agreement=Agreement(
                price_class=price_class, billing_method=BillingMethod.SINGLE, tou=True
            ),
            points=(point,),
        ),
        shipped_library(),
    )  # fmt: skip
    assert isinstance(rated, Rated), rated
    return rated


def test_intervals_in_bulk_are_the_readable_bill_line_for_line(tmp_path: Path) -> None:
    wh = support.readings(3, seed=5)
    plan = interval_plan(shipped_library(), HUBEI, month=support.FIRST)

    rated = work.rate_bucket(support.bucket(tmp_path / "b.parquet", wh), plan)

    expected = [
        (1000 + number, line.code, int(line.quantity * 1000), int(line.amount * 100))
        for number, account in enumerate(wh)
        for line in readable(account, HUBEI).lines
    ]
    assert [tuple(row.values()) for row in rated.lines.to_pylist()] == expected
    assert len({code for _account, code, _wh, _fen in expected}) >= 4


def test_a_plan_names_the_books_it_was_made_from() -> None:
    plan = interval_plan(shipped_library(), HUBEI, month=support.FIRST)

    assert {name for name, _sha in plan.books} >= {"CN/hubei/agency-purchase-2026-01"}
    assert plan.days == 31


@pytest.mark.parametrize(
    ("price_class", "method"),
    [
        ("ZJ-RES-TIER", BillingMethod.ENERGY_ONLY),
        ("ZJ-RES-TIER-TOU", BillingMethod.ENERGY_ONLY),
        ("HB-2P-10KV", BillingMethod.TWO_CAPACITY),
    ],
)
def test_what_differs_between_accounts_is_refused(price_class: str, method: BillingMethod) -> None:
    with pytest.raises(NotInBulk):
        interval_plan(shipped_library(), price_class, month=support.FIRST, method=method)
