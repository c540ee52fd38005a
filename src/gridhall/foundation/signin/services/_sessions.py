"""Sessions: seen, and ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from gridhall.foundation.signin.errors import NoSuchSession

from ._trail import note

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


def note_activity(*, session_key: str, address: str, at: datetime) -> None:
    """Note that the session was used just now from ``address``."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at, ip=address)


@transaction.atomic
def end_session(*, user: User, session_id: int, at: datetime, request_id: str = "") -> None:
    """End one session of the person. Raises NoSuchSession."""
    session = UserSession.objects.filter(pk=session_id, user_id=user.pk).first()
    if session is None:
        raise NoSuchSession
    session.end()
    note("session_ended", user=user, actor_id=user.pk, at=at, request_id=request_id, count=1)


@transaction.atomic
def end_other_sessions(*, user: User, current_key: str, at: datetime, request_id: str = "") -> int:
    """End all sessions of the person but the one of this browser; return how many."""
    others = UserSession.objects.filter(user_id=user.pk).exclude(session_key=current_key)
    return _end(others, user, user.pk, at, request_id)


@transaction.atomic
def end_all_sessions(
    *, user: User, actor_id: int | None, reason: str, at: datetime, request_id: str = ""
) -> int:
    """End every session of somebody who left, lost a device or changed her duties."""
    sessions = UserSession.objects.filter(user_id=user.pk)
    return _end(sessions, user, actor_id, at, request_id, reason)


def _end(
    sessions: object, user: User, actor_id: int | None, at: datetime, request_id: str,
    reason: str = "",
) -> int:  # fmt: skip
    ended = 0
    for session in sessions:  # type: ignore[attr-defined]
        session.end()
        ended += 1
    if ended:
        note("session_ended", user=user, actor_id=actor_id, at=at, request_id=request_id,
             count=ended, reason=reason)  # fmt: skip
    return ended


def forget_sessions(*, at: datetime) -> int:
    """Remove sessions that are over, and what was noted of them; return how many."""
    SessionStore.clear_expired()
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    removed, _by_table = UserSession.objects.exclude(session_key__in=alive).delete()
    return int(removed)
