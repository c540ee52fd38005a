"""Rates of the OpenEI database, against the totals that NREL's own tests state."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gridhall.rating.quotes import answer_document
from gridhall.rating.urdb import InvalidRate, Load, cases_of, read_load, read_rate
from tests.rating.support import library

DATA = Path(__file__).parent / "data"
MONDAY = "2018-01-01"  # the year of the load begins on a Monday
DAY = [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1]
SCHEDULE = [[0] * 24] * 12


def bills(rate: str | dict[str, Any], load: Load) -> list[dict[str, Any]]:
    text = json.dumps(rate) if isinstance(rate, dict) else (DATA / rate).read_text("utf-8")
    answers = answer_document({"cases": cases_of(read_rate(text), load)}, library())["cases"]
    assert {answer["outcome"] for answer in answers} == {"rated"}, answers[0]
    return list(answers)


def total(answers: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(answer["total"]) for answer in answers), Decimal(0))


def load_of(name: str, first_day: str) -> Load:
    return read_load((DATA / name).read_text("utf-8"), first_day)


@pytest.mark.requirement("R40")
@pytest.mark.parametrize(
    ("rate", "wanted"),
    [("urdb-residential-tou.json", "771.776"), ("urdb-residential-daily-tiers.json", "1839.6944")],
)
def test_a_year_of_a_home(rate: str, wanted: str) -> None:
    answers = bills(rate, load_of("load_residential_8760.csv", MONDAY))

    assert len(answers) == 12
    assert abs(total(answers) - Decimal(wanted)) < Decimal("0.01")


def test_blocks_by_hours_of_use_of_the_demand() -> None:
    (answer,) = bills("urdb-hours-use.json", load_of("load_large_july_744.csv", "2018-07-01"))

    kwh = [Decimal(line["quantity"]) for line in answer["lines"] if line["code"][:4] == "TIER"]
    assert abs(Decimal(answer["total"]) - Decimal("16774.68")) < Decimal("0.01")
    wanted = ["3000", "7000", "121603.13", "131603.13", "120963.36"]
    assert [round(part, 2) for part in kwh] == [Decimal(part) for part in wanted]


def test_demand_in_tiers_by_period() -> None:
    load = Load(read_load("kw\n" + "0\n" * 24, "2018-01-01").first_day, 60, (*map(Decimal, DAY),))
    (answer,) = bills("urdb-demand-tiers.json", load)

    demand = [line for line in answer["lines"] if line["group"] == "demand"]
    assert sum(Decimal(line["amount"]) for line in demand) == 200


@pytest.mark.parametrize(("day", "wanted"), [("2018-01-01", 0), ("2018-06-01", 10)])
def test_demand_of_any_time_by_season(day: str, wanted: int) -> None:
    rate = {
        "energyratestructure": [[{"rate": "0.1"}]],
        "flatdemandstructure": [[{"rate": 0}], [{"rate": 1}]],
        "flatdemandmonths": [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0],
    }
    load = Load(read_load("kw\n0\n", day).first_day, 60, tuple(map(Decimal, DAY)))
    (answer,) = bills(rate, load)

    demand = [line for line in answer["lines"] if line["group"] == "demand"]
    assert sum(Decimal(line["amount"]) for line in demand) == wanted


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"demandratchetpercentage": [0.5] * 12}, "ratchet"),
        ({"coincidentratestructure": [[{"rate": 3}]]}, "system's peak"),
        ({"energyratestructure": [[{"rate": 0.1, "unit": "kWh/kWh"}]]}, "unit"),
        ({"energyratestructure": [[{"rate": 0.1, "sell": 0.05}]]}, "sold"),
        ({"energyweekdayschedule": [[0] * 24] * 11}, "12 months"),
        ({"energyweekdayschedule": [[7] * 24] * 12}, "no prices"),
        ({"fixedchargefirstmeter": 3, "fixedchargeunits": "$/year"}, "$/month"),
        ({"energyratestructure": []}, "neither"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused(change: dict[str, Any], reason: str) -> None:
    rate = {
        "energyratestructure": [[{"rate": 0.1}]],
        "energyweekdayschedule": SCHEDULE,
        "energyweekendschedule": SCHEDULE,
    }

    with pytest.raises(InvalidRate, match=reason.replace("$", r"\$")):
        read_rate(json.dumps({**rate, **change}))
