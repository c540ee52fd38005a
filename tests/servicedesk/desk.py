"""A small company with everybody a case needs, and short ways to register one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from typing import Any

from gridhall.customers.models import Account
from gridhall.customers.services import put_accounts
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.models import Organisation, User
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.identity.services import assign_role
from gridhall.servicedesk import services
from gridhall.servicedesk.models import Case, CaseStatusChange, Custody, Status
from gridhall.servicedesk.records import Contact, NewCase
from tests.customers.builders import account_row, organisation_tree

#: A Monday, a working day, in the middle of the morning (Beijing).
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ROLES = {
    "agent": Role.HOTLINE_AGENT, "clerk": Role.HALL_CLERK, "service": Role.SERVICE_HANDLER,
    "quality": Role.QUALITY_HANDLER, "price": Role.PRICE_HANDLER, "legal": Role.LEGAL_HANDLER,
    "crew": Role.REPAIR_CREW, "boss": Role.SERVICE_SUPERVISOR, "officer": Role.REPORT_OFFICER,
    "auditor": Role.AUDITOR,
}  # fmt: skip
_keys = count(1)


@dataclass
class Desk:
    """Units, people and a clock of its own."""

    units: dict[str, Organisation]
    people: dict[str, User]
    account: Account
    customer: User
    now: datetime = MONDAY
    keys: Any = field(default_factory=lambda: count(1))

    def id(self, name: str) -> int:
        """Return somebody's id."""
        return self.people[name].pk

    def later(self, **delta: int) -> datetime:
        """Let time pass; return the moment."""
        self.now += timedelta(**(delta or {"minutes": 5}))
        return self.now

    def register(self, kind: str, topic: str = "", **changes: Any) -> Case:
        """Register a case of a customer who calls."""
        new = NewCase(
            kind=kind, topic=topic, summary="测试事项", text="客户说明的内容", channel="PHONE",
            organisation_id=self.units["11"].pk, account_id=self.account.pk,
            contact=Contact(name="赵某甲", phone="13800000001"),
        )  # fmt: skip
        new = replace(new, **changes)
        case = services.register_case(
            new=new, by_id=self.id("agent"), at=self.later(), dedup_key=f"test {next(_keys)}"
        )
        check(case)
        return case

    def act(self, name: str, act: Any, case: Case, **more: Any) -> Case:
        """Let somebody do an act of the service desk a little later."""
        act(case_id=case.pk, by_id=self.id(name), at=self.later(), **more)
        check(case)
        return case

    def scope(self, name: str, action: str = "cases.read") -> identity.Scope:
        """Return where somebody may do an action."""
        return identity.scope_of(user_id=self.id(name), action=action, on=self.now.date())


def make_desk() -> Desk:
    """Make the company: every role at the region, one account, one portal user."""
    units = organisation_tree()
    people = {}
    for name, role in ROLES.items():
        people[name] = User.objects.create(username=name, display_name=name, kind="EMPLOYEE")
        assign_role(user=people[name], role=role, organisation=units["10"],
                    valid_from=date(2020, 1, 1))  # fmt: skip
    row = account_row(1, units["11"])
    put_accounts(rows=[row], at=MONDAY, actor_id=None)
    customer = User.objects.create(username="customer", display_name="customer", kind="CUSTOMER")
    account = Account.objects.get(account_no=row.account_no)
    return Desk(units=units, people=people, account=account, customer=customer)


def check(case: Case) -> None:
    """Check what must hold of every case at every moment."""
    case.refresh_from_db()
    standing = Custody.objects.filter(case=case, end__isnull=True)
    assert standing.count() == (1 if case.is_open else 0)
    if case.is_open:
        assert standing.get().party == case.held_by
    changes = list(CaseStatusChange.objects.filter(case=case).order_by("id"))
    assert changes[0].before == ""
    assert changes[-1].after == case.status
    for one, following in pairwise(changes):
        assert one.after == following.before
    assert (case.closed_at is not None) == (case.status == Status.CLOSED)
