"""From the form of a bill to the engine's request."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from gridhall.rating.books import Library
from gridhall.rating.quantities.registers import REGISTER_OF
from gridhall.rating.quotes.bill_form import BillForm, UsageForm
from gridhall.rating.request import (
    Agreement,
    BillingMethod,
    Household,
    MeteringPoint,
    MeterUse,
    MonthUse,
    RatingRequest,
    Reading,
    Register,
    RegisterUse,
)

REGISTER_DIGITS = 18


def request_of(form: BillForm, library: Library) -> RatingRequest:
    """Return the engine's request for a form."""
    return RatingRequest(
        account_no=form.account_no,
        period_start=form.period.from_,
        period_end=form.period.to,
        agreement=_agreement(form),
        household=_household(form),
        points=(MeteringPoint(mp_no=form.account_no, meters=(_meter(form.usage, form),)),),
    )


def _agreement(form: BillForm) -> Agreement:
    terms = form.agreement
    return Agreement(
        price_class=form.tariff.ref,
        billing_method=BillingMethod(terms.billing_method or "energy_only"),
        tou=bool(form.usage.periods) if terms.tou is None else terms.tou,
        pf_standard=terms.pf_standard,
        contracted_capacity_kva=terms.capacity_kva,
        contract_demand_kw=terms.contract_demand_kw,
        hv_motor_kw=terms.hv_motor_kw,
    )


def _household(form: BillForm) -> Household:
    facts = form.household
    return Household(
        move_in_date=facts.move_in_date,
        large_household_from=facts.large_household_from,
        low_income=facts.low_income,
        used_before=tuple(MonthUse(month=u.month, kwh=u.kwh) for u in facts.used_before),
    )


def _meter(usage: UsageForm, form: BillForm) -> MeterUse:
    """Return an imagined meter that ran from nought to the use."""
    kwh = usage.kwh
    if kwh is None:
        kwh = sum(usage.periods.values(), Decimal(0))
    amounts: dict[Register, Decimal] = {Register.TOTAL: kwh}
    amounts |= {REGISTER_OF[name]: value for name, value in usage.periods.items()}
    if usage.kvarh is not None:
        amounts[Register.REACTIVE] = usage.kvarh
    if usage.demand_kw is not None:
        amounts[Register.MAX_DEMAND] = usage.demand_kw

    def read(register: Register, which: str, value: Decimal) -> Reading:
        day = form.period.from_ if which == "opening" else form.period.to
        name = f"quote:{register}:{which}"
        return Reading(reading_id=name, read_at=datetime.combine(day, time()), value=value)

    return MeterUse(
        asset_no=form.account_no,
        multiplier=Decimal(1),
        register_int_digits=REGISTER_DIGITS,
        registers=tuple(
            RegisterUse(
                register=register,
                opening=read(register, "opening", Decimal(0)),
                closing=read(register, "closing", value),
            )
            for register, value in amounts.items()
        ),
    )
