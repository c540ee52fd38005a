"""Writing a draft: save, check against the whole library, decide findings, give up."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock
from gridhall.rating.books import LoadedBook, content_hash, load_text
from gridhall.rating.books.diff import diff_books
from gridhall.rating.books.faults import check_text

from .. import selectors
from ..errors import (
    InvalidBookPath,
    OpenTariffDraft,
    TariffDraftMoved,
    TariffReasonNeeded,
    TariffTextTooLong,
    UnknownTariffDraft,
    WrongTariffDraftStatus,
)
from ..models import TariffBook, TariffDraft
from ._library import LOCK

Status = TariffDraft.Status
LONGEST_TEXT = 500_000
LONGEST_PATH = 120
MOST_FAULTS = 200
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(/[a-z0-9][a-z0-9-]*)+")


@transaction.atomic
def save_draft(
    *, path: str, text: str, reason: str, by_id: int, at: datetime, revision: int = 0,
    origin: str = TariffDraft.Origin.EDITOR, findings: list[dict[str, Any]] | None = None,
) -> TariffDraft:  # fmt: skip
    """Keep the draft of a book, new or again, and say in it every fault with its line.

    ``revision`` is that of the draft the writer has read; 0 begins one. The same text and reason
    again change nothing. Raises InvalidBookPath, TariffTextTooLong, TariffReasonNeeded,
    OpenTariffDraft (a beginner found one), TariffDraftMoved (somebody saved meanwhile),
    UnknownTariffDraft, WrongTariffDraftStatus (it waits for approval).
    """
    _refuse_nonsense(path, text, reason)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    hold_lock(f"tariffs.draft {path}")
    row = TariffDraft.objects.filter(path=path, status__in=selectors.OPEN).first()
    if row is None:
        row = _begin(path, revision, origin, by_id, at)
    elif _is_same(row, text, reason):
        return row
    elif revision == 0:
        raise OpenTariffDraft(path=path, draft=row.pk)
    elif row.revision != revision:
        raise TariffDraftMoved(name=str(row.saved_by))
    elif row.status == Status.WAITING:
        raise wrong_status(row)
    else:
        row.revision += 1
    row.text, row.content_hash, row.reason = text, content_hash(text), reason.strip()[:300]
    row.saved_by_id, row.saved_at = by_id, at
    row.base = TariffBook.objects.filter(path=path, replaced_at=None).first()
    if findings is not None:
        row.findings = findings
    look(row)
    row.status = Status.DRAFT
    row.save()
    record("tariffs.draft_saved", row, by_id=by_id, at=at, reason=row.reason)
    return row


@transaction.atomic
def check_draft(*, draft_id: int, by_id: int, at: datetime) -> TariffDraft:
    """Check a draft against the current library; without faults it is ready to be asked for.

    Raises UnknownTariffDraft, WrongTariffDraftStatus.
    """
    row = locked(draft_id, Status.DRAFT, Status.CHECKED)
    look(row)
    row.status = Status.DRAFT if row.faults else Status.CHECKED
    row.save(update_fields=["faults", "changes", "first_day", "status"])
    record("tariffs.draft_checked", row, by_id=by_id, at=at, faults=len(row.faults))
    return row


@transaction.atomic
def discard_draft(*, draft_id: int, by_id: int, at: datetime, reason: str) -> None:
    """Give an open draft up; it stays readable.

    Raises UnknownTariffDraft, WrongTariffDraftStatus, TariffReasonNeeded.
    """
    row = locked(draft_id, Status.DRAFT, Status.CHECKED)
    if not reason.strip():
        raise TariffReasonNeeded
    row.status, row.note = Status.DISCARDED, reason.strip()[:300]
    row.save(update_fields=["status", "note"])
    record("tariffs.draft_discarded", row, by_id=by_id, at=at, reason=row.note)


@transaction.atomic
def decide_finding(
    *, draft_id: int, place: str, accept: bool, by_id: int, at: datetime
) -> TariffDraft:
    """Decide a number of an imported sheet that its components contradict.

    Accepted, the corrected number stays with its erratum; not accepted, the number is as printed.
    Deciding the same again changes nothing. Raises UnknownTariffDraft (also for a place without a
    finding), WrongTariffDraftStatus.
    """
    row = locked(draft_id, Status.DRAFT, Status.CHECKED)
    found = next((one for one in row.findings if one["place"] == place), None)
    if found is None:
        raise UnknownTariffDraft
    if found["accepted"] is accept:
        return row
    row.text = _with_number(row.text, found, accept=accept)
    row.content_hash = content_hash(row.text)
    found |= {"accepted": accept, "by": by_id, "at": at.isoformat()}
    row.revision += 1
    look(row)
    row.status = Status.DRAFT
    row.saved_by_id, row.saved_at = by_id, at
    row.save()
    action = "tariffs.finding_accepted" if accept else "tariffs.finding_refused"
    record(action, row, by_id=by_id, at=at, place=place, printed=found["printed"],
           proposed=found["proposed"])  # fmt: skip
    return row


def look(row: TariffDraft) -> None:
    """Write into the draft what is wrong with it, what it changes and from when."""
    current = selectors.current_books()
    faults = check_text(row.path, row.text, current.values())
    row.faults = [asdict(fault) for fault in faults[:MOST_FAULTS]]
    row.changes, row.first_day = [], None
    if not faults:
        changes = changes_between(current.get(row.path), load_text(row.path, row.text))
        row.changes = changes
        days = [date.fromisoformat(change["from_day"]) for change in changes]
        row.first_day = min(days, default=None)


def changes_between(old: LoadedBook | None, new: LoadedBook | None) -> list[dict[str, Any]]:
    """Return the changes from one version to another as they are kept, in both languages."""
    found = diff_books(old.content if old else None, new.content if new else None)
    return [
        {
            "kind": str(change.kind), "key": change.key, "from_day": change.from_day.isoformat(),
            "zh": change.words.zh, "en": change.words.en,
        }
        for change in found
    ]  # fmt: skip


def locked(draft_id: int, *allowed: str) -> TariffDraft:
    """Return the draft, locked; raises UnknownTariffDraft, WrongTariffDraftStatus."""
    hold_lock(LOCK)
    row = TariffDraft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if row is None:
        raise UnknownTariffDraft
    if row.status not in allowed:
        raise wrong_status(row)
    return row


def wrong_status(row: TariffDraft) -> WrongTariffDraftStatus:
    """Return the error that names the state the draft is in."""
    return WrongTariffDraftStatus(status=row.get_status_display())


def record(
    action: str, row: TariffDraft, *, by_id: int | None, at: datetime, reason: str = "",
    **more: object,
) -> None:  # fmt: skip
    """Write one act on a draft into the audit trail."""
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="tariff_draft", object_id=row.pk,
        object_label=row.path, reason=reason,
        changes={"hash": row.content_hash, "revision": row.revision} | more,
    )  # fmt: skip


def _begin(path: str, revision: int, origin: str, by_id: int, at: datetime) -> TariffDraft:
    if revision:
        raise UnknownTariffDraft
    return TariffDraft(path=path, origin=origin, created_by_id=by_id, created_at=at)


def _refuse_nonsense(path: str, text: str, reason: str) -> None:
    if not _PATH.fullmatch(path) or len(path) > LONGEST_PATH:
        raise InvalidBookPath(path=path[:120])
    if not text.strip() or len(text) > LONGEST_TEXT or "\x00" in text:
        raise TariffTextTooLong(limit=LONGEST_TEXT, length=len(text))
    if not reason.strip():
        raise TariffReasonNeeded


def _is_same(row: TariffDraft, text: str, reason: str) -> bool:
    return row.text == text and row.reason == reason.strip()[:300]


def _with_number(text: str, found: dict[str, Any], *, accept: bool) -> str:
    """Return the text with a sheet's number as corrected or as printed.

    The proposal writes each value on one line; an erratum carries ``as_published`` and
    ``corrected`` behind it.
    """
    start = text.find(f"key: {found['key']}\n")
    if start < 0:
        return text
    end = text.find("- key:", start + 1)
    part = text[start : end if end > 0 else len(text)]
    value = found["proposed"] if accept else found["printed"]
    part_new = re.sub(r'(?<![a-z_])value: "[^"]*"', f'value: "{value}"', part, count=1)
    part_new = re.sub(r', as_published: "[^"]*", corrected: "(?:[^"\\]|\\.)*"', "", part_new)
    if accept:
        erratum = f', as_published: "{found["printed"]}", corrected: {found["said"]}'
        part_new = _append(part_new, erratum)
    return text[:start] + part_new + text[start + len(part) :]


def _append(part: str, erratum: str) -> str:
    """Return the part with the erratum before the brace that closes its entry."""
    head, brace, tail = part.rpartition("}")
    return f"{head}{erratum}{brace}{tail}" if brace else part
