"""Numbers that do not suit their unit: a price in fen where yuan stands, a digit too many.

Only published books are held to this; a school problem may price energy as it likes.
"""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.books import schema
from gridhall.rating.books.entries import LoadedBook
from gridhall.rating.books.errors import InvalidBook

#: The largest number, in absolute value, that a Chinese book may hold in a unit.
LARGEST: dict[str, Decimal] = {
    "yuan/kWh": Decimal(5),
    "yuan/kW/month": Decimal(200),
    "yuan/kVA/month": Decimal(200),
    "ratio": Decimal(20),
    "ratio/day": Decimal("0.01"),
    "%": Decimal(200),
    "hour/day": Decimal(24),
    "kWh/month": Decimal(10_000),
    "kWh/year": Decimal(100_000),
}
MOST_DECIMALS = 8


def check_plausible(book: LoadedBook) -> None:
    """Refuse a value that its unit cannot mean; raises ``InvalidBook``."""
    for parameter in book.content.parameters:
        for item in parameter.values:
            problem = _problem(parameter.unit, item)
            if problem:
                raise InvalidBook(book=book.name, problem=f"{parameter.key}: {problem}")


def _problem(unit: str, item: schema.DatedValue) -> str:
    if not isinstance(item.value, Decimal):
        return ""
    largest = LARGEST.get(unit)
    if largest is not None and abs(item.value) > largest:
        return f"{item.value} {unit} is too large: is it in another unit?"
    exponent = item.value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_DECIMALS:
        return f"{item.value} has more than {MOST_DECIMALS} decimals"
    return ""
