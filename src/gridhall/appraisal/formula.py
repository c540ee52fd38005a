"""How a result is worked out from its inputs: pure arithmetic, nothing read, nothing guessed.

Each part gives a score of 0 to 100:

    standards   100 · met / judged
    ratings     100 · satisfied / answered
    samples     sum of the samples' points / samples
    complaints  100 − deduction · justified, not below 0

A part with fewer cases than the scheme's least is left out. The others keep their weights, and
the total is  Σ score · weight / Σ weights of the parts used. Below ``min_weight`` there is no
total at all. The total is rounded once, to 0.01. The points of the lines are the steps of the
running sum, each rounded: so they always add up to the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
STANDARDS, RATINGS, SAMPLES, COMPLAINTS = "STANDARDS", "RATINGS", "SAMPLES", "COMPLAINTS"
PARTS = (STANDARDS, RATINGS, SAMPLES, COMPLAINTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What counts how much; see AppraisalScheme."""

    weights: Mapping[str, int]
    enough: Mapping[str, int]
    min_weight: int
    deduction: Decimal
    bands: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part worked out; ``score`` and ``points`` empty when it is left out."""

    part: str
    given: dict[str, Any]
    enough: int
    used: bool
    score: Decimal | None
    weight: int
    points: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A whole result."""

    lines: tuple[Line, ...]
    weight_used: int
    total: Decimal | None
    band: str


def worked_out(*, scheme: Scheme, given: Mapping[str, Mapping[str, Any]]) -> Outcome:
    """Return lines, total and band for the inputs of one person.

    ``given`` holds for each part ``total`` and what its formula reads (``good``, ``points``,
    ``justified``); a part that is missing there is not known.
    """
    scores = {part: _score(part, given.get(part), scheme) for part in PARTS}
    weight = sum(scheme.weights[part] for part in PARTS if scores[part] is not None)
    lines, sum_of_all = [], Decimal(0)
    for part in PARTS:
        score, before = scores[part], sum_of_all
        if score is not None:
            sum_of_all += score * scheme.weights[part] / weight
        lines.append(
            Line(
                part=part, given=dict(given.get(part) or {}), enough=scheme.enough[part],
                used=score is not None, score=score, weight=scheme.weights[part],
                points=None if score is None else _cents(sum_of_all) - _cents(before),
            )
        )  # fmt: skip
    total = _cents(sum_of_all) if weight >= scheme.min_weight else None
    return Outcome(lines=tuple(lines), weight_used=weight, total=total, band=_band(total, scheme))


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _score(part: str, given: Mapping[str, Any] | None, scheme: Scheme) -> Decimal | None:
    """Return a part's own points of 100; None when too little is known or it has no weight."""
    if given is None or given.get("total") is None or scheme.weights[part] == 0:
        return None
    total = int(given["total"])
    if total < scheme.enough[part]:
        return None
    if part == COMPLAINTS:
        if given.get("justified") is None:
            return None
        left = HUNDRED - scheme.deduction * int(given["justified"])
        return max(left, Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    if part == SAMPLES:
        return (Decimal(str(given["points"])) / total).quantize(CENT, ROUND_HALF_UP)
    return (HUNDRED * int(given["good"]) / total).quantize(CENT, ROUND_HALF_UP)


def _band(total: Decimal | None, scheme: Scheme) -> str:
    if total is None:
        return ""
    fitting = [band for band in scheme.bands if total >= Decimal(str(band["from"]))]
    best = max(fitting, key=lambda band: Decimal(str(band["from"])), default=None)
    return str(best["code"]) if best else ""
