"""The kinds of question a quote can ask, and what an answer is made of.

A kind is one module of a package in ``KIND_PACKAGES`` that defines ``KIND`` (or several in
``KINDS``): a form (what may be written), and a function from the filled-in form and a library of
tariff books to an ``Outcome``. The module need not be listed anywhere else; schema, documentation
and answers follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Generic, TypeVar

from gridhall.kernel.errors import GridHallError
from gridhall.rating.books import Library
from gridhall.rating.quotes.fields import CaseForm
from gridhall.rating.result import Line, Notice, Step, Text, Trace

#: Where kinds are found. They are found, not imported: claims and market know the quote
#: language, which knows nothing of them.
KIND_PACKAGES = (
    "gridhall.rating.quotes.kinds",
    "gridhall.rating.claims.kinds",
    "gridhall.rating.market.kinds",
)
FormT = TypeVar("FormT", bound=CaseForm)


class Refused(GridHallError):
    """A question that is well formed but cannot be answered: a fact or a rule is missing.

    ``code`` is for programs (UPPER_CASE), ``reason`` for people. ``Hold`` of the engine and
    missing prices are refusals too; a kind need not turn them into this one.
    """

    template = "{reason}"

    def __init__(self, code: str, reason: Text, **params: object) -> None:
        self.refusal_code = code
        self.text = reason
        super().__init__(reason=reason.en, **params)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """Hold one named number of an answer that is no line: a power factor, a back-billed energy.

    ``value`` is exact or rounded as the rule says; ``trace`` explains it where no step does.
    """

    value: Decimal | str
    unit: str
    name: Text
    trace: Trace | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """Hold what a kind found. With lines, ``total`` is their sum; ``None`` asks for no money."""

    lines: tuple[Line, ...] = ()
    total: Decimal | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    warnings: tuple[Notice, ...] = ()
    books: tuple[str, ...] = ()
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if self.lines and self.total != sum((line.amount for line in self.lines), Decimal(0)):
            raise ValueError("an answer's total must be the sum of its lines")


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind(Generic[FormT]):
    """Hold one kind of question: its name in JSON, what may be written, and how it is answered.

    ``run`` raises ``Refused`` or ``Hold`` where it cannot answer. It runs in an exact decimal
    context, must not read a clock, and returns the same outcome for the same form.
    """

    name: str
    title: Text
    summary: Text
    form: type[FormT]
    run: Callable[[FormT, Library], Outcome]


@cache
def kinds() -> Mapping[str, Kind[Any]]:
    """Return every kind by its name, sorted; two of one name are a programming mistake."""
    found: dict[str, Kind[Any]] = {}
    for module in map(import_module, _modules()):
        own = [module.KIND] if hasattr(module, "KIND") else list(getattr(module, "KINDS", ()))
        for kind in own:
            if kind.name in found:
                raise ValueError(f"two kinds are called {kind.name}")
            found[kind.name] = kind
    return dict(sorted(found.items()))


def _modules() -> list[str]:
    """Return the full names of all modules that define kinds."""
    packages = [import_module(name) for name in KIND_PACKAGES]
    return sorted(
        f"{package.__name__}.{info.name}"
        for package in packages
        for info in iter_modules(package.__path__)
    )
