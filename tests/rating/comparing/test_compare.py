"""The comparison: one engine, ranked, never guessed."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.rating.comparing import compare_document
from gridhall.rating.comparing.answers import as_csv, as_text, to_json
from gridhall.rating.comparing.compare import Compared, Comparison, NotComparable
from gridhall.rating.quotes.document import answer_document
from tests.rating.support import library

HOME, HOME_TOU = "ZJ-RES-TIER", "ZJ-RES-TIER-TOU"
SINGLE, TWO = "HB-1P-10KV", "HB-2P-10KV"


def months(kwh: str = "300", **more: Any) -> list[dict[str, Any]]:
    energy = {} if "periods" in more else {"kwh": kwh}
    return [{"month": f"2025-{month:02}", **energy, **more} for month in range(1, 13)]


def compared(**question: Any) -> Comparison:
    return compare_document({"present": HOME, **question}, library())


def named(found: Comparison, key: str) -> Compared:
    return next(item for item in found.candidates if item.candidate.key == key)


@pytest.mark.requirement("R39")
def test_a_home_learns_which_of_its_prices_is_cheapest_and_by_how_much() -> None:
    found = compared(months=months(periods={"peak": "180", "valley": "120"}))

    # 3,600 kWh: 2,760 × 0.538 + 840 × 0.588, and 2,160 × 0.568 + 1,440 × 0.288 + 840 × 0.05
    assert found.present.total == Decimal("1978.80")
    assert named(found, HOME_TOU).total == Decimal("1683.60")
    assert [item.candidate.key for item in found.ranked] == [HOME_TOU, HOME]
    assert named(found, HOME_TOU).saving == Decimal("295.20")


def test_every_month_is_the_bill_of_the_engine_with_its_trace() -> None:
    found = compared(months=months(), against=[])
    september = found.present.bills[8]
    case = {
        "period": "2025-09", "tariff": {"ref": HOME}, "usage": {"kwh": "300"},
        "household": {"used_before": "2400"},
    }  # fmt: skip
    (quoted,) = answer_document(case, library())["cases"]
    assert september.total == Decimal(quoted["total"])
    assert september.answer["lines"][0]["trace"]["parameters"][0]["citation"]["title"]


def test_totals_without_times_of_day_are_refused_by_time_of_use_and_not_guessed() -> None:
    found = compared(months=months())
    tou = named(found, HOME_TOU)
    assert (tou.total, tou.rank, tou.saving) == (None, None, None)
    assert tou.bills[0].answer["refusal"]["code"] == "SPLIT_MISSING"
    assert found.cheapest is found.present


def test_the_share_from_which_time_of_use_pays_is_told_even_without_a_split() -> None:
    even = named(compared(months=months()), HOME_TOU).break_even
    assert even is not None
    assert even.percent is not None
    # 0.568 − 0.28 v = 0.538 on tier 1: v = 3/28 = 10.71 %, so from 10.8 % on
    assert abs(even.percent - Decimal("10.7")) <= Decimal("0.2")
    at = named(
        compared(
            months=months(), split={"valley": f"{even.percent}", "peak": f"{100 - even.percent}"}
        ),
        HOME_TOU,
    )
    below = even.percent - Decimal("0.1")
    under = named(
        compared(months=months(), split={"valley": f"{below}", "peak": f"{100 - below}"}), HOME_TOU
    )
    assert at.saving is not None
    assert under.saving is not None
    assert under.saving < 0 <= at.saving


def test_a_split_counts_only_where_it_is_stated_and_is_called_an_assumption() -> None:
    found = compared(months=months(), split={"peak": "60", "valley": "40"})
    assert named(found, HOME_TOU).total == Decimal("1683.60")
    assert "SPLIT_ASSUMED" in [notice.code for notice in found.notices]


def test_a_year_needs_its_spread_and_is_divided_without_loss() -> None:
    found = compared(year={"year": 2025, "kwh": "3601", "spread": "days"})
    assert sum(month.kwh for month in found.months) == 3601
    assert "YEAR_SPREAD_ASSUMED" in [notice.code for notice in found.notices]
    with pytest.raises(NotComparable) as error:
        compared(year={"year": 2025, "kwh": "3601"})
    assert error.value.mistakes[0].place == "year.spread"


def test_two_part_prices_are_compared_by_capacity_and_by_demand() -> None:
    use = months(periods={"sharp": "900", "peak": "4000", "flat": "4000", "valley": "3000"},
                 demand_kw="90")  # fmt: skip
    found = compared(
        present=SINGLE, months=use, prices_on="2026-01-01",
        agreement={"capacity_kva": "200", "contract_demand_kw": "90"},
    )  # fmt: skip
    assert {c.candidate.key for c in found.candidates} == {
        SINGLE, f"{TWO}/two_capacity", f"{TWO}/two_demand",
    }  # fmt: skip
    capacity, demand = named(found, f"{TWO}/two_capacity"), named(found, f"{TWO}/two_demand")
    assert capacity.total is not None
    assert demand.total is not None
    # the same energy price; 200 kVA × 26.3 against 90 kW × 42, twelve times
    assert capacity.total - demand.total == 12 * (200 * Decimal("26.3") - 90 * 42)
    rules = [rule.citation.number for rule in demand.candidate.rules]
    assert rules == ["发改价格〔2023〕526号"] * 3
    assert "PRICES_OF_ONE_DAY" in [notice.code for notice in found.notices]


@pytest.mark.parametrize(("kva", "forbidden"), [("80", TWO), ("400", SINGLE), ("200", "")])
def test_the_capacity_decides_what_may_be_chosen(kva: str, forbidden: str) -> None:
    use = months(periods={"sharp": "0", "peak": "4000", "flat": "4000", "valley": "3000"},
                 demand_kw="60")  # fmt: skip
    found = compared(present=TWO, against=[SINGLE, TWO], months=use, prices_on="2026-01-01",
                     agreement={"capacity_kva": kva, "contract_demand_kw": "60"})  # fmt: skip
    told = {c.candidate.key.partition("/")[0] for c in found.candidates if c.candidate.against_rule}
    assert told == ({forbidden} if forbidden else set())


def test_demand_is_not_guessed() -> None:
    use = months(periods={"sharp": "0", "peak": "4000", "flat": "4000", "valley": "3000"})
    found = compared(present=TWO, months=use, prices_on="2026-01-01",
                     agreement={"capacity_kva": "200", "contract_demand_kw": "90"})  # fmt: skip
    refused = named(found, f"{TWO}/two_demand")
    assert refused.bills[0].answer["refusal"]["code"] == "DEMAND_MISSING"


def test_a_month_without_a_price_is_named_and_the_price_is_not_ranked() -> None:
    found = compared(present=SINGLE, against=[], months=months(
        periods={"sharp": "0", "peak": "1", "flat": "1", "valley": "1"}))  # fmt: skip
    answer = to_json(found)["candidates"][0]
    assert answer["outcome"] == "refused"
    assert [m["refusal"]["code"] for m in answer["months"]] == ["NO_VALID_PRICE"] * 12


def test_an_inline_tariff_is_a_candidate_like_any_other() -> None:
    mine = {"name": "套餐A", "tariff": {"inline": {"energy": {"price": "0.5"}}}}
    found = compared(months=months(), against=[mine])
    assert named(found, "套餐A").total == 1800
    assert found.cheapest is named(found, "套餐A")


def test_intervals_are_cut_into_whole_months_and_hours_can_be_moved() -> None:
    flat = ["0.1"] * (96 * (31 + 28 + 10))  # January, February, ten days of March
    series = {"start": "2025-01-01T00:00", "minutes": 15, "kwh": flat}
    shift = {"from_hours": [18, 22], "to_hours": [0, 6], "percent": "50"}
    found = compared(intervals=series, against=[HOME_TOU], shift=shift)
    assert [f"{m.month:%m}" for m in found.months] == ["01", "02"]
    assert [n.code for n in found.notices] == ["PARTIAL_MONTHS_LEFT_OUT"]
    (moved,) = named(found, HOME_TOU).shifts
    assert moved.kwh == Decimal("0.1") * 16 * 59 / 2
    assert moved.saving is not None
    assert abs(moved.saving - moved.kwh * Decimal("0.28")) <= Decimal("0.02")


def test_tiers_that_begin_within_a_year_say_so_unless_the_use_before_is_given() -> None:
    later = months()[6:]
    codes = [notice.code for notice in compared(months=later).notices]
    assert "EARLIER_USE_UNKNOWN" in codes
    known = compared(months=later, household={"used_before": "2400"})
    assert "EARLIER_USE_UNKNOWN" not in [notice.code for notice in known.notices]
    # 2,760 − 2,400 = 360 left on tier 1 of 1,800 kWh
    assert known.present.total == 360 * Decimal("0.538") + 1440 * Decimal("0.588")


@settings(max_examples=25, deadline=None)
@given(
    kwh=st.lists(st.integers(0, 2000), min_size=12, max_size=12),
    share=st.integers(0, 100), seed=st.integers(0, 99),
)  # fmt: skip
def test_the_present_price_saves_nothing_and_the_order_of_prices_changes_nothing(
    kwh: list[int], share: int, seed: int
) -> None:
    use = [{"month": f"2025-{n:02}", "kwh": str(value)} for n, value in enumerate(kwh, start=1)]
    mine = {"name": "A", "tariff": {"inline": {"energy": {"price": "0.55"}}}}
    others: list[Any] = [HOME, HOME_TOU, "ZJ-RES-COMB-LV", mine]
    split = {"peak": str(100 - share), "valley": str(share)}
    if share in (0, 100):
        split = {"peak": "1", "valley": "1"}
    one = compared(months=use, split=split, against=others)
    random.Random(seed).shuffle(others)  # noqa: S311
    other = compared(months=use[::-1], split=split, against=others)
    assert one.present.saving == 0
    assert {c.candidate.key: (c.total, c.rank) for c in one.candidates} == {
        c.candidate.key: (c.total, c.rank) for c in other.candidates
    }
    for item in one.candidates:
        assert item.total == sum(b.total or 0 for b in item.bills)
        savings = [s.saving for s in item.shifts if s.saving is not None]
        assert savings == sorted(savings)


def test_what_is_not_written_as_agreed_is_named() -> None:
    for question, place in (
        ({"months": [{"month": "2025-13", "kwh": "1"}]}, "months[0].month"),
        ({"months": [{"month": "2025-01", "kwh": 1.5}]}, "months[0].kwh"),
        ({"months": months(), "shfit": {}}, "shfit"),
        ({"months": months() * 2}, ""),
    ):
        with pytest.raises(NotComparable) as error:
            compared(**question)
        assert place in error.value.mistakes[0].place


def test_too_many_prices_are_refused() -> None:
    with pytest.raises(NotComparable, match="compare fewer"):
        compare_document({"present": HOME, "months": months()}, library(), most=1)


def test_the_answer_is_written_for_people_and_for_spreadsheets() -> None:
    evil = {"name": "=1+1", "tariff": {"inline": {"energy": {"price": "0.5"}}}}
    found = compared(months=months(), against=[HOME_TOU, evil])
    assert "现行电价" in as_text(found, "zh")
    assert "saves 178.80" in as_text(found, "en")
    csv = as_csv(found, "en")
    assert "'=1+1" in csv
    assert ",=1+1" not in csv
    assert f"{HOME},Zhejiang home with annual tiers,total,3600,1978.80," in csv
