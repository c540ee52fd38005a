"""What a rate of the database may contain, and why one is refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from gridhall.kernel.errors import GridHallError
from gridhall.rating.result import Text

#: Fields that say how a rate is charged in ways that are not read yet: with a value they refuse.
UNREAD = {
    "demandreactivepowercharge": "a charge for reactive power",
    "coincidentratestructure": "a charge for the demand at the system's peak",
    "coincidentrateschedule": "a charge for the demand at the system's peak",
    "demandwindow": "a demand window",
    "demandratchetpercentage": "a ratchet: it needs the demand of earlier months",
    "fueladjustmentsmonthly": "monthly fuel adjustments",
    "lookbackpercent": "a look-back at earlier months",
    "lookbackmonths": "a look-back at earlier months",
}
#: A window of the interval itself is no refusal, nor are empty or zero values.
HARMLESS: tuple[object, ...] = (None, "", [], {}, 0, "0")


class InvalidRate(GridHallError):
    """A rate of the database that cannot be read exactly; every reason is told."""

    code = "INVALID_URDB_RATE"
    template = "{problem}"

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        told = "; ".join(self.reasons)
        self.text = Text(
            f"不能导入该电价（{told}）。", f"The rate cannot be imported exactly: {told}."
        )
        super().__init__(problem=self.text.en)


def number(value: Any, place: str) -> Decimal:
    """Return a number of the rate as it is written in the JSON text; raises ``InvalidRate``."""
    try:
        found = Decimal(str(value)) if not isinstance(value, bool) else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite():
        raise InvalidRate([f"{place}: {value!r} is not a number"])
    return found


def is_empty(value: Any) -> bool:
    """Tell whether a field says nothing: absent, empty, nought, or nothing but noughts."""
    if isinstance(value, list):
        return all(is_empty(item) for item in value)
    if isinstance(value, dict):
        return all(is_empty(item) for item in value.values())
    try:
        return value in HARMLESS or Decimal(str(value)) == 0
    except InvalidOperation:
        return False
