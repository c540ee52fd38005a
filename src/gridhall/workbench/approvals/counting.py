"""The number beside "Approvals" in the sidebar: kept for a minute in each process."""

from __future__ import annotations

from django.core.cache import caches

SECONDS = 60


def key(user_id: int) -> str:
    """Return under which key a reader's number is kept."""
    return f"approvals-waiting-{user_id}"


def forget(user_id: int) -> None:
    """Count anew next time: the reader has just decided something."""
    caches["process"].delete(key(user_id))
