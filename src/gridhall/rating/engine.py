"""The engine: one request and a library of tariff books in, an explained bill or a refusal out.

Pure and exact: no clock, no network, no float, no state but the library's cache. Two stages that
can be read one after the other: ``quantities`` (readings → billed quantities) and ``charges``
(quantities → lines).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Context, DivisionByZero, InvalidOperation, Overflow, localcontext

from gridhall.kernel.money import ZERO_YUAN
from gridhall.rating import errors, wording
from gridhall.rating.books import Library, NoValidPrice, UnknownPriceClass
from gridhall.rating.charges import Case
from gridhall.rating.closing import closed
from gridhall.rating.errors import Hold
from gridhall.rating.parts import Part, cut, parts_of
from gridhall.rating.pricing import Changes, price_parts
from gridhall.rating.quantities.combined import combined
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import Rated, Refusal

ENGINE_VERSION = "1"

#: Wide enough that nothing on a bill is ever rounded before its line is.
EXACT = Context(prec=50, traps=[InvalidOperation, DivisionByZero, Overflow])


def rate(request: RatingRequest, library: Library) -> Rated | Refusal:
    """Return the bill of one account for one period, or why there can be none.

    The law is that of the first day of each part (see ``parts``). Never raises for bad customer
    data: every expected failure is a ``Refusal`` with a code of ``errors.HOLD_CODES``.
    """
    with localcontext(EXACT):
        try:
            return _rate(request, library)
        except Hold as hold:
            return _refusal(request, hold.reason, hold.params)
        except NoValidPrice as missing:
            return _no_price(request, str(missing.params["key"]))
        except UnknownPriceClass as unknown:
            return _refusal(request, errors.UNKNOWN_PRICE_CLASS, unknown.params)


def _rate(request: RatingRequest, library: Library) -> Rated:
    """Price the parts; where a value that was read ends inside one, cut there and begin again."""
    parts = parts_of(request)
    known: Changes = {}
    while True:
        cases = price_parts(request, parts, library, known)
        changes = _changes(parts, cases)
        if not changes:
            return _bill(request, cases)
        known |= changes
        parts = cut(parts, changes)


def _changes(parts: Sequence[Part], cases: Sequence[Case]) -> Changes:
    """Return the days inside a part on which a value that it used ends, with the value's key."""
    found: dict[date, str] = {}
    for part, case in zip(parts, cases, strict=True):
        for key, ends in case.law.changes_on.items():
            if part.start < ends < part.end:  # a law chosen by its day may have ended before
                found.setdefault(ends, key)
    return found


def _bill(request: RatingRequest, cases: Sequence[Case]) -> Rated:
    first = cases[0]
    lines, taxes = closed(cases)
    quantities = combined([case.quantities for case in cases])
    steps = [step for case in cases for step in case.steps]
    if steps:
        quantities = replace(quantities, steps=(*quantities.steps, *steps))
    return Rated(
        account_no=request.account_no,
        period_start=request.period_start,
        period_end=request.period_end,
        price_class=first.law.plan.code,
        lines=lines,
        total=sum([line.amount for line in lines], ZERO_YUAN),
        quantities=quantities,
        warnings=tuple(dict.fromkeys([notice for case in cases for notice in case.warnings])),
        books=tuple(sorted({book for case in cases for book in case.law.books})),
        engine_version=ENGINE_VERSION,
        taxes=taxes,
    )


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
