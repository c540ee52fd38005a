"""A draft's way into force, and a version's way back: each needs a second person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gridhall.foundation import language
from gridhall.foundation.approvals import selectors as asked
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock
from gridhall.rating.books import InvalidBook, LoadedBook, load_text
from gridhall.rating.books.faults import Fault, check_text
from gridhall.rating.books.library import Library
from gridhall.rating.result import Text

from .. import selectors, uses
from ..errors import (
    FindingsOpen,
    TariffBaseMoved,
    TariffDraftChangesNothing,
    TariffDraftHasFaults,
    TariffVersionInUse,
    UnableToWithdrawVersion,
    UnknownTariffVersion,
)
from ..models import TariffBook, TariffDraft
from ._drafts import changes_between, locked, look, record
from ._library import LOCK, keep_library

PUBLISH, WITHDRAW = "tariffs.publish", "tariffs.withdraw"
DRAFT, VERSION = "tariff_draft", "tariff_version"
Status = TariffDraft.Status


@transaction.atomic
def request_publication(*, draft_id: int, by_id: int, at: datetime) -> int:
    """Ask a second person to publish a checked draft; return the request's id.

    Asking again returns the request that waits. Raises UnknownTariffDraft,
    WrongTariffDraftStatus, FindingsOpen, TariffDraftHasFaults, TariffDraftChangesNothing,
    TariffBaseMoved, ApprovalAlreadyWaits.
    """
    row = locked(draft_id, Status.CHECKED, Status.WAITING)
    if row.status == Status.CHECKED:
        _demand_ready(row)
    request = approvals.request_approval(
        kind=PUBLISH, subject_type=DRAFT, subject_id=row.pk, subject_label=row.path[:100],
        reason=row.reason, requested_by_id=by_id, at=at,
        payload={"hash": row.content_hash, "revision": row.revision},
        dedup_key=f"{PUBLISH} {row.pk} {row.revision} {_times_asked(row)}",
    )  # fmt: skip
    row.status = Status.WAITING
    row.save(update_fields=["status"])
    return request.pk


@transaction.atomic
def publish_draft(*, draft_id: int, by_id: int, at: datetime) -> TariffBook:
    """Make a waiting draft the current version of its book; called by the approval.

    Everything is checked again: the other books may have changed meanwhile. Raises
    UnknownTariffDraft, WrongTariffDraftStatus, TariffDraftHasFaults, TariffBaseMoved.
    """
    row = locked(draft_id, Status.WAITING)
    _demand_ready(row)
    loaded = load_text(row.path, row.text)
    version = _put(loaded, draft=row, log=row.changes, note=row.reason, by_id=by_id, at=at)
    row.status, row.decided_by_id, row.decided_at = Status.PUBLISHED, by_id, at
    row.save()
    record(
        "tariffs.draft_published", row, by_id=by_id, at=at, version=version.pk,
        changed=len(row.changes), library=selectors.current_hash(),
    )  # fmt: skip
    return version


@transaction.atomic
def refuse_draft(*, draft_id: int, by_id: int, at: datetime, note: str, withdrawn: bool) -> None:
    """Note that a waiting draft was turned down, or that who asked took the question back."""
    row = locked(draft_id, Status.WAITING)
    if withdrawn:
        row.status = Status.CHECKED
        row.save(update_fields=["status"])
        return
    row.status, row.note = Status.REJECTED, note[:300]
    row.decided_by_id, row.decided_at = by_id, at
    row.save(update_fields=["status", "note", "decided_by", "decided_at"])
    record("tariffs.draft_rejected", row, by_id=by_id, at=at, reason=row.note)


@transaction.atomic
def request_withdrawal(*, version_id: int, by_id: int, at: datetime, reason: str) -> int:
    """Ask a second person to take the current version of a book back; return the request's id.

    Raises UnknownTariffVersion, UnableToWithdrawVersion, TariffVersionInUse,
    TariffDraftHasFaults (other books need it), ApprovalReasonNeeded, ApprovalAlreadyWaits.
    """
    version = _withdrawable(version_id)
    request = approvals.request_approval(
        kind=WITHDRAW, subject_type=VERSION, subject_id=version.pk, reason=reason,
        subject_label=version.path[:100], requested_by_id=by_id, at=at,
        payload={"hash": version.content_hash}, dedup_key=f"{WITHDRAW} {version.pk} {at}",
    )  # fmt: skip
    return request.pk


@transaction.atomic
def withdraw_version(
    *, version_id: int, by_id: int, at: datetime, reason: str
) -> TariffBook | None:
    """Return to the text before a version, as a new version; called by the approval.

    ``None`` if there was none before: the book is gone. Raises what ``request_withdrawal`` does.
    """
    version = _withdrawable(version_id)
    now = load_text(version.path, version.text)
    former = selectors.version_before(version)
    old = load_text(former.path, former.text) if former else None
    if former is not None and old is not None:
        back = _put(old, draft=former.draft, log=changes_between(now, old), note=reason,
                    by_id=by_id, at=at)  # fmt: skip
    else:
        TariffBook.objects.filter(pk=version.pk).update(replaced_at=at)
        keep_library(library_hash=selectors.current_hash(), at=at)
        back = None
    TariffDraft.objects.filter(versions=version).update(status=Status.WITHDRAWN)
    audit.record(
        action="tariffs.version_withdrawn", at=at, actor_id=by_id, object_type=DRAFT,
        object_id=version.draft_id, object_label=version.path, reason=reason,
        changes={"hash": [version.content_hash, back.content_hash if back else ""],
                 "library": selectors.current_hash()},
    )  # fmt: skip
    return back


def _put(
    loaded: LoadedBook, *, draft: TariffDraft | None, log: list[dict[str, Any]], note: str,
    by_id: int, at: datetime,
) -> TariffBook:  # fmt: skip
    """Make a validated text the current version of its book."""
    TariffBook.objects.filter(path=loaded.name, replaced_at=None).update(replaced_at=at)
    content = loaded.content
    version = TariffBook.objects.create(
        path=loaded.name, title_zh=content.title.zh, title_en=content.title.en,
        jurisdiction=content.jurisdiction, text=loaded.text, content_hash=loaded.sha256,
        published_at=at, published_by_id=by_id, draft=draft, log=log, note=note[:300],
    )  # fmt: skip
    keep_library(library_hash=selectors.current_hash(), at=at)
    return version


def _demand_ready(row: TariffDraft) -> None:
    waiting = [one["place"] for one in row.findings if one["accepted"] is None]
    if waiting:
        raise FindingsOpen(count=len(waiting), place=", ".join(waiting))
    current = TariffBook.objects.filter(path=row.path, replaced_at=None).first()
    if (current.pk if current else None) != row.base_id:
        raise TariffBaseMoved(path=row.path)
    if current is not None and current.content_hash == row.content_hash:
        raise TariffDraftChangesNothing(path=row.path)
    look(row)
    if row.faults:
        raise _faulty(row.faults[0]["line"], row.faults[0]["text"], len(row.faults))


def _withdrawable(version_id: int) -> TariffBook:
    hold_lock(LOCK)
    version = TariffBook.objects.select_related("draft").filter(pk=version_id).first()
    if version is None:
        raise UnknownTariffVersion
    if version.replaced_at is not None or version.draft is None:
        raise UnableToWithdrawVersion
    if version.draft.status != Status.PUBLISHED:
        raise UnableToWithdrawVersion
    used = uses.count(version.path, version.content_hash, selectors.libraries_with(version))
    if used:
        raise TariffVersionInUse(count=used, path=version.path)
    _demand_books_without(version)
    return version


def _demand_books_without(version: TariffBook) -> None:
    """Raise TariffDraftHasFaults when the books do not stand without this version."""
    books = selectors.current_books()
    former = selectors.version_before(version)
    if former is not None:
        faults = check_text(former.path, former.text, books.values())
    else:
        faults = _faults_of([book for path, book in books.items() if path != version.path])
    if faults:
        text = {"zh": faults[0].text.zh, "en": faults[0].text.en}
        raise _faulty(faults[0].line, text, len(faults))


def _faults_of(books: list[LoadedBook]) -> tuple[Fault, ...]:
    try:
        Library(books)
    except InvalidBook as error:
        return (Fault(0, "", Text(str(error), str(error))),)
    return ()


def _faulty(line: int, text: dict[str, str], count: int) -> TariffDraftHasFaults:
    told = language.either(text["zh"], text["en"])
    return TariffDraftHasFaults(count=count, line=line, fault=told)


def _times_asked(row: TariffDraft) -> int:
    """Return how often approval was asked for and answered: a new question has a new key."""
    rows = asked.request_of_subject(kind=PUBLISH, subject_type=DRAFT, subject_id=row.pk)
    return sum(1 for one in rows if one.status != "WAITING")
