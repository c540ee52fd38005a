"""People to be told something, and providers that can misbehave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.identity.services import create_user
from gridhall.foundation.messages import recipients, registry
from gridhall.foundation.messages.channels.simulator import Simulator
from gridhall.foundation.messages.recipients import Reach, Recipient, Sender
from gridhall.foundation.messages.registry import MessageTemplate
from gridhall.foundation.messages.seeding import create_company_rules

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in China
KEY = "a key of the tests"
BILL = MessageTemplate(
    code="test.bill", title="Bill of {month}", body="{amount} yuan until {day}", purpose="BILLING",
    outside=True,
)  # fmt: skip
NEWS = MessageTemplate(
    code="test.news", title="News {no}", body="Offer {no}", purpose="MARKETING", outside=True
)
OTP = MessageTemplate(code="test.otp", title="Code", body="Your code is {code}")


class Town:
    """The customer files of the tests: what the resolver and the matcher answer from."""

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id
        self.people: dict[int, Recipient] = {}

    def add(
        self, pk: int, *reaches: tuple[str, str], consent: bool | None = None, unit: int = 0
    ) -> None:
        self.people[pk] = Recipient(
            account_id=pk, account_no=f"{pk:010}", organisation_id=unit or self.organisation_id,
            reaches=tuple(Reach(channel=way, address=address) for way, address in reaches),
            consent=consent,
        )  # fmt: skip

    def resolve(self, *, account_ids: Any, purpose: str, at: Any, reaches: bool) -> Any:
        return {pk: self.people[pk] for pk in account_ids if pk in self.people}

    def senders(self, *, channel: str, address: str) -> list[Sender]:
        return [
            Sender(account_id=one.account_id, organisation_id=one.organisation_id)
            for one in self.people.values()
            if Reach(channel=channel, address=address) in one.reaches
        ]


@pytest.fixture
def unit(db: Any) -> Organisation:
    return Organisation.objects.create(code="HQ", name="总部", level="HEADQUARTERS", path="/HQ/")


@pytest.fixture
def town(unit: Organisation, monkeypatch: pytest.MonkeyPatch) -> Town:
    made = Town(unit.pk)
    monkeypatch.setattr(recipients, "_resolvers", [made.resolve])
    monkeypatch.setattr(recipients, "_matchers", [made.senders])
    return made


@pytest.fixture(autouse=True)
def _texts(monkeypatch: pytest.MonkeyPatch) -> None:
    announcement = registry.template_of("messages.announcement")
    monkeypatch.setattr(registry, "_templates", {})
    for template in (BILL, NEWS, OTP, announcement):
        registry.register(template)


@pytest.fixture(autouse=True)
def _rules(request: pytest.FixtureRequest) -> None:
    """Have the first rules there, whatever an earlier test emptied."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        create_company_rules(using="default")


@pytest.fixture
def sms(settings: Any) -> Iterator[Simulator]:
    with Simulator(key=KEY, clock=lambda: NOON) as simulator:
        settings.GRIDHALL_MESSAGES = {
            **settings.GRIDHALL_MESSAGES,
            "SMS": {"url": simulator.url, "key": KEY},
            "timeout_seconds": 5,
        }
        yield simulator


@pytest.fixture
def people(unit: Organisation) -> tuple[int, int]:
    """Return an author and another person who may approve for the whole company."""
    from gridhall.foundation.identity.models import RoleAssignment

    made = []
    for name, role in (("author", "COMMUNICATIONS"), ("chief", "DIRECTOR")):
        user, _ = create_user(username=name, password="x" * 12, kind="EMPLOYEE", display_name=name)
        RoleAssignment.objects.create(
            user=user,
            organisation=unit,
            role=role,
            valid_from=datetime(2020, 1, 1).date(),  # noqa: DTZ001
        )
        made.append(user.pk)
    return made[0], made[1]
