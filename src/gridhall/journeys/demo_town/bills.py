"""The bills of January 2026 for the whole town, as clerk and approver would make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from gridhall.billing import selectors as billing
from gridhall.billing import services as billing_services
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.outbox import services as outbox

JANUARY = date(2026, 1, 1)
HEADQUARTERS = "00"
CLERK, APPROVER = "billing", "approver"


def bill_january(*, at: datetime, on_progress: Callable[[str, int, int], None]) -> None:
    """Rate, approve and issue the town's bills; a finished or cancelled run is left as it is."""
    company = identity.organisation_by_code(code=HEADQUARTERS)
    if company is None:
        return
    clerk_id, clerk_scope = _person(CLERK, "billing.run", at)
    approver_id, approver_scope = _person(APPROVER, "billing.approve", at)
    run_id = billing.current_run_id(organisation_id=company.pk, period_start=JANUARY)
    if run_id is None:
        run_id = billing_services.start_run(
            organisation_id=company.pk, period_start=JANUARY, scope=clerk_scope, at=at,
            actor_id=clerk_id,
        ).pk  # fmt: skip
    status = _status(run_id)
    if status == "RATING":
        billing_services.rate_run(run_id=run_id, at=at, progress=_tell(on_progress, "rating"))
        status = _status(run_id)
    if status == "RATED":
        billing_services.approve_run(
            run_id=run_id, scope=approver_scope, at=at, actor_id=approver_id
        )
        status = _status(run_id)
    if status == "ISSUING":
        billing_services.issue_run(run_id=run_id, at=at, progress=_tell(on_progress, "issuing"))
    _deliver(on_progress)


def _status(run_id: int) -> str:
    return billing.run_progress(run_id=run_id, scope=identity.whole_company()).status


def _person(username: str, action: str, at: datetime) -> tuple[int, Scope]:
    user = identity.user_by_username(username=username)
    if user is None:
        raise LookupError(username)
    return user.pk, identity.scope_of(user_id=user.pk, action=action, on=at.date())


def _tell(on_progress: Callable[[str, int, int], None], step: str) -> Callable[[int, int], None]:
    return lambda done, total: on_progress(step, done, total)


def _deliver(on_progress: Callable[[str, int, int], None]) -> None:
    """Let ledger and messages hear of the bills now: the demo's worker has not started yet."""
    delivered = 0
    while now := outbox.deliver_pending():
        delivered += now
        on_progress("ledger and messages", delivered, delivered)
