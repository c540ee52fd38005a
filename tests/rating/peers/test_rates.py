"""Tariffs of other countries in the quote language, against figures others have published."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.rating.quotes.published import answer_to

DATA = Path(__file__).parent / "data"
SUMMER, WINTER = [5, 6, 7, 8, 9, 10], [11, 12, 1, 2, 3, 4]
WORK, REST = [1, 2, 3, 4, 5], [6, 7]


@cache
def read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def rated(quote: dict[str, Any]) -> dict[str, Any]:
    answer = answer_to(quote)
    assert answer["outcome"] == "rated", answer.get("refusal") or answer.get("errors")
    return answer


def of_group(answer: dict[str, Any], group: str) -> Decimal:
    amounts = [Decimal(x["amount"]) for x in answer["lines"] if x["group"] == group]
    return sum(amounts, Decimal(0))


@pytest.mark.parametrize("bill", read("japan.yaml")["bills"], ids="-".join)
def test_japan(bill: list[str]) -> None:
    plan, amperes, kwh, yen = bill
    facts = read("japan.yaml")["tariffs"][plan]
    tariff: dict[str, Any] = {
        "currency": "JPY",
        "rounding": {"line": "none", "quantity": "half_up:1", "total": "down:1"},
    }
    tariff |= {key: value for key, value in facts.items() if key != "basic"}
    if "basic" in facts:
        basic = {"name": "basic charge", "fixed": facts["basic"][amperes], "zero_factor": "0.5"}
        tariff["charges"] = [basic]
    if plan == "tepco" and amperes in ("10", "15"):
        tariff["minimum"] = "231"

    answer = rated({"period": "2020-01", "usage": {"kwh": kwh}, "tariff": {"inline": tariff}})

    assert Decimal(answer["total"]) == Decimal(yen)


@pytest.mark.parametrize(
    "bill", read("taiwan.yaml")["bills"], ids=lambda bill: f"{bill[0]} {bill[1]}"
)
def test_taiwan_tiers(bill: list[Any]) -> None:
    facts = read("taiwan.yaml")
    tiers = {"basis": "period", "bounds": facts["bounds"], "prices": bill[2]}
    quote = {
        "period": {"from": "2008-06-01", "to": "2008-08-01"},
        "usage": {"kwh": facts["kwh"]},
        "tariff": {"inline": {"currency": "TWD", "tiers": tiers}},
    }

    assert Decimal(rated(quote)["total"]) == Decimal(bill[3])


def test_taiwan_month_by_time_of_use() -> None:
    kwh = []
    for day in range(1, 32):
        weekend = (day - 1) % 7 in (5, 6)  # 1 July 2024 is a Monday
        kwh += ["1.5"] * 24 if weekend else ["1.0"] * 9 + ["2.5"] * 15
    tariff = {
        "currency": "TWD",
        "hours": [
            {"period": "peak", "from": "09:00", "to": "24:00", "weekdays": WORK},
            {"period": "off", "from": "00:00", "to": "09:00", "weekdays": WORK},
            {"period": "off", "from": "00:00", "to": "24:00", "weekdays": REST},
        ],
        "energy": {"prices": {"peak": "5.16", "off": "2.06"}},
        "charges": [
            {"name": "basic", "fixed": "75", "per": "month"},
        ],
    }
    intervals = {"start": "2024-07-01T00:00", "minutes": 60, "kwh": kwh}
    quote = {"period": "2024-07", "usage": {"intervals": intervals}, "tariff": {"inline": tariff}}

    answer = rated(quote)

    assert abs(of_group(answer, "energy") - Decimal("5470.2")) < 1
    assert of_group(answer, "fixed") == 75


def hours(period: str, start: str, end: str, months: list[int], days: list[int]) -> dict[str, Any]:
    return {"period": period, "from": start, "to": end, "months": months, "weekdays": days}


PGE_HOURS = [
    hours("s_low", "21:30", "08:30", SUMMER, WORK),
    hours("s_half", "08:30", "12:00", SUMMER, WORK),
    hours("s_peak", "12:00", "18:00", SUMMER, WORK),
    hours("s_half", "18:00", "21:30", SUMMER, WORK),
    hours("s_low", "00:00", "24:00", SUMMER, REST),
    hours("w_low", "21:30", "08:30", WINTER, WORK),
    hours("w_half", "08:30", "12:00", WINTER, WORK),
    hours("w_mid", "12:00", "18:00", WINTER, WORK),
    hours("w_half", "18:00", "21:30", WINTER, WORK),
    hours("w_low", "00:00", "24:00", WINTER, REST),
]
PGE = {
    "currency": "USD",
    "hours": PGE_HOURS,
    "energy": {
        "prices": {
            "s_peak": "0.16299", "s_half": "0.1196", "s_low": "0.08981",
            "w_half": "0.1133", "w_mid": "0.1133", "w_low": "0.09716",
        }
    },
    "demand_periods": [
        {"prices": {"s_peak": "21.19", "s_half": "5.88", "any": "21.3"}, "months": SUMMER},
        {"prices": {"w_half": "0.06", "any": "21.3"}, "months": WINTER},
    ],
    "rounding": {"line": "none"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "until", "demand", "energy"),
    [
        ("2024-07-10", "2024-07-11", "4027.79", "140.916195"),
        ("2024-07-13", "2024-07-14", "2023.5", "102.3834"),
        ("2024-03-07", "2024-03-08", "2028.6", "123.24669"),
        ("2024-03-09", "2024-03-10", "2023.5", "110.7624"),
    ],
)
def test_california_demand_and_energy_by_period(
    day: str, until: str, demand: str, energy: str
) -> None:
    intervals = {"start": f"{day}T00:00", "minutes": 15, "kw": [str(n) for n in range(96)]}
    quote = {
        "period": {"from": day, "to": until},
        "usage": {"intervals": intervals},
        "tariff": {"inline": PGE},
    }

    answer = rated(quote)

    assert of_group(answer, "demand") == Decimal(demand)
    assert of_group(answer, "energy") == Decimal(energy)


def test_first_energy_of_a_month_is_cheaper_within_time_of_use() -> None:
    """100 kWh at the base price 0.05 come off the dearer prices that hold above them."""
    tariff = {
        "currency": "USD",
        "hours": [
            {"period": "low", "from": "21:00", "to": "16:00"},
            {"period": "high", "from": "16:00", "to": "21:00"},
        ],
        "energy": {"prices": {"low": "0.10", "high": "0.15"}},
        "free": {"kwh": "100", "per": "bill", "price": "0.05"},
    }
    intervals = {"start": "2024-07-10T00:00", "minutes": 15, "kw": ["100"] * 96}
    quote = {
        "period": {"from": "2024-07-10", "to": "2024-07-11"},
        "usage": {"intervals": intervals},
        "tariff": {"inline": tariff},
    }

    assert Decimal(rated(quote)["total"]) == 260
