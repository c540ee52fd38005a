"""15-, 30- and 60-minute energy: periods by calendar, maximum demand, gaps, market prices."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any

import pytest

from gridhall.rating.request import Intervals, MeteringPoint, PriceSeries
from gridhall.rating.result import Rated
from tests.rating.asking import agreement, amounts, ask, bill, held, intervals, meter
from tests.rating.own_books import TOU, own_library

DAY = ("2026-01-05", "2026-01-06")
TWO_PRICES = {"method": "energy", "values": {"price.peak": "1", "price.valley": "0.5"}}
DEMAND = {"method": "demand", "values": {"price": "40", "strategy": "actual"}}


def by_time() -> Any:
    return own_library({"A": [TWO_PRICES]}, tou=TOU, shipped=False)


def at(series: Intervals, **facts: Any) -> MeteringPoint:
    return MeteringPoint(mp_no="P1", intervals=series, **facts)


def quarters(**by_hour: str) -> list[str | None]:
    """Return a day of quarter-hours of nought, and all four of an hour at a value."""
    values: list[str | None] = ["0"] * 96
    for hour, kwh in by_hour.items():
        first = int(hour[1:]) * 4
        values[first : first + 4] = [kwh] * 4
    return values


def periods(answer: Rated) -> dict[str, str]:
    return {p.period: str(p.kwh) for p in answer.quantities.periods}


@pytest.mark.requirement("R40", "R42")
def test_each_quarter_hour_goes_to_the_period_of_its_beginning() -> None:
    series = intervals(DAY[0], quarters(h7="1", h8="2", h19="3", h20="4"))
    answer = bill(ask(*DAY, at(series), terms=agreement(tou=True)), by_time())
    assert periods(answer) == {"peak": "20", "valley": "20"}
    assert answer.total == Decimal("30.00")


def test_the_period_is_half_open_and_what_lies_outside_is_ignored() -> None:
    three_days = [*quarters(h8="100"), *quarters(h8="1"), *quarters(h0="50")]
    series = intervals("2026-01-04", three_days)
    answer = bill(ask(*DAY, at(series), terms=agreement(tou=True)), by_time())
    assert answer.quantities.billed_kwh == 4


@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_longer_intervals_are_the_same_energy(minutes: int) -> None:
    count = 24 * 60 // minutes
    series = intervals(DAY[0], ["0.25"] * count, minutes)
    answer = bill(ask(*DAY, at(series), terms=agreement(tou=True)), by_time())
    assert answer.quantities.billed_kwh == Decimal("0.25") * count
    assert periods(answer)["peak"] == str(Decimal("0.25") * count / 2)


@pytest.mark.parametrize("broken", [0, 40, 95])
def test_a_gap_is_refused_and_named(broken: int) -> None:
    values = quarters()
    values[broken] = None
    answer = held(ask(*DAY, at(intervals(DAY[0], values)), terms=agreement()), by_time())
    assert answer.code == "INTERVAL_MISSING"
    assert answer.params["at"] == f"2026-01-05 {broken // 4:02d}:{broken % 4 * 15:02d}"


def test_a_series_that_is_too_short_or_begins_off_its_own_grid_is_refused() -> None:
    short = at(intervals(DAY[0], quarters()[:95]))
    assert held(ask(*DAY, short, terms=agreement()), by_time()).code == "INTERVAL_MISSING"
    start = datetime.fromisoformat("2026-01-05T00:05")
    off = at(Intervals(start=start, minutes=15, kwh=(Decimal(1),) * 96))
    assert held(ask(*DAY, off, terms=agreement()), by_time()).code == "INTERVAL_MISSING"


def test_an_hour_that_lies_in_two_periods_is_refused() -> None:
    rows = {**TOU, "calendar": "HB.hours"}
    books = own_library({"A": [TWO_PRICES]}, tou=rows)
    series = intervals(DAY[0], ["1"] * 24, 60)
    answer = held(ask(*DAY, at(series), terms=agreement(tou=True)), books)
    assert answer.code == "INCONSISTENT_POINTS"


def test_maximum_demand_is_the_largest_quarter_hour_times_four() -> None:
    values = quarters()
    values[41], values[42] = "30.5", "30"
    terms = agreement(method="two_demand")
    answer = bill(
        ask(*DAY, at(intervals(DAY[0], values)), terms=terms), own_library({"A": [DEMAND]})
    )
    assert answer.quantities.demand_kw == 122
    step = next(s for s in answer.quantities.steps if s.code == "MAX_DEMAND")
    assert "2026-01-05 10:15" in step.trace.numbers.en


def test_demand_from_longer_intervals_is_warned_about() -> None:
    terms = agreement(method="two_demand")
    asked = ask(*DAY, at(intervals(DAY[0], ["10"] * 24, 60)), terms=terms)
    answer = bill(asked, own_library({"A": [DEMAND]}))
    assert answer.quantities.demand_kw == 10
    assert "DEMAND_FROM_LONG_INTERVALS" in [w.code for w in answer.warnings]


def test_a_total_register_settles_what_the_intervals_miss() -> None:
    register = meter({"total": {DAY[0]: "0", DAY[1]: "105"}})
    series = intervals(DAY[0], quarters(h1="10", h9="15"))
    asked = ask(*DAY, at(series, meters=(register,)), terms=agreement(tou=True))
    answer = bill(asked, by_time())
    assert periods(answer) == {"peak": "65", "valley": "40"}
    assert "INTERVAL_RESIDUE" in [s.code for s in answer.quantities.steps]


def test_a_price_that_changes_is_divided_by_the_intervals_without_a_warning() -> None:
    price = {
        "method": "flat_energy",
        "values": {"price": [("1990-01-01", "1"), ("2026-01-06", "2")]},
    }
    series = intervals("2026-01-05", ["1"] * 96 + ["2"] * 96)
    asked = ask("2026-01-05", "2026-01-07", at(series), terms=agreement())
    answer = bill(asked, own_library({"A": [price]}, shipped=False))
    assert amounts(answer) == [("ENERGY_SHARED", "96.00"), ("ENERGY_SHARED", "384.00")]
    assert answer.warnings == ()


def test_energy_fed_in_is_measured_apart() -> None:
    fed = intervals(DAY[0], quarters(h12="2"))
    taken = intervals(DAY[0], quarters(h20="1"))
    answer = bill(ask(*DAY, at(taken, reverse_intervals=fed), terms=agreement(tou=True)), by_time())
    exported = {p.period: p.kwh for p in answer.quantities.export_periods}
    assert exported == {"peak": 8, "valley": 0}
    assert answer.quantities.billed_kwh == 4


def test_reverse_registers_are_export_too() -> None:
    both = meter({"total": {DAY[0]: "0", DAY[1]: "5"}, "export_total": {DAY[0]: "7", DAY[1]: "10"}})
    point = MeteringPoint(mp_no="P1", meters=(both,))
    flat = own_library({"A": [{"method": "flat_energy", "values": {"price": "1"}}]}, shipped=False)
    answer = bill(ask(*DAY, point, terms=agreement()), flat)
    assert [(p.period, p.kwh) for p in answer.quantities.export_periods] == [("total", 3)]
    assert answer.total == 5


def series_of(
    name: str, prices: list[str], *, minutes: int = 60, every_day: bool = False
) -> PriceSeries:
    return PriceSeries(
        name=name,
        start=datetime.combine(datetime.fromisoformat(DAY[0]).date(), time()),
        minutes=minutes,  # type: ignore[arg-type]
        price=tuple(map(Decimal, prices)),
        every_day=every_day,
    )


def market() -> Any:
    return own_library({"A": [{"method": "interval_energy"}]}, shipped=False)


@pytest.mark.requirement("R42")
def test_market_prices_by_the_hour_are_summed_exactly_and_rounded_once() -> None:
    use = intervals(DAY[0], [str(n % 7) for n in range(96)])
    prices = [f"0.{300 + n * 7}" for n in range(24)]
    losses = ["0.0123"] * 24
    asked = ask(
        *DAY,
        at(use),
        terms=agreement(),
        market_prices=(series_of("energy", prices), series_of("line losses", losses)),
    )
    answer = bill(asked, market())
    exact = sum(Decimal(n % 7) * Decimal(prices[n // 4]) for n in range(96))
    assert answer.lines[0].amount == exact.quantize(Decimal("0.01"))
    assert answer.lines[1].amount == (Decimal("0.0123") * answer.lines[1].quantity).quantize(
        Decimal("0.01")
    )
    assert [x.description.en for x in answer.lines] == ["energy", "line losses"]


@pytest.mark.parametrize(("minutes", "points"), [(15, 96), (30, 48), (60, 24)])
def test_a_day_of_prices_may_repeat(minutes: int, points: int) -> None:
    use = intervals("2026-01-05", ["1"] * 96 * 2)
    prices = series_of("energy", ["1"] * (points // 2) + ["2"] * (points // 2), minutes=minutes)
    repeated = PriceSeries(
        name="energy",
        start=prices.start,
        minutes=prices.minutes,
        price=prices.price,
        every_day=True,
    )
    asked = ask("2026-01-05", "2026-01-07", at(use), terms=agreement(), market_prices=(repeated,))
    assert bill(asked, market()).total == 288
    asked = ask("2026-01-05", "2026-01-07", at(use), terms=agreement(), market_prices=(prices,))
    assert held(asked, market()).code == "INTERVAL_MISSING"


def test_market_prices_need_prices_and_intervals_fine_enough() -> None:
    use = at(intervals(DAY[0], ["1"] * 24, 60))
    assert held(ask(*DAY, use, terms=agreement()), market()).params["field"] == "market_prices"
    fine = (series_of("energy", ["1"] * 96, minutes=15),)
    asked = ask(*DAY, use, terms=agreement(), market_prices=fine)
    assert held(asked, market()).code == "INTERVAL_MISSING"


def test_losses_bear_the_weighted_average_of_the_market_price() -> None:
    use = at(intervals(DAY[0], quarters(h0="10", h12="30")), line_loss_pct=Decimal(5))
    prices = (series_of("energy", ["1"] * 12 + ["2"] * 12),)
    answer = bill(ask(*DAY, use, terms=agreement(), market_prices=prices), market())
    assert amounts(answer) == [("ENERGY_MARKET", "280.00"), ("ENERGY_MARKET_REST", "14.00")]
