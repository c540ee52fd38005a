"""The worked examples of docs/explanation/service-standards.md come out as they stand there."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from gridhall.foundation.standards.models import ServiceStandard

from .conftest import ZONE

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "service-standards.md"
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
ROW = rf"^\| ([a-z_.]+) \| ({MOMENT}) \| ({MOMENT})? ?\| ({MOMENT})? ?\| ({MOMENT}) \|"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.django_db
def test_the_worked_examples_of_the_documents(world, clocks):
    rows = re.findall(ROW, PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert len(rows) >= 6
    for case, (code, start, paused, again, due) in enumerate(rows):
        standard = ServiceStandard.objects.get(profile__code="source-texts", code=code)
        facts = {"case": case, "kind": standard.kind, "category": standard.category}
        world.signal(standard.start_events[0], moment(start), **facts)
        if paused:
            world.signal("waiting_customer", moment(paused), **facts)
            world.signal("customer_back", moment(again), **facts)
        found = clocks(moment(start), case=case)[standard.clock]
        assert (found.standard, found.due_at) == (code, moment(due)), f"{code} from {start}"
