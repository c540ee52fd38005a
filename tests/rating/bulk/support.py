"""Small buckets of invented loads, and a plan that prices them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from gridhall.rating.bulk.layout import QUARTERS, table_of, write_bucket
from gridhall.rating.bulk.plan import IntervalPlan
from gridhall.rating.bulk.prices import LinePrice, Quantity

FIRST = date(2026, 1, 1)
DAYS = 31
EPOCH = FIRST.toordinal() - date(1970, 1, 1).toordinal()
#: valley to 08:00, peak to 12:00, flat to 17:00, sharp to 20:00, peak to 22:00, valley
WORKDAY = (3,) * 32 + (1,) * 16 + (2,) * 20 + (0,) * 12 + (1,) * 8 + (3,) * 8
WEEKEND = (3,) * 48 + (2,) * 48
PRICES = (
    LinePrice(code="ENERGY_SHARP", quantity=Quantity.PERIOD, number=0, units=1_133_999),
    LinePrice(code="ENERGY_PEAK", quantity=Quantity.PERIOD, number=1, units=930_961),
    LinePrice(code="ENERGY_FLAT", quantity=Quantity.PERIOD, number=2, units=735_886),
    LinePrice(code="ENERGY_VALLEY", quantity=Quantity.PERIOD, number=3, units=516_924),
    LinePrice(code="FUNDS", quantity=Quantity.TOTAL, units=45_200),
)


def plan(*, weekends: bool = False, **changes: object) -> IntervalPlan:
    """Return a plan of January 2026; with ``weekends`` Saturdays and Sundays have other hours."""
    content: dict[str, object] = {
        "price_class": "TEST", "first": FIRST,
        "kinds": tuple(
            int(weekends and date.fromordinal(FIRST.toordinal() + n).weekday() >= 5)
            for n in range(DAYS)
        ),
        "periods": ("sharp", "peak", "flat", "valley"),
        "slots": (WORKDAY, WEEKEND) if weekends else (WORKDAY,),
        "lines": PRICES, "decimals": 6, "rounding": "half_up_fen",
    }  # fmt: skip
    return IntervalPlan(**{**content, **changes})  # type: ignore[arg-type]


def readings(accounts: int, *, seed: int = 1) -> np.ndarray:
    """Return invented Wh as [account, day, quarter-hour]."""
    values = np.random.default_rng(seed).integers(0, 3000, size=(accounts, DAYS, QUARTERS))
    return values.astype(np.int32)


def bucket(path: Path, wh: np.ndarray, *, first_account: int = 1000) -> Path:
    """Write the readings as a bucket and return its path."""
    count, days, slots = wh.shape
    accounts = np.repeat(np.arange(first_account, first_account + count, dtype=np.int64), days)
    day = np.tile(np.arange(EPOCH, EPOCH + days, dtype=np.int32), count)
    write_bucket(path, table_of(accounts, day, wh.reshape(count * days, slots)))
    return path
