"""The contract of a bill's form, as the engine takes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.quotes.bill_form import BillForm
from gridhall.rating.quotes.inline import InlineTariff
from gridhall.rating.quotes.inline.charges import STANDARDS
from gridhall.rating.quotes.terms_form import AgreementForm, HouseholdForm
from gridhall.rating.quotes.use_form import UseForm
from gridhall.rating.request import (
    Agreement,
    BillingMethod,
    CapacityChange,
    CapacityChangeKind,
    Equipment,
    Household,
    IncomingLine,
    MonthUse,
    PowerFactorUse,
    Transformer,
    TransformerState,
)

ZERO = Decimal(0)
LASTING = ("increase", "reduction", "restore", "new")
EARLIEST_MONTH = date(1950, 1, 1)


def agreement_of(
    form: BillForm, terms: AgreementForm, code: str, inline: InlineTariff | None, use: UseForm
) -> Agreement:
    """Return the agreement; what the form leaves open follows from the tariff and the use."""
    return Agreement(
        price_class=code,
        billing_method=_billing_method(terms, inline),
        tou=_by_time(terms, inline, use),
        pf_standard=_pf_standard(terms, inline),
        pf_use=None if terms.pf_use is None else PowerFactorUse(terms.pf_use),
        contracted_capacity_kva=_capacity(form, terms),
        capacity_changes=tuple(
            CapacityChange(
                kind=CapacityChangeKind(event.kind),
                kva_change=event.change,
                from_date=event.from_,
                restored_date=event.to,
            )
            for event in form.events
        ),
        contract_demand_kw=terms.contract_demand_kw,
        hv_motor_kw=terms.hv_motor_kw,
        transformers=_transformers(form),
        incoming_lines=tuple(
            IncomingLine(
                line=item.line,
                contract_demand_kw=item.contract_demand_kw,
                capacity_kva=item.capacity_kva,
                hv_motor_kw=item.hv_motor_kw,
            )
            for item in form.incoming_lines
        ),
        demand_strategy=terms.demand_strategy or "",
        demand_floor_base=terms.demand_floor_base or _floor_base(form, terms, inline),
        large_industry=terms.large_industry,
        sub_region=terms.sub_region,
    )


def _capacity(form: BillForm, terms: AgreementForm) -> Decimal | None:
    """Return the capacity of the first day in kVA, as far as the form tells it.

    Nothing stood before a new connection, and a swap says what was there. An increase or a
    reduction of the first day itself comes on top of what is stated.
    """
    stated, events = terms.capacity_kva, sorted(form.events, key=lambda event: event.from_)
    lasting = [event for event in events if event.kind in (*LASTING, "swap")]
    if stated is None and lasting and not form.transformers and lasting[0].kind == "swap":
        stated = lasting[0].from_kva
    new = next((event for event in events if event.kind == "new"), None)
    if new is not None and new.from_ >= form.period.from_ and stated in (None, new.kva):
        stated = None if form.transformers else ZERO
    if stated is None or terms.capacity_kva != form.agreement.capacity_kva:
        return stated
    today = [e for e in events if e.kind in LASTING and e.from_ == form.period.from_]
    return max(stated + sum((event.change for event in today), ZERO), ZERO)


def carried_on(terms: AgreementForm, before: AgreementForm) -> AgreementForm:
    """Return a segment's terms; what stands on the site stays as it was if it is not restated."""
    kept = ("capacity_kva", "contract_demand_kw", "hv_motor_kw")
    return terms.model_copy(
        update={name: getattr(before, name) for name in kept if getattr(terms, name) is None}
    )


def _floor_base(form: BillForm, terms: AgreementForm, inline: InlineTariff | None) -> str:
    """Return ``none`` where nobody tells a capacity and the tariff itself asks for no floor.

    The national floor can then not be compared; the answer warns of it.
    """
    if inline is None or inline.demand is None or inline.demand.floor_share is not None:
        return ""
    told = terms.capacity_kva is not None or bool(form.transformers)
    told = told or any(line.capacity_kva is not None for line in form.incoming_lines)
    return "" if told else "none"


def household_of(facts: HouseholdForm, first_day: date) -> Household:
    """Return the household; one number of earlier use is dated the first month of the year."""
    january = first_day.replace(month=1, day=1)
    return Household(
        move_in_date=facts.move_in_date,
        move_out_date=facts.move_out_date,
        large_household_from=facts.large_household_from,
        large_household_to=facts.large_household_to,
        low_income=facts.low_income,
        persons=facts.persons,
        shared_price=facts.shared_price,
        used_before=tuple(
            MonthUse(month=january if u.month == EARLIEST_MONTH else u.month, kwh=u.kwh)
            for u in facts.used_before
        ),
    )


def _transformers(form: BillForm) -> tuple[Transformer, ...]:
    return tuple(
        Transformer(
            kva=item.kva,
            state=TransformerState(item.state),
            from_date=item.from_,
            to_date=item.to,
            equipment=Equipment(item.equipment),
            interlock=item.interlock,
            name=item.name,
        )
        for item in form.transformers
    )


def _billing_method(terms: AgreementForm, inline: InlineTariff | None) -> BillingMethod:
    if terms.billing_method is not None:
        return BillingMethod(terms.billing_method)
    if inline is None:
        return BillingMethod.ENERGY_ONLY
    if inline.capacity is not None and inline.demand is not None:
        raise Hold(AGREEMENT_INCOMPLETE, field="billing_method")
    if inline.demand is not None:
        return BillingMethod.TWO_DEMAND
    return BillingMethod.TWO_CAPACITY if inline.capacity is not None else BillingMethod.ENERGY_ONLY


def _by_time(terms: AgreementForm, inline: InlineTariff | None, use: UseForm) -> bool:
    if terms.tou is not None:
        return terms.tou
    if inline is not None:
        return bool(inline.period_names)
    named = {*use.periods, *use.shares}
    for readings in (use.readings, *(meter.readings for meter in use.meters)):
        named |= set(readings) & {"sharp", "peak", "flat", "valley", "deep"}
    return bool(named)


def _pf_standard(terms: AgreementForm, inline: InlineTariff | None) -> Decimal | None:
    """Return the standard; a tariff with a power-factor table and no standard is refused."""
    factor = inline.power_factor if inline is not None else None
    if terms.pf_standard is not None or factor is None or factor.percent is not None:
        return terms.pf_standard
    if factor.bands:
        return STANDARDS[0]
    if terms.pf_use is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="pf_standard")
    return None
