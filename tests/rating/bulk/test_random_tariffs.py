"""Random tariffs: the readable path and the bulk path agree on every line, exactly."""

from __future__ import annotations

import random
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gridhall.rating.bulk import compiling, registers, work
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
from tests.rating.own_books import TOU, own_library

from . import support
from .test_registers import MONTH, a_home, a_row

TARIFFS, HOMES = 12, 12


def number(chance: random.Random, least: int, most: int, decimals: int) -> str:
    """Return a random number with up to so many decimals, as a book has it."""
    scale = 10 ** chance.randint(0, decimals)
    return str(Decimal(chance.randint(least * scale, most * scale)) / scale)


def prices(chance: random.Random, *roles: str) -> dict[str, Any]:
    return {role: number(chance, 0, 2, 6) for role in roles}


def of_a_home(chance: random.Random, *, tou: bool) -> list[dict[str, Any]]:
    """Return the charges of a random tariff for homes."""
    allowances = {name: number(chance, 50, 400, 1) for name in ("allowance_1", "allowance_2")}
    if tou:
        roles = prices(chance, "peak", "valley", "adder_2", "adder_3")
        tiers = {"method": "tou_annual_tiers", "values": {**roles, **allowances}}
    else:
        roles = prices(chance, "tier_1", "tier_2", "tier_3")
        tiers = {"method": "annual_tiers", "values": {**roles, **allowances}}
    relief = {"allowance": number(chance, 1, 30, 1), **prices(chance, "price")}
    return [
        tiers,
        {"method": "free_allowance", "values": relief},
        {"method": "funds", "values": prices(chance, "price")},
    ]


@pytest.mark.parametrize("seed", range(TARIFFS))
def test_homes_of_a_random_tariff(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    tou = seed % 2 == 0
    rounding = chance.choice(["half_up_fen", "down_fen"])
    charges = of_a_home(chance, tou=tou)
    library = own_library(
        {"OWN": charges}, tou=TOU if tou else None, conventions={"money_rounding": rounding}
    )
    homes = [a_home(chance, "OWN") for _ in range(HOMES)]
    rated = [rate(home, library) for home in homes]
    plan = compiling.register_plan(library, "OWN", on=MONTH, tou=tou)
    values = charges[0]["values"]
    rows = [
        a_row(n, home, bill, (values["allowance_1"], values["allowance_2"], "0"))
        for n, (home, bill) in enumerate(zip(homes, rated, strict=True))
    ]
    columns = {name: [row[name] for row in rows] for name in registers.schema(plan).names}

    got = registers.rate_registers(registers.batch_of(columns, plan), plan)

    assert [tuple(row.values()) for row in got.lines.to_pylist()] == [
        (n, line.code, int(line.quantity * 1000), int(line.amount * 100))
        for n, bill in enumerate(rated)
        for line in bill.lines
    ]


@pytest.mark.parametrize("seed", range(TARIFFS))
def test_intervals_of_a_random_tariff(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    energy = prices(chance, "non_tou", "sharp", "peak", "flat", "valley", "funds")
    library = own_library(
        {"OWN": [{"method": "period_energy", "values": energy},
                 {"method": "funds", "values": prices(chance, "price")}]},
        tou=TOU,
    )  # fmt: skip
    wh = support.readings(2, seed=seed)
    plan = interval_plan(library, "OWN", month=support.FIRST)

    got = work.rate_bucket(support.bucket(tmp_path / "b.parquet", wh), plan)

    assert [tuple(row.values()) for row in got.lines.to_pylist()] == [
        (1000 + n, line.code, int(line.quantity * 1000), int(line.amount * 100))
        for n, account in enumerate(wh)
        for line in readable(account, library).lines
    ]


def readable(wh: Any, library: Any) -> Rated:
    kwh = tuple(Decimal(int(value)) / 1000 for value in wh.reshape(-1))
    start = datetime.fromisoformat("2026-01-01")
    point = MeteringPoint(mp_no="P", intervals=Intervals(start=start, minutes=15, kwh=kwh))
    terms = Agreement(price_class="OWN", billing_method=BillingMethod.SINGLE, tou=True)
    rated = rate(
        RatingRequest(
            account_no="A", period_start=date(2026, 1, 1), period_end=date(2026, 2, 1),
            agreement=terms, points=(point,),
        ),
        library,
    )  # fmt: skip
    assert isinstance(rated, Rated), rated
    return rated
