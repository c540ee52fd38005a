"""Days on which a charge itself divides the period, whatever the prices do.

Annual tiers begin anew on 1 January. A power-factor standard that is derived from capacity
changes with it. (A changed price, class or owner divides the period too: see ``parts``.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from gridhall.kernel.periods import DatePeriod
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.installed import Limits, capacity_runs
from gridhall.rating.charges.pf_standard import standard_of
from gridhall.rating.law import Law, as_number
from gridhall.rating.request import Agreement, CapacityChangeKind

YEARLY = frozenset({"annual_tiers", "tou_annual_tiers", "tou_annual_tiers_by_period"})
BY_READING = "by_reading"
Kind = CapacityChangeKind
#: These leave the power-factor standard alone; the others change what is installed.
KEEPS_STANDARD = frozenset({Kind.SUSPENSION, Kind.SWAP, Kind.CLOSE})


def cut_days(
    charges: Iterable[Charge],
    agreement: Agreement,
    period: DatePeriod,
    terms_from: date,
    law: Law,
) -> dict[str, date]:
    """Return the days inside the period at which a charge divides it, by a name for the reason."""
    found: dict[str, date] = {}
    for charge in charges:
        days: list[date] = []
        if charge.method in YEARLY or (charge.method == "tiers" and charge.options.basis == "year"):
            days = _new_years(charge, period, law)
        elif charge.method == "power_factor" and agreement.pf_use is not None:
            days = _new_standards(charge, agreement, period, terms_from, law)
        for day in days:
            if period.contains(day) and day != period.start:
                found[f"{charge.method} {day}"] = day
    return found


def _new_years(charge: Charge, period: DatePeriod, law: Law) -> list[date]:
    """Return 1 January; none if the book counts the whole period to the year of its first day."""
    if period.end is None or period.end.year == period.start.year:
        return []
    if "year_rule" in charge.uses and law.read(charge.uses["year_rule"]).value == BY_READING:
        return []
    return [date(year, 1, 1) for year in range(period.start.year + 1, period.end.year + 1)]


def _new_standards(
    charge: Charge, agreement: Agreement, period: DatePeriod, terms_from: date, law: Law
) -> list[date]:
    """Return the days on which the derived power-factor standard becomes another."""
    if agreement.pf_standard is not None or not agreement.capacity_changes:
        return []

    def read(role: str) -> Decimal | None:
        key = charge.uses.get(role)
        return None if key is None else as_number(law.read(key))

    lasting = lasting_terms(agreement)
    found: list[tuple[date, Decimal | None]] = []
    for run in capacity_runs(lasting, period, limits=Limits(), terms_from=terms_from):
        found.append((run.period.start, standard_of(lasting, run.kva, read)))
    return [late[0] for early, late in pairwise(found) if early[1] != late[1]]


def lasting_terms(agreement: Agreement) -> Agreement:
    """Return the agreement without changes that leave the power-factor standard alone."""
    changes = tuple(c for c in agreement.capacity_changes if c.kind not in KEEPS_STANDARD)
    return replace(agreement, capacity_changes=changes)
