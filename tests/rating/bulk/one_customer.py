"""The tariff of the comparison as a case of the quote language: one customer, explained."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from . import other_engine

PERIODS = ("sharp", "peak", "flat", "valley", "deep")


def bill_case(tariff: other_engine.Tariff, month: str, kwh: list[str]) -> dict[str, Any]:
    """Return a month of hours as a case."""
    edges = [0, *(n for n in range(1, 24) if tariff.hours[n] != tariff.hours[n - 1]), 24]
    hours = [
        {"period": PERIODS[tariff.hours[a]], "from": f"{a:02d}:00", "to": f"{b:02d}:00"}
        for a, b in pairwise(edges)
    ]
    return {
        "kind": "bill", "period": month,
        "tariff": {"inline": {
            "energy": {"prices": dict(zip(PERIODS, tariff.prices, strict=True))}, "hours": hours,
            "demand": {"price": tariff.demand, "strategy": "actual"},
            "charges": [{"name": "fixed", "fixed": tariff.fixed}],
        }},
        "usage": {"intervals": {"start": f"{month}-01T00:00", "minutes": 60, "kwh": kwh}},
    }  # fmt: skip
