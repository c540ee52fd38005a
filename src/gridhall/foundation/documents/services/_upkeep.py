"""Jobs on the store: sealing files of old, asking the scanner again, removing what nobody owns."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from gridhall.foundation.audit.services import record

from .. import sealing, selectors
from ..models import Document
from ..scanning import Scan, ScannerDown, Verdict, VirusFound
from ..storage import BlobMissing, current_store

#: Younger files without a row may be on their way in.
ORPHAN_AGE = timedelta(days=1)
Progress = Callable[[int, int], None]


def encrypt_stored_documents(*, progress: Progress | None = None) -> int:
    """Seal every file that still lies in clear; returns how many.

    One after the other, each whole or not at all: killed at any moment, it goes on where it was.
    """
    clear = Document.objects.filter(blob="", erased_at__isnull=True)
    total, done, after = clear.count(), 0, 0
    while (document := clear.filter(pk__gt=after).order_by("pk").first()) is not None:
        after = document.pk
        done += _seal_one(document)
        if progress is not None:
            progress(done, total)
    return done


def _seal_one(document: Document) -> bool:
    store, old = current_store(), document.content_hash
    blob, key, digest = secrets.token_hex(32), sealing.new_key(), sealing.content_hash()

    def passing() -> object:
        for chunk in selectors.plain_bytes(document):
            digest.update(chunk)
            yield chunk

    try:
        store.write(blob, sealing.seal(passing(), key=key, name=blob))  # type: ignore[arg-type]
    except BlobMissing:
        return False  # its file is gone; the backup names it
    mine = Document.objects.filter(pk=document.pk, blob="", erased_at__isnull=True)
    taken = mine.update(
        blob=blob, data_key=base64.b64encode(key).decode(), content_hash=digest.hexdigest()
    )
    if not taken:  # somebody else was faster
        store.remove(blob)
        return False
    others = Document.objects.filter(blob="", content_hash=old, erased_at__isnull=True)
    if not others.exists():
        store.remove(old)
    return True


def scan_quarantined(*, at: datetime) -> tuple[int, int]:
    """Ask the scanner about every file in quarantine; returns how many are clean, how many gone."""
    clean = infected = after = 0
    waiting = Document.objects.filter(scan=Document.Scan.QUARANTINED, erased_at__isnull=True)
    while (document := waiting.filter(pk__gt=after).order_by("pk").first()) is not None:
        after = document.pk
        try:
            verdict = _scan(document)
        except VirusFound as error:
            _erase_infected(document, virus=str(error.params["virus"]), at=at)
            infected += 1
            continue
        except ScannerDown:
            break
        if verdict is Verdict.QUARANTINED:
            break
        waiting.filter(pk=document.pk).update(scan=verdict)
        clean += 1
    return clean, infected


def _scan(document: Document) -> Verdict:
    with Scan(name=document.name) as scan:
        for chunk in selectors.plain_bytes(document):
            scan.feed(chunk)
        return scan.verdict()


def _erase_infected(document: Document, *, virus: str, at: datetime) -> None:
    blob = selectors.blob_of(document)
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(
            erased_at=at, data_key="", blob="", content_hash=""
        )
        record(
            action="documents.infected_erased", object_type="documents.Document",
            object_id=document.pk, changes={"virus": virus, "kind": document.kind}, at=at,
            actor_id=None,
        )  # fmt: skip
        transaction.on_commit(lambda: current_store().remove(blob))


def remove_orphans(*, at: datetime) -> int:
    """Remove files that belong to no document (an upload that was killed); returns how many."""
    names = list(selectors.orphans(before=at - ORPHAN_AGE))
    for name in names:
        current_store().remove(name)
    return len(names)
