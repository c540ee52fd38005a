"""A library of tariff books: what was the law on that day, and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gridhall.kernel.periods import DatePeriod
from gridhall.rating.books import schema
from gridhall.rating.books.entries import (
    ChargePlan,
    Entry,
    LoadedBook,
    expand_rows,
    refuse_overlap,
    season_end,
)
from gridhall.rating.books.errors import NoValidPrice, UnknownPriceClass
from gridhall.rating.books.references import References, check_published
from gridhall.rating.calendars import Calendar, DayFacts
from gridhall.rating.result import Citation, ParameterRead, Text

__all__ = ["ChargePlan", "Library", "LoadedBook", "expand_rows"]


class Library:
    """Answer what value a key has on a day. Immutable after construction; answers are cached."""

    def __init__(self, books: Iterable[LoadedBook], *, complete: bool = True) -> None:
        """Index the books; raises ``InvalidBook`` for overlapping values or dangling keys.

        ``complete=False`` allows price classes that point to books left out (a bundle carries
        only the books one bill read).
        """
        self.books: dict[str, LoadedBook] = {book.name: book for book in books}
        self._entries: dict[str, list[Entry]] = {}
        self._conventions: dict[str, dict[str, str]] = {}
        for book in self.books.values():
            self._add(book)
        for key, entries in self._entries.items():
            refuse_overlap(key, entries)
        self._values: dict[tuple[str, date], ParameterRead] = {}
        self._plans: dict[tuple[str, date], ChargePlan] = {}
        self._cells: dict[tuple[str, date, Decimal], dict[Decimal, ParameterRead]] = {}
        self._hours: dict[tuple[str, date], Calendar] = {}
        self._hours_on: dict[tuple[str, date], Calendar] = {}
        if complete:
            self._check_references()

    def with_book(self, book: LoadedBook) -> Library:
        """Return a library that has this book too; raises ``InvalidBook`` for overlapping values.

        The books already here are not checked again.
        """
        return Library([*self.books.values(), book], complete=False)

    def price_classes(self) -> tuple[str, ...]:
        """Return the codes of all known price classes, sorted."""
        return tuple(sorted(k[6:] for k in self._entries if k.startswith("class:")))

    def price_class(self, code: str, *, on: date) -> ChargePlan:
        """Return how the class is charged on that day.

        Raises ``UnknownPriceClass`` if no book names it, ``NoValidPrice`` if none does for that
        day. A class known to have no price comes back with no charges.
        """
        found = self._plans.get((code, on))
        if found is None:
            if f"class:{code}" not in self._entries:
                raise UnknownPriceClass(price_class=code)
            entry = self._entry(f"class:{code}", on)
            plan = entry.item
            if not isinstance(plan, schema.DatedPlan):  # pragma: no cover - keys are prefixed
                raise UnknownPriceClass(price_class=code)
            name = Text(entry.owner_name.zh, entry.owner_name.en)
            conventions = self._conventions[entry.book]
            ends = plan.effective_to
            found = ChargePlan(
                code, name, entry.book, on, plan.tou, plan.charges, conventions, ends
            )
            self._plans[(code, on)] = found
        return found

    def value(self, key: str, *, on: date) -> ParameterRead:
        """Return the value in force on that day with its citation; raises ``NoValidPrice``."""
        found = self._values.get((key, on))
        if found is None:
            entry = self._entry(f"value:{key}", on)
            if not isinstance(entry.item, schema.DatedValue):  # pragma: no cover
                raise NoValidPrice(key=key, on=on)
            found = self._read(key, entry, entry.item.value)
            self._values[(key, on)] = found
        return found

    def number(self, key: str, *, on: date) -> Decimal:
        """Return the bare number in force on that day; raises ``NoValidPrice``."""
        value = self.value(key, on=on).value
        if not isinstance(value, Decimal):
            raise NoValidPrice(key=key, on=on)
        return value

    def table_cell(self, key: str, *, standard: Decimal, pf: Decimal, on: date) -> ParameterRead:
        """Return the percent for a standard and a power factor of two decimals.

        Raises ``NoValidPrice`` if the table has no such standard or cell on that day.
        """
        standard, pf = standard.normalize(), pf.quantize(Decimal("0.01"))
        cells = self._cells.get((key, on, standard))
        if cells is None:
            cells = self._expand(key, standard, on)
            self._cells[(key, on, standard)] = cells
        if pf not in cells:
            raise NoValidPrice(key=f"{key}[{standard}, {pf}]", on=on)
        return cells[pf]

    def calendar(self, key: str, *, on: date) -> schema.DatedCalendar:
        """Return the time-of-use calendar in force on that day; raises ``NoValidPrice``."""
        item = self._entry(f"calendar:{key}", on).item
        if not isinstance(item, schema.DatedCalendar):  # pragma: no cover - keys are prefixed
            raise NoValidPrice(key=key, on=on)
        return item

    def hours(self, key: str, *, on: date) -> Calendar:
        """Return the calendar of that day for ``calendars.slots``; raises ``NoValidPrice``."""
        known = self._hours_on.get((key, on))
        if known is not None:
            return known
        item = self.calendar(key, on=on)
        found = self._hours.get((key, item.effective_from))
        if found is None:
            found = self._hours[(key, item.effective_from)] = item.resolved(key)
        self._hours_on[(key, on)] = found
        return found

    def hours_read(self, key: str, *, on: date) -> ParameterRead:
        """Return the calendar's citation for a trace; the value is the calendar's key."""
        found = self._values.get((f"calendar:{key}", on))
        if found is None:
            found = self._read(key, self._entry(f"calendar:{key}", on), key)
            self._values[(f"calendar:{key}", on)] = found
        return found

    def day_facts(self, key: str, *, on: date) -> DayFacts:
        """Return what the published holidays say of that day; raises ``NoValidPrice``.

        ``key`` names the holidays of a country, such as ``CN.holidays``.
        """
        item = self._entry(f"holidays:{key}", on).item
        if not isinstance(item, schema.DatedHolidays):  # pragma: no cover - keys are prefixed
            raise NoValidPrice(key=key, on=on)
        return item.facts(on)

    def day_facts_read(self, key: str, *, on: date) -> ParameterRead:
        """Return the citation of the holidays of that day; the value is the key."""
        return self._read(key, self._entry(f"holidays:{key}", on), key)

    def structure(self, key: str, *, on: date) -> schema.DatedStructure:
        """Return how the grid makes its prices by period; raises ``NoValidPrice``."""
        item = self._entry(f"structure:{key}", on).item
        if not isinstance(item, schema.DatedStructure):  # pragma: no cover - keys are prefixed
            raise NoValidPrice(key=key, on=on)
        return item

    def multiple(
        self, key: str, period: str, *, on: date, law_on: date | None = None
    ) -> ParameterRead:
        """Return the multiple of the flat price of a period in the month of that day.

        It ends where the month's season ends. ``law_on`` takes the structure of another day.
        Raises ``NoValidPrice`` if the period has none.
        """
        day = law_on or on
        item, entry = self.structure(key, on=day), self._entry(f"structure:{key}", day)
        factor = item.multiple(period, on.month)
        if factor is None:
            raise NoValidPrice(key=f"{key}[{period}]", on=on)
        read = self._read(f"{key}[{period}]", entry, factor)
        return replace(read, effective_to=season_end(item, period, on))

    def _expand(self, key: str, standard: Decimal, on: date) -> dict[Decimal, ParameterRead]:
        entry = self._entry(f"table:{key}", on)
        cells: dict[Decimal, ParameterRead] = {}
        if isinstance(entry.item, schema.DatedTable):
            for pf, percent in expand_rows(entry.item.rows, standard).items():
                cells[pf] = self._read(f"{key}[{standard}, {pf}]", entry, percent)
        return cells

    def _entry(self, key: str, on: date) -> Entry:
        for entry in self._entries.get(key, ()):
            if DatePeriod(entry.item.effective_from, entry.item.effective_to).contains(on):
                return entry
        raise NoValidPrice(key=key.partition(":")[2], on=on)

    def _read(self, key: str, entry: Entry, value: Decimal | str) -> ParameterRead:
        item = entry.item
        source = self.books[entry.book].content.sources[item.source]
        citation = Citation(
            title=source.title,
            number=source.number,
            article=item.article,
            href=source.href,
            published_on=source.published_on,
        )
        return ParameterRead(
            key=key,
            book=entry.book,
            name=Text(entry.owner_name.zh, entry.owner_name.en),
            value=value,
            unit=entry.unit,
            effective_from=item.effective_from,
            effective_to=item.effective_to,
            citation=citation,
            verified=item.verified,
            grade=item.grade,
            note=item.corrected or item.note,
        )

    def _add(self, book: LoadedBook) -> None:
        content = book.content
        self._conventions[book.name] = content.conventions
        for item in content.parameters:
            self._put("value", item.key, book, item.name, item.unit, item.values)
        for table in content.tables:
            self._put("table", table.key, book, table.name, table.unit, table.values)
        for calendar in content.calendars:
            self._put("calendar", calendar.key, book, calendar.name, "rule", calendar.values)
        for holidays in content.holidays:
            self._put("holidays", holidays.key, book, holidays.name, "rule", holidays.values)
        for structure in content.structures:
            name = structure.name
            self._put("structure", structure.key, book, name, "ratio", structure.values)
        for klass in content.price_classes:
            self._put("class", klass.code, book, klass.name, "rule", klass.values)

    def _put(
        self,
        kind: str,
        key: str,
        book: LoadedBook,
        name: schema.Name,
        unit: str,
        items: Iterable[schema.Dated],
    ) -> None:
        entries = self._entries.setdefault(f"{kind}:{key}", [])
        entries += [Entry(book.name, name, unit, item) for item in items]

    def _check_references(self) -> None:
        """Refuse what points nowhere, and published cells that contradict their components."""
        structures = {
            item.key: item for book in self.books.values() for item in book.content.structures
        }
        known = References(frozenset(self._entries), structures)
        for book in self.books.values():
            known.check(book.name, book.content)
            for cells in book.content.published:
                self._check_published(book.name, cells)

    def _check_published(self, name: str, cells: schema.PublishedCells) -> None:
        for key in cells.cells.values():
            for entry in self._entries[f"value:{key}"]:
                on = entry.item.effective_from
                structure = self.structure(cells.structure, on=on)
                check_published(name, cells, structure, self._number, on)

    def _number(self, key: str, on: date) -> Decimal:
        return self.number(key, on=on)
