"""Who may open who reported: named by another person, for one case, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.servicedesk.errors import CaseNotFound, ReasonMissing
from gridhall.servicedesk.informants import Informant
from gridhall.servicedesk.models import (
    Case,
    CaseEntry,
    SealedInformant,
    SealedOpening,
    SealedReader,
)
from gridhall.servicedesk.refusals import (
    AlreadyReader,
    NotAReader,
    UnableToNameOneself,
    UnableToRead,
)

from ._sealed import guard_text, informant_of

ACTION = "cases.sealed"
TOLD = "informant_told"


@transaction.atomic
def grant_reader(
    *, case_id: int, user_id: int, by_id: int, reason: str, at: datetime
) -> SealedReader:
    """Name an officer who may open the informant of this report; return the row.

    Both must be officers for reports of wrongdoing where the case lies, and two persons. Raises
    CaseNotFound, ReasonMissing, UnableToNameOneself, UnableToRead, AlreadyReader.
    """
    case = _report(case_id, by_id, at)
    _demand(reason)
    if user_id == by_id:
        raise UnableToNameOneself
    if not _is_officer(user_id, case, at):
        raise UnableToRead
    if _standing(case_id, user_id) is not None:
        raise AlreadyReader
    row = SealedReader.objects.create(
        case=case, user_id=user_id, named_by_id=by_id, named_at=at, reason=reason.strip()[:300]
    )
    _record("servicedesk.reader_named", case, by_id, at, reason, {"reader": user_id})
    return row


@transaction.atomic
def revoke_reader(*, case_id: int, user_id: int, by_id: int, reason: str, at: datetime) -> None:
    """Take an officer off the list; she may do that herself.

    Raises CaseNotFound, ReasonMissing, NotAReader.
    """
    case = _report(case_id, by_id, at)
    _demand(reason)
    row = _standing(case_id, user_id)
    if row is None:
        raise NotAReader
    row.revoked_at, row.revoked_by_id = at, by_id
    row.save(update_fields=["revoked_at", "revoked_by"])
    _record("servicedesk.reader_revoked", case, by_id, at, reason, {"reader": user_id})


@transaction.atomic
def open_informant(*, case_id: int, by_id: int, reason: str, at: datetime) -> Informant:
    """Open who reported, for a person named; the opening and its reason stay for ever.

    Raises CaseNotFound, ReasonMissing, NotAReader.
    """
    return informant_of(_opened(case_id, by_id, reason, at))


@transaction.atomic
def open_statement(*, case_id: int, by_id: int, reason: str, at: datetime) -> str:
    """Open the report in the informant's own words; empty if none is kept. As above."""
    return str(_opened(case_id, by_id, reason, at).statement)


@transaction.atomic
def tell_informant(*, case_id: int, by_id: int, channel: str, note: str, at: datetime) -> CaseEntry:
    """Note that the informant was told the result, by a person named; return the entry.

    The house sends nothing by itself: a message would leave the number with a provider and in the
    delivery log. ``note`` is what was said, without who it was said to. Raises CaseNotFound,
    NotAReader, MayIdentifyInformant.
    """
    case = _report(case_id, by_id, at)
    if _standing(case_id, by_id) is None:
        raise NotAReader
    guard_text(case_id=case_id, text=note, by_id=by_id, at=at)
    entry = CaseEntry.objects.create(
        case=case, kind=CaseEntry.EntryKind.EVENT, code=TOLD, body=note.strip(), channel=channel,
        at=at, by_id=by_id,
    )  # fmt: skip
    _record("servicedesk.informant_told", case, by_id, at, "", {"channel": channel})
    return entry


def _opened(case_id: int, by_id: int, reason: str, at: datetime) -> SealedInformant:
    case = _report(case_id, by_id, at)
    _demand(reason)
    if _standing(case_id, by_id) is None:
        raise NotAReader
    SealedOpening.objects.create(case=case, user_id=by_id, at=at, reason=reason.strip()[:300])
    _record("servicedesk.informant_opened", case, by_id, at, reason, {})
    return SealedInformant.objects.get(case=case)


def _report(case_id: int, by_id: int, at: datetime) -> Case:
    case = Case.objects.filter(pk=case_id, sealed=True).first()
    if case is None or not _is_officer(by_id, case, at):
        raise CaseNotFound(case=case_id)
    return case


def _is_officer(user_id: int, case: Case, at: datetime) -> bool:
    scope = identity.scope_of(user_id=user_id, action=ACTION, on=timezone.localdate(at))
    return scope.holds(case.organisation_id)


def _standing(case_id: int, user_id: int) -> SealedReader | None:
    rows = SealedReader.objects.filter(case_id=case_id, user_id=user_id, revoked_at__isnull=True)
    return rows.select_for_update(of=("self",)).first()


def _demand(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(field="reason")


def _record(
    action: str, case: Case, by_id: int, at: datetime, reason: str, changes: dict[str, object]
) -> None:
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="case", object_id=case.pk,
        object_label=case.number, organisation_id=case.organisation_id,
        reason=reason.strip()[:300], changes=changes,
    )  # fmt: skip
