"""From the form of a bill to the engine's request and the books it is rated with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gridhall.rating.books import (
    InvalidBook,
    Library,
    LoadedBook,
    NoValidPrice,
    UnknownPriceClass,
    given_book,
)
from gridhall.rating.quotes import bill_terms, bill_use
from gridhall.rating.quotes.bill_form import BillForm, TariffForm
from gridhall.rating.quotes.inline import InlineTariff
from gridhall.rating.quotes.inline.cache import cached_book
from gridhall.rating.quotes.lawday import WithBooks
from gridhall.rating.quotes.registry import Refused
from gridhall.rating.request import (
    Agreement,
    DayFact,
    DayKind,
    Fact,
    PriceSeries,
    RatingRequest,
    Segment,
)
from gridhall.rating.result import Text

CASE = "CASE"


@dataclass(slots=True)
class Asked:
    """Hold the engine's request and the library that knows the tariffs of the case."""

    request: RatingRequest
    library: Library
    currency: str = "CNY"


def asked(form: BillForm, library: Library) -> Asked:
    """Return what to ask the engine for a form."""
    day = form.period.from_
    tariffs = _tariffs(form)
    books = tuple(_book(tariff, code, library, day) for code, tariff in tariffs.items())
    books += _given(form, library)
    with_books = WithBooks(library, books) if books else library
    main = tariffs.get(_code(form.tariff, CASE))
    request = _request(form, tariffs)
    if _by_intervals(form):
        request = replace(request, agreement=_timed(request.agreement, form, with_books, day))
    return Asked(request, with_books, main.currency if main is not None else "CNY")


def _by_intervals(form: BillForm) -> bool:
    """Tell whether energy is given by interval, so that it has a time of its own."""
    uses = [use for use in (form.usage, *form.points) if use is not None]
    return any(use.intervals is not None for use in uses)


def _timed(terms: Agreement, form: BillForm, library: Library, day: date) -> Agreement:
    """Return the terms by time of use where the class has periods and the form leaves it open."""
    if terms.tou or form.agreement.tou is not None:
        return terms
    try:
        by_time = library.price_class(terms.price_class, on=day).tou is not None
    except (UnknownPriceClass, NoValidPrice):  # told by the engine
        return terms
    return replace(terms, tou=by_time)


def _request(form: BillForm, tariffs: dict[str, InlineTariff]) -> RatingRequest:
    use = bill_use.first_use(form)
    code = _code(form.tariff, CASE)
    inline = tariffs.get(code)
    agreement = bill_terms.agreement_of(form, form.agreement, code, inline, use)
    return RatingRequest(
        account_no=form.account_no,
        period_start=form.period.from_,
        period_end=form.period.to,
        agreement=agreement,
        household=bill_terms.household_of(form.household, form.period.from_),
        points=bill_use.points_of(form, inline),
        segments=_segments(form, tariffs),
        days=tuple(
            DayFact(
                day=item.day,
                kind=None if item.kind is None else DayKind(item.kind),
                holiday=item.holiday,
                holiday_days=item.holiday_days,
                max_temperature_c=item.max_temperature_c,
            )
            for item in form.days
        ),
        market_prices=tuple(
            PriceSeries(
                name=item.name,
                start=item.start,
                minutes=item.minutes,
                price=item.price,
                every_day=item.every_day,
            )
            for item in form.market_prices
        ),
        facts=_facts(form),
    )


def _segments(form: BillForm, tariffs: dict[str, InlineTariff]) -> tuple[Segment, ...]:
    found = []
    tariff, terms = form.tariff, form.agreement
    code = _code(tariff, CASE)
    stated = form.period.from_
    for number, item in enumerate(form.segments, start=1):
        if item.tariff is not None:
            code = _code(item.tariff, f"{CASE}{number}")
        if item.agreement is not None:
            stated = stated if item.agreement.capacity_kva is None else item.from_
            terms = bill_terms.carried_on(item.agreement, terms)
        use = item.usage or bill_use.first_use(form)
        agreement = bill_terms.agreement_of(form, terms, code, tariffs.get(code), use)
        owner = item.household
        segment = Segment(
            from_date=item.from_,
            agreement=agreement,
            household=None if owner is None else bill_terms.household_of(owner, item.from_),
            account_no=item.account_no or "",
            terms_from=stated,
        )
        found.append(segment)
    return tuple(found)


def _facts(form: BillForm) -> tuple[Fact, ...]:
    found = [Fact(name=n, value=item.value, unit=item.unit) for n, item in form.facts.items()]
    for use in (form.usage, *form.points):
        if use is None:
            continue
        for period, kw in use.demand_by_period.items():
            found.append(Fact(name=f"demand.{period}", value=kw, unit="kW"))
        if use.demand_kw is not None and use is form.usage:
            found.append(Fact(name="demand", value=use.demand_kw, unit="kW"))
    return tuple(found)


def _tariffs(form: BillForm) -> dict[str, InlineTariff]:
    """Return every tariff that the case brings along, by the code of its price class."""
    found = dict(form.tariffs)
    if form.tariff.inline is not None:
        found[CASE] = form.tariff.inline
    for number, segment in enumerate(form.segments, start=1):
        if segment.tariff is not None and segment.tariff.inline is not None:
            found[f"{CASE}{number}"] = segment.tariff.inline
    return found


def _given(form: BillForm, library: Library) -> tuple[LoadedBook, ...]:
    """Return a book of the values that the case brings for keys of published tariff books."""
    values = dict(form.tariff.values)
    for segment in form.segments:
        values |= segment.tariff.values if segment.tariff is not None else {}
    if not values:
        return ()
    try:
        book = given_book(values, library=library, start=form.period.from_, end=form.period.to)
    except InvalidBook as wrong:
        problem = str(wrong.params["problem"])
        raise Refused("VALUE_NOT_KNOWN", Text(f"给出的数值不能用：{problem}", problem)) from None
    return (book,)


def _code(tariff: TariffForm, own: str) -> str:
    return own if tariff.ref is None else tariff.ref


def _book(tariff: InlineTariff, code: str, library: Library, day: date) -> LoadedBook:
    def known(key: str) -> bool:
        try:
            library.value(key, on=day)
        except NoValidPrice:
            return False
        return tariff.currency == "CNY"

    return cached_book(tariff, code, known)
