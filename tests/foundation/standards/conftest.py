"""A company with two stations, people, and the shipped profiles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gridhall.foundation.identity import services as identity
from gridhall.foundation.standards import seeding, services
from gridhall.foundation.standards.rules import Facts
from gridhall.foundation.workcalendar import seeding as calendars

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0, second: int = 0, month: int = 3) -> datetime:
    """Return a moment of March 2026 on the wall in Shanghai; 2 March is a Monday."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)


class World:
    """Units and people, and short ways to signal about one case."""

    def __init__(self) -> None:
        self.hq, _ = identity.put_organisation(code="00", name="HQ", level="HEADQUARTERS")
        self.zj, _ = identity.put_organisation(
            code="33", name="Zhejiang", level="REGIONAL_CENTRE", parent_code="00"
        )
        self.hall, _ = identity.put_organisation(
            code="3301", name="Hall", level="SERVICE_POINT", parent_code="33"
        )
        self.clerk = self.person("clerk", "HOTLINE_AGENT", self.hall)
        self.other = self.person("other", "HOTLINE_AGENT", self.hall)
        self.boss = self.person("boss", "SERVICE_SUPERVISOR", self.zj)
        self.director = self.person("director", "DIRECTOR", self.hq)

    def person(self, name: str, role: str, unit: Any) -> Any:
        user, _ = identity.create_user(
            username=name, password="x", kind="EMPLOYEE", display_name=name
        )  # fmt: skip
        identity.assign_role(user=user, role=role, organisation=unit, valid_from=date(2020, 1, 1))
        return user

    def facts(self, kind: str = "COMPLAINT", **more: Any) -> Facts:
        given = {"organisation_id": self.hall.pk, "user_id": self.clerk.pk, "label": "G1"}
        return Facts(kind=kind, **(given | more))

    def signal(self, event: str, moment: datetime, case: int = 1, **more: Any) -> Any:
        key = more.pop("dedup_key", "")
        return services.signal(
            subject_type="case", subject_id=case, event=event, facts=self.facts(**more),
            at=moment, dedup_key=key,
        )  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    """Build the company; the tables of a transactional test were emptied by the one before."""
    calendars.create_company_calendar(using="default")
    seeding.create_profiles(using="default")
    return World()


@pytest.fixture
def clocks(world: World) -> Callable[..., dict[str, Any]]:
    """Return the clocks of a case by code, the latest round of each."""
    from gridhall.foundation.standards import selectors

    def of(moment: datetime, case: int = 1) -> dict[str, Any]:
        found = selectors.clocks_of(subject_type="case", subject_id=case, at=moment)
        return {one.code: one for one in sorted(found, key=lambda one: one.round)}

    return of
