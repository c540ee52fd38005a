"""What must hold for every usage: parts add up, dividing loses nothing, order does not matter."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.kernel.periods import DatePeriod
from gridhall.rating.charges.installed import Limits, capacity_runs
from gridhall.rating.charges.months import month_shares
from gridhall.rating.charges.tiers import Allowances, split
from gridhall.rating.request import (
    CapacityChange,
    CapacityChangeKind,
    Household,
    Intervals,
    MeteringPoint,
    MonthUse,
)
from tests.rating.asking import agreement, ask, bill, intervals, meter, point
from tests.rating.own_books import TOU, own_library

JAN = ("2026-01-01", "2026-02-01")
FIRST = date(2026, 1, 1)
FEN = Decimal("0.01")
FLAT = own_library({"A": [{"method": "flat_energy", "values": {"price": "0.5283"}}]}, shipped=False)
kwh = st.decimals(0, 99_999, places=2)
days = st.sets(st.integers(1, 30), max_size=4)
multipliers = st.sampled_from(["1", "15", "20", "60", "150", "8000"])


def cut_book(cuts: set[int], rule: str) -> Any:
    """Return a book whose price is 'changed' to the same figure on some days of January."""
    steps = [("1990-01-01", "0.5283")]
    steps += [((FIRST + timedelta(days=n)).isoformat(), "0.5283") for n in sorted(cuts)]
    charge = {"method": "flat_energy", "values": {"price": steps}}
    conventions = {"price_change_split": "by_days", "quantity_rounding": rule}
    return own_library({"A": [charge]}, conventions=conventions, shipped=False)


@settings(max_examples=25, deadline=None)
@given(kwh, days, multipliers, st.sampled_from(["whole_half_up", "none"]))
def test_dividing_a_period_by_days_keeps_energy_and_money(
    used: Decimal, cuts: set[int], multiplier: str, rule: str
) -> None:
    reads = {"total": {JAN[0]: "17.5", JAN[1]: str(Decimal("17.5") + used)}}
    asked = ask(*JAN, point(meter(reads, multiplier=multiplier)), terms=agreement())
    whole, parts = bill(asked, FLAT), bill(asked, cut_book(cuts, rule))
    assert parts.quantities.billed_kwh == whole.quantities.billed_kwh
    assert sum(line.quantity for line in parts.lines) == whole.quantities.billed_kwh
    assert abs(parts.total - whole.total) <= FEN * len(parts.lines)
    assert len(parts.lines) == len(cuts) + 1


@settings(max_examples=25, deadline=None)
@given(st.lists(kwh, min_size=2, max_size=5))
def test_dividing_by_reads_gives_each_part_its_own(uses: list[Decimal]) -> None:
    values = list(accumulate(uses, initial=Decimal(3)))
    edges = [FIRST + timedelta(days=5 * n) for n in range(len(uses))]
    by_day = dict(zip([d.isoformat() for d in edges] + [JAN[1]], map(str, values), strict=True))
    cuts = {5 * n for n in range(1, len(uses))}
    answer = bill(
        ask(*JAN, point(meter({"total": by_day})), terms=agreement()), cut_book(cuts, "none")
    )
    assert [line.quantity for line in answer.lines] == uses
    assert answer.warnings == ()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.decimals(0, 50, places=3), min_size=96, max_size=96), st.sampled_from([30, 60]))
def test_intervals_lose_nothing_and_longer_ones_say_the_same(
    values: list[Decimal], minutes: int
) -> None:
    charge = {"method": "energy", "values": {"price.peak": "1", "price.valley": "0.5"}}
    books = own_library({"A": [charge]}, tou=TOU, shipped=False)
    fine = intervals("2026-01-05", [str(v) for v in values])
    step = minutes // 15
    sums = tuple(sum(values[n : n + step], Decimal(0)) for n in range(0, 96, step))
    coarse = Intervals(start=fine.start, minutes=minutes, kwh=sums)  # type: ignore[arg-type]

    def of(series: Intervals) -> Any:
        found = MeteringPoint(mp_no="P", intervals=series)
        return bill(ask("2026-01-05", "2026-01-06", found, terms=agreement(tou=True)), books)

    assert of(fine).quantities.billed_kwh == sum(values, Decimal(0))
    assert [p.kwh for p in of(fine).quantities.periods] == [
        p.kwh for p in of(coarse).quantities.periods
    ]
    assert of(fine).total == of(coarse).total


changes = st.lists(
    st.tuples(
        st.sampled_from([CapacityChangeKind.SWAP, CapacityChangeKind.INCREASE]),
        st.integers(0, 500),
        st.integers(-40, 80),
        st.none() | st.integers(1, 60),
    ),
    max_size=5,
)


@settings(max_examples=60)
@given(changes, st.randoms())
def test_runs_of_capacity_cover_every_day_once_in_any_order(
    drawn: list[tuple[CapacityChangeKind, int, int, int | None]], random: Any
) -> None:
    period = DatePeriod(FIRST, date(2026, 3, 1))
    listed = []
    for kind, kva, start, length in drawn:
        day = FIRST + timedelta(days=start)
        back = None if length is None else day + timedelta(days=length)
        listed.append(
            CapacityChange(kind=kind, kva_change=Decimal(kva), from_date=day, restored_date=back)
        )
    found = []
    for _ in range(2):
        terms = agreement(contracted_capacity_kva="100", capacity_changes=tuple(listed))
        found.append(capacity_runs(terms, period, limits=Limits(15)))
        random.shuffle(listed)
    assert found[0] == found[1]
    assert sum(run.period.days for run in found[0]) == period.days
    assert all(run.kva >= 100 for run in found[0])
    shares = [
        share
        for run in found[0]
        for share in month_shares(run.period, billed=period, divisor_rule="calendar_days")
    ]
    assert sum(share.days for share in shares) == period.days


@settings(max_examples=60)
@given(st.lists(st.decimals(-500, 2_000, places=1), min_size=1, max_size=12))
def test_tiers_of_a_year_depend_only_on_what_was_used(year: list[Decimal]) -> None:
    """However a year's energy is divided over months, also given back, the tiers come out alike."""
    sums = list(accumulate(year))
    if min(sums) < 0:
        return
    allowances = Allowances(Decimal(230), Decimal(170), Decimal(0))
    tiers = [Decimal(0)] * 3
    for number, used in enumerate(year):
        before = tuple(
            MonthUse(month=date(2026, n + 1, 1), kwh=k) for n, k in enumerate(year[:number])
        )
        home = Household(used_before=before)
        month = date(2026, number + 1, 1)
        found = split(home, month=month, kwh=used, allowances=allowances)
        assert sum(found.kwh) == used
        tiers = [a + b for a, b in zip(tiers, found.kwh, strict=True)]
    at_once = split(Household(), month=FIRST, kwh=sums[-1], allowances=allowances)
    assert tiers == list(at_once.kwh)
