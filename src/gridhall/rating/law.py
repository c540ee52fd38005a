"""The law as one bill sees it: values on one day, with a record of every value that was read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gridhall.rating.books import ChargePlan, Library, NoValidPrice
from gridhall.rating.calendars import Calendar, DayFacts
from gridhall.rating.result import ParameterRead

#: The public holidays that Chinese calendars mean, where a question lists no days.
HOLIDAYS = "CN.holidays"


class Law:
    """Read tariff values for one bill and remember which books they came from."""

    __slots__ = ("books", "changes_on", "library", "on", "plan", "rounding")

    def __init__(self, *, library: Library, plan: ChargePlan, on: date) -> None:
        self.library = library
        self.plan = plan
        self.on = on
        self.books: set[str] = {plan.book}
        self.changes_on: dict[str, date] = {}
        if plan.effective_to is not None:
            self.changes_on[plan.code] = plan.effective_to
        self.rounding = self.convention("money_rounding")

    def read(self, key: str) -> ParameterRead:
        """Return the value of a key on the bill's day; raises ``NoValidPrice``."""
        read = self.library.value(key, on=self.on)
        self.books.add(read.book)
        if read.effective_to is not None:
            self.changes_on[read.key] = read.effective_to
        return read

    def convention(self, role: str) -> ParameterRead:
        """Return the value of a convention that the price class's book names."""
        return self.read(self.plan.conventions[role])

    def optional_convention(self, role: str) -> ParameterRead | None:
        """Return a convention that not every book names (``books.methods`` lists them)."""
        key = self.plan.conventions.get(role)
        return None if key is None else self.read(key)

    def rule(self, role: str, default: str) -> str:
        """Return the name of the rule an optional convention chooses."""
        read = self.optional_convention(role)
        return default if read is None else str(read.value)

    def table_cell(self, key: str, *, standard: Decimal, pf: Decimal) -> ParameterRead:
        """Return a cell of a power-factor table; raises ``NoValidPrice``."""
        return self._note(self.library.table_cell(key, standard=standard, pf=pf, on=self.on))

    def multiple(self, key: str, period: str) -> ParameterRead:
        """Return the multiple of a period's price by a structure; raises ``NoValidPrice``.

        A bill without time of use (period ``total``) pays the flat price.
        """
        name = "flat" if period == "total" else period
        return self._note(self.library.multiple(key, name, on=self.on))

    def published_day(self, calendar: str, day: date) -> DayFacts:
        """Return what the published holidays say of a day, for hours of a Chinese book.

        Nothing is known of a year whose holidays are not in the books.
        """
        chinese = self.library.hours_read(calendar, on=day).book.startswith("CN/")
        if not chinese or not self.library.hours(calendar, on=day).asks_for_kind:
            return DayFacts()
        try:
            read = self.library.day_facts_read(HOLIDAYS, on=day)
            self.books.add(read.book)
            return self.library.day_facts(HOLIDAYS, on=day)
        except NoValidPrice:
            return DayFacts()

    def hours(self, key: str, *, on: date) -> Calendar:
        """Return the time-of-use calendar of a day; raises ``NoValidPrice``.

        A calendar that changes within the period splits nothing: each day has its own.
        """
        self.books.add(self.library.hours_read(key, on=on).book)
        return self.library.hours(key, on=on)

    def other_class(self, code: str) -> ChargePlan:
        """Return another price class on the same day (a residential share behind industry)."""
        plan = self.library.price_class(code, on=self.on)
        self.books.add(plan.book)
        return plan

    def of_class(self, code: str) -> Law:
        """Return the same day's law for another price class; what it reads is noted here."""
        other = Law(library=self.library, plan=self.other_class(code), on=self.on)
        self.books |= other.books
        self.changes_on |= other.changes_on
        other.books, other.changes_on = self.books, self.changes_on
        return other

    def _note(self, read: ParameterRead) -> ParameterRead:
        self.books.add(read.book)
        if read.effective_to is not None:
            self.changes_on[read.key] = read.effective_to
        return read


def as_number(read: ParameterRead) -> Decimal:
    """Return the number of a parameter that is one (the book's schema checked the unit)."""
    if not isinstance(read.value, Decimal):
        raise TypeError(f"{read.key} is the name of a rule, not a number")
    return read.value
