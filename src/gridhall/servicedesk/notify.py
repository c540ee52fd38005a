"""Tells open wall boards that a case changed."""

from __future__ import annotations

from gridhall.foundation import live

CHANNEL = "gridhall_cases"


def cases_changed() -> None:
    """Have the wall boards look again once the running transaction is committed.

    Call it in every service that registers a case or changes its status, holder or deadline; it
    costs a case no round trip to the database (see ``foundation/live.py``).
    """
    live.tell_after_commit(CHANNEL)
