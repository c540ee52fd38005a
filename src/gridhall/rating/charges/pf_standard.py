"""Which power-factor standard holds: as agreed, or derived from the kind of user and capacity.

The bounds and standards are values of the book (roles of the method ``power_factor``), so that a
capacity reduced for good brings another standard, or none, from its day.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.request import Agreement, PowerFactorUse

Read = Callable[[str], Decimal | None]
Use = PowerFactorUse


def standard_of(agreement: Agreement, kva: Decimal, read: Read) -> Decimal | None:
    """Return the standard, or ``None`` if power factor is not assessed.

    ``kva`` is the capacity installed, ``read`` the book's value of a role. An agreed standard
    goes first; without one the kind of user decides. Raises ``Hold`` if the book has no rule.
    """
    if agreement.pf_standard is not None or agreement.pf_use is None:
        return agreement.pf_standard
    smallest = read("min_kva")
    if smallest is not None and kva < smallest:
        return None
    found = read(_role(agreement.pf_use, kva, read))
    if found is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="pf_standard")
    return found


def _role(use: PowerFactorUse, kva: Decimal, read: Read) -> str:
    """Return the role of the standard that the kind of user and the capacity lead to."""
    if use is Use.INDUSTRY_HV:
        bound = read("high_kva")
        return "standard_high" if bound is None or kva > bound else "standard_ordinary"
    if use is Use.IRRIGATION:
        bound = read("irrigation_high_kva")
        return "standard_high" if bound is not None and kva >= bound else "standard_ordinary"
    return "standard_ordinary" if use is Use.OTHER_INDUSTRY else "standard_low"
