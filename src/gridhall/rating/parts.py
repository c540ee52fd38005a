"""The parts of a billing period: stretches of days with the same terms, owner and prices.

Most bills have one part. A segment of the request (other class, owner, method, capacity) begins
another, and so does a day on which a price changes. Every part is priced by its own law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from gridhall.kernel.periods import DatePeriod
from gridhall.rating.request import Agreement, Household, RatingRequest, Segment


@dataclass(slots=True)
class Part:
    """Hold one part of a period; ``only`` if there is no other.

    Parts with the same ``owner`` number share power factor, tiers and allowances.
    """

    start: date
    end: date
    agreement: Agreement
    household: Household
    account_no: str
    terms_from: date  # the day for which the agreement states capacity and changes
    owner: int = 0
    only: bool = True

    @property
    def period(self) -> DatePeriod:
        """Return the part's days."""
        return DatePeriod(self.start, self.end)


def parts_of(request: RatingRequest) -> tuple[Part, ...]:
    """Return the parts that the request's segments make, in order of time.

    A segment that begins on or before the first day simply replaces the terms; one that begins
    after the last day counts for nothing.
    """
    start, end = request.period_start, request.period_end
    part = Part(start, end, request.agreement, request.household, request.account_no, start)
    if not request.segments:
        return (part,)
    parts: list[Part] = []
    for segment in sorted(request.segments, key=_first_day):
        if segment.from_date >= end:
            break
        if segment.from_date > part.start:
            parts.append(replace(part, end=segment.from_date))
        moved = bool(segment.account_no) and segment.account_no != part.account_no
        owner_changes = moved or segment.household is not None
        part = Part(
            start=max(segment.from_date, part.start),
            end=end,
            agreement=segment.agreement,
            household=segment.household or (Household() if moved else part.household),
            account_no=segment.account_no or part.account_no,
            terms_from=segment.terms_from or max(segment.from_date, part.start),
            owner=part.owner + 1 if owner_changes else part.owner,
        )
    return _numbered([*parts, part])


def cut(parts: Iterable[Part], days: Iterable[date]) -> tuple[Part, ...]:
    """Return the parts cut at the given days too; days on an edge or outside cut nothing."""
    wanted = sorted(set(days))
    pieces = [
        replace(part, start=piece.start, end=piece.end or part.end)
        for part in parts
        for piece in part.period.split_at(*wanted)
    ]
    return _numbered(pieces)


def _numbered(parts: list[Part]) -> tuple[Part, ...]:
    only = len(parts) == 1
    return tuple(replace(part, only=only) for part in parts)


def _first_day(segment: Segment) -> date:
    return segment.from_date
