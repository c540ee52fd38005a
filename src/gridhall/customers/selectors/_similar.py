"""Files that look like the one that is about to be opened."""

from __future__ import annotations

from dataclasses import dataclass

from gridhall.customers.blind import address_index, document_index, phone_index
from gridhall.customers.models import Account, Contact, SupplyPoint
from gridhall.foundation.identity.selectors import Scope

from ._hits import AccountHit, as_hits, with_details
from ._list import in_scope

MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarFiles:
    """Known accounts with the same identity document, phone or address; masked.

    ``elsewhere``: there are such accounts outside the reader's scope too.
    """

    by_document: tuple[AccountHit, ...]
    by_phone: tuple[AccountHit, ...]
    by_address: tuple[AccountHit, ...]
    elsewhere: bool

    @property
    def any(self) -> bool:
        """Whether there is anything to look at first."""
        return bool(self.by_document or self.by_phone or self.by_address or self.elsewhere)


def similar_files(*, scope: Scope, document: str, phone: str, address: str) -> SimilarFiles:
    """Return the accounts that share document, phone or address, for a warning before opening."""
    document_ids = Account.objects.filter(
        party__id_document_index=document_index(document)
    ).values_list("pk", flat=True)[:MOST]
    phone_ids = Contact.objects.filter(value_index=phone_index(phone)).values_list(
        "account_id", flat=True
    )[:MOST]
    address_ids = SupplyPoint.objects.filter(address_index=address_index(address)).values_list(
        "account_id", flat=True
    )[:MOST]
    groups = [list(document_ids), list(phone_ids), list(address_ids)]
    hits = {
        hit.account_id: hit
        for hit in as_hits(
            list(with_details(in_scope(scope).filter(pk__in={pk for ids in groups for pk in ids})))
        )
    }
    found = [tuple(hits[pk] for pk in dict.fromkeys(ids) if pk in hits) for ids in groups]
    return SimilarFiles(
        by_document=found[0], by_phone=found[1], by_address=found[2],
        elsewhere=any(pk not in hits for ids in groups for pk in ids),
    )  # fmt: skip
