"""Wrong wiring: factors against closed formulas, symmetry, and what must be refused."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.rating.claims import angles
from tests.rating.claims.asking import ask, figure, refusal, total

pytestmark = pytest.mark.requirement("R38")
RIGHT_FOUR = [{"voltage": p, "current": p} for p in "abc"]
RIGHT_THREE = [{"voltage": "ab", "current": "a"}, {"voltage": "cb", "current": "c"}]
DEGREES = st.decimals(-720, 720, places=3)
LOADS = st.decimals(-80, 80, places=2)


def factor(elements: list[dict[str, Any]], **case: Any) -> Decimal:
    answer = ask("wiring", elements=elements, registered={"kwh": "1000"}, **case)
    return figure(answer, "correction_factor")


@given(DEGREES)
def test_cosine_is_right_and_exact_on_the_circle(degrees: Decimal) -> None:
    assert math.isclose(angles.cos(degrees), math.cos(math.radians(degrees)), abs_tol=1e-12)
    square = angles.cos(degrees) ** 2 + angles.sin(degrees) ** 2
    assert abs(square - 1) < Decimal("1e-26")


@pytest.mark.parametrize(("degrees", "value"), [(0, "1"), (60, "0.5"), (90, "0"), (240, "-0.5")])
def test_common_angles_are_exact(degrees: int, value: str) -> None:
    assert angles.cos(Decimal(degrees)) == Decimal(value)


@settings(max_examples=20, deadline=None)
@given(LOADS)
def test_right_wiring_has_factor_one(phi: Decimal) -> None:
    load = {"degrees": str(phi)}
    assert factor(RIGHT_FOUR, phi=load) == 1
    assert factor(RIGHT_THREE, system="three_wire", phi=load) == 1


@pytest.mark.parametrize(
    ("system", "elements", "expected"),
    [
        ("four_wire", [("a", "-a"), ("b", "b"), ("c", "c")], "3"),
        ("four_wire", [("a", "-a"), ("b", "-b"), ("c", "c")], "-3"),
        ("four_wire", [("none", "a"), ("b", "b"), ("c", "c")], "1.5"),
        ("four_wire", [("a", "none"), ("b", "none"), ("c", "c")], "3"),
        ("four_wire", [("u", "u"), ("v", "v"), ("w", "w")], "1"),
        ("three_wire", [("ab", "-a"), ("cb", "-c")], "-1"),
        ("single_phase", [("a", "-a")], "-1"),
    ],
)
def test_factors_that_need_no_angle(
    system: str, elements: list[tuple[str, str]], expected: str
) -> None:
    items = [{"voltage": u, "current": i} for u, i in elements]
    assert factor(items, system=system) == Decimal(expected)


@pytest.mark.parametrize(
    ("elements", "closed"),
    [
        ([("ab", "-a"), ("cb", "c")], lambda t: math.sqrt(3) / t),
        ([("bc", "a"), ("ac", "-c")], lambda t: 2 * math.sqrt(3) / (math.sqrt(3) + t)),
        ([("ca", "a"), ("ba", "c")], lambda t: -2 / (1 + math.sqrt(3) * t)),
    ],
)
def test_three_wire_against_closed_formulas(elements: list[tuple[str, str]], closed: Any) -> None:
    items = [{"voltage": u, "current": i} for u, i in elements]
    case = {"system": "three_wire", "elements": items, "registered": {"kwh": "1"}}
    found = figure(ask("wiring", **case, phi={"tangent": "0.75"}), "correction_factor")
    assert math.isclose(found, closed(0.75), rel_tol=1e-9)
    other = figure(ask("wiring", **case, phi={"power_factor": "0.8"}), "correction_factor")
    assert other == found
    assert refusal("wiring", **case) == "PHI_MISSING"


def test_network_follows_the_number_of_elements() -> None:
    angles_seen = [{"angle": "60"}, {"angle": "90"}]
    assert factor(angles_seen, phi={"degrees": "0"}) == factor(
        angles_seen, phi={"degrees": "0"}, system="three_wire"
    )
    assert factor([{"voltage": "a", "current": "a"}]) == 1
    assert factor(RIGHT_THREE, phi={"degrees": "25"}) == 1


def test_elements_not_described_were_wired_rightly() -> None:
    ratio = {"ct": {"right": [200, 5], "wrong": [300, 5]}}
    assert factor([ratio, {}, {}]) == Decimal("1.125")
    assert factor([{}, {}], phi={"degrees": "10"}) == 1
    case = {"registered": {"kwh": "1"}, "elements": [{"voltage": "a"}, {}, {}]}
    assert refusal("wiring", **case) == "ELEMENT_INCOMPLETE"


def test_order_of_elements_does_not_matter() -> None:
    items = [{"voltage": "a", "current": "-b"}, {"voltage": "b", "current": "a"}]
    items.append({"voltage": "c", "current": "c"})
    found = {factor(list(order), phi={"degrees": "20"}) for order in permutations(items)}
    assert len(found) == 1


def test_meter_that_stands_still() -> None:
    still = [{"voltage": "cb", "current": "a"}, {"voltage": "ab", "current": "c"}]
    case = {"system": "three_wire", "registered": {"kwh": "0"}}
    assert refusal("wiring", elements=still, **case) == "NOTHING_REGISTERED"


@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=5))
@settings(max_examples=20, deadline=None)
def test_periods_add_up_to_the_whole(energies: list[int]) -> None:
    periods = [{"name": f"p{n}", "kwh": str(kwh)} for n, kwh in enumerate(energies)]
    parts = ask("wiring", rate="0.5", periods=periods)
    whole = ask("wiring", rate="0.5", registered={"kwh": str(sum(energies))})
    assert figure(parts, "back_kwh") == figure(whole, "back_kwh")


def test_error_of_the_meter_on_top() -> None:
    case = {"factor": "2", "registered": {"kwh": "100"}, "price": "1"}
    assert total(ask("wiring", **case, meter_error_pct="4")) == 92
    rule = {"meter_error_rule": "divide_by_one_plus", "meter_error_pct": "25"}
    assert total(ask("wiring", **case, **rule)) == 60
