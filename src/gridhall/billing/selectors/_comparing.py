"""The question which price would have been cheapest, filled in with an account's own use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from gridhall.contracts import selectors as contracts
from gridhall.kernel.periods import month_of

from ..models import Bill
from ._usage import EnergyMonth, energy_history

Json = dict[str, Any]
MONTHS = 12
METHODS = {"TWO_PART_CAPACITY": "two_capacity", "TWO_PART_DEMAND": "two_demand"}


def comparison_question(*, account_id: int, on: date) -> Json | None:
    """Return the ``gridhall-comparison/1`` question of an account's last twelve months.

    Energy by period comes from issued bills; a month without one has its metered total only.
    ``None`` without an agreement or without any month. The account was checked by the caller.
    """
    agreement = contracts.agreement_of(account_id=account_id, on=on)
    newest = Bill.objects.filter(account_id=account_id, status=Bill.Status.ISSUED)
    last = newest.order_by("-period_start").values_list("period_start", flat=True).first()
    history = energy_history(account_id=account_id, on=last or on, scope=None, months=24)
    known = [row for row in history if row.kwh is not None]
    if agreement is None or not known:
        return None
    months, earlier = known[-MONTHS:], known[:-MONTHS]
    first = months[0].month
    return {
        "present": _present(agreement),
        "months": _months(account_id, months),
        "agreement": _terms(agreement),
        "household": {
            **_household(account_id, last or on),
            "used_before": [
                {"month": row.month.isoformat(), "kwh": f"{row.kwh:f}"}
                for row in earlier
                if row.month.year == first.year
            ],
        },
    }


def _present(agreement: contracts.AgreementView) -> Json:
    """Return the price of the contract, with its own way of charging capacity."""
    terms = {**_terms(agreement), "tou": agreement.tou}
    method = METHODS.get(agreement.billing_method)
    if method is not None:
        terms["billing_method"] = method
    return {"tariff": {"ref": agreement.price_class}, "agreement": terms}


def _terms(agreement: contracts.AgreementView) -> Json:
    found: Json = {"capacity_kva": f"{agreement.contracted_capacity_kva:f}"}
    for name in ("contract_demand_kw", "hv_motor_kw", "pf_standard"):
        value: Decimal | None = getattr(agreement, name)
        if value is not None:
            found[name] = f"{value:f}"
    return found


def _months(account_id: int, rows: list[EnergyMonth]) -> list[Json]:
    billed = {
        start: quantities
        for start, end, quantities in Bill.objects.filter(
            account_id=account_id, status=Bill.Status.ISSUED, period_start__gte=rows[0].month
        ).values_list("period_start", "period_end", "quantities")
        if month_of(start).end == end
    }
    return [_month(row, billed.get(row.month)) for row in rows]


def _month(row: EnergyMonth, quantities: Json | None) -> Json:
    found: Json = {"month": f"{row.month:%Y-%m}", "kwh": f"{row.kwh:f}"}
    if quantities is None:
        return found
    periods = {p["period"]: p["kwh"] for p in quantities["periods"] if p["period"] != "total"}
    if periods:
        del found["kwh"]
        found["periods"] = periods
    for name, stored in (("kvarh", "reactive_kvarh"), ("demand_kw", "demand_kw")):
        if quantities.get(stored) is not None:
            found[name] = quantities[stored]
    return found


def _household(account_id: int, on: date) -> Json:
    span = month_of(on)
    facts = contracts.households_for_billing(
        account_ids=[account_id], period_start=span.start, period_end=span.end or on
    ).get(account_id)
    if facts is None:
        return {}
    return {
        "move_in_date": facts.move_in_date and facts.move_in_date.isoformat(),
        "large_household_from": facts.large_household_from
        and facts.large_household_from.isoformat(),
        "low_income": facts.low_income,
    }
