"""The audit of calculated bills (电费审核): what the approver should look at before issue.

A *fault* holds the bill; a *finding* leaves it standing and shows it to the approver. The limits
are rules of the company (``company_rules.yaml``), not the law, and each finding says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gridhall.rating.result import Rated
from gridhall.rating.wording import num

from . import rules

ZERO = Decimal(0)
ENGINE, COMPANY = "engine", "company_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From when on something counts as unusual, on one day; see ``company_rules.yaml``."""

    jump_factor: Decimal
    jump_least_kwh: Decimal
    average_low: Decimal
    average_high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to look at: ``origin`` is ``engine`` or ``company_rule``."""

    code: str
    zh: str
    en: str
    origin: str = COMPANY

    def as_json(self) -> dict[str, Any]:
        """Return the form in which a bill stores it."""
        return {
            "code": self.code, "text": {"zh": self.zh, "en": self.en}, "origin": self.origin
        }  # fmt: skip


def limits_on(on: date) -> Limits:
    """Return the company's limits on a day; raises ``rules.NoCompanyRule``."""
    return Limits(
        jump_factor=rules.rule("check.jump_factor", on=on).value,
        jump_least_kwh=rules.rule("check.jump_least_kwh", on=on).value,
        average_low=rules.rule("check.average_price_low", on=on).value,
        average_high=rules.rule("check.average_price_high", on=on).value,
    )


def fault_of(rated: Rated) -> Finding | None:
    """Return why the bill contradicts itself, which holds it; normally ``None``."""
    lines = sum((line.amount for line in rated.lines), ZERO)
    if lines == rated.total:
        return None
    return Finding(
        code="TOTAL_NOT_SUM_OF_LINES",
        zh=f"合计 {rated.total} 元不等于各行之和 {lines} 元。",
        en=f"The total of {rated.total} yuan is not the sum of the lines, {lines} yuan.",
    )


def from_engine(rated: Rated) -> list[Finding]:
    """Return what the engine itself wants to be seen."""
    return [Finding(code=w.code, zh=w.text.zh, en=w.text.en, origin=ENGINE) for w in rated.warnings]


def look(rated: Rated, earlier_kwh: tuple[Decimal, ...], limits: Limits) -> list[Finding]:
    """Return what is unusual about a bill; ``earlier_kwh`` are the months before, oldest first."""
    found = (
        _zero(rated), _negative(rated), _jump(rated, earlier_kwh, limits), _average(rated, limits)
    )  # fmt: skip
    return [finding for finding in found if finding is not None]


def _zero(rated: Rated) -> Finding | None:
    if rated.quantities.active_kwh != 0:
        return None
    return Finding(
        code="ZERO_ENERGY",
        zh="本月电量为零：两次示数相同，请确认是否空置或表计停走。",
        en="No energy this month: both reads are the same. Is it vacant, or does the meter stand?",
    )


def _negative(rated: Rated) -> Finding | None:
    if rated.total >= 0:
        return None
    return Finding(
        code="NEGATIVE_TOTAL",
        zh=f"账单合计为负：{rated.total} 元。",
        en=f"The bill is negative: {rated.total} yuan.",
    )


def _jump(rated: Rated, earlier: tuple[Decimal, ...], limits: Limits) -> Finding | None:
    if not earlier:
        return None
    now, mean = rated.quantities.active_kwh, sum(earlier, ZERO) / len(earlier)
    if abs(now - mean) < limits.jump_least_kwh:
        return None
    if mean / limits.jump_factor <= now <= mean * limits.jump_factor:
        return None
    months, factor = len(earlier), limits.jump_factor
    this, usual = num(now), num(mean.quantize(Decimal(1)))
    return Finding(
        code="ENERGY_JUMP",
        zh=f"电量突变：本月 {this} 千瓦时，前 {months} 个月平均 {usual} 千瓦时"
        f"（公司规则：超过平均的 {factor} 倍或不足 1/{factor}）。",
        en=f"Jump in use: {this} kWh this month, {usual} kWh on average in the {months} months "
        f"before (company rule: more than {factor} times that, or less than 1/{factor}).",
    )


def _average(rated: Rated, limits: Limits) -> Finding | None:
    kwh = rated.quantities.active_kwh
    if kwh <= 0:
        return None
    average = (rated.total / kwh).quantize(Decimal("0.0001"))
    if limits.average_low <= average <= limits.average_high:
        return None
    return Finding(
        code="UNUSUAL_AVERAGE_PRICE",
        zh=f"平均电价异常：每千瓦时 {average} 元"
        f"（公司规则：{limits.average_low}–{limits.average_high} 元）。",
        en=f"Unusual average price: {average} yuan per kWh "
        f"(company rule: {limits.average_low}–{limits.average_high} yuan).",
    )
