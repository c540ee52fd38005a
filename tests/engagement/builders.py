"""A small company with customers to be asked, and ways to close a case and to answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gridhall.customers import selectors as customers
from gridhall.engagement import services
from gridhall.engagement.models import SurveyInvitation
from gridhall.engagement.services import ClosedCase, NewPlan
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from tests.customers import builders as files

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # a Wednesday, 10:00 in China
DAY = timedelta(days=1)
GOOD = {"overall": "5", "result": "5", "attitude": "4", "timeliness": "4"}
BAD = {"overall": "1", "result": "1", "attitude": "3", "words": "等了很久没人理，请联系赵某甲"}


@dataclass(frozen=True, slots=True)
class Company:
    """Units by code, accounts by serial, people by login name."""

    units: dict[str, Any]
    accounts: dict[int, int]
    people: dict[str, Any]


def company() -> Company:
    """Make units, five customers of hall 11, one of hall 21, and staff."""
    units = files.organisation_tree()
    rows = [
        replace(
            files.account_row(serial, units["21" if serial == 9 else "11"]),
            party=files.person(f"客户{serial}", serial),
        )
        for serial in (1, 2, 3, 4, 5, 9)
    ]
    files.put(*rows)
    refs = customers.account_refs(account_nos=[row.account_no for row in rows])
    accounts = {
        serial: refs[row.account_no].account_id
        for serial, row in zip((1, 2, 3, 4, 5, 9), rows, strict=True)
    }
    people = {
        name: employee(name, role, units[code])
        for name, role, code in (
            ("agent", "HOTLINE_AGENT", "10"), ("agent-two", "HOTLINE_AGENT", "10"),
            ("supervisor", "SERVICE_SUPERVISOR", "10"), ("inspector", "QUALITY_INSPECTOR", "10"),
            ("director", "DIRECTOR", "00"), ("elsewhere", "SERVICE_SUPERVISOR", "20"),
        )
    }  # fmt: skip
    return Company(units=units, accounts=accounts, people=people)


def employee(name: str, role: str, unit: Any) -> Any:
    """Hire somebody with a role from 2020 on."""
    user, _new = identity_services.create_user(
        username=name, password="unused", kind="EMPLOYEE", display_name=name
    )
    identity_services.assign_role(
        user=user, role=role, organisation=unit, valid_from=date(2020, 1, 1)
    )
    return user


def plan(**changes: Any) -> Any:
    """Begin a plan that asks everybody after every case, unless told otherwise."""
    new = NewPlan(
        name="办结回访", questionnaire_code="after_case", kind="AFTER_CASE",
        share_percent=Decimal(100), min_days_between=30, reminder_after_days=3,
        expires_after_days=7, source="公司规定", valid_from=date(2026, 1, 1), seed="2026",
    )  # fmt: skip
    return services.create_plan(
        new=replace(new, **changes), scope=identity.whole_company(), by_id=None, at=AT
    )


def closed(made: Company, number: int, serial: int | None = 1, **changes: Any) -> ClosedCase:
    """Return a closed case of a customer, worked on by the agent."""
    case = ClosedCase(
        case_id=number, number=f"95598{number:08}", kind="COMPLAINT", category="SERVICE",
        channel="PHONE", area="URBAN", organisation_id=made.units["11"].pk,
        account_id=made.accounts[serial] if serial else None,
        handler_id=made.people["agent"].pk,
    )  # fmt: skip
    return replace(case, **changes)


def asked(made: Company, number: int, serial: int = 1, **changes: Any) -> SurveyInvitation:
    """Close a case and return the invitation it made."""
    found = services.invite_after_case(case=closed(made, number, serial, **changes), at=AT)
    assert found is not None
    return found


def answered(invitation: SurveyInvitation, values: dict[str, str] | None = None) -> Any:
    """Answer an invitation at the portal a day later."""
    return services.answer_invitation(
        invitation_id=invitation.pk, channel="PORTAL", values=values or GOOD, language="zh",
        at=AT + DAY,
    )  # fmt: skip
