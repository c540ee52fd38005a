"""Handing a low score to the service desk: a planned call to the customer.

The service desk lies below, so it is called directly. Until it offers planned contacts, nothing
is taken and the follow-up waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom to call back about what; ids and numbers only."""

    answer_id: int
    case_id: int | None
    case_number: str
    account_id: int
    organisation_id: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What the service desk opened."""

    contact_id: int | None = None
    case_number: str = ""


def open_at_desk(wanted: Wanted, *, at: datetime) -> Opened | None:
    """Have the service desk plan a call; None while it cannot."""
    plan_contact = getattr(_desk(), "plan_contact", None)
    if plan_contact is None:
        return None
    del wanted, at
    return None


def _desk() -> Any:
    try:
        return import_module("gridhall.servicedesk.services")
    except ImportError:
        return None
