"""What can go wrong with tariff books."""

from __future__ import annotations

from gridhall.kernel.errors import GridHallError


class InvalidBook(GridHallError):
    """A tariff book breaks the form: the build fails."""

    code = "INVALID_BOOK"
    template = "Tariff book {book}: {problem}"


class NoValidPrice(GridHallError):
    """No book holds a value for this key on this day."""

    code = "NO_VALID_PRICE"
    template = "There is no valid price for {key} on {on}."


class UnknownPriceClass(GridHallError):
    """No book knows the price class at all."""

    code = "UNKNOWN_PRICE_CLASS"
    template = "The price class {price_class} is not in any tariff book."
