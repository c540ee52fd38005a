"""The engine: one request and a library of tariff books in, an explained bill or a refusal out.

Pure and exact: no clock, no network, no float, no state but the library's cache. Two stages that
can be read one after the other: ``quantities`` (readings → billed quantities) and ``charges``
(quantities → lines).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from gridhall.rating import errors, wording
from gridhall.rating.books import ChargePlan, Library, NoValidPrice, UnknownPriceClass, schema
from gridhall.rating.charges import CHARGE_METHODS, Case
from gridhall.rating.errors import Hold
from gridhall.rating.law import Law
from gridhall.rating.quantities import measure
from gridhall.rating.request import BillingMethod, RatingRequest
from gridhall.rating.result import Rated, Refusal

ENGINE_VERSION = "1"

#: Wide enough that nothing on a bill is ever rounded before its line is.
EXACT = Context(prec=50, traps=[InvalidOperation, DivisionByZero, Overflow])


def rate(request: RatingRequest, library: Library) -> Rated | Refusal:
    """Return the bill of one account for one period, or why there can be none.

    The law is that of the first day of the period. Never raises for bad customer data: every
    expected failure is a ``Refusal`` with a code of ``errors.HOLD_CODES``.
    """
    agreement = request.agreement
    with localcontext(EXACT):
        try:
            plan = library.price_class(agreement.price_class, on=request.period_start)
            return _rate(request, library, plan)
        except Hold as hold:
            return _refusal(request, hold.reason, hold.params)
        except NoValidPrice as missing:
            return _no_price(request, str(missing.params["key"]))
        except UnknownPriceClass as unknown:
            return _refusal(request, errors.UNKNOWN_PRICE_CLASS, unknown.params)


def _rate(request: RatingRequest, library: Library, plan: ChargePlan) -> Rated | Refusal:
    method = str(request.agreement.billing_method)
    charges = [c for c in plan.charges if not c.billing_methods or method in c.billing_methods]
    if not charges:
        return _no_price(request, plan.code)
    _check_method(request.agreement.billing_method, plan, charges)
    law = Law(library=library, plan=plan, on=request.period_start)
    quantities = measure(request, law)
    case = Case(request=request, quantities=quantities, law=law)
    if request.agreement.tou and plan.tou is None:
        case.warn(
            "CLASS_WITHOUT_TIME_OF_USE",
            f"合同注明分时，但价格类别 {plan.code} 不分时，按总电量计费。",
            f"The agreement says time of use, but the class {plan.code} has none.",
        )
    for charge in charges:
        CHARGE_METHODS[charge.method](case, charge)
    _refuse_price_change(law, request.period_end)
    return Rated(
        account_no=request.account_no,
        period_start=request.period_start,
        period_end=request.period_end,
        price_class=plan.code,
        lines=tuple(case.lines),
        total=sum((line.amount for line in case.lines), Decimal("0.00")),
        quantities=replace(quantities, steps=quantities.steps + tuple(case.steps)),
        warnings=tuple(case.warnings),
        books=tuple(sorted(law.books)),
        engine_version=ENGINE_VERSION,
    )


def _check_method(method: BillingMethod, plan: ChargePlan, charges: list[schema.Charge]) -> None:
    """Hold the bill if the contract's billing method does not suit the price class.

    Otherwise a capacity charge could silently be left out.
    """
    by_method = [c for c in plan.charges if c.billing_methods]
    left_out = by_method and not any(c.billing_methods for c in charges)
    two_part = method in (BillingMethod.TWO_CAPACITY, BillingMethod.TWO_DEMAND)
    unknown = two_part and not any(c.method in ("capacity", "demand") for c in charges)
    if left_out or unknown:
        raise Hold(errors.AGREEMENT_INCOMPLETE, field="billing_method")


def _refuse_price_change(law: Law, period_end: date) -> None:
    """Hold the bill if a value that was used ends before the period does."""
    for key, ends in law.changes_on.items():
        if ends < period_end:
            raise Hold(errors.PRICE_CHANGES_IN_PERIOD, key=key, on=ends)


def _no_price(request: RatingRequest, key: str) -> Refusal:
    params = {
        "price_class": request.agreement.price_class,
        "on": request.period_start,
        "key": key,
    }
    return _refusal(request, errors.NO_VALID_PRICE, params)


def _refusal(request: RatingRequest, code: str, params: dict[str, object]) -> Refusal:
    texts = {key: str(value) for key, value in params.items() if key != "reason"}
    return Refusal(
        account_no=request.account_no,
        code=code,
        params=texts,
        reason=wording.reason(code, texts),
    )
