"""Cases as something that papers are attached to: who may read the case may read its papers."""

from __future__ import annotations

from gridhall.foundation.documents import access
from gridhall.foundation.documents.access import Reader, Subject, SubjectKind
from gridhall.foundation.identity import selectors as identity

from .models import Case

CASE = "case"
READ, WORK, SEALED = "cases.read", "cases.work", "cases.sealed"
LONGEST_ID = 18


def find_case(subject_id: str) -> Subject | None:
    """Return a case (by its id) as a subject of papers."""
    if not (subject_id.isascii() and subject_id.isdigit() and len(subject_id) <= LONGEST_ID):
        return None
    row = Case.objects.filter(pk=subject_id).values_list("number", "organisation_id", "account_id")
    found = row.first()
    if found is None:
        return None
    return Subject(
        type=CASE, id=str(int(subject_id)), label=found[0], organisation_id=found[1],
        account_ref=found[2],
    )  # fmt: skip


def may_read(subject: Subject, reader: Reader) -> bool:
    """Tell whether the reader may see the papers of a case: as the case itself."""
    return _may(subject, reader, READ)


def may_write(subject: Subject, reader: Reader) -> bool:
    """Tell whether the reader may add papers to a case."""
    return _may(subject, reader, WORK)


def _may(subject: Subject, reader: Reader, action: str) -> bool:
    rows = Case.objects.filter(pk=subject.id)
    found = rows.values_list("sealed", "organisation_id", "handler_organisation_id").first()
    if found is None:
        return False
    sealed, *units = found
    if sealed:
        scope = identity.scope_of(user_id=reader.user_id, action=SEALED, on=reader.on)
        return scope.holds(units[0])
    scope = identity.scope_of(user_id=reader.user_id, action=action, on=reader.on)
    return any(unit is not None and scope.holds(unit) for unit in units)


def register_all() -> None:
    """Make cases known to the documents."""
    access.register(
        SubjectKind(
            code=CASE, find=find_case, may_read=may_read, may_write=may_write, bare_pictures=True
        )
    )
