"""Corrections that wait and those that were decided."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gridhall.customers import values
from gridhall.customers.errors import CorrectionNotFound
from gridhall.customers.models import Correction
from gridhall.customers.parts import PARTS, Part
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from ._file import party_name

NEW_PARTY = "new_party"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One field with what is on file and what shall be; personal values masked."""

    name: str
    label: str
    before: str
    after: str
    personal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """One correction, ready to be compared and decided."""

    id: int
    account_id: int
    account_no: str
    organisation_id: int
    organisation_name: str
    part: str
    part_label: str
    lines: tuple[ChangeLine, ...]
    from_day: date
    reason: str
    origin: str
    origin_label: str
    status: str
    status_label: str
    filed_at: datetime
    filed_by: str
    filed_by_id: int
    decided_at: datetime | None
    decided_by: str
    note: str

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.status == Correction.Status.PENDING

    @property
    def fields_text(self) -> str:
        """Return the fields in one line."""
        return _(", ").join(line.label for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFilters:
    """What narrows the list; empty values do not."""

    status: str = ""
    origin: str = ""
    part: str = ""
    account_no: str = ""


def corrections_page(
    *, scope: Scope, filters: CorrectionFilters, after: str = "", before: str = "", limit: int = 50
) -> Page[CorrectionView]:
    """Return a page of corrections inside ``scope``, the newest first; keys are ids."""
    found = _inside(scope)
    for name in ("status", "origin", "part"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.account_no:
        found = found.filter(account__account_no=filters.account_no)
    return keyset_page(
        found, field="id", after=after, before=before, limit=limit,
        view=lambda rows: [view_of(row) for row in rows], descending=True,
    )  # fmt: skip


def corrections_of_account(*, account_id: int, limit: int = 20) -> list[CorrectionView]:
    """Return the newest corrections of one account."""
    rows = _rows().filter(account_id=account_id).order_by("-id")[:limit]
    return [view_of(row) for row in rows]


def correction_of(*, scope: Scope, correction_id: int) -> CorrectionView:
    """Return one correction; raises CorrectionNotFound (also outside ``scope``)."""
    row = _inside(scope).filter(pk=correction_id).first()
    if row is None:
        raise CorrectionNotFound
    return view_of(row)


def _rows() -> QuerySet[Correction]:
    return Correction.objects.select_related("account", "organisation", "filed_by", "decided_by")


def _inside(scope: Scope) -> QuerySet[Correction]:
    if scope.everything:
        return _rows()
    return _rows().filter(organisation_id__in=scope.organisation_ids)


def view_of(row: Correction, *, clear: bool = False) -> CorrectionView:
    """Return a loaded correction with its values, masked unless ``clear``."""
    part = PARTS[row.part]
    return CorrectionView(
        id=row.pk, account_id=row.account_id, account_no=row.account.account_no,
        organisation_id=row.organisation_id, organisation_name=row.organisation.name,
        part=row.part, part_label=str(part.label),
        lines=lines_of(part, json.loads(row.before or "{}"), json.loads(row.values), clear=clear),
        from_day=row.from_day, reason=row.reason, origin=row.origin,
        origin_label=row.get_origin_display(), status=row.status,
        status_label=row.get_status_display(), filed_at=row.filed_at,
        filed_by=str(row.filed_by), filed_by_id=row.filed_by_id, decided_at=row.decided_at,
        decided_by=str(row.decided_by) if row.decided_by_id else "", note=row.note,
    )  # fmt: skip


def lines_of(
    part: Part, before: dict[str, Any], after: dict[str, Any], *, clear: bool
) -> tuple[ChangeLine, ...]:
    """Return the fields one by one; another party shows as name and document."""
    if NEW_PARTY in after:
        return _party_lines(before, after[NEW_PARTY], clear=clear)
    return tuple(
        ChangeLine(
            name=name, label=str(part.field(name).label),
            before=values.shown(part, part.field(name), before.get(name), clear=clear),
            after=values.shown(part, part.field(name), value, clear=clear),
            personal=part.field(name).personal,
        )
        for name, value in after.items()
        if value not in (None, "", []) or before.get(name) not in (None, "", [])
    )  # fmt: skip


def _party_lines(
    before: dict[str, Any], party: dict[str, Any], *, clear: bool
) -> tuple[ChangeLine, ...]:
    kind = PARTS["PARTY"]
    was = party_name(before.get("party_id"))
    return tuple(
        ChangeLine(
            name=name, label=str(kind.field(name).label), before=was if name == "name" else "",
            after=values.shown(kind, kind.field(name), party[name], clear=clear),
            personal=kind.field(name).personal,
        )
        for name in ("name", "id_document_kind", "id_document", "legal_representative")
        if party.get(name)
    )  # fmt: skip
