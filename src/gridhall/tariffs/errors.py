"""What can go wrong when tariff books are published or looked up."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class NoTariffBooks(GridHallError):
    """No tariff book has been published yet."""

    code = "NO_TARIFF_BOOKS"
    template = gettext_noop(
        "No tariff book is published yet. Run `gridhall migrate` and publish the books first."
    )


class UnknownTariffLibrary(GridHallError):
    """Nobody ever published a set of books with this hash."""

    code = "UNKNOWN_TARIFF_LIBRARY"
    template = gettext_noop("No set of tariff books has the hash {library_hash}.")


class UnknownTariffBook(GridHallError):
    """No current book has this path."""

    code = "UNKNOWN_TARIFF_BOOK"
    template = gettext_noop("There is no current tariff book {path}.")
