"""Versions of processes: written as drafts, published by two people, retired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_noop

from gridhall.foundation.approvals import selectors as approval_selectors
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock

from . import bpmn, checks, reading, registry, versions
from .definition import Definition
from .errors import UnknownProcess
from .models import ProcessDefinition
from .publishing_errors import (
    AnotherProcess,
    ApprovalWaits,
    DraftChanged,
    NotADraft,
    NotInForce,
    ProcessIsCalled,
    SameText,
    VersionNotFound,
)
from .services import add_version, digest_of, put_in_force

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest

PUBLISH, RETIRE = "processes.publish", "processes.retire"
SUBJECT = "process_definition"
Status, Origin = ProcessDefinition.Status, ProcessDefinition.Origin


def check(text: str, *, code: str = "") -> Definition:
    """Return what a text says, checked like at publishing.

    ``code`` is the process it is meant for, "" for a new one. Raises DefinitionRefused with every
    fault and its line, AnotherProcess, and what ``checks.demand_fit`` raises.
    """
    text = text.replace("\r\n", "\n")
    gates = registry.gates_of(code) if code else _all_gates()
    definition = reading.read(text, file=code or "YAML", gates=gates)
    if code and definition.code != code:
        raise AnotherProcess(expected=code, found=definition.code)
    checks.demand_fit(definition)
    return definition


def _all_gates() -> frozenset[str]:
    return frozenset(name for kind in registry.kinds() for name in kind.gates)


def take_in_bpmn(data: bytes, *, code: str = "") -> bpmn.Imported:
    """Return what a BPMN file says, to be looked at and saved as a draft.

    What its own program left out (subject, fields) is taken from the version in force of
    ``code``. Raises UnsafeFile, BpmnRefused with every element and line, DefinitionRefused.
    """
    base = None
    if code:
        try:
            base = versions.parsed(versions.published(code))
        except UnknownProcess:
            base = None
    gates = registry.gates_of(code) if code else _all_gates()
    return bpmn.from_bpmn(data, base=base, gates=gates)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A file as the text of a draft, with what was left out of it."""

    text: str
    origin: str
    notes: tuple[object, ...] = ()


def take_in(*, name: str, data: bytes, code: str = "") -> TakenIn:
    """Return the text that a file holds: YAML by its name, anything else is read as BPMN.

    Raises UnsafeFile (too large, not UTF-8), BpmnRefused, DefinitionRefused.
    """
    if not name.lower().endswith((".yaml", ".yml")):
        found = take_in_bpmn(data, code=code)
        return TakenIn(text=found.text, origin=Origin.IMPORTED, notes=found.notes)
    if len(data) > bpmn.BIGGEST_BYTES:
        raise bpmn.UnsafeFile(
            gettext_noop("it has {size:,} bytes or more, at most {limit:,} are read."),
            size=len(data), limit=bpmn.BIGGEST_BYTES,
        )  # fmt: skip
    try:
        return TakenIn(text=data.decode("utf-8-sig"), origin=Origin.EDITED)
    except UnicodeDecodeError as error:
        raise bpmn.UnsafeFile(gettext_noop("it is not in UTF-8. Save it as UTF-8.")) from error


@transaction.atomic
def save_draft(
    *, text: str, code: str, by_id: int, at: datetime, note: str = "", origin: str = "EDITED",
    version_id: int | None = None, seen_digest: str = "",
) -> ProcessDefinition:  # fmt: skip
    """Save a text as a new draft, or as the new text of the draft ``version_id``; return it.

    ``seen_digest`` is the draft's fingerprint when it was opened: of two who write at once, the
    second is told. Raises what ``check`` raises, SameText, VersionNotFound, NotADraft,
    ApprovalWaits, DraftChanged.
    """
    text = text.replace("\r\n", "\n").strip() + "\n"
    definition = check(text, code=code)
    hold_lock(f"process versions {definition.code}")
    row = None if version_id is None else _draft(version_id)
    if row is not None and seen_digest and row.digest != seen_digest:
        raise DraftChanged(version=str(row))
    twin = ProcessDefinition.objects.filter(code=definition.code, digest=digest_of(text))
    same = (twin.exclude(pk=row.pk) if row else twin).first()
    if same is not None and same.status in (Status.DRAFT, Status.PUBLISHED):
        raise SameText(version=str(same))
    if row is None:
        row = add_version(
            definition=definition, text=text, origin=origin, at=at, by_id=by_id, note=note
        )
    else:
        row.text, row.digest, row.note = text, digest_of(text), note
        row.title_zh, row.title_en = definition.title.zh, definition.title.en
        row.save(update_fields=["text", "digest", "note", "title_zh", "title_en"])
    _record("processes.draft_saved", row, by_id=by_id, at=at, reason=note, origin=row.origin)
    return row


@transaction.atomic
def discard(*, version_id: int, by_id: int, at: datetime, reason: str = "") -> None:
    """Throw a draft away. Raises VersionNotFound, NotADraft, ApprovalWaits."""
    row = _draft(version_id)
    _record("processes.draft_discarded", row, by_id=by_id, at=at, reason=reason)
    row.delete()


@transaction.atomic
def ask_to_publish(*, version_id: int, reason: str, by_id: int, at: datetime) -> ApprovalRequest:
    """Ask that a draft be put in force; somebody else approves it.

    Raises VersionNotFound, NotADraft, ApprovalWaits, ApprovalReasonNeeded, and what ``check``
    raises: what is asked for can be published now.
    """
    row = _draft(version_id)
    check(row.text, code=row.code)
    return approvals.request_approval(
        kind=PUBLISH, subject_type=SUBJECT, subject_id=row.pk, subject_label=str(row),
        reason=reason, requested_by_id=by_id, at=at, payload={"digest": row.digest},
        dedup_key=f"{PUBLISH} {row.pk} {row.digest} {at.isoformat()}",
    )  # fmt: skip


@transaction.atomic
def ask_to_retire(*, version_id: int, reason: str, by_id: int, at: datetime) -> ApprovalRequest:
    """Ask that the version in force be retired without a successor: nothing new starts by it.

    Raises VersionNotFound, NotInForce, ProcessIsCalled, ApprovalWaits, ApprovalReasonNeeded.
    """
    row = _locked(version_id)
    _demand_unused(row)
    return approvals.request_approval(
        kind=RETIRE, subject_type=SUBJECT, subject_id=row.pk, subject_label=str(row),
        reason=reason, requested_by_id=by_id, at=at, payload={},
        dedup_key=f"{RETIRE} {row.pk} {at.isoformat()}",
    )  # fmt: skip


def apply_publish(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """Put an approved draft in force. Raises DraftChanged, NotADraft, and what ``check`` raises."""
    row = _locked(int(request.subject_id))
    if row.status != Status.DRAFT:
        raise NotADraft(version=str(row))
    if row.digest != request.payload["digest"]:
        raise DraftChanged(version=str(row))
    check(row.text, code=row.code)
    hold_lock(f"process versions {row.code}")
    put_in_force(row, at=at, by_id=decided_by_id)
    _record(
        "processes.published", row, by_id=decided_by_id, at=at, reason=request.reason,
        asked_by=request.requested_by_id,
    )  # fmt: skip


def apply_retire(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """Retire the version in force. Raises NotInForce, ProcessIsCalled."""
    row = _locked(int(request.subject_id))
    _demand_unused(row)
    row.status, row.retired_at = Status.RETIRED, at
    row.save(update_fields=["status", "retired_at"])
    _record(
        "processes.retired", row, by_id=decided_by_id, at=at, reason=request.reason,
        asked_by=request.requested_by_id,
    )  # fmt: skip


def _demand_unused(row: ProcessDefinition) -> None:
    if row.status != Status.PUBLISHED:
        raise NotInForce(version=str(row))
    users = [one.code for one in checks.callers_of(row.code)]
    kind = registry.kind_of(row.code)
    if kind is not None:
        users.append(kind.subject_type)
    if users:
        raise ProcessIsCalled(process=row.code, users=", ".join(users))


def _locked(pk: int) -> ProcessDefinition:
    row = ProcessDefinition.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise VersionNotFound
    return row


def _draft(pk: int) -> ProcessDefinition:
    row = _locked(pk)
    if row.status != Status.DRAFT:
        raise NotADraft(version=str(row))
    asked = approval_selectors.request_of_subject(
        kind=PUBLISH, subject_type=SUBJECT, subject_id=row.pk
    )
    if any(one.status == "WAITING" for one in asked):
        raise ApprovalWaits(version=str(row))
    return row


def _record(
    action: str, row: ProcessDefinition, *, by_id: int, at: datetime, reason: str, **changes: Any
) -> None:
    audit.record(
        action=action, at=at, actor_id=by_id, object_type=SUBJECT, object_id=row.pk,
        object_label=str(row), reason=reason,
        changes={"process": row.code, "version": row.version, "digest": row.digest, **changes},
    )  # fmt: skip
