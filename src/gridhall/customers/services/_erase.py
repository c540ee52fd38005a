"""Letting go of a person whose accounts are closed and who asked for it."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from gridhall.customers.models import Account, Party, PortalAccess
from gridhall.foundation.audit.services import record
from gridhall.foundation.personal_data.blanking import blank, erased_index, rows_of
from gridhall.foundation.personal_data.subjects import Person

#: What stands where a name was. A column that holds JSON keeps its form.
ERASED = "已删除"
EMPTY_JSON = {"FileVersion.values": "{}", "Correction.values": "{}", "Correction.before": ""}


@transaction.atomic
def erase_person(*, person: Person, at: datetime, actor_id: int | None) -> int:
    """Blank everything personal of a party and its accounts; return how many values there were.

    Numbers of accounts and supply points stay: bills and the ledger name them. Access at the
    portal ends, needs of care are deleted, nothing finds the person any more.
    """
    values = blank("customers", person, special=EMPTY_JSON, leave=("Party",))
    values += _party(person.party_id)
    for name in ("CareNeed",):
        rows = rows_of(apps.get_model("customers", name), person)
        values += rows.delete()[0] if rows is not None else 0
    accounts = Account.objects.filter(pk__in=person.account_ids)
    accounts.update(search_tokens=[], care_flags=[], household_persons=None, bank_code="",
                    equipment=[])  # fmt: skip
    PortalAccess.objects.filter(account_id__in=person.account_ids, valid_to__isnull=True).update(
        valid_to=Greatest(F("valid_from"), timezone.localdate(at)), ended_at=at
    )
    for account in accounts.order_by("pk"):
        record(
            action="customers.erased", at=at, actor_id=actor_id, object_type="account",
            object_id=account.pk, object_label=account.account_no, account_id=account.pk,
            organisation_id=account.organisation_id,
        )  # fmt: skip
    return values


def _party(party_id: int) -> int:
    party = Party.objects.select_for_update().filter(pk=party_id).first()
    if party is None or party.name == ERASED:
        return 0
    count = sum(1 for value in (party.name, party.id_document, party.legal_representative) if value)
    party.name, party.id_document, party.legal_representative = ERASED, "", ""
    party.id_document_index = erased_index(f"party {party.pk}")
    party.save(update_fields=["name", "id_document", "legal_representative", "id_document_index"])
    return count
