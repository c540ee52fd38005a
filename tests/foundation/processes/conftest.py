"""People of two units, and the connection process that the engine must carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from gridhall.foundation.identity import services as identity
from gridhall.foundation.processes import registry, services
from gridhall.foundation.processes.registry import Change, ProcessKind

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
HERE = Path(__file__).parent / "definitions"
PEOPLE = (
    ("clerk", "HALL_CLERK", "10"),
    ("clerk2", "HALL_CLERK", "10"),
    ("service", "SERVICE_HANDLER", "10"),
    ("quality", "QUALITY_HANDLER", "10"),
    ("price", "PRICE_HANDLER", "10"),
    ("price2", "PRICE_HANDLER", "10"),
    ("legal", "LEGAL_HANDLER", "10"),
    ("crew", "REPAIR_CREW", "10"),
    ("south", "HALL_CLERK", "20"),
    ("south_price", "PRICE_HANDLER", "20"),
    ("chief", "SERVICE_SUPERVISOR", "10"),
    ("top", "SERVICE_SUPERVISOR", "00"),
)


@pytest.fixture
def told() -> Iterator[list[Change]]:
    """What the context was told; the two processes are registered."""
    changes: list[Change] = []
    for code in ("connection", "equipment"):
        registry.register(
            ProcessKind(
                code=code, path=HERE / f"{code}.yaml", subject_type="application",
                on_change=changes.append,
            )
        )  # fmt: skip
    yield changes
    for code in ("connection", "equipment"):
        registry._kinds.pop(code)


def make_people() -> dict[str, Any]:
    """Two centres under headquarters, and who works there."""
    for code, level, parent in (
        ("00", "HEADQUARTERS", ""), ("10", "REGIONAL_CENTRE", "00"),
        ("20", "REGIONAL_CENTRE", "00"),
    ):  # fmt: skip
        identity.put_organisation(code=code, name=f"unit {code}", level=level, parent_code=parent)
    units = {one.code: one for one in apps.get_model("identity.Organisation").objects.all()}
    found: dict[str, Any] = {"north": units["10"], "south_unit": units["20"]}
    for name, role, unit in PEOPLE:
        user = apps.get_model("identity.User").objects.create(
            username=name, kind="EMPLOYEE", display_name=name
        )
        identity.assign_role(
            user=user, role=role, organisation=units[unit], valid_from=date(2020, 1, 1)
        )
        found[name] = user
    return found


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """The units and people."""
    return make_people()


class Office:
    """Shorthand for driving one connection."""

    def __init__(self, people: dict[str, Any], at: datetime = AT) -> None:
        self.people = people
        self.at = at
        self.instance = 0

    def start(self, key: str = "a1", **changes: Any) -> int:
        given: dict[str, Any] = {
            "code": "connection", "subject_type": "application", "subject_id": key,
            "subject_label": f"YK-{key}", "organisation_id": self.people["north"].pk, "values": {},
            "at": self.at, "by_id": self.people["clerk"].pk, "dedup_key": f"connection {key}",
        }  # fmt: skip
        self.instance = services.start(**(given | changes))
        return self.instance

    def items(self, step: str = "", **narrowed: Any) -> list[Any]:
        rows = apps.get_model("processes.WorkItem").objects.filter(status="OPEN", **narrowed)
        return list((rows.filter(step=step) if step else rows).order_by("pk"))

    def open_steps(self) -> list[str]:
        return sorted(item.step for item in self.items())

    def item(self, step: str) -> Any:
        [found] = self.items(step)
        return found

    def do(self, who: str, step: str, outcome: str = "", **values: Any) -> Any:
        return services.complete(
            item_id=self.item(step).pk, by_id=self.people[who].pk, at=self.at, outcome=outcome,
            values=values,
        )  # fmt: skip

    def accept(self, **values: Any) -> None:
        self.do("clerk", "accept", **({
            "papers_complete": True, "capacity_kva": "315", "high_voltage": True,
            "survey_by": "SERVICE_HANDLER",
        } | values))  # fmt: skip


@pytest.fixture
def office(people: dict[str, Any], told: list[Change]) -> Office:
    """An office with the processes in force."""
    services.load_shipped(at=AT)
    return Office(people)
