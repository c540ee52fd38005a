"""What the engine answers: a ``Rated`` bill whose every number is explained, or a ``Refusal``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """Hold the same sentence in Chinese and English."""

    zh: str
    en: str

    def __eq__(self, other: object) -> bool:
        """Tell whether both say the same, written already or not."""
        if not isinstance(other, Text):
            return NotImplemented
        return (self.zh, self.en) == (other.zh, other.en)

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash((self.zh, self.en))

    def get(self, language: str) -> str:
        """Return the sentence in the language whose code starts with ``zh`` or anything else."""
        return self.zh if language.startswith("zh") else self.en


class LaterText(Text):
    """Hold a sentence that ``write`` makes of the facts (Chinese, English) when it is read."""

    __slots__ = ("_facts", "_write")
    _facts: tuple[object, ...]
    _write: Callable[..., tuple[str, str]]

    def __init__(self, write: Callable[..., tuple[str, str]], *facts: object) -> None:
        object.__setattr__(self, "_write", write)
        object.__setattr__(self, "_facts", facts)

    def __getattr__(self, name: str) -> str:
        """Write the sentence at the first look."""
        if name not in ("zh", "en"):
            raise AttributeError(name)
        zh, en = self._write(*self._facts)
        object.__setattr__(self, "zh", zh)
        object.__setattr__(self, "en", en)
        return zh if name == "zh" else en

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        """Travel to another process as plain text."""
        return Text, (self.zh, self.en)


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Name the public document (and article) a value comes from."""

    title: str
    number: str | None = None
    article: str | None = None
    href: str | None = None
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ParameterRead:
    """Record that a value was read from a tariff book: which, what it was, and who says so."""

    key: str
    book: str
    name: Text
    value: Annotated[Decimal | str, Field(union_mode="left_to_right")]
    unit: str
    effective_from: date
    effective_to: date | None
    citation: Citation
    verified: bool
    grade: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """Hold a factor of a line, kept as a fraction so that nothing is rounded: 21/31, 2/1."""

    name: Text
    numerator: Decimal
    denominator: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """Explain one number: what was measured, which values were read, and the arithmetic."""

    words: Text  # the formula in words
    numbers: Text  # the same formula with the numbers filled in
    inputs: tuple[str, ...] = ()  # reading ids
    parameters: tuple[ParameterRead, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Hold one line of a bill: ``amount = round(quantity × unit_price × factors)``.

    ``group`` tells what kind of charge it is (energy, capacity, demand, funds, adjustment,
    relief, residential_share); ``in_pf_base`` whether the power-factor adjustment counts it.
    ``from_date`` and ``to_date`` (half-open) are set where the line covers a part of the period.
    """

    code: str
    group: str
    description: Text
    quantity: Decimal
    unit: str
    unit_price: Decimal
    factors: tuple[Factor, ...] = ()
    amount: Decimal
    trace: Trace
    in_pf_base: bool = False
    from_date: date | None = None
    to_date: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Hold one step from readings to billed quantities."""

    code: str
    description: Text
    value: Decimal
    unit: str
    trace: Trace
    mp_no: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodQuantity:
    """Hold the energy of one time-of-use period (or ``total`` when not billed by time of use)."""

    period: str
    kwh: Decimal
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BilledQuantities:
    """Hold the quantities that are priced, and the steps that lead to them."""

    read_kwh: Decimal  # sum of the account's own meters, before anything is subtracted or added
    active_kwh: Decimal  # after sub-meters and transformer loss, before the ratio share
    reactive_kvarh: Decimal | None
    demand_kw: Decimal | None
    periods: tuple[PeriodQuantity, ...]  # what is left to bill at the account's own class
    shares: tuple[RatioShare, ...] = ()
    steps: tuple[Step, ...] = ()
    demand_inputs: tuple[str, ...] = ()
    active_inputs: tuple[str, ...] = ()
    reactive_inputs: tuple[str, ...] = ()
    export_periods: tuple[PeriodQuantity, ...] = ()  # energy fed in, where a meter counts it
    demand_lines: tuple[LineDemand, ...] = ()  # the demand of each incoming line that is named
    notices: tuple[Notice, ...] = ()  # what looked odd while measuring

    @property
    def billed_kwh(self) -> Decimal:
        """Return the energy billed at the account's own price class."""
        return sum([p.kwh for p in self.periods], Decimal(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class LineDemand:
    """Hold the maximum demand measured on one incoming line."""

    line: str
    kw: Decimal
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RatioShare:
    """Hold energy behind the account's meters that is billed at another price class.

    It is a ratio (定比, ``ratio_pct``), a fixed quantity (定量) or a sub-meter.
    """

    mp_no: str
    price_class: str
    kwh: Decimal
    ratio_pct: Decimal | None = None
    inputs: tuple[str, ...] = ()
    periods: tuple[PeriodQuantity, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Tell that a convention was chosen or something looks odd; the bill stands nevertheless."""

    code: str
    text: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxShare:
    """Hold how much of a group of lines is tax; ``amount = net + tax``."""

    group: str
    rate: Decimal
    amount: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Rated:
    """Hold a rated bill. ``total`` always equals the sum of the lines' amounts."""

    account_no: str
    period_start: date
    period_end: date
    price_class: str
    lines: tuple[Line, ...]
    total: Decimal
    quantities: BilledQuantities
    warnings: tuple[Notice, ...] = ()
    books: tuple[str, ...] = ()  # the books that were read, by name
    engine_version: str = ""
    taxes: tuple[TaxShare, ...] = ()  # only where the book names a rate of included tax

    @property
    def trace(self) -> tuple[Trace, ...]:
        """Return the whole explanation in order: the quantity steps, then the lines."""
        return tuple(s.trace for s in self.quantities.steps) + tuple(x.trace for x in self.lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Say why no bill can be made; a clerk holds the account with this reason."""

    account_no: str
    code: str
    params: dict[str, str]
    reason: Text
