"""The screens of the process managers: from a text or a BPMN file to a version in force."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.processes import library, migrating, publishing, services
from gridhall.foundation.processes.bpmn import to_bpmn
from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db

TEXT = """process: own_process
title: {zh: 用户回访, en: Call back}
subject: visit
source: 内部规定
fields:
  answered: {kind: yes_no, title: {zh: 已接通, en: Answered}}
steps:
  begin: {kind: start, next: call}
  call:
    kind: task
    title: {zh: 打电话, en: Call}
    role: HOTLINE_AGENT
    form: [answered!]
    next:
      - {to: begin_again, when: {field: answered, is: false}}
      - {to: done}
  begin_again:
    {kind: timer, title: {zh: 改日再打, en: Another day}, after: 1 working day, next: call}
  done: {kind: end, title: {zh: 结束, en: Done}}
"""
NEWER = TEXT.replace("call:\n", "phone:\n").replace("next: call", "next: phone")
NEWER = NEWER.replace("打电话", "电话联系")


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def in_force(text: str = TEXT) -> Any:
    """Put a version in force, asked by the process manager, approved by the director."""
    row = publishing.save_draft(
        text=text, code="", by_id=the_town.user("process").pk, at=the_town.NOW
    )
    asked = publishing.ask_to_publish(
        version_id=row.pk, reason="new", by_id=the_town.user("process").pk, at=the_town.NOW
    )
    approvals.decide(
        pk=asked.pk, approve=True, decided_by_id=the_town.user("director").pk, at=the_town.NOW
    )
    row.refresh_from_db()
    return row


def running(key: str = "1") -> int:
    unit = apps.get_model("identity.Organisation").objects.get(code="11")
    return services.start(
        code="own_process", subject_type="visit", subject_id=key, subject_label=f"HF-{key}",
        organisation_id=unit.pk, values={}, at=the_town.NOW, by_id=None, dedup_key=f"visit {key}",
    )  # fmt: skip


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pictures_and_versions_are_shown(town: Any, sign_in: Any, language: str) -> None:
    row = in_force()
    running()
    client = sign_in("process", language=language)

    listed = client.get(url("processes")).content.decode()
    shown = client.get(url("process", "own_process")).content.decode()
    version = client.get(url("process_version", row.pk)).content.decode()

    title, call = ("用户回访", "打电话") if language == "zh-hans" else ("Call back", "Call")
    assert title in listed
    assert 'class="gh-flow"' in shown
    assert call in shown
    assert ">v1<" in shown
    assert "kind: task" in version
    assert client.get(url("processes"), {"export": "csv"}).status_code == 200
    assert client.get(url("process", "nothing")).status_code == 404


def test_a_version_is_written_checked_and_asked_for(town: Any, sign_in: Any) -> None:
    client = sign_in("process", language="en")
    bad = TEXT.replace("role: HOTLINE_AGENT", "role: WIZARD").replace("to: done", "to: nowhere")

    refused = client.post(url("new_process"), {"text": bad, "act": "save"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'data-line="12"' in page
    assert "WIZARD" in page
    assert 'data-wrong="' in page
    broken = client.post(url("new_process"), {"text": "a: [", "act": "save"})
    assert broken.status_code == 422
    assert 'data-line="' in broken.content.decode()

    checked = client.post(url("new_process"), {"text": TEXT, "act": "check"}).content.decode()
    assert "Nothing is saved yet" in checked
    assert 'class="gh-flow"' in checked
    assert library.versions_of("own_process") == []

    client.post(url("new_process"), {"text": TEXT, "act": "save", "note": "first"})
    [row] = library.versions_of("own_process")
    client.post(url("publish_process", row.pk), {"reason": "we need it"})
    page = client.get(url("process_version", row.pk)).content.decode()
    assert "Another person decides" in page
    asked = apps.get_model("approvals.ApprovalRequest").objects.get(kind="processes.publish")
    director = sign_in("director", language="en")
    shown = director.get(url("approval", asked.pk)).content.decode()
    assert "Publish a process" in shown
    director.post(url("decide_approval", asked.pk), {"answer": "approve"})
    row.refresh_from_db()
    assert row.status == "PUBLISHED"


def upload(client: Any, name: str, data: bytes, code: str = "") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(url("upload_process"), {"file": file, "code": code, "note": ""})


def test_a_downloaded_file_comes_back_as_a_version(town: Any, sign_in: Any) -> None:
    row = in_force()
    client = sign_in("process", language="en")
    bpmn = client.get(url("download_process", row.pk, "bpmn"))
    yaml = client.get(url("download_process", row.pk, "yaml"))
    assert bpmn["Content-Type"].startswith("application/xml")
    assert yaml.content.decode() == row.text
    assert client.get(url("download_process", row.pk, "exe")).status_code == 404

    edited = bpmn.content.decode().replace('name="Call"', 'name="Phone"', 1)
    answer = upload(client, "flow.bpmn", edited.encode(), "own_process")

    newest = library.versions_of("own_process")[0]
    assert answer.status_code == 302
    assert (newest.version, newest.origin, newest.status) == (2, "IMPORTED", "DRAFT")
    compared = client.get(url("compare_process", newest.pk)).content.decode()
    assert "Phone" in compared
    assert compared.count('class="gh-flow"') == 2
    assert "gh-flow-changed" in compared


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.bpmn", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ("a.bpmn", b"<a>" + b"x" * 3_000_000 + b"</a>", "2,000,000"),
        ("a.yaml", b"a: " + b"x" * 3_000_000, "2,000,000"),
        ("a.yaml", TEXT.encode("gb18030"), "UTF-8"),
        ("a.yaml", b"a: &a [*a]", "line 1"),
        ("a.bpmn", b"no xml", "no XML"),
        ("a.bpmn", b"<a/>", "not a BPMN 2.0 file"),
    ],
    ids=["dtd", "large", "large yaml", "encoding", "anchor", "text", "other xml"],
)
def test_a_bad_file_is_refused_with_a_reason(
    town: Any, sign_in: Any, name: str, data: bytes, told: str
) -> None:
    answer = upload(sign_in("process", language="en"), name, data)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_script_is_refused_by_element_and_line(town: Any, sign_in: Any) -> None:
    definition = publishing.check(TEXT)
    data = to_bpmn(definition, language="en").decode()
    data = data.replace("<bpmn:endEvent", '<bpmn:scriptTask id="Evil" name="rm" /><bpmn:endEvent')
    answer = upload(sign_in("process", language="en"), "a.bpmn", data.encode())
    page = answer.content.decode()
    assert "element Evil “rm”: A script task is never run here" in page


def test_a_draft_is_tried_on_past_cases(town: Any, sign_in: Any) -> None:
    row = in_force()
    instance = running("7")
    item = apps.get_model("processes.WorkItem").objects.get(instance_id=instance)
    services.complete(
        item_id=item.pk, by_id=the_town.user("agent-zj").pk, at=the_town.NOW,
        values={"answered": True},
    )  # fmt: skip
    page = sign_in("process", language="en").get(url("try_process", row.pk)).content.decode()
    assert "Reach an end" in page
    draft = publishing.save_draft(
        text=NEWER.replace("    next:\n      - {to: begin_again", "    outcomes:\n      YES: "
                           "{zh: 是, en: Yes}\n    next:\n      - {to: begin_again"),
        code="own_process", by_id=the_town.user("process").pk, at=the_town.NOW,
    )  # fmt: skip
    page = sign_in("process", language="en").get(url("try_process", draft.pk)).content.decode()
    assert "Where they would get stuck" in page
    assert "HF-7" in page
    assert "gh-flow-stuck" in page


@pytest.mark.requirement("R14")
def test_running_cases_are_moved_after_a_preview_and_taken_back(town: Any, sign_in: Any) -> None:
    old = in_force()
    running("1")
    new = in_force(NEWER)
    client = sign_in("process", language="en")

    preview = client.get(url("move_cases", old.pk)).content.decode()
    assert "choose another in its place" in preview
    assert "HF-1" in preview
    mapped = client.get(url("move_cases", old.pk), {"to_call": "phone"}).content.decode()
    assert "Move the cases" in mapped
    wrong = client.post(url("begin_move", old.pk), {"to_call": "nowhere", "reason": "why not"})
    assert wrong.status_code == 422
    assert client.post(url("begin_move", old.pk), {"to_call": "phone"}).status_code == 422
    client.post(url("begin_move", old.pk), {"to_call": "phone", "reason": "renamed"})

    [move] = library.migrations_of("own_process")
    assert client.get(url("case_move_progress", move.pk)).status_code == 200
    while migrating.run_batch(migration_id=move.pk, at=the_town.NOW):
        pass
    page = client.get(url("case_move", move.pk)).content.decode()
    assert "HF-1" in page
    assert "Began to move running cases" in page
    [row] = library.moved(migration_id=move.pk)
    assert row.instance.definition_id == new.pk
    client.post(url("take_back_case", row.pk), {"reason": "too early"})
    row.refresh_from_db()
    assert row.status == "REVERSED"
    assert client.get(url("case_move", move.pk), {"export": "csv"}).status_code == 200


def test_readers_look_and_do_not_touch(town: Any, sign_in: Any) -> None:
    row = in_force()
    auditor = sign_in("auditor", language="en")
    page = auditor.get(url("process_version", row.pk)).content.decode()
    assert "New version from this" not in page
    assert auditor.get(url("new_process")).status_code == 403
    assert auditor.post(url("publish_process", row.pk)).status_code == 403
    assert sign_in("clerk-zj").get(url("processes")).status_code == 403


def test_a_draft_is_thrown_away_and_a_process_retired(town: Any, sign_in: Any) -> None:
    row = in_force()
    client = sign_in("process", language="en")
    client.post(url("retire_process", row.pk), {"reason": "no longer done"})
    asked = apps.get_model("approvals.ApprovalRequest").objects.get(kind="processes.retire")
    assert asked.status == "WAITING"
    client.post(url("new_process_version", row.pk), {"text": NEWER, "act": "save"})
    draft = library.versions_of("own_process")[0]
    assert client.get(url("edit_process", draft.pk)).status_code == 200
    client.post(url("discard_process", draft.pk), {"reason": "not needed"})
    assert [one.pk for one in library.versions_of("own_process")] == [row.pk]
