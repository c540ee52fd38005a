"""The end of a paper: when its time is over, or on demand; never while a hold stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from gridhall.foundation.audit.services import record
from gridhall.kernel.errors import GridHallError

from .. import retention
from ..access import Subject
from ..models import Document, DocumentLink, DocumentVersion, LegalHold
from ..selectors import blob_of
from ..storage import current_store

BATCH = 200


class HoldMissing(GridHallError):
    """There is no such hold, or it was lifted already."""

    code = "LEGAL_HOLD_MISSING"
    template = gettext_noop("This hold no longer stands.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did: papers erased, and papers kept because a hold stands."""

    erased: int
    held: int


@transaction.atomic
def place_hold(
    *, reason: str, at: datetime, actor_id: int | None, subject: Subject | None = None,
    account_ref: int | None = None, account_label: str = "", organisation_id: int | None = None,
) -> LegalHold:  # fmt: skip
    """Forbid every erasure of a subject's papers, or of an account's, until the hold is lifted."""
    label = subject.label if subject else account_label
    unit = subject.organisation_id if subject else organisation_id
    hold = LegalHold.objects.create(
        subject_type=subject.type if subject else "", subject_id=subject.id if subject else "",
        account_ref=None if subject else account_ref, label=label, organisation_id=unit,
        reason=reason, placed_at=at, placed_by_id=actor_id,
    )  # fmt: skip
    record(
        action="documents.hold_placed", object_type="documents.LegalHold", object_id=hold.pk,
        object_label=label, account_id=subject.account_ref if subject else account_ref,
        organisation_id=unit, reason=reason, at=at, actor_id=actor_id,
    )  # fmt: skip
    return hold


@transaction.atomic
def lift_hold(*, hold_id: int, reason: str, at: datetime, actor_id: int | None) -> None:
    """Lift a hold. Raises HoldMissing."""
    standing = LegalHold.objects.filter(pk=hold_id, lifted_at__isnull=True)
    if not standing.update(lifted_at=at, lifted_by_id=actor_id):
        raise HoldMissing
    hold = LegalHold.objects.get(pk=hold_id)
    record(
        action="documents.hold_lifted", object_type="documents.LegalHold", object_id=hold.pk,
        object_label=hold.label or str(hold.pk), account_id=hold.account_ref,
        organisation_id=hold.organisation_id, reason=reason, at=at, actor_id=actor_id,
    )  # fmt: skip


def start_retention(*, subject_type: str, subject_id: str, on: date) -> int:
    """Say that what the papers belong to has ended; returns how many papers that concerns."""
    papers = DocumentLink.objects.filter(
        subject_type=subject_type, subject_id=subject_id, erased_at__isnull=True
    )
    return papers.update(retention_from=on)


def purge(*, on: date, at: datetime) -> Erased:
    """Erase every paper whose time of retention is over; can be killed and started again."""
    erased = held = after = 0
    while rows := list(
        DocumentLink.objects.filter(
            pk__gt=after, erased_at__isnull=True, retention_from__lte=on
        ).order_by("pk")[:BATCH]
    ):
        after = rows[-1].pk
        due = [
            row for row in rows if retention.is_over(kind=row.kind, since=row.retention_from, on=on)
        ]
        done = _erase(due, reason="", at=at, actor_id=None)
        erased, held = erased + done.erased, held + done.held
    return Erased(erased=erased, held=held)


def erase_of_account(
    *, account_ref: int, reason: str, at: datetime, actor_id: int | None
) -> Erased:
    """Erase all papers of an account on demand, except those under a hold.

    Whether the law allows it already is for the caller to decide (personal data officer).
    """
    papers = DocumentLink.objects.filter(account_ref=account_ref, erased_at__isnull=True)
    return _erase(papers.order_by("pk"), reason=reason, at=at, actor_id=actor_id)


def _erase(
    links: Iterable[DocumentLink], *, reason: str, at: datetime, actor_id: int | None
) -> Erased:
    erased = held = 0
    for link in links:
        if _erase_one(link.pk, reason=reason, at=at, actor_id=actor_id):
            erased += 1
        else:
            held += 1
    return Erased(erased=erased, held=held)


def _erase_one(link_id: int, *, reason: str, at: datetime, actor_id: int | None) -> bool:
    """Erase one paper with all its versions, in one transaction; False when a hold stands.

    The key of the bytes goes with the transaction; the bytes, worthless without it, afterwards.
    """
    with transaction.atomic():
        link = DocumentLink.objects.select_for_update().get(pk=link_id)
        if link.erased_at is not None or is_held(link):
            return link.erased_at is not None
        documents = list(Document.objects.select_for_update().filter(version__link=link))
        blobs = [blob_of(one) for one in documents if one.erased_at is None]
        Document.objects.filter(pk__in=[one.pk for one in documents]).update(
            erased_at=at, name="", data_key="", blob="", content_hash=""
        )
        DocumentVersion.objects.filter(link=link).update(note="")
        link.erased_at = at
        link.save(update_fields=["erased_at"])
        record(
            action="documents.erased", object_type="documents.DocumentLink", object_id=link.pk,
            object_label=f"{link.subject_type} {link.subject_id}", account_id=link.account_ref,
            organisation_id=link.organisation_id, reason=reason,
            changes={"kind": link.kind, "versions": len(documents)}, at=at, actor_id=actor_id,
        )  # fmt: skip
        transaction.on_commit(lambda: _forget(blobs))
    return True


@transaction.atomic
def erase_document(*, document_id: int, at: datetime) -> None:
    """Erase a file that is attached to nothing, such as one offered for some days only."""
    rows = Document.objects.select_for_update(of=("self",))
    document = rows.get(pk=document_id, version__isnull=True)
    blobs = [blob_of(document)] if document.erased_at is None else []
    Document.objects.filter(pk=document.pk).update(
        erased_at=at, name="", data_key="", blob="", content_hash=""
    )
    transaction.on_commit(lambda: _forget(blobs))


def is_held(link: DocumentLink) -> bool:
    """Tell whether a hold stands on the paper's subject or on its account."""
    standing = LegalHold.objects.filter(lifted_at__isnull=True)
    if standing.filter(subject_type=link.subject_type, subject_id=link.subject_id).exists():
        return True
    return link.account_ref is not None and standing.filter(account_ref=link.account_ref).exists()


def _forget(blobs: list[str]) -> None:
    store = current_store()
    for blob in blobs:
        clear = Document.objects.filter(blob="", content_hash=blob, erased_at__isnull=True)
        if not clear.exists():  # a file of old may serve several rows
            store.remove(blob)
