"""Accounts as something that papers are attached to; who may is the matter of their unit."""

from __future__ import annotations

from gridhall.customers.models import Account
from gridhall.foundation.documents import access
from gridhall.foundation.documents.access import Subject

ACCOUNT = "customers.account"


def find_account(subject_id: str) -> Subject | None:
    """Return an account (by its id) as a subject of papers."""
    if not (subject_id.isascii() and subject_id.isdigit() and len(subject_id) <= 18):
        return None
    row = Account.objects.filter(pk=subject_id).values_list("account_no", "organisation_id").first()
    if row is None:
        return None
    return Subject(
        type=ACCOUNT, id=str(int(subject_id)), label=row[0], organisation_id=row[1],
        account_ref=int(subject_id),
    )  # fmt: skip


def register_all() -> None:
    """Make accounts known to the documents."""
    access.register(
        access.by_action(
            ACCOUNT, find=find_account, read="documents.read", write="documents.attach"
        )
    )
