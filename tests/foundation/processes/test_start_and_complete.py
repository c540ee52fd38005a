"""Starting a process and completing its tasks."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from gridhall.foundation.processes import services
from gridhall.foundation.processes.errors import (
    AlreadyDone,
    DocumentsMissing,
    OutcomeNeeded,
    SecondPersonNeeded,
    UnableToAct,
    UnknownField,
    UnknownProcess,
    ValueMissing,
    ValueRefused,
    WorkItemChanged,
)

from .conftest import AT, Office

pytestmark = pytest.mark.django_db


def test_a_start_is_repeated_without_a_second_process(office: Office) -> None:
    first = office.start()

    assert office.start() == first
    assert office.open_steps() == ["accept"]
    item = office.item("accept")
    assert (item.role, item.organisation_id) == ("HALL_CLERK", office.people["north"].pk)
    with pytest.raises(UnknownProcess):
        office.start("b", code="nothing")
    with pytest.raises(UnknownField):
        office.start("b", values={"name": "x"})


def test_the_files_are_loaded_once_and_a_changed_one_is_the_next_version(
    office: Office, told: Any
) -> None:
    assert services.load_shipped(at=AT) == []
    table = apps.get_model("processes.ProcessDefinition")
    assert table.objects.get(code="connection").status == "PUBLISHED"


def test_wrong_values_gates_and_people_are_refused(office: Office) -> None:
    office.start()
    accept = office.accept
    for changes, error in (
        ({"capacity_kva": "much"}, ValueRefused),
        ({"capacity_kva": 3.5}, ValueRefused),
        ({"survey_by": "DIRECTOR"}, ValueRefused),
        ({"high_voltage": None}, ValueMissing),
        ({"papers_complete": False}, DocumentsMissing),
        ({"fee_paid": "1"}, UnknownField),
    ):
        with pytest.raises(error):
            accept(**changes)
    with pytest.raises(UnableToAct):
        office.do("south", "accept")
    with pytest.raises(UnableToAct):
        office.do("crew", "accept")
    seen = office.item("accept")
    accept()
    with pytest.raises(AlreadyDone):
        services.complete(item_id=seen.pk, by_id=office.people["clerk2"].pk, at=AT)
    with pytest.raises(OutcomeNeeded):
        office.do("service", "survey")
    with pytest.raises(OutcomeNeeded):
        office.do("service", "survey", outcome="PERHAPS")
    with pytest.raises(WorkItemChanged):
        services.complete(
            item_id=office.item("survey").pk, by_id=office.people["service"].pk, at=AT,
            outcome="FEASIBLE", seen_version=7,
        )  # fmt: skip


def test_a_second_person_approves_the_scheme(office: Office) -> None:
    office.start()
    office.accept()
    office.do("service", "survey", outcome="FEASIBLE")
    office.do("price", "scheme", fee_due="1200.50")

    with pytest.raises(SecondPersonNeeded):
        office.do("price", "scheme_check", outcome="APPROVED")

    assert office.do("price2", "scheme_check", outcome="APPROVED").next_items == ()
