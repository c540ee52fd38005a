"""Checks across the books of a library: nothing dangles, and published cells follow from parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from gridhall.rating.books import schema
from gridhall.rating.books.errors import InvalidBook, NoValidPrice

#: Prefix of ``uses`` roles that multiply a component: ``times.purchase``.
TIMES = "times."
Number = Callable[[str, date], Decimal]


class References:
    """Know the keys a library holds, by kind (value, table, structure, calendar …)."""

    def __init__(self, keys: frozenset[str], structures: Mapping[str, schema.Structure]) -> None:
        self.keys = keys
        self.structures = structures

    def check(self, name: str, book: schema.Book) -> None:
        """Refuse a book that points to something no book holds; raises ``InvalidBook``."""
        for key in sorted(book.conventions.values()):
            self._held(name, key, "value")
        for klass in book.price_classes:
            for plan in klass.values:
                self._check_plan(name, klass.code, plan)
        for cells in book.published:
            self._held(name, cells.structure, "structure")
            for key in (*cells.uses.values(), *cells.cells.values()):
                self._held(name, key, "value")

    def _check_plan(self, name: str, code: str, plan: schema.DatedPlan) -> None:
        if plan.tou is not None and plan.tou.calendar is not None:
            self._held(name, plan.tou.calendar, "calendar")
        for charge in plan.charges:
            for role, key in sorted(charge.uses.items()):
                kinds = ("structure",) if role == "structure" else ("value", "table")
                self._held(name, key, *kinds)
            if "structure" in charge.uses:
                self._check_roles(name, code, charge)

    def _check_roles(self, name: str, code: str, charge: schema.Charge) -> None:
        given = {role.removeprefix(TIMES) for role in charge.uses if role != "structure"}
        for version in self.structures[charge.uses["structure"]].values:
            wanted = {*(version.floats or ()), *version.fixed}
            if version.floats is not None and given != wanted:
                problem = f"{code}: components {sorted(given)}, but the structure wants "
                raise InvalidBook(book=name, problem=problem + str(sorted(wanted)))

    def _held(self, name: str, key: str, *kinds: str) -> None:
        if not any(f"{kind}:{key}" in self.keys for kind in kinds):
            raise InvalidBook(book=name, problem=f"no book holds {key}")


def check_published(
    name: str, cells: schema.PublishedCells, structure: schema.DatedStructure, number: Number,
    on: date,
) -> None:  # fmt: skip
    """Refuse a published cell that does not follow from its components on that day.

    This finds misread digits. Raises ``InvalidBook`` with the cell and what it should be.
    """
    values = {role: number(key, on) for role, key in cells.uses.items()}
    apart = sum((values[role] for role in structure.apart), Decimal(0))
    for period, key in cells.cells.items():
        try:
            printed = number(key, on)
        except NoValidPrice:
            continue
        derived = structure.price(values, period, on.month)
        if derived is None or abs(printed - derived - apart) > cells.tolerance:
            found = "nothing" if derived is None else f"{derived + apart:f}"
            problem = f"{key} is {printed} on {on}, but its components make {found}"
            raise InvalidBook(book=name, problem=problem)
