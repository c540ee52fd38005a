"""Pricing the parts of a period: measure all of them first, then let the charge methods write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from gridhall.kernel.periods import DatePeriod
from gridhall.rating import errors
from gridhall.rating.books import ChargePlan, Library, NoValidPrice, schema
from gridhall.rating.charges import CHARGE_METHODS, Case
from gridhall.rating.charges.cuts import cut_days
from gridhall.rating.errors import Hold
from gridhall.rating.law import Law
from gridhall.rating.parts import Part
from gridhall.rating.quantities import measure
from gridhall.rating.quantities.combined import combined
from gridhall.rating.quantities.windows import BY_DAYS, Window, cut_points, reckoned
from gridhall.rating.request import BillingMethod, RatingRequest

#: The day on which a price changes, and the key of that price.
Changes = dict[date, str]


def price_parts(
    request: RatingRequest, parts: Sequence[Part], library: Library, known: Changes
) -> list[Case]:
    """Return one priced case for each part, in order of time.

    ``known`` are the days at which prices forced a cut: a read missing there holds the bill as
    ``PRICE_CHANGES_IN_PERIOD``. Raises ``Hold``, ``NoValidPrice``, ``UnknownPriceClass``.
    """
    desks = [_desk(request, part, library, known) for part in parts]
    cases = [case for case, _ in desks]
    for place, (case, charges) in enumerate(desks):
        if len(parts) > 1:
            _show_others(case, cases, parts, place)
        for charge in charges:
            CHARGE_METHODS[charge.method](case, charge)
    return cases


def _show_others(case: Case, cases: Sequence[Case], parts: Sequence[Part], place: int) -> None:
    """Tell the case of a part what the other parts of its owner used and were charged."""
    mates = [n for n, other in enumerate(parts) if other.owner == parts[place].owner]
    case.whole = combined([cases[n].quantities for n in mates])
    case.earlier = tuple(cases[n] for n in mates if n < place)
    case.tariff_days = _tariff_days(cases, parts, place)


def _tariff_days(cases: Sequence[Case], parts: Sequence[Part], place: int) -> DatePeriod:
    """Return the days in a row around a part with the same owner and price class."""

    def same(n: int) -> bool:
        return (
            parts[n].owner == parts[place].owner
            and cases[n].law.plan.code == cases[place].law.plan.code
        )

    first = last = place
    while first > 0 and same(first - 1):
        first -= 1
    while last + 1 < len(parts) and same(last + 1):
        last += 1
    return DatePeriod(parts[first].start, parts[last].end)


def _desk(
    request: RatingRequest, part: Part, library: Library, known: Changes
) -> tuple[Case, list[schema.Charge]]:
    """Return the case of a part, measured, and the charges its contract is subject to."""
    plan = library.price_class(part.agreement.price_class, on=part.start)
    charges = charges_of(plan, part.agreement.billing_method)
    if not charges:
        raise NoValidPrice(key=plan.code, on=part.start)
    law = Law(library=library, plan=plan, on=part.start)
    law.changes_on |= cut_days(charges, part.agreement, part.period, part.terms_from, law)
    if part.only:
        asked = request if not request.segments else _asked(request, part)
    else:
        asked = _cut(request, part, law)
    try:
        quantities = measure(asked, law)
    except Hold as hold:
        raise _cause(hold, part, known) from None
    case = Case(
        request=asked,
        quantities=quantities,
        law=law,
        warnings=list(quantities.notices),
        terms_from=part.terms_from,
    )
    if not part.only:
        case.part = part.period
        case.billed = DatePeriod(request.period_start, request.period_end)
        _warn_by_days(case)
    _warn_without_periods(case)
    return case, charges


def _asked(request: RatingRequest, part: Part) -> RatingRequest:
    return replace(
        request,
        account_no=part.account_no,
        period_start=part.start,
        period_end=part.end,
        agreement=part.agreement,
        household=part.household,
    )


def _cut(request: RatingRequest, part: Part, law: Law) -> RatingRequest:
    window = Window(
        part=part.period,
        whole=DatePeriod(request.period_start, request.period_end),
        by_days=law.rule("price_change_split", "refuse") == BY_DAYS,
        whole_units=law.convention("quantity_rounding").value != "none",
    )
    return replace(_asked(request, part), points=cut_points(request.points, window))


def _cause(hold: Hold, part: Part, known: Mapping[date, str]) -> Hold:
    """Return the hold, or why the part exists if a read is missing only because of the cut."""
    if hold.reason == errors.READING_MISSING:
        for day in (part.start, part.end):
            if day in known:
                return Hold(errors.PRICE_CHANGES_IN_PERIOD, key=known[day], on=day)
    return hold


def charges_of(plan: ChargePlan, billing_method: BillingMethod) -> list[schema.Charge]:
    """Return the charges of a price class that a contract with this billing method is subject to.

    Holds the bill if the method does not suit the class: otherwise a capacity charge could
    silently be left out.
    """
    name = str(billing_method)
    charges = [c for c in plan.charges if not c.billing_methods or name in c.billing_methods]
    if not charges:
        return []
    some = len(charges) < len(plan.charges)
    left_out = some and not any(c.billing_methods for c in charges)
    two_part = billing_method in (BillingMethod.TWO_CAPACITY, BillingMethod.TWO_DEMAND)
    unknown = two_part and not any(c.method in ("capacity", "demand") for c in charges)
    if left_out or unknown:
        raise Hold(errors.AGREEMENT_INCOMPLETE, field="billing_method")
    return charges


def _warn_by_days(case: Case) -> None:
    if reckoned(case.request.points):
        case.warn(
            "SPLIT_BY_DAYS",
            "分段日没有抄表示数，电量按天数分摊。",
            "There is no read on the day of the change; the energy was divided by days.",
        )


def _warn_without_periods(case: Case) -> None:
    plan = case.law.plan
    if case.request.agreement.tou and plan.tou is None:
        case.warn(
            "CLASS_WITHOUT_TIME_OF_USE",
            f"合同注明分时，但价格类别 {plan.code} 不分时，按总电量计费。",
            f"The agreement says time of use, but the class {plan.code} has none.",
        )
