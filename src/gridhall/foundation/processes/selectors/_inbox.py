"""The inbox: whose turn it is, found by index from the front.

Every box is one or several *slices*: the open items of one role at one unit (or of one person,
one unit), each in the order of ``turn``. An index gives the first rows of each slice at once;
they are merged, so a page costs the same however many items there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import EMPTY_SCOPE, Scope
from gridhall.foundation.paging import Page

from ._items import WorkItemView
from ._slices import COUNT_LIMIT, HITS, MOST_NUMBERS, Slices, count_rows, read_page

BOXES = ("mine", "open", "team", "deputy", "all")
KEY = re.compile(r"(-?\d{1,18})\.(\d{1,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilters:
    """What narrows a box; empty means all. ``text`` is how the subject's number begins
    or ends."""

    process: str = ""
    step: str = ""
    role: str = ""
    organisation_id: int | None = None
    assignee_id: int | None = None
    overdue: bool = False
    text: str = ""


NO_FILTERS = InboxFilters()


def inbox(
    *, user_id: int, at: datetime, scope: Scope = EMPTY_SCOPE, box: str = "mine",
    filters: InboxFilters = NO_FILTERS, after: str = "", before: str = "", limit: int = 50,
) -> Page[WorkItemView]:  # fmt: skip
    """Return a page of a box, whose turn it is first.

    ``mine`` is in her hands, ``open`` waits for a role of hers, ``team`` is everybody's of her
    roles and units, ``deputy`` is what she may do for those whose deputy she is, ``all`` is what
    lies in ``scope`` (of ``work.assign``). Raises KeyError for another box.
    """
    query = _box(box, user_id=user_id, at=at, scope=scope)
    if query is None:
        return Page(rows=(), count=0)
    _narrow(query, filters, at)
    key, backwards = KEY.fullmatch(after or before), bool(before) and not after
    count, rows = read_page(query, key=key, backwards=backwards, limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    return Page(
        rows=tuple(item for _key, item in rows), count=count, counted_to=COUNT_LIMIT,
        next_key=rows[-1][0] if rows and (more or backwards) else "",
        previous_key=rows[0][0] if rows and (more if backwards else key is not None) else "",
    )  # fmt: skip


def inbox_counts(
    *, user_id: int, at: datetime, scope: Scope = EMPTY_SCOPE, boxes: Iterable[str] = BOXES
) -> dict[str, int | None]:
    """Return how many items lie in each box; None for more than a thousand ("many")."""
    found: dict[str, int | None] = {}
    held = _held(user_id, at)
    for box in boxes:
        query = _box(box, user_id=user_id, at=at, scope=scope, held=held)
        found[box] = count_rows(query) if query else 0
    return found


def _held(user_id: int, at: datetime) -> list[identity.Reach]:
    return identity.reach_of(user_id=user_id, on=timezone.localdate(at), at=at)


def _box(
    box: str, *, user_id: int, at: datetime, scope: Scope, held: list[identity.Reach] | None = None
) -> Slices | None:
    if box == "mine":
        return Slices(
            "unnest(%(people)s::bigint[]) AS s(person)", "w.assignee_id = s.person",
            {"people": [user_id]}, same=("assignee_id",),
        )  # fmt: skip
    if box == "all":
        return _units(scope)
    held = _held(user_id, at) if held is None else held
    own = {
        (one.role, unit) for one in held if one.owner_id == user_id
        for unit in one.scope.organisation_ids
    }  # fmt: skip
    if box == "open":
        return _pairs(own, "AND w.assignee_id IS NULL")
    if box == "team":
        return _pairs(own, "")
    if box != "deputy":
        raise KeyError(box)
    return _deputy(held, own, user_id)


def _deputy(held: list[identity.Reach], own: set[tuple[str, int]], user_id: int) -> Slices | None:
    """Return what others' roles lent to her open: what is in their hands or in nobody's."""
    lent = {
        (one.role, unit, one.owner_id) for one in held if one.owner_id != user_id
        for unit in one.scope.organisation_ids
    }  # fmt: skip
    if not lent:
        return None
    pairs = sorted({(role, unit) for role, unit, _owner in lent})
    query = _pairs(
        pairs,
        "AND (w.assignee_id = ANY(%(owners)s::bigint[])"
        " OR (w.assignee_id IS NULL AND NOT s.own))",
        own=[pair in own for pair in pairs],
    )  # fmt: skip
    if query is not None:
        query.params["owners"] = sorted({owner for _role, _unit, owner in lent})
    return query


def _pairs(
    pairs: Iterable[tuple[str, int]], more: str, own: list[bool] | None = None
) -> Slices | None:
    found = sorted(pairs) if own is None else list(pairs)
    if not found:
        return None
    return Slices(
        "unnest(%(roles)s::text[], %(units)s::bigint[], %(own)s::boolean[])"
        " AS s(role, unit, own)",
        f"w.role = s.role AND w.organisation_id = s.unit {more}",
        {
            "roles": [role for role, _unit in found], "units": [unit for _role, unit in found],
            "own": own or [False] * len(found),
        },
        same=("role", "organisation_id"),
    )  # fmt: skip


def _units(scope: Scope) -> Slices | None:
    if scope.everything:
        return Slices("(SELECT 1)", "TRUE")
    if not scope.organisation_ids:
        return None
    return Slices(
        "unnest(%(units)s::bigint[]) AS s(unit)", "w.organisation_id = s.unit",
        {"units": sorted(scope.organisation_ids)}, same=("organisation_id",),
    )  # fmt: skip


def _narrow(query: Slices, filters: InboxFilters, at: datetime) -> None:
    wanted: dict[str, Any] = {
        "process": filters.process, "step": filters.step, "role": filters.role,
        "organisation_id": filters.organisation_id, "assignee_id": filters.assignee_id,
    }  # fmt: skip
    for column, value in wanted.items():
        if value:
            query.condition += f" AND w.{column} = %(only_{column})s"
            query.params[f"only_{column}"] = value
    if filters.overdue:
        query.condition += " AND w.due_at < %(now)s"
        query.params["now"] = at
    if filters.text:
        _by_number(query, filters.text.strip().upper())


def _by_number(query: Slices, text: str) -> None:
    """Look among the open items whose number begins or ends like this, found by index first."""
    escaped = re.sub(r"([\\%_])", r"\\\1", text)
    query.params |= {"begins": f"{escaped}%", "ends": _reversed_like(text), "most": MOST_NUMBERS}
    query.table = HITS


def _reversed_like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text[::-1]) + "%"
