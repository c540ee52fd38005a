"""The audit entries about signing in: who and how, never a password, a code or a number."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from gridhall.foundation.audit import services as audit

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User

OBJECT_TYPE = "identity.user"


def note(
    action: str,
    *,
    user: User | None,
    actor_id: int | None,
    at: datetime,
    reason: str = "",
    request_id: str = "",
    **details: Any,
) -> None:
    """Write ``signin.<action>`` about ``user`` into the audit trail.

    The label is the login name of an employee; a customer is named by id only, because a
    customer's login name may be a personal value. ``details`` hold words and counts.
    """
    audit.record(
        action=f"signin.{action}", at=at, actor_id=actor_id, object_type=OBJECT_TYPE,
        object_id=user.pk if user else "",
        object_label=user.username if user and user.is_employee else "",
        changes={name: value for name, value in details.items() if value not in ("", None)},
        reason=reason, request_id=request_id,
    )  # fmt: skip
