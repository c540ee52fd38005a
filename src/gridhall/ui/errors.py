"""An expected failure in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext

from gridhall.kernel.errors import GridHallError
from gridhall.ui import formats


def as_text(error: GridHallError) -> str:
    """Return the sentence of ``error`` in the current language, its parameters filled in.

    The English ``template`` of the class is the msgid; the Chinese stands in the catalogue of the
    package that defines the class. A translation that names an unknown parameter falls back to
    the English sentence instead of hiding the failure.
    """
    params = {name: _shown(value) for name, value in error.params.items()}
    try:
        return gettext(error.template).format(**params)
    except (KeyError, IndexError, ValueError, AttributeError):
        return error.message()


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    return value
