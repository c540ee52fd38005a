"""A worksheet: reads the rules of the day, and collects lines, figures and remarks of one case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.rating.books import Library, NoValidPrice
from gridhall.rating.claims.rounding import FEN, Rounding, tidy
from gridhall.rating.quotes.registry import Figure, Outcome, Refused
from gridhall.rating.result import Factor, Line, Notice, ParameterRead, Text, Trace
from gridhall.rating.wording import num

ZERO = Decimal(0)
ONE = Decimal(1)
BEFORE_2024 = date(2024, 5, 31)  # the last day of the rules of 1996
UNTIL_FURTHER_NOTICE = date(2199, 12, 31)  # no day is given: what is in force without an end


@dataclass(frozen=True, slots=True)
class Chosen:
    """Hold a number of a rule: as the case gives it, or as a book says on the day."""

    value: Decimal
    read: ParameterRead | None = None

    @property
    def reads(self) -> tuple[ParameterRead, ...]:
        """Return what was read from books: one value or none."""
        return (self.read,) if self.read else ()


class Sheet:
    """Work out one case. ``on`` is the day of the law, ``region`` the prefix of local rules."""

    def __init__(self, library: Library, *, on: date | None, region: str = "") -> None:
        self.library, self.region = library, region
        self.on, self.dated = on or UNTIL_FURTHER_NOTICE, on is not None
        self.lines: list[Line] = []
        self.figures: dict[str, Figure] = {}
        self.warnings: list[Notice] = []
        self.books: set[str] = set()

    def number(self, key: str, given: Decimal | None = None, *, on: date | None = None) -> Chosen:
        """Return the number given, or that of the rule ``key`` (``late_charge.residential``).

        A local rule of the region goes before the national one. Raises ``Refused`` if no book
        holds the rule on the day, or no day is known.
        """
        if given is not None:
            return Chosen(given)
        read = self._read(key, on or self.on)
        if not isinstance(read.value, Decimal):  # pragma: no cover - the schema checks units
            raise TypeError(f"{key} is the name of a rule, not a number")
        return Chosen(read.value, read)

    def rule(self, key: str, given: str | None = None, *, on: date | None = None) -> str:
        """Return the name of a rule: as given, or as the book says on the day."""
        return given if given is not None else str(self._read(key, on or self.on).value)

    def line(
        self,
        code: str,
        words: Text,
        quantity: Decimal,
        unit: str,
        price: Decimal,
        *,
        factors: Iterable[Factor] = (),
        rounding: Rounding = FEN,
        reads: Iterable[ParameterRead] = (),
        group: str = "claim",
        formula: Text | None = None,
        numbers: str = "",
    ) -> Decimal:
        """Add a line ``round(quantity × price × factors)`` and return its amount."""
        factors = tuple(factors)
        exact = quantity * price
        for factor in factors:
            exact = exact * factor.numerator / factor.denominator
        amount = tidy(exact) if rounding.mode == "none" else rounding.apply(exact)
        parts = [num(tidy(quantity)), num(tidy(price)), *map(_fraction, factors)]
        sum_text = (numbers or " × ".join(parts)) + " = " + num(amount)
        names_zh = "".join(f" × {f.name.zh}" for f in factors)
        names_en = "".join(f" × {f.name.en}" for f in factors)
        default = Text(f"{words.zh} = 数量 × 单价{names_zh}", f"quantity × price{names_en}")
        trace = Trace(
            words=formula or default, numbers=Text(sum_text, sum_text), parameters=tuple(reads)
        )
        self.lines.append(
            Line(
                code=code,
                group=group,
                description=words,
                quantity=tidy(quantity),
                unit=unit,
                unit_price=tidy(price),
                factors=factors,
                amount=amount,
                trace=trace,
            )
        )
        return amount

    def figure(
        self,
        name: str,
        value: Decimal | str,
        unit: str,
        words: Text,
        *,
        formula: Text | None = None,
        numbers: str = "",
        reads: Iterable[ParameterRead] = (),
    ) -> None:
        """Add a named number; the numbers of its formula are the same in both languages."""
        value = tidy(value) if isinstance(value, Decimal) else value
        trace = None
        if formula is not None:
            trace = Trace(words=formula, numbers=Text(numbers, numbers), parameters=tuple(reads))
        self.figures[name] = Figure(value=value, unit=unit, name=words, trace=trace)

    def warn(self, code: str, zh: str, en: str) -> None:
        """Add a remark, once: a convention was chosen among several, or something looks odd."""
        notice = Notice(code=code, text=Text(zh, en))
        if notice not in self.warnings:
            self.warnings.append(notice)

    def total(self) -> Decimal:
        """Return the sum of the lines so far."""
        return sum((line.amount for line in self.lines), ZERO)

    def outcome(self) -> Outcome:
        """Return what was found; the total is the sum of the lines, none without lines."""
        return Outcome(
            lines=tuple(self.lines),
            total=self.total() if self.lines else None,
            figures=self.figures,
            warnings=tuple(self.warnings),
            books=tuple(sorted(self.books)),
        )

    def _read(self, key: str, on: date) -> ParameterRead:
        if not self.dated and on == UNTIL_FURTHER_NOTICE and self._changed(key):
            self.warn(
                "LAW_DAY_ASSUMED",
                "没有说明适用哪一天的规则（law_on），按现行规则计算。",
                "No day of the law is given (law_on): the rules in force until further notice.",
            )
        for prefix in filter(None, (self.region, "CN")):
            try:
                read = self.library.value(f"{prefix}.{key}", on=on)
            except NoValidPrice:
                continue
            self.books.add(read.book)
            self._doubt(read)
            return read
        raise refused(
            "RULE_MISSING",
            "电价库在 {on} 没有规则 {key}：请直接给出参数。",
            "No book holds the rule {key} on {on}: give the value itself.",
            key=key,
            on=on.isoformat(),
        )

    def _changed(self, key: str) -> bool:
        """Tell whether the rule has been another one before."""
        try:
            then = self.library.value(f"CN.{key}", on=BEFORE_2024).value
            return then != self.library.value(f"CN.{key}", on=UNTIL_FURTHER_NOTICE).value
        except NoValidPrice:
            return True

    def _doubt(self, read: ParameterRead) -> None:
        if not read.verified:
            self.warn(
                "UNVERIFIED_RULE",
                f"“{read.name.zh}”取 {read.value}，来源未经核实（{read.citation.title}）。",
                f"{read.name.en} = {read.value} is not verified ({read.citation.title}).",
            )


def refused(code: str, zh: str, en: str, **params: object) -> Refused:
    """Return a refusal with both sentences filled in; raise it."""
    return Refused(code, Text(zh.format(**params), en.format(**params)), **params)


def factor(zh: str, en: str, numerator: Decimal | int, denominator: Decimal | int = 1) -> Factor:
    """Return a factor of a line with its name."""
    return Factor(name=Text(zh, en), numerator=Decimal(numerator), denominator=Decimal(denominator))


def _fraction(item: Factor) -> str:
    top = num(tidy(item.numerator))
    return top if item.denominator == 1 else f"{top} ÷ {num(tidy(item.denominator))}"
