"""The prices that are set beside each other, and which of them the books let a customer choose.

A book says so with a parameter ``….choice.<name>`` of unit ``rule``: the codes of price classes
between which the customer chooses. For two-part classes the national rule adds the capacity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from gridhall.kernel.errors import GridHallError
from gridhall.rating.books import Library
from gridhall.rating.comparing.form import CandidateForm, ComparisonForm
from gridhall.rating.quotes.bill_form import TariffForm
from gridhall.rating.quotes.terms_form import AgreementForm, BillingMethodName
from gridhall.rating.result import ParameterRead, Text

CHOICE = ".choice."
SINGLE_UP_TO = "CN.two_part.single_part_up_to_kva"
TWO_PART_FROM = "CN.two_part.two_part_from_kva"
METHOD_NAMES = {
    "two_capacity": Text("按容量", "by capacity"),
    "two_demand": Text("按需量", "by demand"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Hold one price with the contract it is rated under; ``periods`` where it has times of day.

    ``rules`` are the entries of the books that let the customer choose it; ``against_rule`` says
    why she may not.
    """

    key: str
    name: Text
    tariff: TariffForm
    agreement: AgreementForm
    periods: tuple[str, ...] = ()
    rules: tuple[ParameterRead, ...] = ()
    against_rule: Text | None = None


def candidates_of(form: ComparisonForm, library: Library, on: date) -> list[Candidate]:
    """Return the present price first, then the others; of equal keys only the first."""
    given = form.against or tuple(_allowed(form, library, on))
    every = [
        item
        for number, one in enumerate((form.present, *given))
        for item in _variants(one, form, library, on, number)
    ]
    every.sort(key=lambda item: item.key != present_key(form))
    found: dict[str, Candidate] = {}
    for item in every:
        found.setdefault(item.key, item)
    return list(found.values())


def present_key(form: ComparisonForm) -> str:
    """Return the key of the present price under the contract of the question."""
    terms = form.present.agreement or form.agreement
    return f"{form.present.tariff.ref}/{terms.billing_method}"


def choices(library: Library, on: date) -> Iterator[tuple[ParameterRead, tuple[str, ...]]]:
    """Yield every rule in force that names classes between which a customer chooses."""
    keys = {
        parameter.key
        for book in library.books.values()
        for parameter in book.content.parameters
        if CHOICE in parameter.key
    }
    for key in sorted(keys):
        try:
            read = library.value(key, on=on)
        except GridHallError:
            continue
        yield read, tuple(str(read.value).split())


def _allowed(form: ComparisonForm, library: Library, on: date) -> Iterable[CandidateForm]:
    code = form.present.tariff.ref
    for _read, codes in choices(library, on):
        if code in codes:
            yield from (
                CandidateForm(tariff=TariffForm(ref=other)) for other in codes if other != code
            )


def _variants(
    one: CandidateForm, form: ComparisonForm, library: Library, on: date, number: int
) -> Iterator[Candidate]:
    terms = one.agreement or form.agreement
    code = one.tariff.ref
    if code is None:
        yield _inline(one, terms, number)
        return
    try:
        plan = library.price_class(code, on=on)
    except GridHallError:
        yield Candidate(
            key=code, name=_called(one, Text(code, code)), tariff=one.tariff, agreement=terms
        )
        return
    methods = [c.method for c in plan.charges if c.method in ("capacity", "demand")]
    periods = tuple(plan.tou.periods) if plan.tou is not None and terms.tou is not False else ()
    terms = terms.model_copy(update={"tou": bool(periods)})
    if not methods:
        if (terms.billing_method or "").startswith("two_"):
            terms = terms.model_copy(update={"billing_method": None})
        yield _class(one, code, plan.name, terms, periods, library, form, on)
        return
    own = terms.billing_method if one.agreement is not None else None
    names = [own] if own is not None else [f"two_{name}" for name in sorted(set(methods))]
    for name in names:
        variant = terms.model_copy(update={"billing_method": cast(BillingMethodName, name)})
        yield _class(one, code, plan.name, variant, periods, library, form, on)


def _class(
    one: CandidateForm, code: str, name: Text, terms: AgreementForm, periods: tuple[str, ...],
    library: Library, form: ComparisonForm, on: date,
) -> Candidate:  # fmt: skip
    method = METHOD_NAMES.get(terms.billing_method or "")
    shown = Text(f"{name.zh}·{method.zh}", f"{name.en}, {method.en}") if method else name
    rules, against = rules_for(code, method is not None, form, library, on)
    return Candidate(
        key=f"{code}/{terms.billing_method}" if method else code,
        name=_called(one, shown),
        tariff=one.tariff,
        agreement=terms,
        periods=periods,
        rules=rules,
        against_rule=against,
    )


def _inline(one: CandidateForm, terms: AgreementForm, number: int) -> Candidate:
    tariff = one.tariff.inline
    periods = tuple(tariff.period_names) if tariff is not None else ()
    name = one.name or f"#{number}"
    return Candidate(
        key=name, name=Text(name, name), tariff=one.tariff, agreement=terms, periods=periods
    )


def _called(one: CandidateForm, name: Text) -> Text:
    return Text(one.name, one.name) if one.name else name


def rules_for(
    code: str, two_part: bool, form: ComparisonForm, library: Library, on: date
) -> tuple[tuple[ParameterRead, ...], Text | None]:
    """Return the entries that let the customer choose a class, or why she may not.

    Rule: 发改价格〔2023〕526号 – up to 100 kVA single-part, from 315 kVA two-part, between them the
    customer chooses; the bounds are read from the book of the day.
    """
    present = form.present.tariff.ref
    rules = [read for read, codes in choices(library, on) if code in codes and present in codes]
    capacity = form.agreement.capacity_kva
    single = not two_part and any(
        c.method in ("period_energy",) for c in library.price_class(code, on=on).charges
    )
    if capacity is None or not (two_part or single):
        return tuple(rules), None
    try:
        low, high = library.value(SINGLE_UP_TO, on=on), library.value(TWO_PART_FROM, on=on)
    except GridHallError:
        return tuple(rules), None
    return (*rules, low, high), _against(
        two_part, capacity, Decimal(low.value), Decimal(high.value)
    )


def _against(two_part: bool, capacity: Decimal, low: Decimal, high: Decimal) -> Text | None:
    if two_part and capacity <= low:
        return Text(
            f"容量 {capacity:f} 千伏安，不超过 {low:f} 千伏安的执行单一制。",
            f"At {capacity:f} kVA: up to {low:f} kVA the price is single-part.",
        )
    if not two_part and capacity >= high:
        return Text(
            f"容量 {capacity:f} 千伏安，{high:f} 千伏安及以上执行两部制"
            "（原来执行单一制的可以选择）。",
            f"At {capacity:f} kVA: from {high:f} kVA the price is two-part (who was single-part "
            "before may choose).",
        )
    return None
