"""Libraries seen from a case: the law of another day, and tariffs that the case brings along."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gridhall.rating.books import ChargePlan, Library, LoadedBook, schema
from gridhall.rating.calendars import Calendar, DayFacts
from gridhall.rating.result import ParameterRead


class LawOn(Library):
    """Answer like another library, but always as of one day: the law a case asks for."""

    def __init__(self, base: Library, day: date) -> None:
        self.base, self.day = base, day
        self.books = base.books

    def price_classes(self) -> tuple[str, ...]:
        """Return the codes of all known price classes, sorted."""
        return self.base.price_classes()

    def price_class(self, code: str, *, on: date) -> ChargePlan:
        """Return how the class is charged on the day of the law."""
        return self.base.price_class(code, on=self.day)

    def value(self, key: str, *, on: date) -> ParameterRead:
        """Return the value in force on the day of the law."""
        return self.base.value(key, on=self.day)

    def number(self, key: str, *, on: date) -> Decimal:
        """Return the number in force on the day of the law."""
        return self.base.number(key, on=self.day)

    def table_cell(self, key: str, *, standard: Decimal, pf: Decimal, on: date) -> ParameterRead:
        """Return a cell of a table in force on the day of the law."""
        return self.base.table_cell(key, standard=standard, pf=pf, on=self.day)

    def calendar(self, key: str, *, on: date) -> schema.DatedCalendar:
        """Return the calendar in force on the day of the law."""
        return self.base.calendar(key, on=self.day)

    def hours(self, key: str, *, on: date) -> Calendar:
        """Return the calendar in force on the day of the law, resolved."""
        return self.base.hours(key, on=self.day)

    def hours_read(self, key: str, *, on: date) -> ParameterRead:
        """Return the citation of the calendar in force on the day of the law."""
        return self.base.hours_read(key, on=self.day)

    def structure(self, key: str, *, on: date) -> schema.DatedStructure:
        """Return how prices by period are made on the day of the law."""
        return self.base.structure(key, on=self.day)

    def multiple(
        self, key: str, period: str, *, on: date, law_on: date | None = None
    ) -> ParameterRead:
        """Return the multiple of a period in the month asked for, by the law of the day."""
        return self.base.multiple(key, period, on=on, law_on=law_on or self.day)

    def day_facts(self, key: str, *, on: date) -> DayFacts:
        """Return what the published holidays say: days are what they are, whatever the law."""
        return self.base.day_facts(key, on=on)

    def day_facts_read(self, key: str, *, on: date) -> ParameterRead:
        """Return the citation of the published holidays."""
        return self.base.day_facts_read(key, on=on)


class WithBooks(Library):
    """Answer from the books a case brings along, and for everything else from another library."""

    def __init__(self, base: Library, books: tuple[LoadedBook, ...]) -> None:
        super().__init__(books, complete=False)
        self.base = base
        self.own = frozenset(
            [item.key for b in books for item in b.content.parameters]
            + [item.key for b in books for item in b.content.tables]
            + [item.key for b in books for item in b.content.calendars]
            + [item.code for b in books for item in b.content.price_classes]
        )
        self.books = {**base.books, **self.books}

    def price_classes(self) -> tuple[str, ...]:
        """Return the codes of all known price classes, sorted."""
        return tuple(sorted({*super().price_classes(), *self.base.price_classes()}))

    def price_class(self, code: str, *, on: date) -> ChargePlan:
        """Return how the class is charged on that day."""
        if code in self.own:
            return super().price_class(code, on=on)
        return self.base.price_class(code, on=on)

    def value(self, key: str, *, on: date) -> ParameterRead:
        """Return the value in force on that day with its citation."""
        return super().value(key, on=on) if key in self.own else self.base.value(key, on=on)

    def number(self, key: str, *, on: date) -> Decimal:
        """Return the bare number in force on that day."""
        return super().number(key, on=on) if key in self.own else self.base.number(key, on=on)

    def table_cell(self, key: str, *, standard: Decimal, pf: Decimal, on: date) -> ParameterRead:
        """Return the percent for a standard and a power factor of two decimals."""
        if key in self.own:
            return super().table_cell(key, standard=standard, pf=pf, on=on)
        return self.base.table_cell(key, standard=standard, pf=pf, on=on)

    def calendar(self, key: str, *, on: date) -> schema.DatedCalendar:
        """Return the time-of-use calendar in force on that day."""
        return super().calendar(key, on=on) if key in self.own else self.base.calendar(key, on=on)

    def hours(self, key: str, *, on: date) -> Calendar:
        """Return the calendar in force on that day, resolved."""
        return super().hours(key, on=on) if key in self.own else self.base.hours(key, on=on)

    def hours_read(self, key: str, *, on: date) -> ParameterRead:
        """Return the citation of the calendar in force on that day."""
        if key in self.own:
            return super().hours_read(key, on=on)
        return self.base.hours_read(key, on=on)

    def structure(self, key: str, *, on: date) -> schema.DatedStructure:
        """Return how prices by period are made."""
        return self.base.structure(key, on=on)

    def multiple(
        self, key: str, period: str, *, on: date, law_on: date | None = None
    ) -> ParameterRead:
        """Return the multiple of a period in the month of that day."""
        return self.base.multiple(key, period, on=on, law_on=law_on)

    def day_facts(self, key: str, *, on: date) -> DayFacts:
        """Return what the published holidays say of that day."""
        return self.base.day_facts(key, on=on)

    def day_facts_read(self, key: str, *, on: date) -> ParameterRead:
        """Return the citation of the published holidays."""
        return self.base.day_facts_read(key, on=on)
