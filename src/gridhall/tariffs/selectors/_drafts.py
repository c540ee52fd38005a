"""Reads of drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gridhall.foundation import language
from gridhall.foundation.paging import Page, keyset_page

from ..models import TariffBook, TariffDraft

#: The states in which a book has no room for a second draft.
OPEN = (TariffDraft.Status.DRAFT, TariffDraft.Status.CHECKED, TariffDraft.Status.WAITING)
CHANGES_TOLD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFilter:
    """What a list of drafts is narrowed to; empty means everything."""

    text: str = ""
    status: str = ""
    path: str = ""


def draft(*, draft_id: int) -> TariffDraft | None:
    """Return a draft with the people who wrote and decided it."""
    return _rows().filter(pk=draft_id).first()


def open_draft_of(*, path: str) -> TariffDraft | None:
    """Return the open draft of a book, if there is one."""
    return _rows().filter(path=path, status__in=OPEN).first()


def drafts_page(
    *, filters: DraftFilter, after: str = "", before: str = "", limit: int = 50
) -> Page[TariffDraft]:
    """Return a page of drafts without their texts, the newest first."""
    rows = _rows().defer("text")
    if filters.text:
        rows = rows.filter(Q(path__icontains=filters.text) | Q(reason__icontains=filters.text))
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.path:
        rows = rows.filter(path=filters.path)
    return keyset_page(
        rows.order_by(), field="id", after=after, before=before, limit=limit, view=list,
        descending=True,
    )  # fmt: skip


def writers_of(*, draft_id: int) -> list[int]:
    """Return who began and who last saved a draft: they may not decide it."""
    found = TariffDraft.objects.filter(pk=draft_id).values_list("created_by_id", "saved_by_id")
    return sorted({who for row in found for who in row})


def told_draft(*, draft_id: int) -> list[tuple[Any, Any]]:
    """Return what the approver of a draft reads, label by label."""
    row = draft(draft_id=draft_id)
    if row is None:
        return []
    changes = [language.either(one["zh"], one["en"]) for one in row.changes]
    lines: list[tuple[Any, Any]] = [
        (_("Tariff book"), row.path), (_("Draft no."), row.pk), (_("Saved by"), str(row.saved_by)),
        (_("First day of a change"), row.first_day),
        (_("Changes"), ngettext("{n} change", "{n} changes", len(changes)).format(n=len(changes))),
    ]  # fmt: skip
    return lines + [("", text) for text in changes[:CHANGES_TOLD]]


def told_version(*, version_id: int) -> list[tuple[Any, Any]]:
    """Return what the approver of a withdrawal reads."""
    row = TariffBook.objects.select_related("published_by").filter(pk=version_id).first()
    if row is None:
        return []
    return [
        (_("Tariff book"), row.path), (_("Version"), row.content_hash[:8]),
        (_("Published here"), row.published_at), (_("Reason of the version"), row.note),
    ]  # fmt: skip


def _rows() -> QuerySet[TariffDraft]:
    return TariffDraft.objects.select_related("created_by", "saved_by", "decided_by", "base")
