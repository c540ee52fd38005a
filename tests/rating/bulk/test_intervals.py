"""Bulk rating of quarter-hours against a plain reference that adds and rounds one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.kernel.money import round_money
from gridhall.rating.bulk import condensed, layout, lines, plan, work
from gridhall.rating.bulk.layout import LARGEST_WH, InvalidBucket, write_bucket
from gridhall.rating.bulk.loads import joined, loads_of
from gridhall.rating.bulk.plan import IntervalPlan
from gridhall.rating.bulk.prices import ROUNDINGS, LinePrice, Quantity

from . import support


def plainly(wh: np.ndarray, of: IntervalPlan) -> dict[tuple[int, str], tuple[int, Decimal]]:
    """Return Wh and yuan by account and line: no columns, no integers of money."""
    found = {}
    for account, days in enumerate(wh):
        energy: dict[int | None, int] = defaultdict(int)
        for day, quarters in enumerate(days):
            for slot, value in enumerate(quarters):
                energy[of.slots[of.kinds[day]][slot]] += int(value)
                energy[None] += int(value)
        for one in of.lines:
            used = energy[None if one.quantity is Quantity.TOTAL else one.number]
            price = Decimal(one.units).scaleb(-of.decimals)
            amount = round_money(Decimal(used) / 1000 * price, of.rounding)
            found[(1000 + account, one.code)] = (used, amount)
    return found


def rows_of(batch: pa.RecordBatch) -> dict[tuple[int, str], tuple[int, Decimal]]:
    return {
        (row["account"], row["code"]): (row["quantity"], Decimal(row["fen"]) / 100)
        for row in batch.to_pylist()
    }


@pytest.mark.parametrize("weekends", [False, True])
def test_columns_give_what_plain_arithmetic_gives(tmp_path: Path, weekends: bool) -> None:
    wh, of = support.readings(4), support.plan(weekends=weekends)

    rated = work.rate_bucket(support.bucket(tmp_path / "b.parquet", wh), of)

    assert rows_of(rated.lines) == plainly(wh, of)
    assert rated.control.wh == int(wh.sum())
    assert rated.control.fen == sum(row["fen"] for row in rated.lines.to_pylist())


def test_an_account_cut_by_a_row_group_is_rounded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wh, of = support.readings(3), support.plan()
    whole = work.rate_bucket(support.bucket(tmp_path / "a.parquet", wh), of)
    monkeypatch.setattr("gridhall.rating.bulk.layout.ROWS_OF_A_GROUP", 10)

    cut = work.rate_bucket(support.bucket(tmp_path / "b.parquet", wh), of)

    assert pq.ParquetFile(tmp_path / "b.parquet").num_row_groups > 3
    assert cut.lines.equals(whole.lines)


def test_a_gap_a_negative_or_a_huge_reading_refuses_that_account_only(tmp_path: Path) -> None:
    wh = support.readings(5)
    wh[1, 3, 7], wh[2, 0, 0] = -1, LARGEST_WH + 1
    path = support.bucket(tmp_path / "b.parquet", wh)
    table = pq.read_table(path)
    gap = table.column("q05").to_pylist()
    gap[3 * support.DAYS + 4] = None
    table = table.set_column(7, "q05", pa.array(gap, pa.int32()))
    write_bucket(path, table.slice(0, table.num_rows - 1))  # the last account lacks its last day

    rated = work.rate_bucket(path, support.plan())

    told = {row["account"]: row["refusal"] for row in rated.accounts.to_pylist()}
    assert told == {
        1000: "", 1001: "READING_INVALID", 1002: "READING_INVALID",
        1003: "READING_INVALID", 1004: "READING_MISSING",
    }  # fmt: skip
    assert {row["account"] for row in rated.lines.to_pylist()} == {1000}
    assert rated.control.refused == 4


def test_a_day_twice_is_refused(tmp_path: Path) -> None:
    path = support.bucket(tmp_path / "b.parquet", support.readings(1))
    table = pq.read_table(path)
    write_bucket(path, pa.concat_tables([table.slice(0, 30), table.slice(0, 1)]))

    rated = work.rate_bucket(path, support.plan())

    assert rated.accounts.to_pylist()[0]["refusal"] == "READING_INVALID"


def test_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.parquet"
    pq.write_table(pa.table({"account": [1], "wh": [2]}), path)

    with pytest.raises(InvalidBucket):
        work.rate_bucket(path, support.plan())


def test_an_empty_bucket_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.parquet"
    write_bucket(path, layout.schema().empty_table())

    with pytest.raises(InvalidBucket):
        work.rate_bucket(path, support.plan())


def test_the_largest_quarter_hour_is_kept_for_demand(tmp_path: Path) -> None:
    wh = support.readings(2)
    wh[1, 30, 95] = 9_999

    rated = work.rate_bucket(support.bucket(tmp_path / "b.parquet", wh), support.plan())

    assert [row["largest_w"] for row in rated.accounts.to_pylist()] == [
        int(wh[0].max()) * 4, 9_999 * 4
    ]  # fmt: skip


def test_condensed_loads_give_the_same_lines_for_every_tariff(tmp_path: Path) -> None:
    path = support.bucket(tmp_path / "b.parquet", support.readings(6))
    plans = [support.plan(), support.plan(weekends=True)]

    held = condensed.condense(pq.read_table(path).to_batches(), plans)

    for of in plans:
        again = lines.price(condensed.loads_for(held, of), of)
        assert again.lines.equals(work.rate_bucket(path, of).lines)


def test_plans_of_other_days_are_not_compared(tmp_path: Path) -> None:
    shorter = support.plan(kinds=(0,) * 30)

    with pytest.raises(condensed.OtherMonth):
        condensed.condense([], [support.plan(), shorter])


@given(
    wh=st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20),
    units=st.integers(-(10**6), 10**6),
    rounding=st.sampled_from(sorted(ROUNDINGS)),
)
@settings(deadline=None)
def test_amounts_are_those_of_decimals_also_below_zero(
    wh: list[int], units: int, rounding: str
) -> None:
    got = lines.amount_fen(np.array(wh, np.int64), units, decimals=6, rounding=rounding)

    for used, fen in zip(wh, got, strict=True):
        exact = Decimal(used) / 1000 * Decimal(units).scaleb(-6)
        assert Decimal(int(fen)) / 100 == round_money(exact, rounding)


def test_an_amount_beyond_64_bits_is_refused_and_never_wraps() -> None:
    with pytest.raises(lines.TooLarge):
        lines.amount_fen(np.array([10**13]), 10**6, decimals=6, rounding="half_up_fen")


def test_a_rule_that_columns_do_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        lines.amount_fen(np.array([1]), 1, decimals=6, rounding="half_up_yuan")


def test_a_plan_survives_its_journey_as_text() -> None:
    of = replace(support.plan(weekends=True), books=(("CN/x", "ab" * 32),))

    assert plan.from_json(plan.to_json(of)) == of
    assert plan.from_json(plan.to_json(of)).digest == of.digest


def test_loads_of_neighbouring_batches_are_joined(tmp_path: Path) -> None:
    table = pq.read_table(support.bucket(tmp_path / "b.parquet", support.readings(3)))
    of = support.plan()
    (whole,) = table.combine_chunks().to_batches()

    parts = joined(loads_of(whole.slice(at, 7), of) for at in range(0, whole.num_rows, 7))

    assert np.array_equal(parts.wh, loads_of(whole, of).wh)
    assert parts.days.tolist() == [31, 31, 31]


@pytest.mark.parametrize("slots", [48, 24])
def test_hours_and_half_hours_are_rated_alike(tmp_path: Path, slots: int) -> None:
    """The same energy by quarter-hour and by hour gives the same lines where bounds allow."""
    quarters = support.readings(3)
    longer = quarters.reshape(3, support.DAYS, slots, -1).sum(axis=3).astype(np.int32)
    fine, coarse = support.plan(), support.plan(slots=(support.WORKDAY[:: 96 // slots],))

    by_quarter = work.rate_bucket(support.bucket(tmp_path / "q.parquet", quarters), fine)
    by_slot = work.rate_bucket(support.bucket(tmp_path / "s.parquet", longer), coarse)

    assert by_slot.lines.equals(by_quarter.lines)


def test_demand_and_fixed_charges_are_lines_too(tmp_path: Path) -> None:
    wh = support.readings(1)
    wh[0, 4, 40] = 5_001  # 20.004 kW
    of = support.plan(lines=(
        LinePrice(code="DEMAND", quantity=Quantity.DEMAND, units=38_400_000),
        LinePrice(code="FIXED", quantity=Quantity.FIXED, units=100_000_000),
    ))  # fmt: skip

    rated = work.rate_bucket(support.bucket(tmp_path / "b.parquet", wh), of)

    assert rows_of(rated.lines) == {
        (1000, "DEMAND"): (20_004, Decimal("768.15")), (1000, "FIXED"): (1000, Decimal(100))
    }  # fmt: skip


def test_a_quantity_that_intervals_do_not_have_is_refused(tmp_path: Path) -> None:
    of = support.plan(lines=(LinePrice(code="T", quantity=Quantity.TIER, units=1),))

    with pytest.raises(KeyError):
        work.rate_bucket(support.bucket(tmp_path / "b.parquet", support.readings(1)), of)
