"""Running cases moved to a new version: previewed, resumable, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils.translation import override

from gridhall.foundation.processes import mapping, migrating, publishing, versions
from gridhall.foundation.processes.publishing_errors import (
    MigrationRuns,
    NotInForce,
    ReasonNeeded,
    UnableToTakeBack,
    UnknownStep,
)
from gridhall.foundation.processes.services import put_in_force

from .conftest import AT, HERE, Office
from .test_trying import refuse_late

TEXT = (HERE / "connection.yaml").read_text(encoding="utf-8")
RENAMED = (
    TEXT.replace("next: survey\n", "next: visit\n")
    .replace("  survey:\n", "  visit:\n")
    .replace("role: PRICE_HANDLER\n    outcomes:\n      APPROVED",
             "role: SERVICE_SUPERVISOR\n    outcomes:\n      APPROVED")
)  # fmt: skip
LATER = AT + timedelta(hours=3)


def rows(model: str) -> Any:
    return apps.get_model(f"processes.{model}").objects


def newer(office: Office, text: str = RENAMED) -> tuple[int, int]:
    """Put a second version in force; return both ids."""
    old = versions.published("connection")
    row = publishing.save_draft(
        text=text, code="connection", by_id=office.people["chief"].pk, at=AT
    )
    put_in_force(row, at=AT, by_id=None)
    return old.pk, row.pk


def begin(office: Office, source: int, target: int, **more: Any) -> Any:
    given = {"mapping": {"survey": "visit"}, "reason": "new step", "at": LATER}
    return migrating.begin(
        source_id=source, target_id=target, by_id=office.people["chief"].pk, **(given | more)
    )


@pytest.fixture
def three(office: Office) -> Office:
    """Three cases: at the survey, at the customer's answer, and at acceptance."""
    refuse_late(office, "c2")
    office.start("c1")
    office.accept()
    office.start("c3")
    return office


@pytest.mark.requirement("R14")
def test_a_preview_says_what_moves_and_what_does_not(three: Office) -> None:
    source, target = newer(three)

    bare = migrating.preview(source_id=source, target_id=target)
    mapped = migrating.preview(source_id=source, target_id=target, mapping={"survey": "visit"})

    found = {one.step: one for one in bare.standing}
    assert bare.running == 3
    assert found["survey"].why == mapping.NO_STEP
    assert found["survey"].labels == ["YK-c1"]
    assert (found["accept"].why, found["accept"].target, found["accept"].count) == ("", "accept", 1)
    assert not any(one.why for one in mapped.standing)
    with override("zh-hans"):
        assert mapping.why_label(mapping.NO_STEP) != mapping.NO_STEP


@pytest.mark.requirement("R14")
def test_cases_move_in_batches_and_resume(three: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = newer(three)
    monkeypatch.setattr(migrating, "BATCH", 2)
    found = begin(three, source, target)
    with pytest.raises(MigrationRuns):
        begin(three, source, target)

    assert migrating.run_batch(migration_id=found.pk, at=LATER) == 2
    assert migrating.unfinished() == [found.pk]
    while migrating.run_batch(migration_id=found.pk, at=LATER):
        pass

    found.refresh_from_db()
    assert found.status == "DONE"
    assert rows("ProcessInstance").filter(definition_id=target, status="RUNNING").count() == 3
    assert rows("MigratedInstance").filter(status="MOVED").count() == 3
    assert sorted(item.step for item in three.items()) == ["accept", "visit"]
    assert rows("StepLog").filter(kind="MIGRATED").count() == 3
    three.do("service", "visit", "NOT_FEASIBLE")


def test_what_has_no_place_stays_and_says_why(three: Office) -> None:
    source, target = newer(three)
    found = begin(three, source, target, mapping={})
    while migrating.run_batch(migration_id=found.pk, at=LATER):
        pass

    [kept] = rows("MigratedInstance").filter(status="KEPT")
    assert (kept.why, kept.step, kept.instance.subject_label) == ("NO_STEP", "survey", "YK-c1")
    assert kept.instance.definition_id == source


def test_other_branches_and_values_that_do_not_fit_keep_a_case(three: Office) -> None:
    text = TEXT.replace("  capacity_kva: {kind: number", "  capacity_kva: {kind: number")
    text = text.replace("      SERVICE_HANDLER: {zh: 客户服务, en: Customer service}\n",
                        "      SERVICE_HANDLER: {zh: 客户服务, en: Customer service}\n"
                        "      LEGAL_HANDLER: {zh: 法规, en: Legal}\n")  # fmt: skip
    text = text.replace("next: both_ways", "next: both_ways")
    source, target = newer(three, text)
    instance = rows("ProcessInstance").get(subject_id="c3")
    rows("ProcessInstance").filter(pk=instance.pk).update(values={"capacity_kva": "many"})
    found = begin(three, source, target, mapping={})
    while migrating.run_batch(migration_id=found.pk, at=LATER):
        pass
    [kept] = rows("MigratedInstance").filter(status="KEPT")
    assert (kept.why, kept.instance_id) == ("VALUES", instance.pk)


def test_a_move_is_taken_back_until_somebody_worked(three: Office) -> None:
    source, target = newer(three)
    found = begin(three, source, target)
    while migrating.run_batch(migration_id=found.pk, at=LATER):
        pass
    chief = three.people["chief"].pk
    first = rows("MigratedInstance").get(instance__subject_id="c1")
    third = rows("MigratedInstance").get(instance__subject_id="c3")
    with pytest.raises(ReasonNeeded):
        migrating.take_back(row_id=first.pk, by_id=chief, at=LATER, reason=" ")

    migrating.take_back(row_id=first.pk, by_id=chief, at=LATER, reason="too early")
    three.accept()

    instance = rows("ProcessInstance").get(subject_id="c1")
    assert instance.definition_id == source
    assert "survey" in [item.step for item in three.items()]
    with pytest.raises(UnableToTakeBack):
        migrating.take_back(row_id=third.pk, by_id=chief, at=LATER, reason="too late")
    with pytest.raises(UnableToTakeBack):
        migrating.take_back(row_id=first.pk, by_id=chief, at=LATER, reason="twice")


def test_a_mapping_names_steps_that_are_there_and_the_version_in_force(three: Office) -> None:
    source, target = newer(three)
    with pytest.raises(UnknownStep):
        begin(three, source, target, mapping={"survey": "nowhere"})
    with pytest.raises(UnknownStep):
        begin(three, source, target, mapping={"nowhere": "visit"})
    with pytest.raises(NotInForce):
        begin(three, target, source, mapping={})
    with pytest.raises(ReasonNeeded):
        begin(three, source, target, reason="")
