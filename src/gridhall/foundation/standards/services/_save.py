"""A standard's way into force: a draft, a second person, a first day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit import services as audit

from ..errors import (
    ReasonNeeded,
    StandardBeginsTooEarly,
    StandardNotDraft,
    UnknownStandard,
    calendars_open,
)
from ..models import LadderStep, Profile, ServiceStandard
from ._checks import check_fields, check_neighbours

APPROVE, END = "standards.approve", "standards.end"
SUBJECT = "standard"
Status = ServiceStandard.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStandard:
    """What a standard is to say; see ``ServiceStandard``. ``ladder``: percent → roles then told."""

    profile: str
    code: str
    clock: str
    title_zh: str
    title_en: str
    start_events: tuple[str, ...]
    stop_events: tuple[str, ...]
    unit: str
    target: Decimal
    source: str
    certainty: str
    valid_from: date
    kind: str = ""
    category: str = ""
    stage: str = ""
    grade: str = ""
    area: str = ""
    channel: str = ""
    pause_events: tuple[str, ...] = ()
    resume_events: tuple[str, ...] = ()
    cancel_events: tuple[str, ...] = ("cancelled",)
    on_reopen: str = "KEEP"
    calendar: str = ""
    warn_percent: int = 80
    floor: bool = False
    clause: str = ""
    note: str = ""
    ladder: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


FIELDS = [name for name in NewStandard.__dataclass_fields__ if name not in ("profile", "ladder")]


@calendars_open()
@transaction.atomic
def save_standard(*, new: NewStandard, by_id: int, at: datetime, reason: str) -> ServiceStandard:
    """Save a draft: the next version of ``new.code`` in its profile, or the draft there is.

    It holds for nothing until a second person approves it (``request_approval``). Raises
    UnknownStandard (the profile), ReasonNeeded, StandardBeginsTooEarly, InvalidStandard,
    StandardTie, WorseThanFloor, FloorNotComparable, CalendarNeverOpens, StandardNotDraft while
    the version before it waits for approval.
    """
    profile = _profile(new.profile)
    if not reason.strip():
        raise ReasonNeeded
    _demand_future(new.code, new.valid_from, at)
    row = _draft(profile, new.code)
    for name in FIELDS:
        value = getattr(new, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.reason, row.drafted_by_id, row.drafted_at = reason.strip(), by_id, at
    check_fields(row, {percent: list(roles) for percent, roles in new.ladder.items()})
    row.save()
    row.ladder.all().delete()
    LadderStep.objects.bulk_create(
        LadderStep(standard=row, percent=percent, roles=list(roles))
        for percent, roles in sorted(new.ladder.items())
    )
    check_neighbours(row)
    _record("standards.drafted", row, by_id=by_id, at=at, reason=row.reason)
    return row


@transaction.atomic
def request_approval(*, standard_id: int, by_id: int, at: datetime) -> int:
    """Ask a second person to put a draft in force; return the request's id.

    Raises UnknownStandard, StandardNotDraft, StandardBeginsTooEarly, ApprovalAlreadyWaits.
    """
    row = _locked(standard_id)
    if row.status != Status.DRAFT:
        raise StandardNotDraft(standard=str(row))
    _demand_future(row.code, row.valid_from, at)
    request = approvals.request_approval(
        kind=APPROVE, subject_type=SUBJECT, subject_id=row.pk, subject_label=str(row)[:100],
        reason=row.reason, requested_by_id=by_id, at=at,
        dedup_key=f"{APPROVE} {row.pk} {at.isoformat()}",
    )  # fmt: skip
    row.status = Status.WAITING
    row.save(update_fields=["status"])
    return request.pk


@calendars_open()
@transaction.atomic
def put_in_force(*, standard_id: int, by_id: int, at: datetime) -> ServiceStandard:
    """Approve a waiting version: it holds from its first day and ends the one before it.

    Called by the approval. Raises UnknownStandard, StandardNotDraft, StandardBeginsTooEarly, and
    what ``save_standard`` raises about its neighbours, which may have changed meanwhile.
    """
    row = _locked(standard_id)
    if row.status != Status.WAITING:
        raise StandardNotDraft(standard=str(row))
    _demand_future(row.code, row.valid_from, at)
    check_neighbours(row)
    others = ServiceStandard.objects.filter(
        profile_id=row.profile_id, code=row.code, status=Status.APPROVED
    )
    for other in others.filter(valid_from__lte=row.valid_from).order_by("pk"):
        if other.valid_to is None or other.valid_to > row.valid_from:
            ServiceStandard.objects.filter(pk=other.pk).update(valid_to=row.valid_from)
    later = others.filter(valid_from__gt=row.valid_from).order_by("valid_from").first()
    row.status, row.approved_by_id, row.approved_at = Status.APPROVED, by_id, at
    row.valid_to = later.valid_from if later else None
    row.save(update_fields=["status", "approved_by", "approved_at", "valid_to"])
    _touch(row.profile_id)
    _record("standards.approved", row, by_id=by_id, at=at)
    return row


@transaction.atomic
def refuse(*, standard_id: int, by_id: int, at: datetime) -> None:
    """Note that a waiting version was turned down or withdrawn; called by the approval."""
    row = _locked(standard_id)
    if row.status == Status.WAITING:
        row.status = Status.REFUSED
        row.save(update_fields=["status"])
        _record("standards.refused", row, by_id=by_id, at=at)


@transaction.atomic
def request_end(*, standard_id: int, valid_to: date, by_id: int, at: datetime, reason: str) -> int:
    """Ask a second person to let a standard end on a day without a next version.

    Raises UnknownStandard, StandardBeginsTooEarly (the day is over), ApprovalReasonNeeded.
    """
    row = _locked(standard_id)
    if row.status != Status.APPROVED:
        raise UnknownStandard(name=str(row))
    _demand_future(row.code, valid_to, at)
    request = approvals.request_approval(
        kind=END, subject_type=SUBJECT, subject_id=row.pk, subject_label=str(row)[:100],
        reason=reason, requested_by_id=by_id, at=at, payload={"valid_to": valid_to.isoformat()},
        dedup_key=f"{END} {row.pk} {at.isoformat()}",
    )  # fmt: skip
    return request.pk


@transaction.atomic
def end_standard(*, standard_id: int, valid_to: date, by_id: int, at: datetime) -> None:
    """Let an approved standard end; clocks that run keep it. Called by the approval."""
    row = _locked(standard_id)
    _demand_future(row.code, valid_to, at)
    if row.valid_to is None or row.valid_to > valid_to:
        last = max(valid_to, row.valid_from)
        ServiceStandard.objects.filter(pk=row.pk).update(valid_to=last)
        _touch(row.profile_id)
        _record("standards.ended", row, by_id=by_id, at=at, ends=last.isoformat())


def _profile(code: str) -> Profile:
    """Return the profile, locked: its standards are checked against each other."""
    found = Profile.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise UnknownStandard(name=code)
    return found


def _locked(standard_id: int) -> ServiceStandard:
    found = ServiceStandard.objects.select_related("profile").filter(pk=standard_id).first()
    if found is None:
        raise UnknownStandard(name=standard_id)
    _profile(found.profile.code)
    found.refresh_from_db()
    return found


def _draft(profile: Profile, code: str) -> ServiceStandard:
    last = ServiceStandard.objects.filter(profile=profile, code=code).order_by("-version").first()
    if last is not None and last.status == Status.WAITING:
        raise StandardNotDraft(standard=str(last))
    if last is not None and last.status == Status.DRAFT:
        return last
    return ServiceStandard(profile=profile, version=last.version + 1 if last else 1)


def _demand_future(name: str, day: date, at: datetime) -> None:
    today = timezone.localdate(at)
    if day < today:
        raise StandardBeginsTooEarly(name=name, valid_from=day, first=today)


def _touch(profile_id: int) -> None:
    """Give the profile a new version: nothing kept in memory under the old one is read again."""
    Profile.objects.filter(pk=profile_id).update(version=uuid.uuid4())


def _record(
    action: str, row: ServiceStandard, *, by_id: int, at: datetime, reason: str = "", ends: str = ""
) -> None:
    changes = {
        "profile": row.profile.code, "target": f"{row.target.normalize():f} {row.unit}",
        "valid_from": row.valid_from.isoformat(),
    }  # fmt: skip
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="standards.ServiceStandard",
        object_id=row.pk, object_label=str(row)[:100], reason=reason,
        changes=changes | ({"valid_to": ends} if ends else {}),
    )  # fmt: skip
