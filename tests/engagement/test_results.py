"""Results: exact shares, honest intervals, the scope, weak points."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.engagement import selectors
from gridhall.engagement.intervals import wilson
from gridhall.engagement.models import SatisfactionRule, SurveyInvitation
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope

from .builders import AT, BAD, GOOD, answered, asked, plan

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
Z = Decimal("1.959964")
PAGE = Path(__file__).parents[2] / "docs/explanation/satisfaction.md"


@given(total=st.integers(1, 5000), part=st.fractions(0, 1))
@settings(max_examples=60, deadline=None)
def test_the_interval_solves_the_equation_it_comes_from(total: int, part: Fraction) -> None:
    """Both bounds p satisfy  (p̂ − p)² = z² · p(1 − p)/n, and the share lies between them."""
    fitting = int(part * total)
    found = wilson(fitting=fitting, total=total, quantile=Z)
    assert found is not None
    share = Fraction(fitting, total)
    for bound in (found.low, found.high):
        p = Fraction(bound)
        left, right = (share - p) ** 2, Fraction(Z) ** 2 * p * (1 - p) / total
        slope = abs(2 * (p - share)) + Fraction(Z) ** 2 * abs(1 - 2 * p) / total
        assert abs(left - right) <= slope * Fraction(1, 10_000) + Fraction(1, 10**7)
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_the_edges_of_the_interval() -> None:
    assert wilson(fitting=0, total=0, quantile=Z) is None
    none = wilson(fitting=0, total=10, quantile=Z)
    whole = wilson(fitting=10, total=10, quantile=Z)
    assert none is not None
    assert (none.low, none.high) == (Decimal("0.0000"), Decimal("0.2775"))
    assert whole is not None
    assert (whole.low, whole.high) == (Decimal("0.7225"), Decimal("1.0000"))
    with pytest.raises(ValueError, match="11"):
        wilson(fitting=11, total=10, quantile=Z)


def test_the_worked_example_of_the_page_is_right() -> None:
    """The page explains the interval by numbers; they are worked out anew here."""
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (\d+) \| ([\d.]+) % \| ([\d.]+) % – ([\d.]+) % \|", text, re.M)

    assert len(rows) >= 3
    for fitting, total, share, low, high in rows:
        found = wilson(fitting=int(fitting), total=int(total), quantile=Z)
        assert found is not None
        assert [one * 100 for one in (found.share, found.low, found.high)] == [
            Decimal(share), Decimal(low), Decimal(high)
        ]  # fmt: skip


def _town(made: Any) -> None:
    plan(min_days_between=1)
    for number, serial in enumerate((1, 2, 3, 4), start=1):
        invitation = asked(made, number, serial, area="URBAN" if serial < 4 else "RURAL")
        if serial < 4:
            answered(invitation, GOOD if serial < 3 else BAD)
    other = asked(made, 9, 9, organisation_id=made.units["21"].pk, handler_id=None, area="RURAL")
    answered(other, GOOD)


@pytest.mark.requirement("R94", "R95")
def test_results_by_area_and_team_with_their_interval_against_the_target(made: Any) -> None:
    _town(made)
    whole = identity.whole_company()

    urban, rural = selectors.results(scope=whole, first=FIRST, last=LAST, by="area")
    total = selectors.total(scope=whole, first=FIRST, last=LAST)
    teams = selectors.results(scope=whole, first=FIRST, last=LAST, by="team")

    assert (urban.key, urban.invited, urban.answered, urban.satisfied, urban.low) == (
        "URBAN", 3, 3, 2, 1
    )  # fmt: skip
    assert (rural.invited, rural.answered, rural.response_rate) == (2, 1, Decimal("0.5000"))
    assert (total.share, total.mean) == (Decimal("0.7500"), Decimal("4.00"))
    assert (total.share_low, total.share_high) == (Decimal("0.3006"), Decimal("0.9544"))
    assert total.target == Decimal("0.9000")
    assert total.verdict == "TOO_FEW"
    assert total.is_small
    assert {one.label for one in teams} == {"浙江示范供电公司", "荷花营业厅"}


@pytest.mark.parametrize(
    ("good", "bad", "verdict"),
    [(0, 0, "NONE"), (2, 0, "TOO_FEW"), (5, 0, "UNSURE"), (0, 5, "MISSED")],
)
def test_a_verdict_is_only_given_when_the_whole_interval_says_so(
    made: Any, good: int, bad: int, verdict: str
) -> None:
    SatisfactionRule.objects.update(min_answers=5)
    plan()
    for number in range(1, good + bad + 1):
        answered(asked(made, number, number), GOOD if number <= good else BAD)

    total = selectors.total(scope=identity.whole_company(), first=FIRST, last=LAST)

    assert total.verdict == verdict


def test_a_low_target_is_reached_for_sure(made: Any) -> None:
    SatisfactionRule.objects.update(min_answers=5, target_share=Decimal("0.5"))
    plan()
    for number in range(1, 6):
        answered(asked(made, number, number), GOOD)

    assert selectors.total(
        scope=identity.whole_company(), first=FIRST, last=LAST
    ).verdict == "REACHED"  # fmt: skip


def test_everybody_sees_her_own_region_only(made: Any) -> None:
    _town(made)
    region = Scope(organisation_ids=frozenset({made.units["11"].pk, made.units["10"].pk}))

    assert selectors.total(scope=region, first=FIRST, last=LAST).invited == 4
    page = selectors.answers_page(scope=region)
    assert len(page.rows) == 3
    foreign = SurveyInvitation.objects.get(case_ref=9).answer
    assert selectors.answer_of(scope=region, pk=foreign.pk, may_read_text=True) is None


def test_answers_are_found_by_mood_number_and_day(made: Any) -> None:
    _town(made)
    whole = identity.whole_company()

    def found(**narrowed: Any) -> list[str]:
        filters = selectors.AnswerFilters(**narrowed)
        return [
            one.case_number for one in selectors.answers_page(scope=whole, filters=filters).rows
        ]

    assert found(mood="low") == ["9559800000003"]
    assert found(with_text=True) == ["9559800000003"]
    assert found(number="9559800000001") == ["9559800000001"]
    assert len(found(mood="satisfied", area="URBAN")) == 2
    assert found(first=date(2026, 3, 6)) == []
    assert len(found(last=date(2026, 3, 5))) == 4


@pytest.mark.requirement("R96")
def test_weak_points_are_what_clearly_misses_the_target(made: Any) -> None:
    SatisfactionRule.objects.update(min_answers=5)
    plan()
    for number in range(1, 6):
        answered(asked(made, number, number), {**GOOD, "timeliness": "1"})

    weak = selectors.weak_points(scope=identity.whole_company(), first=FIRST, last=LAST)

    assert [(one.question, one.key, one.zh) for one in weak] == [
        ("timeliness", "COMPLAINT", "处理得及时吗？")
    ]
    assert weak[0].share == 0
    assert weak[0].answered == 5


def test_the_trend_has_a_line_a_month(made: Any) -> None:
    _town(made)

    (march,) = selectors.trend(scope=identity.whole_company(), first=date(2026, 1, 1), last=LAST)

    assert (march.key, march.invited) == (f"{AT:%Y-%m}", 5)
