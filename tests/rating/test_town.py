"""The whole demo town, January 2026: every account is rated or refused, to the fen."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gridhall.rating.engine import rate
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import Rated, Refusal
from tests.rating.support import library
from tests.rating.town import town_requests

ORACLE = Path(__file__).parents[1] / "oracle" / "town_bills_2026-01.csv"
Answers = list[tuple[RatingRequest, Rated | Refusal]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    return [(asked, rate(asked, library())) for asked in town_requests()]


@pytest.mark.requirement("R38", "R40", "R41")
def test_agrees_with_the_independent_calculation(answers: Answers) -> None:
    with ORACLE.open(encoding="utf-8", newline="") as file:
        expected = {row["account_no"]: row for row in csv.DictReader(file)}
    assert len(answers) == len(expected) == 604
    for asked, answer in answers:
        row = expected[asked.account_no]
        if isinstance(answer, Rated):
            assert (row["outcome"], row["total_yuan"]) == ("BILL", str(answer.total)), asked
            amounts = [part.split("=")[1] for part in row["lines"].split(";") if part]
            stated = sorted(Decimal(a) for a in amounts if Decimal(a))
            assert sorted(line.amount for line in answer.lines if line.amount) == stated
        else:
            assert row["hold_reason"] == answer.code, asked


def test_holds_by_reason(answers: Answers) -> None:
    holds = Counter(answer.code for _, answer in answers if isinstance(answer, Refusal))
    assert holds == {
        "NO_VALID_PRICE": 24,
        "READING_MISSING": 3,
        "NEGATIVE_CONSUMPTION": 1,
        "REGISTER_SUM_MISMATCH": 1,
    }


@pytest.mark.requirement("R45", "R47")
def test_every_bill_is_the_sum_of_explained_lines(answers: Answers) -> None:
    for _, answer in answers:
        if isinstance(answer, Refusal):
            assert answer.reason.zh
            assert "{" not in answer.reason.zh + answer.reason.en
            continue
        assert answer.total == sum(line.amount for line in answer.lines)
        for line in answer.lines:
            trace = line.trace
            assert trace.words.zh
            assert trace.numbers.en.endswith("yuan")
            assert trace.parameters
            assert all(p.citation.title and p.book for p in trace.parameters)
            if line.quantity and line.group != "capacity":
                assert trace.inputs


def test_line_amount_follows_from_its_own_facts(answers: Answers) -> None:
    from gridhall.kernel.money import round_money

    for _, answer in answers:
        for line in answer.lines if isinstance(answer, Rated) else ():
            raw = line.quantity * line.unit_price
            for factor in line.factors:
                raw = raw * factor.numerator / factor.denominator
            assert round_money(raw) == line.amount


def test_the_order_of_points_meters_and_registers_does_not_matter(answers: Answers) -> None:
    for asked, answer in answers:
        points = tuple(
            replace(
                point,
                meters=tuple(
                    replace(meter, registers=meter.registers[::-1]) for meter in point.meters[::-1]
                ),
            )
            for point in asked.points[::-1]
        )
        again = rate(replace(asked, points=points), library())
        if isinstance(answer, Rated):
            assert isinstance(again, Rated)
            assert [(x.code, x.amount) for x in again.lines] == [
                (x.code, x.amount) for x in answer.lines
            ]
        else:
            assert isinstance(again, Refusal)
            assert again.code == answer.code
