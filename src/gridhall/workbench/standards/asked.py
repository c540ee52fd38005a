"""What the address of a board asks for: the days, the narrowing, the split."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.standards.selectors import SPLITS, BoardFilter
from gridhall.workbench import lists

DAYS = 30
LONGEST = 366
#: What of the address narrows, and by which split one gets there.
PLAIN = ("promise", "kind", "category", "area", "grade", "channel")
FIELDS = {"team": "unit", "person": "person"} | {name: name for name in PLAIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A board's question. ``given`` is the part of the address that narrows it."""

    first: date
    last: date
    by: str
    filters: BoardFilter
    given: dict[str, str]

    @property
    def query(self) -> str:
        """Return the address of the same question, after the ``?``."""
        return urlencode(self._days() | self.given | {"by": self.by})

    def split(self, by: str) -> str:
        """Return the address of the same board split otherwise."""
        return f"{reverse('workbench:board')}?{urlencode(self._days() | self.given | {'by': by})}"

    def into(self, key: object) -> str:
        """Return the address of the board narrowed to one group of the present split."""
        narrowed = self.given | {FIELDS[self.by]: str(key)}
        return f"{reverse('workbench:board')}?{urlencode(self._days() | narrowed)}"

    def behind(self, state: str, key: object = "") -> str:
        """Return the address of the clocks behind a figure, of one group if ``key`` is given."""
        narrowed = self.given | ({FIELDS[self.by]: str(key)} if key not in ("", None) else {})
        query = urlencode(self._days() | narrowed | {"state": state})
        return f"{reverse('workbench:clocks')}?{query}"

    def _days(self) -> dict[str, str]:
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}


def asked(request: HttpRequest) -> Asked:
    """Return what the address asks for; nonsense in it is ignored, the last 30 days are shown."""
    query, today = request.GET, timezone.localdate()
    last = lists.day(query.get("last", "")) or today
    first = lists.day(query.get("first", "")) or last - timedelta(days=DAYS - 1)
    if not first <= last <= first + timedelta(days=LONGEST - 1):
        first = last - timedelta(days=DAYS - 1)
    by = query.get("by", "")
    return Asked(
        first=first, last=last, by=by if by in SPLITS else "team", filters=narrowing(query),
        given={name: query[name][:60] for name in FIELDS.values() if query.get(name)},
    )  # fmt: skip


def narrowing(query: QueryDict) -> BoardFilter:
    """Return the filter of an address."""
    plain = {name: query.get(name, "")[:60] for name in PLAIN}
    return BoardFilter(
        organisation_id=lists.whole_number(query.get("unit", "")),
        user_id=lists.whole_number(query.get("person", "")),
        text=query.get("q", "")[:60], **plain,
    )  # fmt: skip
