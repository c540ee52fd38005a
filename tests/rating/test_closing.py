"""The end of a bill: the total is the sum of its lines; residues and tax are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gridhall.rating import jsonform
from tests.rating.asking import agreement, amounts, ask, bill, used
from tests.rating.own_books import own_library

MONTH = ("2026-01-01", "2026-02-01")


def books(**conventions: str) -> Any:
    tiers = {"method": "flat_energy", "values": {"price": "0.553"}}
    funds = {"method": "funds", "values": {"price": "0.0452"}}
    return own_library({"A": [tiers, funds]}, conventions=conventions, shipped=False)


def asked(kwh: str = "697") -> Any:
    return ask(*MONTH, used(*MONTH, kwh), terms=agreement())


@pytest.mark.parametrize(
    ("rule", "residue", "total"),
    [
        ("down:1", "-0.94", "416.00"),
        ("half_up:1", "0.06", "417.00"),
        ("down:0.1", "-0.04", "416.90"),
        ("up:0.1", "0.06", "417.00"),
    ],
)
def test_a_rounded_total_shows_its_residue_as_a_line(rule: str, residue: str, total: str) -> None:
    answer = bill(asked(), books(total_rounding=rule))
    assert amounts(answer)[-1] == ("ROUNDING", residue)
    assert str(answer.total) == total


def test_without_a_residue_there_is_no_line() -> None:
    assert len(bill(asked("1000"), books(total_rounding="down:0.1")).lines) == 2
    assert len(bill(asked(), books()).lines) == 2


@pytest.mark.parametrize(
    ("rule", "amount"), [("down_fen", "385.44"), ("half_up_fen", "385.44"), ("up:0.1", "385.5")]
)
def test_lines_are_rounded_by_the_rule_the_book_names(rule: str, amount: str) -> None:
    assert amounts(bill(asked(), books(money_rounding=rule)))[0][1] == amount


@pytest.mark.requirement("R41")
def test_included_tax_is_told_apart_for_each_group_and_adds_up() -> None:
    answer = bill(asked(), books(tax_rate="0.13"))
    assert [(t.group, str(t.net), str(t.tax)) for t in answer.taxes] == [
        ("energy", "341.10", "44.34"),
        ("funds", "27.88", "3.62"),
    ]
    assert sum((t.net + t.tax for t in answer.taxes), Decimal(0)) == answer.total
    assert bill(asked(), books()).taxes == ()
    assert jsonform.answer_from_json(jsonform.answer_to_json(answer)) == answer
