"""What lies on the desks of the town's staff: work to look at, asked for and not yet done."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.customers import services as customer_services
from gridhall.foundation.approvals import selectors as approvals
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.staff.services import rights

from .people import CUSTOMERS

HALL, HOTLINE = "11", "1091"
PLAN = "年度居民档案核查"


def lay_out(*, at: datetime) -> None:
    """Ask for a correction, a role and a round of verification, each once, and count the files."""
    for ask in (_correction, _role, _verification):
        ask(at)
    customer_services.count_quality(on=timezone.localdate(at))


def _correction(at: datetime) -> None:
    """The customer at home has a new neighbour in the house: five persons live there now."""
    home = CUSTOMERS[0]
    account = customers.account_refs(account_nos=[home.account_no])[home.account_no]
    if customers.corrections_of_account(account_id=account.account_id):
        return
    customer_services.file_correction(
        scope=identity.whole_company(), account_id=account.account_id, part="ACCOUNT",
        changes={"household_persons": 5}, from_day=timezone.localdate(at),
        reason="家中现住五人，附户口簿", actor_id=_user(home.username), at=at, origin="CUSTOMER",
    )  # fmt: skip


def _role(at: datetime) -> None:
    """The administrator asks for the reader to help out at the hotline."""
    reader, admin, unit = _user("reader-zj"), _user("admin"), _unit(HOTLINE)
    subject = f"{reader}:HOTLINE_AGENT:{unit}"
    if approvals.request_of_subject(kind=rights.GRANT, subject_type="employee", subject_id=subject):
        return
    day = timezone.localdate(at)
    rights.request_role(
        user_id=reader, role="HOTLINE_AGENT", organisation_id=unit, valid_from=day,
        valid_to=day + timedelta(days=90), reason="迎峰度冬期间支援95598", requested_by_id=admin,
        scope=identity.whole_company(), at=at,
    )  # fmt: skip


def _verification(at: datetime) -> None:
    unit, day = _unit(HALL), timezone.localdate(at)
    scope = identity.whole_company()
    if any(plan.title == PLAN for plan in customers.plans_page(scope=scope, on=day).rows):
        return
    customer_services.plan_verification(
        scope=scope, organisation_id=unit, title=PLAN, categories=["RESIDENTIAL"], files=30,
        starts_on=day, due_on=day + timedelta(days=60), actor_id=_user("steward-zj"), at=at,
    )  # fmt: skip


def _user(username: str) -> int:
    user = identity.user_by_username(username=username)
    if user is None:
        raise LookupError(username)
    return int(user.pk)


def _unit(code: str) -> int:
    unit = identity.organisation_by_code(code=code)
    if unit is None:
        raise LookupError(code)
    return int(unit.pk)
