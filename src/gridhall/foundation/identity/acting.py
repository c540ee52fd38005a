"""For whom somebody acts in this request: noted by the door, read by the audit trail.

When a view opens only because a role was lent to the reader as a deputy, what she does there is
done for the one who lent it, and every audit row of the request says so.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from . import selectors


@dataclass(slots=True)
class Acting:
    """Who came through a door by which action, on which day; ``is_deputy`` is asked once."""

    user_id: int
    action: str
    on: date
    is_deputy: bool | None = None


_acting: ContextVar[Acting | None] = ContextVar("gridhall_acting", default=None)


def came_in(*, user_id: int, action: str, on: date) -> None:
    """Note who came in by which action."""
    _acting.set(Acting(user_id, action, on))


def forget() -> None:
    """Start a request with nobody in it."""
    _acting.set(None)


def on_behalf_of(*, actor_id: int | None, organisation_id: int | None) -> list[str]:
    """Return the login names of those for whom ``actor_id`` acts there; mostly nobody.

    Nobody outside a request (jobs, commands), for another actor than the request's, and when a
    role of the actor's own allows the act.
    """
    acting = _acting.get()
    if acting is None or actor_id != acting.user_id or not acting.action:
        return []
    if acting.is_deputy is None:
        acting.is_deputy = selectors.is_deputy(user_id=acting.user_id, on=acting.on)
    if not acting.is_deputy:
        return []
    return selectors.principals_of(
        user_id=acting.user_id, action=acting.action, organisation_id=organisation_id, on=acting.on
    )
