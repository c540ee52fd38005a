"""What the address of the statistics asks for: a period, filters, what to count by."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from gridhall.servicedesk.selectors import DIMENSIONS, Span, StatFilters
from gridhall.workbench import lists

LONGEST = timedelta(days=1098)
NAMES = tuple(one.name for one in fields(StatFilters) if one.name != "kinds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to the statistics."""

    span: Span
    by: str
    filters: StatFilters

    def address(self, **changes: str) -> str:
        """Return the parameters of this question with some of them changed."""
        values = {
            "first": self.span.first.isoformat(), "last": self.span.last.isoformat(),
            "by": self.by, **{name: getattr(self.filters, name) for name in NAMES}, **changes,
        }  # fmt: skip
        return urlencode({name: value for name, value in values.items() if value})


def asked(request: HttpRequest, *, on: date) -> Asked:
    """Return the question; without a period the present month, nonsense put right."""
    get = request.GET.get
    last = min(lists.day(get("last", "")) or on, on)
    first = lists.day(get("first", "")) or last.replace(day=1)
    if not first <= last <= first + LONGEST:
        first = last.replace(day=1)
    by = get("by", "")
    typed: dict[str, Any] = {name: get(name, "").strip()[:40] for name in NAMES}
    return Asked(
        span=Span(first=first, last=last), by=by if by in DIMENSIONS else "kind",
        filters=StatFilters(**typed),
    )  # fmt: skip
