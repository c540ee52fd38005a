"""What the panel of attachments shows: the papers of a subject with their versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q

from gridhall.foundation.identity.selectors import Scope

from . import access, filetypes, kinds, retention
from .access import NoSuchDocument, Reader, Subject
from .models import Document, DocumentLink, DocumentVersion, LegalHold


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a paper. ``shown``: it can be looked at in the page."""

    number: int
    name: str
    type_name: str
    media_type: str
    size: int
    at: datetime
    by: str
    note: str
    waiting: bool
    erased: bool

    @property
    def is_image(self) -> bool:
        """Tell whether the page can show it as a picture."""
        return self.shown and self.media_type.startswith("image/")

    @property
    def shown(self) -> bool:
        """Tell whether it can be looked at in the page."""
        return self.media_type in filetypes.SHOWN and not (self.waiting or self.erased)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper with its versions, the one in force first. ``kept_until``: may go from that day."""

    id: int
    subject_type: str
    subject_id: str
    kind: str
    kind_label: str
    versions: list[Version]
    kept_until: date | None
    erased_at: datetime | None

    @property
    def current(self) -> Version:
        """Return the version in force."""
        return self.versions[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The papers of a subject, newest first; may the reader add, and does a hold stand."""

    subject: Subject
    papers: list[Paper]
    may_write: bool
    held: bool


def papers_of(*, subject_type: str, subject_id: str, reader: Reader) -> Papers:
    """Return the papers of a subject. Raises NoSuchDocument."""
    subject = access.demand(subject_type=subject_type, subject_id=subject_id, reader=reader)
    links = _with_versions().filter(subject_type=subject.type, subject_id=subject.id)
    return Papers(
        subject=subject,
        papers=[_paper(link, reader.on) for link in links.order_by("-created_at", "-pk")],
        may_write=access.may_write(subject=subject, reader=reader),
        held=holds_on(subject_type=subject.type, subject_id=subject.id,
                      account_ref=subject.account_ref),
    )  # fmt: skip


def paper_of(*, link_id: int, reader: Reader) -> tuple[Paper, Papers]:
    """Return one paper, and with it what the reader may do there. Raises NoSuchDocument."""
    link = _with_versions().filter(pk=link_id).first()
    if link is None:
        raise NoSuchDocument
    around = papers_of(subject_type=link.subject_type, subject_id=link.subject_id, reader=reader)
    return _paper(link, reader.on), around


def holds_on(*, subject_type: str, subject_id: str, account_ref: int | None) -> bool:
    """Tell whether a hold stands on a subject or its account."""
    on_it = Q(subject_type=subject_type, subject_id=subject_id)
    if account_ref is not None:
        on_it |= Q(account_ref=account_ref)
    return LegalHold.objects.filter(on_it, lifted_at__isnull=True).exists()


def count_of(*, subject_type: str, subject_ids: Iterable[str]) -> dict[str, int]:
    """Return how many papers each subject has; for lists, of subjects the reader may see."""
    found: dict[str, int] = {}
    rows = DocumentLink.objects.filter(
        subject_type=subject_type, subject_id__in=list(subject_ids), erased_at__isnull=True
    ).values_list("subject_id", flat=True)
    for one in rows:
        found[one] = found.get(one, 0) + 1
    return found


def holds(*, scope: Scope) -> list[LegalHold]:
    """Return the holds that stand inside ``scope``, newest first."""
    standing = LegalHold.objects.filter(lifted_at__isnull=True)
    if not scope.everything:
        standing = standing.filter(organisation_id__in=scope.organisation_ids)
    found = standing.select_related("placed_by", "organisation")
    return list(found.order_by("-placed_at", "-pk"))


def _with_versions() -> Any:
    versions = DocumentVersion.objects.select_related("document", "created_by").order_by("-number")
    return DocumentLink.objects.prefetch_related(Prefetch("versions", versions))


def _paper(link: DocumentLink, on: date) -> Paper:
    since = link.retention_from
    return Paper(
        id=link.pk, subject_type=link.subject_type, subject_id=link.subject_id, kind=link.kind,
        kind_label=str(kinds.kind_of(link.kind).label),
        versions=[_version(one) for one in link.versions.all()],
        kept_until=retention.kept_until(kind=link.kind, since=since, on=on) if since else None,
        erased_at=link.erased_at,
    )  # fmt: skip


def _version(one: DocumentVersion) -> Version:
    document = one.document
    return Version(
        number=one.number, name=document.name, type_name=filetypes.named(document.media_type),
        media_type=document.media_type, size=document.size, at=one.created_at,
        by=str(one.created_by or ""), note=one.note,
        waiting=document.scan == Document.Scan.QUARANTINED, erased=document.erased_at is not None,
    )  # fmt: skip
