"""The case a view is about: found for this reader, with what decides the acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk.errors import CaseNotFound
from gridhall.workbench import callers, rights

from .acts import Standing

if TYPE_CHECKING:
    from gridhall.servicedesk.models import Case
    from gridhall.servicedesk.selectors import CaseFile

READ = "cases.read"


def scope_of_cases(request: HttpRequest) -> Scope:
    """Return where the reader may look at cases."""
    return identity.scope_of(
        user_id=rights.reader_id(request), action=READ, on=timezone.localdate()
    )


def file_or_404(request: HttpRequest, number: str) -> CaseFile:
    """Return a case that the reader may see, with everything on it. Raises Http404.

    Who must check callers finds what was said and whom to reach closed until she has checked.
    """
    try:
        file = servicedesk.case_of(
            number=number, scope=scope_of_cases(request), reader_id=rights.reader_id(request),
            at=timezone.now(),
        )  # fmt: skip
    except CaseNotFound:
        raise Http404 from None
    return file.closed() if callers.must_check(request, account_id=file.row.account_id) else file


def find(request: HttpRequest, number: str) -> Case:
    """Return another case that the reader may see, bare. Raises CaseNotFound."""
    return servicedesk.find_case(
        number=number.strip().upper(), scope=scope_of_cases(request),
        reader_id=rights.reader_id(request), at=timezone.now(),
    )  # fmt: skip


def actions(request: HttpRequest, file: CaseFile) -> frozenset[str]:
    """Return what the reader may do with the case: at its unit, and at the one that handles it."""
    found = rights.actions_at(request, file.row.organisation_id)
    if file.handler_organisation_id not in (None, file.row.organisation_id):
        found |= rights.actions_at(request, int(file.handler_organisation_id or 0))
    return found


def standing_of(file: CaseFile) -> Standing:
    """Return what decides which acts are offered."""
    row, related = file.row, {one.how for one in file.related}
    return Standing(
        status=row.status, steps=frozenset(one.step for one in file.tasks), sealed=row.sealed,
        anonymous=row.anonymous, is_master=row.is_master, is_gathered="MASTER" in related,
        is_part="PART_OF" in related, has_parts="PART" in related,
    )  # fmt: skip


def can_be_answered(file: CaseFile) -> bool:
    """Tell whether there is somebody whom a reply could reach."""
    return standing_of(file).is_open and not file.row.anonymous


def last_hand(file: CaseFile) -> str:
    """Return who did the newest thing that is written down."""
    return next((one.by for one in reversed(file.entries) if one.by), "")
