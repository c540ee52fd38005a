"""Reports of wrongdoing for those who may work on them; never who reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page
from gridhall.servicedesk.errors import CaseNotFound
from gridhall.servicedesk.models import (
    Case,
    CaseEntry,
    SealedInformant,
    SealedOpening,
    SealedReader,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A report, who may open its informant, and who did; ``is_named``: the reader herself.

    ``has_informant`` is False for an anonymous report, ``has_statement`` True where the report in
    the informant's own words is kept apart.
    """

    case: Case
    readers: tuple[SealedReader, ...]
    openings: tuple[SealedOpening, ...]
    told: tuple[CaseEntry, ...]
    is_named: bool
    has_informant: bool
    has_statement: bool


def reports_page(
    *, scope: Scope, reader_id: int, status: str = "", text: str = "", mine: bool = False,
    after: str = "", before: str = "", limit: int = 50,
) -> Page[Case]:  # fmt: skip
    """Return a page of the reports of wrongdoing, the newest first.

    ``scope`` is that of ``cases.sealed``. ``text`` is a number or words of the summary; who
    reported cannot be searched for. ``mine``: those whose informant the reader may open.
    """
    rows = _inside(scope).select_related("topic", "organisation", "handler")
    if status:
        rows = rows.filter(status=status)
    if text:
        by_number = text.strip().upper()
        rows = rows.filter(number=by_number) if by_number[:1] == "S" and by_number[1:2].isdigit() \
            else rows.filter(summary__icontains=text.strip())  # fmt: skip
    if mine:
        rows = rows.filter(
            sealed_readers__user_id=reader_id, sealed_readers__revoked_at__isnull=True
        )
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def report_of(*, number: str, scope: Scope, reader_id: int) -> ReportFile:
    """Return one report. Raises CaseNotFound, outside the scope too."""
    rows = _inside(scope).select_related("topic", "organisation", "handler", "cause")
    case = rows.filter(number=number).first()
    if case is None:
        raise CaseNotFound(case=number)
    readers = case.sealed_readers.select_related("user", "named_by", "revoked_by")
    openings = case.sealed_openings.select_related("user")
    sealed = SealedInformant.objects.filter(case=case).first()
    return ReportFile(
        case=case, readers=tuple(readers.order_by("-id")), openings=tuple(openings.order_by("-id")),
        told=tuple(case.entries.filter(code="informant_told").select_related("by").order_by("id")),
        is_named=is_reader(case_id=case.pk, user_id=reader_id),
        has_informant=sealed is not None
        and any((sealed.name, sealed.phone, sealed.email, sealed.address, sealed.account_no)),
        has_statement=sealed is not None and bool(sealed.statement),
    )  # fmt: skip


def is_reader(*, case_id: int, user_id: int) -> bool:
    """Tell whether a person is named for a report."""
    return SealedReader.objects.filter(
        case_id=case_id, user_id=user_id, revoked_at__isnull=True
    ).exists()


def possible_readers(*, case: Case, by_id: int, at: datetime) -> list[tuple[int, str]]:
    """Return the officers whom ``by_id`` may name for a report: id and name, not those named."""
    on = timezone.localdate(at)
    named = set(
        case.sealed_readers.filter(revoked_at__isnull=True).values_list("user_id", flat=True)
    )
    ids = [
        user_id
        for user_id in identity.who_may(action="cases.sealed", on=on)
        if user_id != by_id and user_id not in named
        and identity.scope_of(user_id=user_id, action="cases.sealed", on=on)
        .holds(case.organisation_id)
    ]  # fmt: skip
    names = identity.names_of_people(user_ids=ids)
    return sorted(names.items(), key=lambda pair: pair[1])


def _inside(scope: Scope) -> QuerySet[Case]:
    rows = Case.objects.filter(sealed=True)
    return rows if scope.everything else rows.filter(organisation_id__in=scope.organisation_ids)
