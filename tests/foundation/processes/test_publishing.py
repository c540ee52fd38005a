"""Versions: written, published by two people, retired; who wrote what stays known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.errors import UnableToDecide, UnableToDecideOwnRequest
from gridhall.foundation.identity import services as identity
from gridhall.foundation.processes import publishing, versions
from gridhall.foundation.processes.bpmn import to_bpmn
from gridhall.foundation.processes.errors import SubprocessesInCircle, SubprocessMissing
from gridhall.foundation.processes.faults import DefinitionRefused
from gridhall.foundation.processes.publishing_errors import (
    AnotherProcess,
    AnotherSubject,
    ApprovalWaits,
    DraftChanged,
    FieldIsNeeded,
    NotADraft,
    ProcessIsCalled,
    SameText,
)

from .conftest import AT, HERE, Office

TEXT = (HERE / "connection.yaml").read_text(encoding="utf-8")
MORE = TEXT.replace("title: {zh: 业务受理, en: Accept the application}",
                    "title: {zh: 受理, en: Accept}")  # fmt: skip


@pytest.fixture
def chiefs(office: Office) -> tuple[int, int]:
    """The process manager who writes, and the director who approves."""
    units = {one.code: one for one in apps.get_model("identity.Organisation").objects.all()}
    found = []
    for name, role in (("manager", "PROCESS_MANAGER"), ("director", "DIRECTOR")):
        user, _ = identity.create_user(
            username=name, password="unused", kind="EMPLOYEE", display_name=name
        )
        identity.assign_role(
            user=user, role=role, organisation=units["00"], valid_from=date(2020, 1, 1)
        )
        found.append(user.pk)
    return found[0], found[1]


def save(by: int, text: str = MORE, code: str = "connection", **more: Any) -> Any:
    return publishing.save_draft(text=text, code=code, by_id=by, at=AT, **more)


@pytest.mark.requirement("R14")
def test_a_version_is_published_by_two_people(office: Office, chiefs: tuple[int, int]) -> None:
    manager, director = chiefs
    running = office.start("before")
    draft = save(manager, note="shorter")
    request = publishing.ask_to_publish(
        version_id=draft.pk, reason="shorter title", by_id=manager, at=AT
    )

    with pytest.raises(UnableToDecideOwnRequest):
        approvals.decide(pk=request.pk, approve=True, decided_by_id=manager, at=AT)
    with pytest.raises(UnableToDecide):
        approvals.decide(
            pk=request.pk, approve=True, decided_by_id=office.people["clerk"].pk, at=AT
        )
    approvals.decide(pk=request.pk, approve=True, decided_by_id=director, at=AT)

    row = versions.published("connection")
    assert (row.pk, row.version, row.published_by_id) == (draft.pk, 2, director)
    old = apps.get_model("processes.ProcessDefinition").objects.get(code="connection", version=1)
    assert old.status == "RETIRED"
    instances = apps.get_model("processes.ProcessInstance").objects
    assert instances.get(pk=running).definition_id == old.pk
    assert instances.get(pk=office.start("after")).definition_id == draft.pk
    actions = apps.get_model("audit.AuditEvent").objects.values_list("action", flat=True)
    assert {"processes.draft_saved", "processes.published", "approvals.approved"} <= set(actions)


def test_a_draft_that_waits_stays_as_it_is(chiefs: tuple[int, int]) -> None:
    manager, _director = chiefs
    draft = save(manager)
    publishing.ask_to_publish(version_id=draft.pk, reason="why", by_id=manager, at=AT)

    with pytest.raises(ApprovalWaits):
        save(manager, TEXT + "# more\n", version_id=draft.pk)
    with pytest.raises(ApprovalWaits):
        publishing.discard(version_id=draft.pk, by_id=manager, at=AT)


def test_of_two_who_write_the_second_is_told(chiefs: tuple[int, int]) -> None:
    manager, director = chiefs
    draft = save(manager)
    save(director, MORE + "# hers\n", version_id=draft.pk, seen_digest=draft.digest)
    with pytest.raises(DraftChanged):
        save(manager, MORE + "# his\n", version_id=draft.pk, seen_digest=draft.digest)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("process: connection", "process: other", AnotherProcess),
        ("subject: application", "subject: case", AnotherSubject),
        ("role: HALL_CLERK", "role: WIZARD", DefinitionRefused),
        ("process: equipment", "process: nothing", SubprocessMissing),
        ("process: equipment", "process: connection", SubprocessesInCircle),
        ("  fee_due: {kind: number", "  fee_due: {kind: code", DefinitionRefused),
        ("  drawings_complete: {kind: yes_no", "  drawings_complete: {kind: number", None),
        ("title: {zh: 新装接电", "title: {zh: 新装接电", SameText),
    ],
)
def test_a_version_that_does_not_fit_is_refused(
    chiefs: tuple[int, int], old: str, new: str, error: type[Exception] | None
) -> None:
    assert old in TEXT
    with pytest.raises(error or (DefinitionRefused, FieldIsNeeded)):
        save(chiefs[0], TEXT.replace(old, new))


def test_a_field_the_program_fills_in_must_stay(chiefs: tuple[int, int]) -> None:
    text = TEXT.replace("  meter_no: {kind: code", "  meter_nr: {kind: code")
    text = text.replace("meter_no!", "meter_nr!").replace("take: [meter_no]", "take: []")
    with pytest.raises(FieldIsNeeded) as refused:
        save(chiefs[0], text)
    assert refused.value.params["field"] == "meter_no"


def test_what_is_called_by_others_is_not_retired(chiefs: tuple[int, int]) -> None:
    row = versions.published("equipment")
    with pytest.raises(ProcessIsCalled):
        publishing.ask_to_retire(version_id=row.pk, reason="old", by_id=chiefs[0], at=AT)


def test_a_process_of_the_company_comes_from_bpmn_and_is_retired(chiefs: tuple[int, int]) -> None:
    manager, director = chiefs
    own = TEXT.replace("process: connection", "process: own_way", 1)
    imported = publishing.take_in_bpmn(to_bpmn(publishing.check(own), language="zh-hans"))
    draft = save(manager, imported.text, code="", origin="IMPORTED")
    assert (draft.code, draft.version, draft.origin) == ("own_way", 1, "IMPORTED")
    for ask in (publishing.ask_to_publish, publishing.ask_to_retire):
        request = ask(version_id=draft.pk, reason="why", by_id=manager, at=AT)
        approvals.decide(
            pk=request.pk, approve=True, decided_by_id=director, at=AT + timedelta(hours=1)
        )
    draft.refresh_from_db()
    assert draft.status == "RETIRED"
    with pytest.raises(NotADraft):
        publishing.discard(version_id=draft.pk, by_id=manager, at=AT)


def test_a_draft_is_thrown_away(chiefs: tuple[int, int]) -> None:
    draft = save(chiefs[0])
    publishing.discard(version_id=draft.pk, by_id=chiefs[0], at=AT)
    assert save(chiefs[0]).version == 2
