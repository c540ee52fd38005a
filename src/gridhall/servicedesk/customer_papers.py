"""Photos that customers send to their own cases: apart from the papers of the company.

The subject ``case.photos`` is a case like ``case``; whoever may see the case's papers sees these
too, and the customer whose case it is sees these alone.
"""

from __future__ import annotations

from dataclasses import replace

from gridhall.customers import selectors as customers
from gridhall.foundation.documents import access
from gridhall.foundation.documents.access import Reader, Subject, SubjectKind

from . import paper_subjects
from .models import Case

PHOTOS = "case.photos"
RIGHT = "VIEW_MESSAGES"


def find(subject_id: str) -> Subject | None:
    """Return a case (by its id) as a subject of the customer's photos."""
    found = paper_subjects.find_case(subject_id)
    return replace(found, type=PHOTOS) if found else None


def may_read(subject: Subject, reader: Reader) -> bool:
    """Tell whether the reader works with the case, or it is her own."""
    return paper_subjects.may_read(subject, reader) or may_add(subject, reader)


def may_add(subject: Subject, reader: Reader) -> bool:
    """Tell whether it is the reader's own case: of her account, or written by herself.

    An account bound by something others may know as well does not count.
    """
    case = Case.objects.filter(pk=subject.id, sealed=False).first()
    if case is None:
        return False
    if case.by_customer and case.registered_by_id == reader.user_id:
        return True
    held = customers.accesses_of_user(user_id=reader.user_id, on=reader.on)
    return any(
        one.account_id == case.account_id and one.may(RIGHT) and not one.weak for one in held
    )


def register_all() -> None:
    """Make the photos known to the documents."""
    access.register(
        SubjectKind(
            code=PHOTOS, find=find, may_read=may_read, may_write=may_add, bare_pictures=True
        )
    )
